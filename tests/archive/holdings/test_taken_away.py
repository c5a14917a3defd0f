"""From the table alone, and from the JSON alone, each day is told as the calendar draws it."""

import csv
import datetime
import io
import re

from hypothesis import assume, given, settings

from archive.holdings.listed import as_csv_lines, ledger_as_json
from archive.holdings.reckoning.evidence import EntryKind, HeldIssue, KnownSpan, NumberOfYear
from archive.holdings.reckoning.known import KnownBy
from archive.holdings.reckoning.ledger import Ledger, reckoned
from archive.holdings.strips import year_strip_kept
from tests.archive.holdings.test_day_by_day import OF_NUMBERS, days_between, known_of, ledgers

# What the calendar draws of a day, by the word that the table has for it.
DRAWN = {
    "有报": "held",
    "有报，号码存疑": "doubted",
    "缺报": "lacking",
    "可能缺报": "possible",
    "编辑记录": "entered",
    "没有报": "empty",
}
KNOWN = {
    "缺不缺无法判断": KnownBy.NOTHING,
    "凭出版规律": KnownBy.RHYTHM,
    "凭编辑记录": KnownBy.ENTRY,
    "凭期号": KnownBy.NUMBERS,
    "第1期还没有出": KnownBy.UNFOUNDED,
    "还没有到": KnownBy.TO_COME,
}


def calendar_of(ledger: Ledger) -> dict[datetime.date, str]:
    """Each day as it is drawn, read from the drawing."""
    found = {}
    for year, months in ledger.years.items():
        drawn = re.findall(r"<svg[^>]*>(.*?)</svg>", str(year_strip_kept(ledger, months, "/")))
        for month, picture in zip(months, drawn, strict=True):
            days = days_between(month.first_day, month.last_day)
            found.update(dict.fromkeys(days, "empty"))
            for kind, path in re.findall(r'<path class="(\w+)" d="([^"]*)"', picture):
                found.update(
                    {datetime.date(year, month.number, int(x) + 1): kind for x in re.findall(r"M(\d+) ", path)}
                )
    return found


def days_of_table(ledger: Ledger) -> list[tuple[datetime.date, str, str]]:
    """Each day with what the table says of it, and by what."""
    rows = csv.DictReader(io.StringIO(b"".join(as_csv_lines("报", ledger)).decode("utf-8-sig")))
    told = []
    for row in rows:
        if row["类别"] in ("收", "没有报"):
            first, last = map(datetime.date.fromisoformat, (row["起"], row["止"]))
            said, known = row["依据"].split("；") if row["类别"] == "没有报" else (row["依据"], "")
            told += [(day, DRAWN[said.partition("：")[0]], known) for day in days_between(first, last)]
    return told


@given(ledgers())
@settings(max_examples=60, deadline=None)
def test_each_day_can_be_reckoned_from_the_table_and_from_json_alone(made: tuple[Ledger, bool]):
    ledger, _ = made
    drawn = calendar_of(ledger)
    table = days_of_table(ledger)
    assert [day for day, _, _ in table] == sorted(drawn), "each day of the years once"
    assert {day: kind for day, kind, _ in table} == drawn
    told = ledger_as_json(ledger)["days"]
    from_json = [
        (day, run["kind"], run["known_by"])
        for run in told
        for day in days_between(*map(datetime.date.fromisoformat, (run["first"], run["last"])))
    ]
    assert {day: kind for day, kind, _ in from_json} == drawn
    assert len(from_json) == len(drawn)
    assert len(told) <= len(drawn)
    known = {day: KnownBy[name.upper()] for day, _, name in from_json}
    assert all(KNOWN[said] == known[day] for day, _, said in table if said)
    assert [day for day, kind, _ in from_json if kind in ("held", "doubted")] == list(ledger.days)


@given(ledgers())
@settings(max_examples=30, deadline=None)
def test_by_what_each_day_is_known_is_that_of_a_count_from_day_to_day(made: tuple[Ledger, bool]):
    ledger, numbered = made
    assume(not OF_NUMBERS & {doubt.kind for doubt in ledger.doubts})
    for run in ledger_as_json(ledger)["days"]:
        for day in days_between(*map(datetime.date.fromisoformat, (run["first"], run["last"]))):
            assert run["known_by"] == known_of(ledger, numbered, day).name.lower(), day


def test_a_row_of_an_issue_has_its_numbers():
    day = datetime.date.fromisoformat
    issues = [
        HeldIssue(day("2021-11-05"), 589, NumberOfYear(2021, 82)),
        HeldIssue(day("2021-11-06"), 590),
        HeldIssue(day("2021-11-07")),
    ]
    lines = b"".join(
        as_csv_lines("报", reckoned(issues, [KnownSpan(day("2021-11-09"), day("2021-11-10"), EntryKind.LOST)]))
    )
    rows = [row for row in csv.reader(io.StringIO(lines.decode("utf-8-sig"))) if row[0] in ("收", "没有报")]
    assert [row[4] for row in rows if row[0] == "收"] == ["总第589期；2021年第82期", "总第590期", ""]
    assert [row[2:4] for row in rows if "已佚" in row[7]] == [["2021-11-09", "2021-11-10"]]
    assert [row[7] for row in rows if row[2] == "2021-11-11"] == ["没有报；缺不缺无法判断"]


def test_nothing_is_counted_where_neither_numbers_nor_editors_tell():
    friday = datetime.date(2021, 1, 1)
    issues = [HeldIssue(friday + datetime.timedelta(days=7 * week)) for week in range(30)]
    lost = KnownSpan(friday + datetime.timedelta(days=3), friday + datetime.timedelta(days=3), EntryKind.LOST)
    assert ledger_as_json(reckoned(issues))["lacking_at_least"] is None
    assert ledger_as_json(reckoned(issues, [lost]))["lacking_at_least"] == 1
    numbered = [HeldIssue(each.day, 100 + n) for n, each in enumerate(issues)]
    assert ledger_as_json(reckoned(numbered))["lacking_at_least"] == 0
    assert ledger_as_json(reckoned(numbered[:1]))["lacking_at_least"] is None
    assert ledger_as_json(reckoned([HeldIssue(friday, 1)]))["lacking_at_least"] == 0
