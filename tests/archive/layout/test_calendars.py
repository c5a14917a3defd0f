"""The calendar of a month has its days in their weeks, whatever was printed on them."""

import calendar
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.addresses.converters import Month
from archive.layout.calendars import PrintedDays, month_table, printed_days
from archive.models import Issue
from tests.factories import make_article, make_newspaper


@pytest.fixture
def printed(db):
    for day, number in (("2021-01-31", 501), ("2021-03-01", None), ("2022-01-01", 502)):
        make_article(date=day)
        Issue.objects.filter(date=day).update(total_number=number)
    return printed_days(make_newspaper(), Issue.objects.filter(date__year=2021))


def page_of(month):
    return f"/{month}"


def test_days_of_issues_lead_to_them_and_say_what_they_are(printed):
    assert dict(printed.numbers) == {"2021-01-31": 501, "2021-03-01": None}
    january, march = (month_table(Month(2021, number), printed, page_of) for number in (1, 3))
    assert (january.issues, march.issues) == (1, 1)
    assert '<a href="/issues/2021-01-31/" aria-label="1月31日，星期日，有报，总第501期">' in january.html
    assert '<a href="/issues/2021-03-01/" aria-label="3月1日，星期一，有报">' in march.html
    assert '<a href="/2021-03">2021年3月</a>' in march.html


@given(st.integers(1900, 2100), st.integers(1, 12))
def test_each_week_has_its_days_in_their_columns(year, number):
    html = month_table(Month(year, number), PrintedDays({}, "", ""), page_of).html
    weeks = [
        re.findall(r"<td[^>]*>(?:<time[^>]*>(\d+)</time>)?</td>", row) for row in re.findall(r"<tr><td.*</tr>", html)
    ]
    shown = [[int(day or 0) for day in week] for week in weeks]
    assert shown == calendar.monthcalendar(year, number)
