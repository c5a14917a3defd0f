"""Tables of every format are text: each row is a paragraph that holds all its cells, and nothing of it is lost."""

import io

import docx
import pytest

from archive.ingest.pipeline import parse_bytes
from archive.ingest.types import ParsedSource
from archive.language.folding import strip_space
from archive.language.tables import cells_of

TITLE = "一季度经济运行开局良好"
ABOVE = "本报讯（记者 王海）10日，记者从市统计局获悉，今年一季度全市地区生产总值同比增长6.8%，其中第二产业增长较快。"
BELOW = "下一步，我市将继续加大对实体经济的支持力度，推动经济社会高质量发展，确保完成全年目标任务。"
ROWS = [
    ["地区", "生产总值（亿元）", "增速"],
    ["任城区", "123.4", "6.8%"],
    ["星期四", "2023年5月11日", "第2版"],
    ["张建国", "市公安局", "13812345678"],
]
EMPTY = [["", "2022年", "2023年"], ["任城区", "", "98.7"]]
LONG = [["街道", "户数"], *([f"第{number}街道", str(number * 37)] for number in range(60))]


def framed(rows: list[list[str]], rule: str = "---") -> str:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join([lines[0], "|" + "|".join(rule for _ in rows[0]) + "|", *lines[1:]])


def unframed(rows: list[list[str]], separator: str = " | ") -> str:
    return "\n".join(separator.join(row) for row in rows)


def paragraphs(parsed: ParsedSource) -> list[str]:
    (article,) = parsed.articles
    assert article.title == TITLE
    assert strip_space(parsed.text) == strip_space("".join(claim.text for claim in parsed.claims))
    return [text for section in article.sections for text in section.paragraphs]


def in_order(place: str, table: str) -> str:
    parts = {"amid": (ABOVE, table, BELOW), "first": (table, ABOVE, BELOW), "last": (ABOVE, BELOW, table)}[place]
    return "\n\n".join((f"# {TITLE}", *parts))


@pytest.mark.parametrize("place", ["amid", "first", "last"])
@pytest.mark.parametrize(
    ("table", "rows"),
    [
        (framed(ROWS), ROWS),
        (framed(ROWS, ":---:"), ROWS),
        (framed(ROWS).replace("|---|---|---|\n", ""), ROWS),
        (unframed(ROWS), ROWS),
        (unframed(ROWS, "\t"), ROWS),
        (framed(LONG), LONG),
        (framed(EMPTY), EMPTY),
        (framed([["地区"], ["任城区"], ["兖州区"]]), [["地区"], ["任城区"], ["兖州区"]]),
        (framed([["名称", "值"], ["[甲](http://a.cn/b)", "**1**"]]), [["名称", "值"], ["甲", "1"]]),
        (framed([["名称", "值"], [r"甲\|乙", "1"]]), [["名称", "值"], ["甲|乙", "1"]]),
    ],
)
def test_every_row_is_a_paragraph_with_its_cells(table: str, rows: list[list[str]], place: str) -> None:
    said = paragraphs(parse_bytes("a.md", in_order(place, table).encode()))
    assert [cells_of(text) for text in said if text not in (ABOVE, BELOW)] == rows
    assert {ABOVE, BELOW} <= set(said)


def test_several_tables_and_a_caption() -> None:
    text = "\n\n".join((f"# {TITLE}", ABOVE, "表1：各县市区主要指标", framed(ROWS), BELOW, framed(LONG)))
    parsed = parse_bytes("a.md", text.encode())
    said = [row for row in map(cells_of, paragraphs(parsed)) if len(row) > 1]
    assert said == ROWS + LONG
    assert [claim.target.split("/")[0] for claim in parsed.claims if "主要指标" in claim.text] == ["articles"]


def test_rows_of_a_saved_page() -> None:
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    page = f"<html><title>{TITLE}</title><h1>{TITLE}</h1><div><p>{ABOVE}</p><table>{table}</table><p>{BELOW}</p></div>"
    assert [cells_of(row) for row in paragraphs(parse_bytes("a.html", page.encode()))[1:-1]] == ROWS


def test_the_name_of_a_table_of_a_saved_page_stands_above_its_rows() -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    table = f"<table><caption>各县市区<b>主要</b>指标</caption><tbody>{rows}</tbody></table>"
    page = f"<html><title>{TITLE}</title><h1>{TITLE}</h1><div><p>{ABOVE}</p>{table}<p>{BELOW}</p></div>"
    parsed = parse_bytes("a.html", page.encode())
    assert [cells_of(row) for row in paragraphs(parsed)[1:-1]] == [["各县市区主要指标"], *ROWS]
    assert not parsed.articles[0].captions


@pytest.mark.parametrize("name", ["各县市区产值（万元）", "分县指标（元）"])
def test_a_unit_in_the_name_or_the_last_row_of_a_table_signs_nothing(name: str) -> None:
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    story = f"<h1>{TITLE}</h1><div><p>{ABOVE}</p><table><caption>{name}</caption>{rows}</table><p>{BELOW}</p></div>"
    page = parse_bytes("a.html", f"<html><title>{TITLE}</title>{story}".encode())
    note = parse_bytes("a.md", "\n\n".join((f"# {TITLE}", ABOVE, BELOW, framed([*ROWS, [name]]))).encode())
    for parsed in (page, note):
        assert name in paragraphs(parsed)
        assert not {doubt.code for doubt in parsed.problems} - {"no_date"}
        assert [person.name for person in parsed.articles[0].contributors] == ["王海"]


def test_rows_of_a_word_document_below_a_masthead_set_as_a_table() -> None:
    document, data = docx.Document(), io.BytesIO()
    head = document.add_table(1, 3).rows[0].cells
    for cell, text in zip(head, ("某某日报", "2023年5月11日 星期四", "第2版：综合"), strict=True):
        cell.text = text
    document.add_heading(TITLE, 1)
    document.add_paragraph(ABOVE)
    for row, texts in zip(document.add_table(len(ROWS), 3).rows, ROWS, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    document.add_paragraph(BELOW)
    document.save(data)
    parsed = parse_bytes("a.docx", data.getvalue())
    assert [cells_of(row) for row in paragraphs(parsed)[1:-1]] == ROWS
    assert parsed.issue is not None
    assert (parsed.issue.date, parsed.issue.page) == ("2023-05-11", "2")


def test_labels_and_links_in_rows_are_no_table() -> None:
    text = f"# {TITLE}\n\n{ABOVE}\n\n{BELOW}\n\n编辑|张建国\n责编|李晓梅\n校对|陈明"
    assert paragraphs(parse_bytes("a.md", text.encode())) == [ABOVE, BELOW]
    row = "<tr>" + "".join(f'<td><a href="{n}.html">要闻{n}版目录</a></td>' for n in range(3)) + "</tr>"
    story = f"<h1>{TITLE}</h1><div><p>{ABOVE}</p><p>{BELOW}</p></div>"
    page = f"<html><title>{TITLE}</title>{story}<table>{row * 3}</table>"
    assert paragraphs(parse_bytes("a.html", page.encode())) == [ABOVE, BELOW]
