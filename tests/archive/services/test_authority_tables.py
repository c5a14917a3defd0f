"""Tables of contributors and columns: what goes out comes in unchanged, a changed name renames, a wrong line is named
and nothing is done, and no cell is a formula."""

import csv
import datetime
import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.ingest.types import UnreadableSource
from archive.models import BulkAct, Column, Contributor, RowChange
from archive.services import spreadsheets
from archive.services.authorities import merge_names
from archive.services.authority_tables import TableRead, bring_in_table, read_table, table_of
from archive.services.bulk_acts import undo_act
from archive.services.spreadsheets import guarded, table_lines, unguarded
from tests.factories import make_article, make_newspaper, make_user

WHY = "整理作者表"


@pytest.fixture
def rows(db) -> list[Contributor]:
    make_article("一", people=(("周禾", "记者"), ("=邱田", "记者")), column="身边事")
    make_article("二", people=(("周禾", "记者"), ("周和", "记者")))
    merge_names(Contributor.objects.get(name="周禾"), [Contributor.objects.get(name="周和")], make_user(), WHY)
    return list(Contributor.objects.standing().order_by("pk"))


def written(lines: list[list[object]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    return out.getvalue().encode("gb18030")


def brought_in(data: bytes, model: Any = Contributor, name: str = "作者.csv", dry_run: bool = False) -> TableRead:
    return bring_in_table(model, read_table(name, data, model), make_user(), WHY, dry_run=dry_run)


def state() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Contributor, Column, RowChange, BulkAct)]


class TestOut:
    def test_csv_for_excel(self, rows):
        data = table_of(Contributor, Contributor.objects.all(), "csv")
        lines = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert lines[0] == ["编号", "姓名", "地址名", "文章", "原名称"]
        assert [line[1:] for line in lines[1:]] == [["'=邱田", "邱田", "1", ""], ["周禾", "周禾", "2", "周和"]]

    def test_workbook_without_formulas(self, rows):
        data = table_of(Column, Column.objects.all(), "xlsx")
        (head, line) = openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()
        assert [cell.value for cell in head][:3] == ["编号", "报纸", "名称"]
        assert [cell.value for cell in line][1:3] == [make_newspaper().name, "身边事"]
        data = table_of(Contributor, Contributor.objects.all(), "xlsx")
        cells = [cell for line in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in line]
        assert "'=邱田" in [cell.value for cell in cells]
        assert "f" not in {cell.data_type for cell in cells}

    @given(st.text(alphabet="'=+-@＝\t周a", max_size=6))
    def test_no_cell_is_a_formula_and_every_text_comes_back(self, text):
        assert guarded(text)[:1] not in set("=+-@\t＝")
        assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("model", [Contributor, Column])
def test_what_goes_out_comes_in_and_changes_nothing(rows, model, form):
    data, before = table_of(model, model.objects.all(), form), state()
    read = brought_in(data, model, f"表.{form}")
    assert (read.lines, read.act, read.unchanged) == ((), None, model.objects.standing().count())
    assert state() == before


