"""Rolls of names (名单): lines that hold nothing but names, one after another. They name nobody who wrote.

What they are rolls of stands above: a headline that says so, and the places (城关镇：) or games of several.
"""

import re

from archive.ingest.draft import Draft, Row, RowKind
from archive.ingest.labelling.states import LineState
from archive.ingest.words.names import names_in

ALONE = 4  # names without a role on one line, by which it is a roll wherever it stands
TOGETHER = 2  # names on each of several lines of a roll, or on one where each has its number
# 第一名 高三（2）班 张三 11秒8: a prize with who took it.
_PRIZE = r"(?:第[一二三四五六七八九十\d]{1,3}名|(?:[特一二三四]等|优[秀胜]|鼓励|入围)奖|[冠亚季]军|[金银铜]奖)"
_RANKED = re.compile(rf"{_PRIZE}(?:\s+|\s*[:：]\s*)\S[^。]{{1,60}}")
_OF_RANKS = re.compile(r"[^，。；]{2,14}")  # 男子100米, above those who were first
_GROUP = re.compile(r"[^，。：:；;]{2,14}[:：]")
_TITLE = re.compile(r"[^。；：:]{4,40}(?:名单|光荣榜|名录)(?:[（(][^。（）()]{1,12}[)）])?")
_NUMBER = re.compile(r"(?:^|(?<=\s))\d{1,3}\s*[.．、]\s*(?=[\u3400-\u9fff])")


def mark_rolls(draft: Draft) -> None:
    """Make the lines of rolls paragraphs of their own."""
    counts = [_names(row) for row in draft.rows]
    rolls = {place for place, count in enumerate(counts) if count >= ALONE}
    for place in sorted(rolls):
        for step in (-1, 1):
            near = place + step
            while 0 <= near < len(counts) and counts[near] >= TOGETHER and near not in rolls:
                rolls.add(near)
                near += step
    pairs = {place for place, count in enumerate(counts[:-1]) if count >= TOGETHER and counts[place + 1] >= TOGETHER}
    rolls |= pairs | {place + 1 for place in pairs}
    ranked = {place for place, row in enumerate(draft.rows) if not row.level and _RANKED.fullmatch(row.text)}
    ranked = ranked if len(ranked) > 1 else set()
    rolls |= ranked
    titles, heads = _above(draft.rows, rolls, ranked)
    for places, kind, state in (
        (rolls, RowKind.BODY, LineState.LIST),
        (heads, RowKind.HEADING, LineState.HEADING),
        (titles, RowKind.HEADING, LineState.TITLE),
    ):
        for place in places:
            draft.rows[place] = draft.rows[place].now(kind=kind, state=state, starts=True)


def _above(rows: list[Row], rolls: set[int], ranked: set[int]) -> tuple[list[int], list[int]]:
    """The row that is the headline of the rolls, if one says so, and the rows that say of each what it is of: one
    alone may be the headline of a report."""
    heads = [
        place
        for place, row in enumerate(rows)
        if place not in rolls
        and row.kind is RowKind.TEXT
        and (
            (place + 1 in rolls and _GROUP.fullmatch(row.text))
            or (place + 1 in ranked and _OF_RANKS.fullmatch(row.text))
        )
    ]
    heads = [place for place in heads if not _TITLE.fullmatch(rows[place].text)]
    first = min([*heads, *rolls], default=0)
    titles = [first - 1] if first and _TITLE.fullmatch(rows[first - 1].text) else []
    return titles, heads if len(heads) > 1 or titles else []


def _names(row: Row) -> int:
    """How many names make up a row of unknown kind; 0 where anything else stands on it."""
    if row.kind is not RowKind.TEXT or row.width > 200 or any(sign in row.text for sign in "，。：:；"):
        return 0
    numbers = len(_NUMBER.findall(row.text))
    found = names_in(_NUMBER.sub("", row.text), strict=True)
    count = len(found.names) if found and not found.glued else 0
    return max(count, ALONE) if count == numbers >= TOGETHER else count
