"""Tables: rows of cells, parted by bars (as Markdown and our readers write them) or by tabs. They are text, each row a
line of it: what stands in a cell looks to the labeller like a name, a heading or a button.
"""

import re
from collections.abc import Iterator, Sequence

from archive.ingest.draft import TABLE_ROW, Draft, Row
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import imprint, labels
from archive.language.tables import cells_of

FRAME = "分隔线"  # why bars and rules are put aside
_RULE = re.compile(r"[\s|:+-]*-[\s|:+-]*")  # |---|:--:|
_FEWEST_UNFRAMED = 3  # rows without bars around them nor a rule below the first, by which they are a table
_PAST_ONE_LINE = 2  # cells


def take_tables_out(draft: Draft) -> None:
    """Take the rows of tables out of the draft, without the bars around them, until its other rows are decided.

    A masthead set as a table is none, nor are labels with their values.
    """
    rows = draft.rows
    headed = next((at for at, row in enumerate(rows) if row.level or SENTENCE_END.search(row.text)), len(rows))
    kept, start = [], 0
    for run in _runs(rows):
        held = [row for row in run if not _RULE.fullmatch(row.text)]
        if _is_table(run) and not (start < headed and _tells_issue(held)) and not _is_of_labels(held):
            draft.table_rows += [_unframed(draft, row) for row in held]
            for row in run:
                if _RULE.fullmatch(row.text):
                    draft.discard(row, FRAME)
        else:
            kept += run
        start += len(run)
    draft.rows = kept


def put_back(draft: Draft) -> None:
    """Put the rows of tables among the decided ones, each a paragraph; below the last of them another begins."""
    tables = [row.as_paragraph() for row in draft.table_rows]
    rows: list[Row] = []  # steps may have put some in another order than that of the source
    for row in draft.rows:
        while tables and tables[0].start < row.start:
            rows.append(tables.pop(0))
        below = bool(rows) and rows[-1].markup == TABLE_ROW
        rows.append(row.now(starts=True) if below else row)
    draft.rows = [*rows, *tables]


def _runs(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """The rows, those one below the other that have cells together, with the rules between them."""
    run: list[Row] = []
    for row in rows:
        if run and (row.gap or not (_has_cells(run[-1]) and _has_cells(row))):
            yield run
            run = []
        run.append(row)
    if run:
        yield run


def _has_cells(row: Row) -> bool:
    return not row.markup.startswith("meta:") and (_is_framed(row) or len(cells_of(row.text)) >= _PAST_ONE_LINE)


def _is_framed(row: Row) -> bool:
    return len(row.text) > 1 and row.text[0] == row.text[-1] == "|"


def _is_table(run: Sequence[Row]) -> bool:
    """Whether a rule below the first row, bars around all rows or as many cells in each say so."""
    if len(run) > 1 and _RULE.fullmatch(run[1].text):
        return len(run) > 2
    if all(map(_is_framed, run)):
        return len(run) > 1
    counts = {len(cells_of(row.text)) for row in run}
    return len(run) >= _FEWEST_UNFRAMED and len(counts) == 1 and not any("。" in row.text for row in run)


def _tells_issue(rows: Sequence[Row]) -> bool:
    return any(imprint.OF_ISSUE & imprint.read_imprint(row.text).kinds for row in rows)


def _is_of_labels(rows: Sequence[Row]) -> bool:
    """Whether most rows begin with the label of a field or of people: | 标题 | 某桥通车 |, 编辑|张三."""
    first = [cells_of(row.text.strip("|"))[0] for row in rows]
    return sum(labels.is_label(cell) or labels.field_label(cell) is not None for cell in first) * 2 > len(rows)


def _unframed(draft: Draft, row: Row) -> Row:
    if _is_framed(row) and row.text.strip("| \t"):
        draft.discard(row.part(0, 1), FRAME)
        draft.discard(row.part(len(row.text) - 1), FRAME)
        row = row.part(1, len(row.text) - 1).now(gap=row.gap)
    return row.now(markup=TABLE_ROW)