class TestIn:
    def test_a_changed_name_renames_and_a_line_without_a_number_is_new(self, rows, told):
        row = rows[0]
        lines = [["姓名", "备注", "编号"], ["周 禾苗", "改", row.pk], ["", "", ""], ["田小禾", "新", ""]]
        before = state()
        preview = brought_in(written(lines), dry_run=True)
        assert [(line.number, line.before, line.after) for line in preview.lines] == [
            (2, "周禾", "周禾苗"),
            (4, "", "田小禾"),
        ]
        assert state() == before
        assert not told
        done = brought_in(written(lines))
        assert (len(done.added), len(done.renamed), done.act.articles) == (1, 1, 2)
        row.refresh_from_db()
        assert (row.name, [each.name for each in row.references.order_by("pk")]) == ("周禾苗", ["周和", "周禾"])
        assert len(told) == 2
        assert RowChange.objects.filter(how="added", name="田小禾").exists()
        undo_act(done.act, make_user())
        row.refresh_from_db()
        assert row.name == "周禾"
        assert not Contributor.objects.filter(name__in=["田小禾", "周禾苗"])

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            (["KEY", ""], "请写名称"),
            (["KEY", "=邱田"], "合并"),
            (["", "周禾"], "已有名为“周禾”的作者"),
            (["", "周和"], "“周和”是“周禾”的原名称"),
            (["99999", "谁"], "没有编号为 99999 的作者"),
            (["GONE", "谁"], "也许已经合并了"),
            (["一号", "谁"], "编号“一号”不是数字"),
        ],
    )
    def test_a_wrong_line_is_named_and_nothing_is_done(self, rows, line, said):
        gone = Contributor.objects.exclude(see=None).get()
        keys = {"KEY": rows[0].pk, "GONE": gone.pk}
        before = state()
        read = brought_in(written([["编号", "姓名"], ["", "新来的"], [keys.get(line[0], line[0]), line[1]]]))
        ((number, wrong),) = [(each.number, each.wrong) for each in read.wrong]
        assert number == 3
        assert said in wrong[0]
        assert state() == before

    def test_one_number_on_two_lines(self, rows):
        key = rows[0].pk
        read = brought_in(written([["编号", "姓名"], [key, "甲"], [key, "乙"]]))
        assert "不止一行" in read.wrong[0].wrong[0]

    def test_names_change_places_in_one_go(self, db, told):
        """Each with the address of the name; what led to a row leads there still, and one undo mends all."""
        make_article("一", people=(("甲", "记者"), ("乙", "记者"), ("丙", "记者"), ("丁", "记者"), ("戊", "记者")))
        merge_names(
            Contributor.objects.get(name="甲"),
            [Contributor.objects.create(name="甲之")],
            make_user(),
            WHY,
        )
        people = {row.name: row for row in Contributor.objects.standing()}
        wanted = {"甲": "乙", "乙": "丙", "丙": "甲", "丁": "戊", "戊": "丁"}
        before = list(Contributor.objects.order_by("pk").values())
        read = brought_in(written([["编号", "姓名"], *([people[old].pk, new] for old, new in wanted.items())]))
        assert [(line.before, line.after) for line in read.renamed] == list(wanted.items())
        for old, new in wanted.items():
            row = Contributor.objects.get(pk=people[old].pk)
            assert (row.name, row.slug, row.see_id) == (new, people[new].slug, None)
        assert Contributor.objects.get(name="甲之").see_id == people["甲"].pk
        assert Contributor.objects.count() == len(before)
        undo_act(read.act, make_user("另一位"))
        assert list(Contributor.objects.order_by("pk").values()) == before

    def test_a_name_that_another_line_gives_up_is_refused_with_what_to_do(self, rows):
        """No ring: the given-up name leads on to who had it."""
        first, second = rows[0], rows[1]
        lines = [["编号", "姓名"], [second.pk, "周荷"], [first.pk, second.name]]
        (wrong,) = brought_in(written(lines)).wrong
        assert "请另取一个名称" in wrong.wrong[0]

    def test_columns_stay_with_their_newspaper(self, rows):
        key, paper = Column.objects.get().pk, make_newspaper("蓼河时报")
        head = ["编号", "报纸", "名称"]
        for name, said in (("没有的报", "没有名为“没有的报”的报纸"), (paper.name, "不能换到另一份报纸")):
            read = brought_in(written([head, [key, name, "身边事"]]), Column)
            assert said in read.wrong[0].wrong[0]
        done = brought_in(written([head, ["", paper.name, "便民"], [key, make_newspaper().name, "身边新事"]]), Column)
        assert {str(row) for row in Column.objects.standing()} == {"便民", "身边新事"}
        assert done.act.verb == "导入栏目表"


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for line in (["编号", "姓名"], [1, "周禾"], ["", "=1+1"], [2.5, datetime.date(2021, 11, 5)]):
        book.active.append(line)
    book.save(out)
    return out.getvalue()


