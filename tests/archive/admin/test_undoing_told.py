"""What the page of an act says that taking it back does, and what it does."""

import datetime
import re

import pytest
from django.urls import reverse

from archive.models import Article, BulkAct, Column, Issue, Page, Problem, SourceFile
from archive.services import corrections
from archive.services.acts import NotPossible
from archive.services.bulk_acts import foreseen, undo_act
from archive.services.bulk_edits import BulkEdit, edit_all
from archive.services.correctable import places
from archive.services.dividing import SplitPlace, split_article
from archive.services.statuses import VERBS, apply_to_all, apply_verb
from tests.archive.admin.test_bulk_edits import text
from tests.factories import edit, make_article, make_user

pytestmark = pytest.mark.django_db


def page_of(client, act: BulkAct) -> str:
    return text(client.get(reverse("admin:archive_bulkact_change", args=[act.pk])))


@pytest.mark.parametrize("doubted", [False, True])
def test_a_publication_says_what_it_withdraws(chief, doubted):
    by, rows = make_user(), [make_article(f"第{n}篇", status="draft") for n in range(4)]
    if doubted:
        paper = rows[0].newspaper
        source = SourceFile.objects.create(name="村报.txt", sha256="a" * 64, size=1, newspaper=paper)
        Problem.objects.create(source=source, article=rows[0], code="odd_headline", message="标题可疑")
    act = apply_to_all(VERBS["publish"], Article.objects.all(), by)
    edit(Article.objects.get(pk=rows[1].pk), title="改过的")
    apply_verb(rows[2].pk, VERBS["withdraw"], by, reason="另有缘故")
    told, will = page_of(chief, act), foreseen(act, by)
    for said in ("这次发布的 3 篇对读者撤回", "有 1 篇之后又改过状态，不动", "有 1 篇之后又改过，也撤回，改动保留"):
        assert said in told
    assert ("这 1 条存疑回到操作之前" in told) == doubted
    done = undo_act(act, by, "误发布")
    assert done == will
    assert (done.articles, len(done.of.left), done.problems) == (3, 1, int(doubted))
    assert set(Article.objects.values_list("status", flat=True)) == {"withdrawn"}
    assert Article.objects.get(pk=rows[1].pk).title == "改过的"


def test_a_bulk_edit_counts_no_change_that_was_taken_back(chief):
    by, rows = make_user(), [make_article(f"第{n}篇", column="旧栏") for n in range(3)]
    for name in ("新栏", "又一栏"):
        Column.objects.create(newspaper=rows[0].newspaper, name=name)
    act = edit_all(BulkEdit(column="新栏"), Article.objects.all(), by, "归栏")
    later = edit_all(BulkEdit(column="又一栏"), Article.objects.filter(pk=rows[0].pk), by, "再归")
    assert "有 1 篇之后又改过栏目，不动：《第0篇》（已发布）" in page_of(chief, act)
    undo_act(later, by)
    assert not re.search("有 . 篇之后又改过", page_of(chief, act))
    assert foreseen(act, by).articles == undo_act(act, by).articles == 3


def test_of_two_corrections_of_one_section_each_page_says_what_stands_in_the_way(chief):
    """The second changes the section that the first would put back: the first cannot be taken back before it."""
    by, article = make_user(), make_article("春天", body="甲段以经写好，大家都来看。\n乙段也写号，请大家看。")
    acts = []
    for place, better in ((1, "甲段已经写好，大家都来看。"), (2, "乙段也写好，请大家看。")):
        suggested = corrections.keep_suggestion(places(article)[place], better, "", "192.0.2.1")
        acts.append(corrections.accept(suggested, by))
    assert "现在不能取消：之后又做过" in page_of(chief, acts[0])
    for said in ("这 1 条读者纠错重新待办", "1 篇文章回到操作之前：正文"):
        assert said in page_of(chief, acts[1])
    with pytest.raises(NotPossible):
        undo_act(acts[0], by)


