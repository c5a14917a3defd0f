"""The days of a year in a line, month by month, each with what is known of it: told apart by shape, under each month a
sign and in words what the sign says. Written by Python: a template takes 60 µs for each month."""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString, mark_safe

from archive.holdings.reckoning.days import DayKind, kinds_within
from archive.holdings.reckoning.ledger import Ledger
from archive.holdings.reckoning.months import MonthKept
from archive.holdings.told import DAY_KINDS, verdict

# What is drawn of a day, whose place is 31 to a month's width and 4 to its height.
SHAPES = {
    DayKind.HELD: "M{x} 0h.8v4h-.8z",
    DayKind.DOUBTED: "M{x} 0h.8v1.4h-.8zM{x} 2.6h.8v1.4h-.8z",
    DayKind.LACKING: "M{x} 0h.8v.8h-.8zM{x} 3.2h.8v.8h-.8z",
    DayKind.POSSIBLE: "M{x} 2.8h.8v1.2h-.8z",
    DayKind.ENTERED: "M{x} 1.8h1v.4h-1z",
}


def year_strip_kept(ledger: Ledger, months: Sequence[MonthKept], there: str) -> SafeString:
    """The strip of a year; each month leads to its row in the page `there`."""
    year = months[0].year
    by_number = {month.number: month for month in months}
    cells = "\n".join(_cell(ledger, year, number, by_number.get(number), there) for number in range(1, 13))
    return mark_safe(f'<ol class="days-kept" aria-label="{year}年各月">\n{cells}\n</ol>')  # noqa: S308  (own words)


def _cell(ledger: Ledger, year: int, number: int, month: MonthKept | None, there: str) -> str:
    if month is None:
        return f"<li><span>{_drawn('')}{number}月<b>　</b></span></li>"
    sign, told = verdict(month)
    said = f"{number}月，收{month.held}期，{told}"
    drawn = _drawn(_days(ledger, month))
    return f'<li><a href="{there}#m{number}" aria-label="{said}">{drawn}{number}月<b>{sign}</b></a></li>'


def _drawn(paths: str) -> str:
    head = '<svg viewBox="0 0 31 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
    return f"{head}{paths}</svg>"


def _days(ledger: Ledger, month: MonthKept) -> str:
    drawn: dict[DayKind, list[str]] = {}
    for n, kind in enumerate(kinds_within(ledger, month.first_day, month.last_day)):
        if kind in SHAPES:
            drawn.setdefault(kind, []).append(SHAPES[kind].format(x=n))
    return "".join(f'<path class="{kind}" d="{"".join(parts)}"/>' for kind, parts in drawn.items())


def legend() -> SafeString:
    """What the shapes say, drawn as they are in a strip."""
    items = "".join(f"<li>{_sample(shape)}{DAY_KINDS[kind]}</li>" for kind, shape in SHAPES.items())
    return mark_safe(f'<ul class="legend">{items}</ul>')  # noqa: S308  (own words)


def _sample(shape: str) -> str:
    return f'<svg viewBox="0 0 5 4" aria-hidden="true" focusable="false"><path d="{_times(shape, range(1, 4))}"/></svg>'


def _times(shape: str, places: Iterable[int]) -> str:
    return "".join(shape.format(x=x) for x in places)
