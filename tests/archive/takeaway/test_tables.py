"""Tables are what spreadsheets and Word read, whatever stands in them."""

import csv
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
rows = st.lists(st.builds(TableRow, *([texts] * len(HEADS))), max_size=4)
NOTE = "共找到9篇，这里是其中的前4篇。"


def file_of(ending, rows, note=""):
    return b"".join(TABLES[ending].write(iter(rows), note))


@settings(max_examples=60, deadline=None)
@given(rows)
def test_a_workbook_holds_every_text_as_text(given_rows):
    sheet = openpyxl.load_workbook(io.BytesIO(file_of("xlsx", given_rows, NOTE))).active
    read = [tuple(cell.value or "" for cell in row) for row in sheet.iter_rows()]
    assert read[0] == HEADS
    assert read[1:-1] == [astuple(row) for row in given_rows]
    assert read[-1][0] == NOTE
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} <= {"s", "inlineStr"}
    assert sheet.freeze_panes == "A2"


@settings(max_examples=60, deadline=None)
@given(rows)
def test_csv_gives_back_what_begins_no_formula(given_rows):
    text = file_of("csv", given_rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text)))
    assert read[0] == list(HEADS)
    for line, row in zip(read[1:], given_rows, strict=True):
        for cell, value in zip(line, astuple(row), strict=True):
            assert cell.removeprefix("'") == value.removeprefix("'")
            assert not cell.startswith(("=", "+", "-", "@"))


@settings(max_examples=30, deadline=None)
@given(rows)
def test_a_document_says_all_of_each_row_in_order(given_rows):
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(file_of("docx", given_rows, NOTE))).paragraphs]
    assert said[-1] == NOTE
    together = "".join(said)
    at = 0
    for number, row in enumerate(given_rows, 1):
        for text in (f"{number}. {row.headline}", row.newspaper, row.date, row.sentence, row.address):
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

    assert next(TABLES[ending].write(counted(), ""))
    assert asked < 10_000
