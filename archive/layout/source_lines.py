"""Which lines of the source each part of an article came from, told by its claims, or its words where it was edited."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter

from archive.layout.aligning import Lines, folded_plain, lines_of_claims, numbers_of_claims
from archive.layout.article_parts import SAID_BY_PARTS, ArticlePart, parts_in_order
from archive.layout.reading import LaidOutArticle
from archive.layout.shared_runs import TELLING_TEXT
from archive.layout.source_families import RECORD_TARGET, Family, source_family_of
from archive.models import NEVER_PUBLISHED, Article, SourceFile


@dataclass(frozen=True)
class SourceSpan:
    """A part of an article beside the source lines it came from; `anchor` is its place on the article's page.

    `number` counts the parts from 1 in the order of the source, `place` from 0 in that of `parts_in_order`.
    """

    lines: tuple[int, ...]
    label: str
    anchor: str
    text: str
    place: int
    lit: bool = False
    number: int = 0

    @property
    def first(self) -> int:
        return self.lines[0]

    @property
    def last(self) -> int:
        return self.lines[-1]

    @property
    def query(self) -> str:
        return f"{self.first}-{self.last}"


@dataclass(frozen=True)
class SourceLine:
    """`span` is the part of this article that the line gave, if any; a line that is `withheld` shows no text."""

    number: int
    text: str
    span: SourceSpan | None
    lit: bool
    withheld: bool = False


def spans_of(
    article: Article, layout: LaidOutArticle, lit: Lines | None = None, family: Family | None = None
) -> list[SourceSpan]:
    """The parts of `article` with the lines that they came from, in the order of the source; those that meet `lit` are
    lit. What an editor moved, divided, joined or mended, in its `family` too, is known by its text."""
    parts = parts_in_order(article, layout)
    numbers = _numbers_of(article, parts, family or source_family_of(article))
    spans = [
        SourceSpan(tuple(sorted(known)), part.label, part.anchor, part.text, place)
        for place, (part, known) in enumerate(zip(parts, numbers, strict=True))
        if known
    ]
    if lit:
        lines = _lit_lines(spans, lit)
        spans = [replace(span, lit=any(number in lines for number in span.lines)) for span in spans]
    spans.sort(key=lambda span: (span.first, span.last))
    return [replace(span, number=number) for number, span in enumerate(spans, start=1)]


def _lit_lines(spans: Sequence[SourceSpan], lit: Lines) -> Container[int]:
    """Where parts begin and end with `lit`, as their addresses say, their lines alone, without a caption printed amid
    them; else all from the first to the last."""
    named = {number for span in spans if (span.first, span.last) == lit for number in span.lines}
    return named or range(lit[0], lit[1] + 1)


def _numbers_of(article: Article, parts: Sequence[ArticlePart], family: Family) -> list[set[int]]:
    """The lines of each part."""
    claimed = lines_of_claims(article.claims)
    if not is_told_by_text(article, family):
        return [claimed.get(part.target, set()) for part in parts]
    held = family.lines_held_by(article)
    meant = set().union(*held)
    # What was written anew stands beside the line of what it was, where no other part has that, nor another line it.
    anew = {target: lines for target, lines in claimed.items() if "/" not in target and not lines & meant}
    quoted = folded_plain("".join(text for _, _, _, text, *_ in sorted(family.claims, key=itemgetter(1, 2))))

    def written_anew(part: ArticlePart) -> set[int]:
        words = folded_plain(part.text)
        is_taken = len(words) >= TELLING_TEXT and words in quoted
        return anew.get(part.target, set()) if words and not is_taken else set()

    return [lines or written_anew(part) for part, lines in zip(parts, held, strict=True)]


def is_told_by_text(article: Article, family: Family) -> bool:
    """Whether an editor changed or divided what an article says, so that its claims do not tell where its parts
    stood."""
    return len(family.members) > 1 or not SAID_BY_PARTS.isdisjoint(article.edited_fields)


def _read(article: Article) -> Article:
    """The article that the source was read as, from which an editor may have split this one off."""
    return article.split_from or article


def source_text(article: Article) -> tuple[str, int]:
    """The text that the article came from, and the number of its first line in the file.

    That is the whole file, or the article's own line of a file of ready-made articles.
    """
    for target, first, _, text in _read(article).claims:
        if target == RECORD_TARGET:
            return text, first
    return article.source.text if article.source else "", 1


def source_lines(text: str, spans: list[SourceSpan], lit: Lines | None = None, first: int = 1) -> list[SourceLine]:
    """The lines of a source from number `first`, each with the first of `spans` that covers it, those of `lit` lit."""
    owner = {number: span for span in reversed(spans) for number in span.lines}
    lines = _lit_lines(spans, lit) if lit else ()
    return [
        SourceLine(number, line, owner.get(number), number in lines)
        for number, line in enumerate(text.split("\n"), start=first)
    ]


def for_readers(lines: list[SourceLine], article: Article) -> list[SourceLine]:
    """The lines of the source of `article` without the text of those that readers are not to see."""
    read = _read(article)
    is_record = any(target == RECORD_TARGET for target, *_ in read.claims)
    if article.source is None or (is_record and read.status not in NEVER_PUBLISHED):
        return lines
    withheld = withheld_lines(article.source)
    return [replace(line, text="", withheld=True) if line.number in withheld else line for line in lines]


def withheld_lines(source: SourceFile) -> set[int]:
    """The numbers of the lines of a file that readers do not see: those of drafts; and where there are drafts, or a
    line is nobody's (as a deleted draft leaves it), all that no article has which readers were given, since what stands
    aside (a table of contents, say) may name what they are not to know."""
    given_out: set[int] = set()
    drafts: set[int] = set()
    for status, claims in source.articles.order_by().values_list("status", "claims"):
        (drafts if status in NEVER_PUBLISHED else given_out).update(numbers_of_claims(claims))
    written = {number for number, line in enumerate(source.text.split("\n"), start=1) if line.strip()}
    if not drafts and written <= given_out.union(numbers_of_claims(source.claims)):
        return set()
    return (written - given_out) | drafts
