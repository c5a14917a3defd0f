"""A change to what articles show – section, issue, page, newspaper – is told for each of them."""

import pytest
from django.urls import reverse

from archive.models import Article, Contributor, PaperSection
from tests.archive.admin.forms import submit
from tests.factories import make_article, make_newspaper


@pytest.fixture
def shown(db) -> Article:
    make_article("别的一篇", date="2020-01-01", column="别的栏目", people=(("别人", "记者"),), page="2", section="综合")
    return make_article("这一篇", column="身边事", people=(("周禾", "记者"),), page="1", section="要闻")


@pytest.mark.parametrize(
    ("kind", "row", "change"),
    [
        ("papersection", lambda a: a.page.section, {"name": "头条"}),
        ("issue", lambda a: a.issue, {"publisher": "蓼河街道"}),
        ("page", lambda a: a.page, {"number": "3"}),
    ],
)
def test_every_article_that_shows_it_is_told(editor, shown, told, kind, row, change):
    obj = row(shown)
    answer = submit(editor, reverse(f"admin:archive_{kind}_change", args=[obj.pk]), **change)
    assert answer.status_code == 302
    assert told == {shown.pk}
    obj.refresh_from_db()
    for name, value in change.items():
        assert getattr(obj, name) == value


def test_a_newspaper_is_told_for_all_its_articles_and_keeps_its_address(chief, shown, told):
    paper = shown.newspaper
    address = reverse("admin:archive_newspaper_change", args=[paper.pk])
    submit(chief, address, name="蓼河时报")
    assert told == set(Article.objects.values_list("pk", flat=True))
    assert "slug" not in chief.get(address).context["adminform"].form.fields


def test_the_editors_pages_are_in_chinese(editor):
    page = editor.get(reverse("admin:index")).content.decode()
    for word in ("报库", "编辑台", "文章", "报纸", "栏目", "作者", "版块", "存疑", "导入批次", "原始文件"):
        assert word in page


def test_several_deleted_at_once_are_told_once(chief, shown, told_calls):
    """A section of the paper may go: its pages stay, and every article on them shows it no more."""
    keys = PaperSection.objects.values_list("pk", flat=True)
    chosen = {"action": "delete_selected", "_selected_action": list(keys), "post": "yes"}
    assert chief.post(reverse("admin:archive_papersection_changelist"), chosen).status_code == 302
    assert not PaperSection.objects.exists()
    assert told_calls == [sorted(Article.objects.values_list("pk", flat=True))]


class TestPickers:
    def test_a_page_says_whose_it_is(self, editor, shown):
        make_article("另一期", date="2022-01-02", page="1", section="要闻")
        query = {"app_label": "archive", "model_name": "article", "field_name": "page", "term": ""}
        found = editor.get(reverse("admin:autocomplete"), query).json()["results"]
        names = [row["text"] for row in found]
        assert len(set(names)) == len(names) == 3
        assert any("2022年1月2日" in name and name.endswith("01版：要闻") for name in names)

    @pytest.mark.parametrize(("field", "said"), [("column", "便民（蓼河时报）"), ("issue", "蓼河时报 2022年1月2日")])
    def test_a_column_and_an_issue_say_their_newspaper(self, editor, shown, field, said):
        other = make_article("别报的", newspaper=make_newspaper("蓼河时报"), date="2022-01-02", column="便民")
        query = {"app_label": "archive", "model_name": "article", "field_name": field, "term": "蓼河時報"}
        found = editor.get(reverse("admin:autocomplete"), query).json()["results"]
        assert [row["text"] for row in found] == [said]
        page = editor.get(reverse("admin:archive_article_change", args=[other.pk])).content.decode()
        assert f"selected>{said}</option>" in page

    def test_an_article_says_its_day_and_number(self, editor, shown):
        query = {"app_label": "archive", "model_name": "article", "field_name": "corrects", "term": shown.permanent_id}
        (row,) = editor.get(reverse("admin:autocomplete"), query).json()["results"]
        assert row["text"] == f"这一篇（{shown.newspaper}，2021年11月5日，{shown.permanent_id}）"

    def test_a_section_of_another_paper_is_refused_for_a_page(self, editor, shown):
        other = PaperSection.objects.create(newspaper=make_newspaper("蓼河时报"), name="副刊")
        for kind, row, field in (("page", shown.page, "section"), ("issue", shown.issue, "pages-0-section")):
            address = reverse(f"admin:archive_{kind}_change", args=[row.pk])
            assert "这个版块是《蓼河时报》的" in submit(editor, address, **{field: other.pk}).content.decode()

    @pytest.mark.parametrize("kind", ["page", "column", "papersection"])
    def test_whose_a_row_is_never_changes(self, editor, shown, kind):
        row = {"papersection": shown.page.section}.get(kind) or getattr(shown, kind)
        fields = editor.get(reverse(f"admin:archive_{kind}_change", args=[row.pk])).context["adminform"].form.fields
        assert not {"newspaper", "issue"} & set(fields)

    @pytest.mark.parametrize(
        ("field", "said"),
        [("issue", "这一期是《蓼河时报》的"), ("column", "这个栏目是《蓼河时报》的"), ("page", "这一版在")],
    )
    def test_a_contradiction_is_refused_in_words(self, editor, shown, field, said):
        paper = make_newspaper("蓼河时报")
        other = make_article("别报的", newspaper=paper, date="2022-01-02", page="1", column="便民")
        address = reverse("admin:archive_article_change", args=[shown.pk])
        answer = submit(editor, address, **{field: getattr(other, field).pk})
        assert answer.status_code == 200
        assert said in answer.content.decode()

    def test_what_contradicted_before_does_not_keep_an_editor_from_mending_the_text(self, editor, shown):
        shown.column = make_article("别报的", newspaper=make_newspaper("蓼河时报"), column="便民").column
        shown.save()
        address = reverse("admin:archive_article_change", args=[shown.pk])
        assert submit(editor, address, title="改过的题").status_code == 302


class TestContributors:
    def test_a_name_with_a_blank_inside_is_the_one_without(self, editor, shown):
        address = reverse("admin:archive_contributor_add")
        assert "已有名为“周禾”的作者" in submit(editor, address, name="周　禾").content.decode()
        submit(editor, address, name="李 图")
        submit(editor, address, name="John Smith")
        assert set(Contributor.objects.values_list("name", flat=True)) >= {"李图", "John Smith"}


class TestOrder:
    def test_the_place_of_an_article_in_its_issue(self, editor, shown):
        first = make_article("先的一篇", column="身边事", page="1")
        assert first.position > shown.position
        submit(editor, reverse("admin:archive_article_change", args=[first.pk]), position=0)
        listed = Article.objects.filter(issue=shown.issue).order_by("position", "id")
        assert listed[0].title == "先的一篇"

    def test_a_new_article_comes_last(self, editor, shown):
        fields = {"title": "补录", "newspaper": shown.newspaper_id, "issue": shown.issue_id}
        submit(editor, reverse("admin:archive_article_add"), date="2021-11-05", date_precision="day", **fields)
        assert Article.objects.get(title="补录").position == shown.position + 1
