"""Marks of a page that have no word for one (版, 第): what they are follows from what stands around them.

01 汽车, 02 金融 above the parts of one text are its headings; 3 综合新闻 and 8：文体 beside a head are the page's
number.
"""

import itertools
import re
from dataclasses import replace

from archive.ingest.draft import Row
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import pages
from archive.ingest.words.imprint import DATED, Field, Imprint

NEAR = 2  # rows between such a mark and the head that it belongs to
FEWEST = 2  # headings that count up
RUNNING = 26.0  # width of a row that is text without a sign at its end
_COUNTED = re.compile(r"\s*0?(?P<number>\d{1,2})\D+")


def counted_headings(rows: list[Row], lines: list[Imprint]) -> set[int]:
    """Places of marks that count the parts of one text from 1 on: each stands right above text, and so does none of a
    page, which headlines follow."""
    found: set[int] = set()
    run: list[int] = []
    for place in range(len(rows)):
        match = _COUNTED.fullmatch(rows[place].text) if "page" in lines[place].kinds else None
        if match is None or "版" in rows[place].text:
            continue
        run = [*run, place] if int(match["number"]) == len(run) + 1 else []
        if len(run) >= FEWEST and all(_above_text(rows, at) for at in run):
            found |= set(run)
    return found


def _above_text(rows: list[Row], place: int) -> bool:
    below = rows[place + 1 : place + 2]
    return bool(below) and (below[0].width > RUNNING or bool(SENTENCE_END.search(below[0].text)))


def with_plain_marks(rows: list[Row], lines: list[Imprint]) -> list[Imprint]:
    """The lines, where a figure and a section alone (3 综合新闻, 8：文体) are a page: first in a file, or near a head
    that tells newspaper or day, where nothing else names the page."""
    plain = {place: match for place, row in enumerate(rows) if (match := pages.PLAIN_LINE.fullmatch(row.text))}
    if len(plain) != 1 or any("page" in line.kinds for line in lines):
        return lines
    place, match = next(iter(plain.items()))
    near = itertools.chain(range(max(0, place - NEAR), place), range(place + 1, min(len(rows), place + 1 + NEAR)))
    if place and not any(lines[at].kinds & (DATED | {"newspaper"}) for at in near):
        return lines
    fields = tuple(Field(name, *match.span(name), match[name]) for name in ("page", "section"))
    marked = replace(lines[place], fields=fields, rest=(), end=len(rows[place].text), whole=True)
    return [*lines[:place], marked, *lines[place + 1 :]]
