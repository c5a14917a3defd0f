"""The press: pieces of a synthetic page to the lines of a file, wrapped and broken as files are."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.ingest.draft import width
from archive.ingest.labelling.states import LineState
from archive.ingest.training.corpus import Corpus
from archive.ingest.training.layouts import LAYOUTS
from archive.ingest.training.pages import LabelledPage, Labels
from archive.ingest.training.pen import Pen, PenStroke
from archive.ingest.types import Line, SourceText

_RUNNING = frozenset({LineState.FIRST, LineState.OPENING, LineState.FURTHER, LineState.NOTE})
_INSET = frozenset({LineState.VERSE, LineState.LIST, LineState.HEADING, LineState.CAPTION, LineState.BYLINE})
_NOT_AT_START = "，。、；：？！”’）》】"
SYNTHETIC_SITE = "synthetic"  # of all pages that are set here: their layouts share lists of words, and are one site


@dataclass(frozen=True)
class Style:
    """How a file sets its pages: `measure` is the width of a column in characters, 0 for whole paragraphs."""

    measure: int
    indent: str
    between: int  # blank lines after every line
    apart: int  # further ones between paragraphs
    centred: bool
    marked: bool
    barred: bool
    half_width: bool
    headline: int  # the width at which headlines are broken, 0 where they are not
    inset: bool  # headings have the indent of paragraphs
    corners: bool  # quotations stand in 「」
    lies: float  # share of lines before which a blank one stands without a cause
    headings: str  # how they are set apart: "", above, around (by blank lines), deep (indented), or both ways
    noise: float  # share of characters that a scan read wrongly, broke apart or lost
    mixed: bool  # signs are of either width, by chance


def style(rng: random.Random, in_columns: bool = False) -> Style:
    columns = rng.choice((rng.randint(13, 22), rng.randint(22, 44)))
    measure = columns if in_columns or rng.random() < 0.35 else 0
    return Style(
        measure,
        rng.choice(("", "", "　　", "　　", "  ", "    ", "??", "\t")),
        rng.choice((0, 0, 0, 1)),
        rng.choice((0, 0, 1, 1)),
        rng.random() < 0.1,
        rng.random() < 0.12,
        measure == 0 and rng.random() < 0.05,
        rng.random() < 0.3,
        rng.choice((0, 0, 0, rng.randint(10, 32))),
        rng.random() < 0.5,
        rng.random() < 0.08,
        rng.choice((0.0, 0.0, 0.02, 0.05)),
        rng.choice(("", "", "above", "around", "deep", "deep around")),
        rng.choice((0.0,) * 9 + (0.01, 0.03, 0.06)),
        rng.random() < 0.06,
    )


def pages(corpus: Corpus, count: int, seed: int) -> Iterator[LabelledPage]:
    """`count` synthetic pages; the same for the same corpus and seed."""
    rng = random.Random(seed)  # noqa: S311  chance that can be repeated
    layouts, weights = zip(*LAYOUTS, strict=True)
    for number in range(count):
        layout = rng.choices(layouts, weights)[0]
        pen = Pen(random.Random(rng.random()), corpus)  # noqa: S311
        layout(pen)
        yield as_printed(
            pen.pieces, style(pen.rng, pen.in_columns), pen.rng, f"{layout.__name__}-{number}", SYNTHETIC_SITE
        )


def as_printed(pieces: list[PenStroke], how: Style, rng: random.Random, name: str, site: str) -> LabelledPage:
    """The page of pieces in one style."""
    lines: list[Line] = []
    labels: Labels = {}
    for place, piece in enumerate(pieces):
        gap = (piece.gap if piece.gap is not None else how.apart) + how.between if place else 0
        if piece.state is LineState.FURTHER:
            gap = 0
        gap += rng.random() < how.lies
        if place and how.headings:
            gap = max(gap, _set_apart(piece, pieces[place - 1], how))
        if how.barred and rng.random() < 0.15:
            lines.append(Line(len(lines) + 1, rng.choice(("|", "||||||||", "|---|---|---|", "--- | ---"))))
            labels[len(lines)] = (LineState.FURNITURE,)
        lines += [Line(len(lines) + at + 1, "") for at in range(gap)]
        for at, (text, state) in enumerate(_lines(piece, how)):
            if at:
                lines += [Line(len(lines) + n + 1, "") for n in range(how.between + (rng.random() < how.lies))]
            number = len(lines) + 1
            lines.append(Line(number, _noisy(text, how, rng), _markup(piece, how, at)))
            labels[number] = (state, piece.then) if piece.then else (state,)
    return LabelledPage(SourceText(name, tuple(lines), "utf-8", "text"), labels, site, real=False)


def _set_apart(piece: PenStroke, above: PenStroke, how: Style) -> int:
    """The blank lines that a heading has above it, or below it, on every page of a style."""
    if piece.state is LineState.HEADING and above.state is not LineState.HEADING:
        return how.between + ("above" in how.headings or "around" in how.headings)
    return how.between + (above.state is LineState.HEADING and "around" in how.headings)


def _markup(piece: PenStroke, how: Style, at: int) -> str:
    if not how.marked:
        return ""
    level = {"title": "h1", "heading": "h2"}.get(piece.markup, piece.markup)
    return level or ("p" if piece.state in _RUNNING and not how.measure and at == 0 else "")


def _lines(piece: PenStroke, how: Style) -> Iterator[tuple[str, LineState]]:
    """The lines of a piece with their states."""
    inset = piece.state in _RUNNING or piece.markup == "p" or (how.inset and piece.state in _INSET)
    indent = how.indent if inset else ""
    if piece.state is LineState.FURTHER:
        indent = ""
    if "deep" in how.headings and piece.state is LineState.HEADING:
        indent = "　" * max(1, min(6, (how.measure or 24) // 2 - len(piece.text) // 2))
    if how.centred and piece.state in (LineState.TITLE, LineState.KICKER, LineState.SUBTITLE):
        indent = " " * max(2, 20 - len(piece.text))
    if how.headline and piece.state is LineState.TITLE:
        yield from ((indent + text, LineState.TITLE) for text in wrapped(piece.text, how.headline, how.headline))
        return
    if not how.measure or piece.state not in _RUNNING:
        yield indent + piece.text, piece.state
        return
    further = LineState.NOTE if piece.state is LineState.NOTE else LineState.FURTHER
    room = how.measure - 2 if piece.state is not LineState.FURTHER else how.measure
    state = piece.state
    for text in wrapped(piece.text, how.measure, room):
        yield indent + text, state
        indent, state = "", further


def wrapped(text: str, measure: int, first: int) -> Iterator[str]:
    """A text cut into lines of a measure, the first of another; no stop at the start of a line."""
    room, line, wide = first, "", 0.0
    for character in text:
        step = width(character)
        if wide + step > room and character not in _NOT_AT_START:
            yield line
            room, line, wide = measure, "", 0.0
        line += character
        wide += step
    if line:
        yield line


_TO_CORNERS = str.maketrans("“”‘’", "「」『』")
_TO_HALF = str.maketrans("，：；（）？！", ",:;()?!")


_LOOK_ALIKE = {
    "日": "曰",
    "己": "已",
    "人": "入",
    "土": "士",
    "未": "末",
    "大": "太",
    "，": ".",
    "。": ",",
    "一": "-",
    "0": "O",
}


def _misread(character: str, share: float, rng: random.Random) -> str:
    """A character as a scan may give it: itself, with a blank behind it, another that looks like it, or nothing."""
    if rng.random() >= share:
        return character
    return rng.choice((character + " ", character + " ", _LOOK_ALIKE.get(character, character), ""))


def _noisy(text: str, how: Style, rng: random.Random) -> str:
    """A line as files hold it."""
    if how.corners:
        text = text.translate(_TO_CORNERS)
    if how.half_width:
        text = text.translate(_TO_HALF)
    if how.mixed:
        text = "".join(character.translate(_TO_HALF) if rng.random() < 0.4 else character for character in text)
    if how.noise:
        text = "".join(_misread(character, how.noise, rng) for character in text)
    if how.barred and rng.random() < 0.5:
        text += " | " + "|" * rng.randint(1, 9)
    if rng.random() < 0.02:
        text += " " * rng.randint(1, 4)
    if rng.random() < 0.01:
        text = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", text, count=1)
    return text
