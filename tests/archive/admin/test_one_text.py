"""An article as one text on the desk: opened, previewed, saved, split, joined, moved, each shown before it is done."""

import re

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from archive.models import Article, ArticleSection, BulkAct, Contributor, Revision
from tests.archive.admin.forms import filled, opened, send, submit
from tests.factories import edit, make_article, make_issue


def page_for(name: str, row: Article) -> str:
    return reverse(f"admin:archive_article_{name}", args=[row.pk])


@pytest.fixture
def row(db) -> Article:
    return make_article(
        "综合消息",
        body="第一段。\n第二段。",
        headings=(("蓼河清淤", "第三段。"),),
        captions=("图一",),
        page="1",
        editor_note="按语。",
    )


@pytest.fixture
def other(row) -> Article:
    return make_article("后一篇", body="后段。", page="1")


def said(answer) -> str:
    return "".join(map(str, get_messages(answer.wsgi_request)))


class TestForm:
    def test_all_of_the_body_is_one_text(self, editor, row):
        text = "编者按：按语。\n第一段。\n第二段。\n\n# 蓼河清淤\n第三段。\n图：图一"
        assert opened(editor, page_for("change", row))["body"] == text
        typed = text.replace("第二段。", "第二段改。\n图：图二").replace("# 蓼河清淤", "## 清淤")
        submit(editor, page_for("change", row), body=typed)
        kept = Article.objects.get()
        assert [(s.level, s.heading, s.body) for s in kept.sections.all()] == [
            *[(0, "", "第一段。\n第二段改。"), (3, "清淤", "第三段。")]
        ]
        assert [(f.caption, f.after_paragraph) for f in kept.figures.all()] == [("图二", 1), ("图一", None)]
        assert kept.edited_fields == ["captions", "sections"]

    def test_200_sections_and_2000_paragraphs_are_opened_and_saved(self, editor, row):
        ArticleSection.objects.bulk_create(
            ArticleSection(article=row, position=n, level=2, heading=f"第{n}节", body="\n".join(["一段话。"] * 10))
            for n in range(2, 200)
        )
        sent = filled(editor, page_for("change", row))
        assert len(sent) < 60
        answer = send(editor, page_for("change", row), sent, body=sent["body"].replace("第150节", "第一百五十节"))
        assert answer.status_code == 302
        assert row.sections.count() == 200
        assert row.sections.filter(heading="第一百五十节").exists()

    def test_a_paragraph_that_was_marked_by_mistake_is_named(self, editor, row):
        page = submit(editor, page_for("change", row), body="# " + "长" * 301).content.decode()
        assert "有 301 字，最多 300 字。如是正文，请去掉行首的 #。" in page
        assert "长" * 301 in page, "what was typed is still there"

    def test_a_form_without_a_text_leaves_it(self, editor, row):
        sent = filled(editor, page_for("change", row), title="改了的题")
        del sent["body"]
        assert editor.post(page_for("change", row), sent).status_code == 302
        assert (Article.objects.get().title, row.sections.first().body) == ("改了的题", "第一段。\n第二段。")

    def test_who_may_only_look_sees_the_text(self, uploader, row):
        page = uploader.get(page_for("change", row)).content.decode()
        assert "# 蓼河清淤" in page
        assert 'name="body"' not in page
        assert 'name="_save"' not in page


class TestPreview:
    def test_it_shows_what_was_not_saved_yet(self, editor, row, told):
        sent = filled(editor, page_for("change", row), body="改了的一段。", byline="本报记者 王小丁", adopt="on")
        page = editor.post(page_for("preview", row), sent).content.decode()
        assert "改了的一段。" in page
        assert "第一段。" not in page
        assert "改动还没有保存" in page
        assert Article.objects.get().version == 1
        assert not Revision.objects.exists()
        assert not Contributor.objects.exists()
        assert not told

    def test_what_cannot_be_saved_cannot_be_previewed(self, editor, row):
        answer = editor.post(page_for("preview", row), filled(editor, page_for("change", row), date="昨天"))
        assert answer.status_code == 422
        assert "请输入正确的日期" in answer.content.decode() or "日期" in answer.content.decode()


