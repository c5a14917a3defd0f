"""Tables as files: the cells of a CSV file or a workbook, within bounds, and cells that no spreadsheet reckons out."""

import csv
import io
import re
import zipfile
from pathlib import PurePath
from typing import Any

from archive.ingest.readers.decode import decode
from archive.ingest.types import UnreadableSource

# What a table may have at most: lines under its head, columns, bytes, and bytes of a workbook once it is unpacked.
MOST_LINES, MOST_CELLS, MOST_BYTES, MOST_UNPACKED = 10_000, 50, 2_000_000, 50_000_000
# What a spreadsheet would reckon out instead of showing it (OWASP: CSV injection), behind marks that we set before it.
_FORMULA = re.compile("'*[=+\\-@\\t\\r＝＋－＠]")
DAMAGED = "这个文件不是 Excel 工作簿，或已损坏，打不开。请用 Excel 打开后另存为 .xlsx 或 CSV 再导入。"


def guarded(text: str) -> str:
    """A text as a cell that no spreadsheet takes for a formula: with ' before it where it begins like one."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text of such a cell: the inverse of `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text, 1) else text


def table_lines(name: str, data: bytes) -> list[list[Any]]:
    """The lines of a CSV file in any encoding, or of the first sheet of a workbook; the first names the columns.

    Raises UnreadableSource, with what to do, for what is no table or too large.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableSource(f"文件太大：最多 {MOST_BYTES // 1_000_000} MB。请分成几个表导入。")
    if PurePath(name).suffix.lower() == ".xls":
        raise UnreadableSource("这是旧式的 Excel 文件（.xls）。请用 Excel 另存为 .xlsx 或 CSV 再导入。")
    lines = workbook_lines(data) if data.startswith(b"PK\x03\x04") else csv_lines(decode(data).text)
    if len(lines) > MOST_LINES + 1:
        raise UnreadableSource(f"行数太多：最多 {MOST_LINES} 行。请分成几个表导入。")
    return lines


def csv_lines(text: str) -> list[list[Any]]:
    """The lines of a text whose cells are set apart by commas, or by tabs where its first line has such."""
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise UnreadableSource("这个文件不是 CSV 表。请用 Excel 另存为 CSV（逗号分隔）或 .xlsx 再导入。") from error


def workbook_lines(data: bytes) -> list[list[Any]]:
    """The first sheet of a workbook, no more of it than a table may have."""
    # Imported where a workbook is read: with numpy it takes a tenth of a second, which every command would wait for.
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
        if size <= MOST_UNPACKED:
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            bounds = {"max_row": MOST_LINES + 2, "max_col": MOST_CELLS}
            return [list(line) for line in book.worksheets[0].iter_rows(**bounds, values_only=True)]
    except Exception as error:  # openpyxl takes files at their word: anything may come of one that is none
        raise UnreadableSource(DAMAGED) from error
    raise UnreadableSource("这个 Excel 文件展开后太大。请只留要导入的一张表，另存后再导入。")