def parts_of(packed: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(packed)) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


def document() -> bytes:
    """A document of Word as far as a reader of workbooks looks."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    return packed({"[Content_Types].xml": types.encode(), "word/document.xml": b"<document/>"})


WORKBOOK = parts_of(workbook())
MISTYPED = {**WORKBOOK, "[Content_Types].xml": b"<Types><Override/></Types>"}
WRONG_IN_XML = (b"", b"<a/>", b"-1", b"NaN", b"99999999999999999999", b"&x;", b"\x00", b"xl/none.xml", b"A0")


@st.composite
def damaged_workbooks(draw: Any) -> bytes:
    """A workbook with pieces of its parts, or of itself, exchanged for others, or without one of them."""

    def damaged(content: bytes) -> bytes:
        at = draw(st.integers(0, len(content)))
        what = draw(st.sampled_from(WRONG_IN_XML) | st.binary(max_size=8))
        return content[:at] + what + content[at + draw(st.integers(0, 60)) :]

    def retold(content: bytes) -> bytes:
        """Another value of an attribute or an element."""
        places = [found.span(1) for found in re.finditer(rb'(?:="|>)([^"<>]*)["<]', content)]
        begin, end = draw(st.sampled_from(places or [(0, 0)]))
        return content[:begin] + draw(st.sampled_from(WRONG_IN_XML)) + content[end:]

    parts = dict(WORKBOOK)
    name = draw(st.sampled_from(sorted(parts)))
    for _ in range(draw(st.integers(1, 3))):
        parts[name] = draw(st.sampled_from((damaged, retold)))(parts[name])
    if draw(st.booleans()):
        del parts[draw(st.sampled_from(sorted(parts)))]
    book = packed(parts)
    return b"PK\x03\x04" + damaged(book)[4:] if draw(st.booleans()) else book


class TestUnreadable:
    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("表.csv", "名字,编号\n".encode(), "没有“姓名”"),
            ("表.xls", b"\xd0\xcf\x11\xe0", "另存为 .xlsx"),
            ("表.xlsx", b"PK\x03\x04damaged", "打不开"),
            ("表.xlsx", document(), "不是 Excel 工作簿"),
            ("表.zip", packed({"一版.txt": "文章".encode()}), "不是 Excel 工作簿"),
            ("表.xlsx", packed(MISTYPED), "不是 Excel 工作簿"),
            ("表.csv", b"a" * (spreadsheets.MOST_BYTES + 1), "文件太大"),
            ("表.csv", b"\n" * (spreadsheets.MOST_LINES + 5) + b"a", "行数太多"),
            ("表.csv", b"", "文件是空的"),
        ],
    )
    def test_says_what_to_do(self, name, data, said):
        with pytest.raises(UnreadableSource, match=said):
            read_table(name, data, Contributor)

    @settings(max_examples=300, suppress_health_check=list(HealthCheck))
    @given(damaged_workbooks())
    def test_a_damaged_workbook_is_read_or_says_what_to_do(self, data):
        try:
            lines = table_lines("表.xlsx", data)
        except UnreadableSource as error:
            lines = [[str(error)]]
        assert lines is not None

    def test_a_workbook_that_swells(self, monkeypatch):
        monkeypatch.setattr(spreadsheets, "MOST_UNPACKED", 1000)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
            parts.writestr("xl/workbook.xml", b" " * 5000)
        with pytest.raises(UnreadableSource, match="展开后太大"):
            read_table("表.xlsx", out.getvalue(), Contributor)

    def test_a_cell_far_below_costs_nothing(self):
        book = openpyxl.Workbook()
        book.active.append(["编号", "姓名"])
        book.active["XFD1048576"] = "远"
        out = io.BytesIO()
        book.save(out)
        with pytest.raises(UnreadableSource, match="行数太多"):
            read_table("表.xlsx", out.getvalue(), Contributor)
