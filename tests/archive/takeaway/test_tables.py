"""Tables are what spreadsheets and Word read, whatever stands in them."""

import csv
import datetime
import io
from dataclasses import astuple

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.takeaway.tables import HEADS, MOST_ROWS, TABLES, TableRow

# What a cell keeps of a text: no line ends, no blanks at its ends (a workbook's reader takes those off).
texts = st.text(st.characters(exclude_categories=("C", "Z")), max_size=20)
days = st.dates(datetime.date(1900, 3, 1), datetime.date(2100, 1, 1))
rows = st.lists(st.builds(TableRow, texts, texts | days, *([texts] * 6)), max_size=4)
SAID = ["在《柳河日报》中检索 柳树，共9篇。", "这里是其中的前4篇。"]


def file_of(ending, rows, said=()):
    return b"".join(TABLES[ending].write(iter(rows), said))


@settings(max_examples=60, deadline=None)
@given(rows)
def test_a_workbook_holds_every_text_as_text_days_as_dates_addresses_as_links(given_rows):
    sheet = openpyxl.load_workbook(io.BytesIO(file_of("xlsx", given_rows, SAID))).active
    read = [tuple(cell.value or "" for cell in row) for row in sheet.iter_rows()]
    assert [line[0] for line in read[:2]] == SAID
    assert read[2] == HEADS
    for cells, row in zip(sheet.iter_rows(min_row=4), given_rows, strict=True):
        for cell, value in zip(cells, astuple(row), strict=True):
            dated = isinstance(value, datetime.date)
            assert (cell.value.date() if dated else cell.value or "") == value
            assert not cell.value or cell.is_date == dated
            assert not cell.value or cell.data_type in ("d",) if dated else cell.data_type in ("s", "inlineStr", "n")
        assert (cells[-1].hyperlink.target or "") == row.address
    assert sheet.freeze_panes == "A4"


def test_a_day_that_no_workbook_counts_is_text():
    row = TableRow("报", datetime.date(1899, 12, 31), *("",) * 6)
    sheet = openpyxl.load_workbook(io.BytesIO(file_of("xlsx", [row]))).active
    assert sheet["B2"].value == "1899-12-31"


@settings(max_examples=60, deadline=None)
@given(rows)
def test_csv_gives_back_what_begins_no_formula(given_rows):
    text = file_of("csv", given_rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text)))
    assert read[0] == list(HEADS)
    for line, row in zip(read[1:], given_rows, strict=True):
        for cell, value in zip(line, map(str, astuple(row)), strict=True):
            assert cell.removeprefix("'") == value.removeprefix("'")
            assert not cell.startswith(("=", "+", "-", "@"))


@settings(max_examples=30, deadline=None)
@given(rows)
def test_a_document_says_all_of_each_row_in_order(given_rows):
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(file_of("docx", given_rows, SAID))).paragraphs]
    assert said[:2] == SAID
    together = "".join(said)
    at = 0
    for number, row in enumerate(given_rows, 1):
        day = row.date if isinstance(row.date, str) else f"{row.date.year}年{row.date.month}月{row.date.day}日"
        for text in (f"{number}. {row.headline}", row.newspaper, day, row.passage, row.address):
            at = together.index(text, at) + len(text)


@pytest.mark.parametrize("ending", [ending for ending, form in TABLES.items() if form.most == MOST_ROWS])
def test_it_is_written_while_rows_are_read(ending):
    """Long before the last row is asked for, bytes have gone out."""
    asked = 0

    def counted():
        nonlocal asked
        for n in range(20_000):
            asked += 1
            yield TableRow("报", "2021-11-05", "", "", f"标题{n * n}", "", f"第{n}句{hash(str(n))}", f"/articles/{n}/")

    assert next(TABLES[ending].write(counted(), ()))
    assert asked < 10_000
