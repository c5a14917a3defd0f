"""The body of an article as one text: headings, captions and the editor's note are lines that begin with a plain mark.

    编者按：说明          the editor's note
    # 小标题             a heading; ## one below it; *** begins a part without a heading
    图：图说             a caption, after the paragraph above it
    续：又一行            one line more of the heading, caption or note above it
    文：图：照样的一行      a paragraph that itself begins like a mark
    anything else       a paragraph; empty lines between paragraphs are kept

Marks may be of half or full width (#, ＃). Where a text says of a part what the part says already, the part stays as it
is, to the byte.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from archive.loader.content import Content

NOTE, CAPTION, MORE, TEXT = "编者按", "图", "续", "文"
LEVEL_MARKS = {2: "#", 3: "##", 0: "***"}
_MARK = re.compile(rf"\s*(?:(?P<level>[#＃]+|[*＊]{{3,}})|(?P<kind>{NOTE}|{CAPTION}|{MORE}|{TEXT})[：:])")


@dataclass(frozen=True)
class MarkedBody:
    """What a text says, in the shapes of Content; `paragraphs` is how many it has in all its sections."""

    note: str
    sections: list[list[Any]]
    captions: list[list[Any]]
    paragraphs: int


def plain_lines(text: str) -> str:
    """A text with plain line ends and no white space at both ends."""
    return "\n".join(text.splitlines()).strip()


def marked_text(content: Content) -> str:
    """The note, sections and captions of a content as one text. Sections that hold nothing are left out; captions of
    which nothing tells where they stand come last, as on the article's page."""
    sections = [(level, plain_lines(heading), plain_lines(body)) for level, heading, body in content.sections]
    shown = [section for section in sections if section[1] or section[2]]
    total = sum(1 for _, _, body in shown for line in body.split("\n") if line.strip())
    after: dict[int, list[str]] = {}
    for caption, place in content.captions:
        number = total if place is None else min(place + 1, total)
        after.setdefault(number, []).extend(_marked(f"{CAPTION}：", caption))
    lines, number = _marked(f"{NOTE}：", content.columns["editor_note"]), 0
    for n, (level, heading, body) in enumerate(shown):
        if n or level or heading:
            mark = LEVEL_MARKS.get(level, LEVEL_MARKS[2])
            lines += ["", *(_marked(f"{mark} ", heading) or [mark])]
        for line in body.split("\n") if body else ():
            lines.append(f"{TEXT}：{line}" if _MARK.match(line) else line)
            if line.strip():
                number += 1
                lines += after.get(number, ())
    return "\n".join([*lines, *after.get(0, ())]).strip("\n")


def _marked(mark: str, text: str) -> list[str]:
    """The lines of a text that is no paragraph, none where it says nothing."""
    plain = plain_lines(text)
    return [f"{f'{MORE}：' if n else mark}{line}" for n, line in enumerate(plain.split("\n"))] if plain else []


def read_marked(text: str) -> MarkedBody:
    """What a text with marks says. A caption above the first paragraph stands after it; empty parts are left out."""
    note: list[str] = []
    sections: list[tuple[int, list[str], list[str]]] = []
    captions: list[tuple[list[str], int]] = []
    paragraphs = 0
    above: list[str] | None = None  # what a further line would go on
    for line in text.splitlines():
        kind, said = _kind_and_text(line)
        if isinstance(kind, int):
            above = [said]
            sections.append((kind, above, []))
        elif kind == NOTE:
            above = note
            note.append(said)
        elif kind == CAPTION:
            above = [said]
            captions.append((above, paragraphs))
        elif kind == MORE and above is not None:
            above.append(said)
        else:
            paragraph = line if kind == MORE else said
            if paragraph.strip():
                above, paragraphs = None, paragraphs + 1
                sections = sections or [(0, [], [])]
            if sections:
                sections[-1][2].append(paragraph)
    parts = [[level, _joined(heading), _joined(body)] for level, heading, body in sections]
    placed = [[_joined(lines), max(0, number - 1) if paragraphs else None] for lines, number in captions]
    return MarkedBody(
        _joined(note), [part for part in parts if part[1] or part[2]], [each for each in placed if each[0]], paragraphs
    )


def _kind_and_text(line: str) -> tuple[int | str, str]:
    """A level of headings or another mark with what follows it; a paragraph to the byte."""
    found = _MARK.match(line)
    if not found:
        return TEXT, line
    rest = line[found.end() :]
    if found["kind"]:
        return found["kind"], rest
    mark = found["level"].replace("＃", "#")
    return 0 if mark[0] in "*＊" else min(len(mark), 2) + 1, rest


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(lines).strip()


def with_marked_text(content: Content, text: str) -> Content:
    """`content` with what a text with marks says; parts that say what they said stay to the byte."""
    new, old = read_marked(text), read_marked(marked_text(content))
    headings, bodies = (_by_plain_text(section[n] for section in content.sections) for n in (1, 2))
    captions = _by_plain_text(caption for caption, _ in content.captions)
    loose = {plain_lines(caption) for caption, place in content.captions if place is None}
    last = new.paragraphs - 1
    return replace(
        content,
        columns=content.columns if new.note == old.note else content.columns | {"editor_note": new.note},
        sections=content.sections
        if new.sections == old.sections
        else [[level, headings.get(heading, heading), bodies.get(body, body)] for level, heading, body in new.sections],
        captions=content.captions
        if new.captions == old.captions
        else [
            [captions.get(text, text), None if place == last and text in loose else place]
            for text, place in new.captions
        ],
    )


def _by_plain_text(texts: Iterable[str]) -> dict[str, str]:
    return {plain_lines(text): text for text in texts}