class TestSplit:
    def test_from_the_line_of_the_cursor(self, editor, row):
        answer = submit(editor, page_for("change", row), title="改了的题", _split="5")
        assert Article.objects.get().title == "改了的题", "what was typed is saved first"
        page = editor.get(answer["Location"]).content.decode()
        assert 'name="title" value="蓼河清淤"' in page
        assert Article.objects.count() == 1
        sent = dict(re.findall(r'<input type="hidden" name="(opened|line|title|byline)" value="([^"]*)"', page))
        done = editor.post(page_for("split", row), sent)
        made = Article.objects.get(title="蓼河清淤")
        assert done["Location"].rstrip("?") == page_for("change", made)
        assert reverse("admin:archive_bulkact_change", args=[BulkAct.objects.get().pk]) in said(done)

    def test_without_scripts_a_line_is_chosen(self, editor, row):
        answer = submit(editor, page_for("change", row), _split="")
        page = editor.get(answer["Location"]).content.decode()
        assert 'href="?line=6">第三段。</a>' in page
        assert "请写标题" in editor.get(page_for("split", row), {"line": 6}).content.decode()

    def test_a_text_changed_meanwhile_is_shown_anew(self, editor, row):
        edit(row, kicker="同事的引题")
        answer = editor.post(page_for("split", row), {"opened": 1, "line": 5, "title": "另题"})
        assert answer.status_code == 409
        assert Article.objects.count() == 1

    def test_an_editor_takes_back_his_own_split_of_what_is_published(self, editor, row):
        assert "与另一篇合并" not in editor.get(page_for("change", row)).content.decode()
        assert editor.post(page_for("split", row), {"opened": 1, "line": 5, "title": "另题"}).status_code == 302
        act = BulkAct.objects.get()
        page = editor.get(reverse("admin:archive_bulkact_change", args=[act.pk])).content.decode()
        assert "撤销这次拆分" in page
        assert editor.post(reverse("admin:archive_bulkact_undo", args=[act.pk])).status_code == 302
        act.refresh_from_db()
        assert act.undone_at

    def test_an_uploader_splits_and_joins_drafts_and_takes_it_back(self, uploader, row):
        data = {"opened": 1, "line": 5, "title": "另题"}
        assert uploader.post(page_for("split", row), data).status_code == 403
        Article.objects.update(status="draft")
        assert uploader.post(page_for("split", row), data).status_code == 302
        made = Article.objects.get(title="另题")
        sent = {"opened": 2, "other": made.pk, "title_as": "heading"}
        assert uploader.post(page_for("join", row), sent).status_code == 302
        for act in BulkAct.objects.order_by("-pk"):
            uploader.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
        assert list(Article.objects.all()) == [row]

    @pytest.mark.parametrize("line", ["", "0", "x", "99999999999", "400"])
    def test_a_line_that_is_none(self, editor, row, line):
        assert editor.get(page_for("split", row), {"line": line}).status_code == 200


class TestJoin:
    def test_the_next_is_shown_and_then_joined(self, chief, row, other):
        page = chief.get(page_for("join", row)).content.decode()
        assert "后一篇：《后一篇》" in page
        assert Article.objects.filter(status="published").count() == 2
        answer = chief.post(page_for("join", row), {"opened": 1, "other": other.pk, "title_as": "none"})
        assert answer.status_code == 302
        assert Article.objects.get(pk=other.pk).replaced_by == row

    def test_any_other_of_the_issue_can_be_chosen(self, chief, row, other):
        far = make_article("另一版的", body="末段。", page="8")
        elsewhere = make_article("别的一期", body="他段。", date="2021-11-06")
        page = chief.get(page_for("join", row)).content.decode()
        offered = re.findall(r'<option value="(\d+)"', page)
        assert {str(other.pk), str(far.pk)} == set(offered)
        assert "《另一版的》" in chief.get(page_for("join", row), {"other": far.pk}).content.decode()
        sent = {"opened": 1, "title_as": "none"}
        chief.post(page_for("join", row), {**sent, "other": elsewhere.pk})
        assert not Article.objects.exclude(replaced_by=None).exists()
        assert chief.post(page_for("join", row), {**sent, "other": far.pk}).status_code == 302
        assert Article.objects.get(pk=far.pk).replaced_by == row

    def test_the_last_of_its_page_is_offered_another(self, chief, row, other):
        assert "《综合消息》" in chief.get(page_for("join", other)).content.decode()

    def test_an_article_with_none_beside_it_says_so(self, chief, row):
        assert "没有别的状态相同的文章" in chief.get(page_for("join", row)).content.decode()


class TestMove:
    def test_it_is_shown_and_then_done_and_taken_back(self, editor, row):
        make_issue("2021-11-06")
        place = {"date": "2021-11-06", "page": "A2"}
        page = editor.get(page_for("move", row), place).content.decode()
        assert "会新建" in page
        assert Article.objects.get().date.isoformat() == "2021-11-05"
        answer = editor.post(page_for("move", row), {**place, "opened": 1})
        assert answer.status_code == 302
        assert Article.objects.get().page.number == "A02"
        editor.post(reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk]))
        assert Article.objects.get().page == row.page

    def test_an_issue_that_is_not_there_is_named(self, editor, row):
        page = editor.get(page_for("move", row), {"date": "2022-01-01", "page": ""}).content.decode()
        assert "没有2022年1月1日这一期" in page


def test_who_came_from_a_batch_goes_back_to_it(chief, row, other):
    for name in ("split", "join", "move"):
        page = chief.get(page_for(name, row) + "?review=3").content.decode()
        assert f"{page_for('change', row)}?review=3" in page
    answer = submit(chief, page_for("change", row) + "?review=3", _split="5")
    assert "review=3" in answer["Location"]
