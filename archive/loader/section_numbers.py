"""What addresses call the sections of an article (#s3): one that stays the same keeps its number."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from archive.models import ArticleSection

Words = tuple[str, str]  # heading and body


def section_numbers(sections: Sequence[ArticleSection]) -> list[int]:
    """The numbers of sections as they stand: those of their places, counted from 1, where nothing was changed yet."""
    return [section.number or place for place, section in enumerate(sections, start=1)]


def numbers_after(numbers: Sequence[int], old: Sequence[Words], new: Sequence[Words]) -> list[int]:
    """The number of each new section, given those of the old ones: equal sections in the same order keep theirs, then
    those under the same heading, then those that stand in the place of one that was changed. Others get new ones."""
    partner: dict[int, int] = {}
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            partner |= dict(zip(range(k, m), range(i, j), strict=True))
        elif tag == "replace":
            by_heading = {old[a][0]: a for a in reversed(range(i, j)) if old[a][0]}
            same = {b: by_heading.pop(new[b][0]) for b in range(k, m) if new[b][0] in by_heading}
            rest = [a for a in range(i, j) if a not in same.values()], [b for b in range(k, m) if b not in same]
            partner |= same | {b: a for a, b in zip(*rest, strict=False)}
    unused = iter(range(max(numbers, default=0) + 1, max(numbers, default=0) + 1 + len(new)))
    return [numbers[partner[n]] if n in partner else next(unused) for n in range(len(new))]
