"""Lines that are a newspaper's name and nothing else: by their form, by pinyin below them, or by what stands there."""

import re
from collections.abc import Sequence

from archive.ingest.draft import Row
from archive.ingest.seeing import features
from archive.ingest.words import bylines, leads
from archive.ingest.words.imprint import DATED, OF_A_PORTAL, STRONG, Imprint
from archive.ingest.words.imprint_forms import PAPER
from archive.ingest.words.spelling import spells

HEAD_LINES = 12  # rows at the top of a file within which a head may stand
BESIDE_NAME = 2  # rows from a name to what tells of its issue
BELOW_HEADLINE = 3  # rows from a headline to the text that it heads, who wrote it among them
HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,8}")
# What periodicals are called, as headlines (春天的信息) and columns are, too: 淮北晨刊, 工人之声, 清河视窗.
_PERIODICAL = re.compile(
    r"[\u4e00-\u9fff]{1,6}(?:(?<![副专特增])刊|之[声窗友]|视窗|通讯|信息|消息|[快简电时]讯|周末|文摘|动态|参考)"
)
_OF_STORY = OF_A_PORTAL | {"source", "other"}  # fields that tell of one story
_NO_HEADLINE = re.compile(r"[。；]|^[—\-（(【]")


def may_be_name(text: str) -> bool:
    """Whether a line may be a newspaper's name and nothing else, its characters set apart or not."""
    return bool(re.fullmatch(rf"《?{PAPER}》?", text.replace(" ", "")))


def spelt_names(rows: Sequence[Row], lines: Sequence[Imprint]) -> list[int]:
    """The rows at the top that spell the newspaper's name right above them, near who publishes it or its day.

    They tell that 五洲风雷 is a newspaper, too. A headline that is spelt stands above text, or near
    the name of another newspaper.
    """
    found = []
    for place in range(1, min(HEAD_LINES, len(rows))):
        name = rows[place - 1].text.replace(" ", "")
        if HAN_NAME.fullmatch(name) and spells(rows[place].text, name):
            near = lines[max(0, place - 1 - BESIDE_NAME) : place + 1 + BESIDE_NAME]
            others = {paper for line in near for paper in line.values("newspaper")} - {name}
            found += [place] if any(line.kinds & STRONG for line in near) and not others else []
    return found


def is_title_of_paper(rows: Sequence[Row], lines: Sequence[Imprint]) -> bool:
    """Whether the first row is a newspaper's name that does not say so, as no row of the head names one: short words
    right above who publishes it and its day or number, or what periodicals are called above day, number or page and the
    headline of the text below. Of a page alone a column is told, too, unless it is called a paper (报, 刊)."""
    if len(rows) < BESIDE_NAME or lines[0].fields:
        return False
    name = rows[0].text.replace(" ", "")
    if not HAN_NAME.fullmatch(name):
        return False
    below = frozenset[str]().union(*(line.kinds for line in lines[1 : 1 + BESIDE_NAME]))
    if "newspaper" in below or not lines[1].kinds:
        return False
    published = bool(below & {"publisher", "registration", "founded"}) or below >= {"date", "total_number"}
    if published and bool(lines[1].kinds & STRONG) and bool(below & DATED):
        return True
    called = bool(_PERIODICAL.fullmatch(name)) or (name.endswith("报") and may_be_name(name))
    told = DATED | {"number"} | ({"page"} if name[-1] in "报刊" else set())
    return called and bool(below & told) and not below & _OF_STORY and _heads_headline(rows, lines)


def _heads_headline(rows: Sequence[Row], lines: Sequence[Imprint]) -> bool:
    """Whether below the fields of the head stands a line that can only be the headline of the text that follows."""
    first = next((at for at in range(1, len(rows)) if lines[at].known <= lines[at].unknown or not lines[at].fields), 0)
    if not first or first > HEAD_LINES:
        return False
    line, below = rows[first], rows[first + 1 : first + 1 + BELOW_HEADLINE]
    short = line.width <= features.WIDEST_HEADLINE and not _NO_HEADLINE.search(line.text)
    signed = bylines.kind_of(line.text) is not None or bylines.is_author(line.text)
    text = any(row.width > features.LONG or bylines.kind_of(row.text) is not None for row in below)
    return short and text and not signed and leads.lead_in(line.text) is None
