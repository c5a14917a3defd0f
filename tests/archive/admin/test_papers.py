"""A change to what articles show – column, contributor, section, issue, newspaper – is told for each of them."""

import pytest
from django.urls import reverse

from archive.models import Article, PaperSection
from tests.archive.admin.forms import submit
from tests.factories import make_article


@pytest.fixture
def shown(db) -> Article:
    make_article("别的一篇", date="2020-01-01", column="别的栏目", people=(("别人", "记者"),), page="2", section="综合")
    return make_article("这一篇", column="身边事", people=(("周禾", "记者"),), page="1", section="要闻")


@pytest.mark.parametrize(
    ("kind", "row", "change"),
    [
        ("column", lambda a: a.column, {"name": "身边新事"}),
        ("contributor", lambda a: a.contributors.get(), {"name": "周小禾"}),
        ("papersection", lambda a: a.page.section, {"name": "头条"}),
        ("issue", lambda a: a.issue, {"total_number": 77}),
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


def test_a_newspaper_is_told_for_all_its_articles_and_keeps_its_address(editor, shown, told):
    paper = shown.newspaper
    address = reverse("admin:archive_newspaper_change", args=[paper.pk])
    submit(editor, address, name="蓼河时报")
    assert told == set(Article.objects.values_list("pk", flat=True))
    assert "slug" not in editor.get(address).context["adminform"].form.fields


def test_the_editors_pages_are_in_chinese(editor):
    page = editor.get(reverse("admin:index")).content.decode()
    for word in ("报库", "编辑台", "文章", "报纸", "栏目", "作者", "版块", "存疑", "导入批次", "原始文件"):
        assert word in page


def test_several_deleted_at_once_are_told_once(editor, shown, told_calls):
    """A section of the paper may go: its pages stay, and every article on them shows it no more."""
    keys = PaperSection.objects.values_list("pk", flat=True)
    chosen = {"action": "delete_selected", "_selected_action": list(keys), "post": "yes"}
    assert editor.post(reverse("admin:archive_papersection_changelist"), chosen).status_code == 302
    assert not PaperSection.objects.exists()
    assert told_calls == [sorted(Article.objects.values_list("pk", flat=True))]


@pytest.mark.parametrize("kind", ["newspaper", "issue", "page", "papersection", "column", "contributor"])
def test_a_save_without_a_change_is_told_nobody(editor, shown, told_calls, kind):
    rows = {
        "newspaper": shown.newspaper,
        "issue": shown.issue,
        "page": shown.page,
        "papersection": shown.page.section,
        "column": shown.column,
        "contributor": shown.contributors.get(),
    }
    assert submit(editor, reverse(f"admin:archive_{kind}_change", args=[rows[kind].pk])).status_code == 302
    shown_before = shown.modified_at
    shown.refresh_from_db()
    assert (told_calls, shown.modified_at) == ([], shown_before)