def test_what_nobody_touched_since_goes_back_by_itself(chief):
    """Of an act that files and publishes: one whose column was changed since is withdrawn all the same, in that column;
    one that was withdrawn since gets its column back."""
    by, rows = make_user(), [make_article(f"第{n}篇", status="draft", column="旧栏") for n in range(3)]
    for name in ("新栏", "又一栏"):
        Column.objects.create(newspaper=rows[0].newspaper, name=name)
    act = edit_all(BulkEdit(column="新栏", verb=VERBS["publish"]), Article.objects.all(), by, "归栏发布")
    edit_all(BulkEdit(column="又一栏"), Article.objects.filter(pk=rows[0].pk), by, "再归")
    apply_verb(rows[1].pk, VERBS["withdraw"], by, reason="另有缘故")
    told, will = page_of(chief, act), foreseen(act, by)
    assert "这次发布的 2 篇对读者撤回" in told
    assert told.index("取消之后：") < told.index("操作人"), "first what one came for"
    assert not re.search("条数|件数|没有改名称|取消时间", told), "nothing of what the act did not touch"
    assert "有 1 篇之后又改过栏目，栏目不动，其余改回：《第0篇》" in told
    assert "有 1 篇之后又改过状态，状态不动，其余改回：《第1篇》" in told
    assert undo_act(act, by, "误发布") == will
    now = [(row.status, row.column.name) for row in Article.objects.order_by("pk")]
    assert now == [("withdrawn", "又一栏"), ("withdrawn", "旧栏"), ("withdrawn", "旧栏")]
    assert [row.withdrawn_reason for row in Article.objects.order_by("pk")] == ["误发布", "另有缘故", "误发布"]


@pytest.mark.parametrize("touched", ["issue", "page", "date", "title"])
def test_an_issue_goes_back_with_its_page_and_day_or_not_at_all(touched):
    by, row = make_user(), make_article("甲", page="1")
    paper = row.newspaper
    former = row.issue
    other, third = (Issue.objects.create(newspaper=paper, date=datetime.date(2021, 11, day)) for day in (6, 7))
    pages = {issue: [Page.objects.create(issue=issue, number=n) for n in ("1", "2")] for issue in (other, third)}
    act = edit_all(BulkEdit(day=datetime.date(2021, 11, 6)), Article.objects.all(), by, "改期")
    since = {
        "issue": {"issue_id": third.pk, "page_id": pages[third][0].pk},
        "page": {"page_id": pages[other][1].pk},
        "date": {"date": datetime.date(2021, 11, 4)},
        "title": {"title": "改过的"},
    }
    edit(Article.objects.get(), **since[touched])
    undo_act(act, by)
    now = Article.objects.get()
    assert now.page.issue_id == now.issue_id
    assert (now.issue == former) == (touched == "title")


def test_what_was_split_off_goes_with_a_publication_also_where_the_rest_was_withdrawn_since(chief):
    by, article = make_user(), make_article("第一段", body="甲段。\n乙段。\n丙段。", status="draft")
    act = apply_to_all(VERBS["publish"], Article.objects.all(), by)
    _, half = split_article(article.pk, SplitPlace(2, "拆出的"), by)
    apply_verb(article.pk, VERBS["withdraw"], by, reason="另有缘故")
    assert "之后从中拆出的 1 篇也一起撤回" in page_of(chief, act)
    done = undo_act(act, by, "误发布")
    half.refresh_from_db()
    assert (done.split_off, half.status) == ([half.pk], "withdrawn")


def test_what_was_done_is_told_with_links(chief):
    by, rows = make_user(), [make_article(f"第{n}<篇", column="旧栏") for n in range(2)]
    for name in ("新栏", "又一栏"):
        Column.objects.create(newspaper=rows[0].newspaper, name=name)
    act = edit_all(BulkEdit(column="新栏"), Article.objects.all(), by, "归栏")
    edit_all(BulkEdit(column="又一栏"), Article.objects.filter(pk=rows[0].pk), by, "再归")
    answer = chief.post(reverse("admin:archive_bulkact_undo", args=[act.pk]), follow=True)
    link = reverse("admin:archive_article_change", args=[rows[0].pk])
    assert f'<a href="{link}">《第0&lt;篇》</a>' in answer.content.decode()
