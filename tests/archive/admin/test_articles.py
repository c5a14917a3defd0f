"""An editor finds an article, corrects it beside its source, and who listens hears of it."""

import datetime

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from archive import loader
from archive.ingest.words import bylines
from archive.models import Article, Column, Contributor, Problem, Role
from archive.signals import articles_changed
from tests.archive.admin.forms import opened, submit
from tests.archive.loader.making import FULL, MASTHEAD, article, facts, source
from tests.factories import make_article

LIST = reverse("admin:archive_article_changelist")


def form_of(row: Article) -> str:
    return reverse("admin:archive_article_change", args=[row.pk])


@pytest.fixture
def row(db) -> Article:
    loader.load(source(FULL, issue=MASTHEAD), facts())
    return Article.objects.get()


def test_headline_and_column_are_edited_and_remembered(editor, row, told):
    column = Column.objects.create(newspaper=row.newspaper, name="便民")
    answer = submit(editor, form_of(row), title="蓼河步道完工", column=column.pk)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.column) == ("蓼河步道完工", column)
    assert row.edited_fields == ["column", "title"]
    assert told == {row.pk}


def test_a_date_that_an_editor_fills_in_has_the_editor_as_its_basis(editor, row):
    refused = submit(editor, form_of(row), date="2021-11-06", date_precision="day")
    assert "所选的期是2021年11月5日的" in refused.content.decode()
    submit(editor, form_of(row), date="2021-11-06", date_precision="day", issue="", page="")
    row.refresh_from_db()
    assert (row.date, row.date_basis) == (datetime.date(2021, 11, 6), "editor")
    assert "date" in row.edited_fields


def test_the_text_with_its_captions_and_the_contributors_are_edited(editor, row, told):
    someone = Contributor.objects.create(name="王小丁")
    answer = submit(
        editor,
        form_of(row),
        **{
            "body": "改过的第一段。\n图：改过的图说。\n第二段。",
            "contributions-0-contributor": someone.pk,
        },
    )
    assert answer.status_code == 302
    row = Article.objects.get()
    assert row.sections.get().paragraphs == ["改过的第一段。", "第二段。"]
    assert row.figures.get().caption == "改过的图说。"
    assert [c.contributor.name for c in row.contributions.all()] == ["王小丁", "邱田"]
    assert row.edited_fields == ["captions", "contributors", "sections"]
    assert row.byline == FULL.byline, "editing contributors never rewrites the byline"
    assert told == {row.pk}


def test_nothing_changed_is_nothing_edited(editor, row, told):
    before = row.modified_at
    submit(editor, form_of(row))
    row.refresh_from_db()
    assert row.edited_fields == []
    assert row.modified_at == before
    assert not told


def test_a_save_of_many_changes_is_told_once(editor, row):
    calls = []

    def hear(sender, article_ids, **kwargs):
        calls.append(article_ids)

    articles_changed.connect(hear)
    try:
        changes = {
            "title": "蓼河步道完工",
            "byline": "本报记者 周禾",
            "adopt": True,
            "body": "改过的。\n图：居民在步道上散步。",
        }
        assert submit(editor, form_of(row), **changes).status_code == 302
    finally:
        articles_changed.disconnect(hear)
    row.refresh_from_db()
    assert calls == [[row.pk]]
    assert row.edited_fields == ["byline", "contributors", "sections", "title"]
    assert [c.contributor.name for c in row.contributions.all()] == ["周禾"]


def test_an_edit_outlives_a_better_reading_of_the_source(editor, row):
    submit(editor, form_of(row), title="编辑改的题")
    loader.load(source(article(FULL.title, *FULL.sections[0].paragraphs, byline="新署名")), facts())
    row.refresh_from_db()
    assert (row.title, row.byline) == ("编辑改的题", "新署名")


def test_the_source_stands_beside_the_form(editor, row):
    page = editor.get(form_of(row)).content.decode()
    assert "本报讯 11月4日，蓼河南岸的步道完工。" in page
    assert 'id="source-1" class="claimed"' in page


def test_open_doubts_are_ticked_off_on_the_form(editor, row):
    def doubt(code: str) -> Problem:
        return Problem.objects.create(source=row.source, article=row, code=code, message=f"存疑{code}", first_line=1)

    confirmed, mended, waiting = doubt("a"), doubt("b"), doubt("c")
    page = editor.get(form_of(row)).content.decode()
    assert page.index("存疑a") < page.index("id_title")
    assert '<a href="#source-1">' in page
    submit(editor, form_of(row), settled=[confirmed.pk])
    submit(editor, form_of(row), settled=[mended.pk], title="改过的题")
    assert [Problem.objects.get(pk=p.pk).state for p in (confirmed, mended, waiting)] == ["confirmed", "mended", "open"]
    row.refresh_from_db()
    assert row.edited_fields == ["title"]


@pytest.mark.parametrize(
    ("date", "precision", "kept"),
    [
        ("2021-11-05", "month", "2021-11-01"),
        ("2021-11-05", "year", "2021-01-01"),
        ("2021-11", "month", "2021-11-01"),
        ("", "unknown", None),
        ("2021-11-06", "month", "2021-11-05"),
        ("2021-11-06", "unknown", "2021-11-05"),
        ("", "day", "2021-11-05"),
    ],
)
def test_a_date_and_its_precision_go_together(editor, row, date, precision, kept):
    answer = submit(editor, form_of(row), date=date, date_precision=precision)
    row.refresh_from_db()
    assert (row.date and row.date.isoformat()) == kept
    assert (answer.status_code == 302) == (kept != "2021-11-05")


@pytest.mark.parametrize("was", ["year", "month"])
@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("2020-03-09", ("2020-03-09", "day")),
        ("2021年12月4日", ("2021-12-04", "day")),
        ("2021.12.4", ("2021-12-04", "day")),
        ("20211204", ("2021-12-04", "day")),
        ("二〇二一年十二月", ("2021-12-01", "month")),
        ("２０２１年", ("2021-01-01", "year")),
        ("2019", ("2019-01-01", "year")),
    ],
)
def test_a_date_is_kept_as_exactly_as_it_is_written(editor, row, was, written, kept):
    Article.objects.update(date=datetime.date(2020, 1, 1), date_precision=was, issue=None, page=None)
    assert opened(editor, form_of(row))["date"] == {"year": "2020", "month": "2020-01"}[was]
    submit(editor, form_of(row), date=written)
    row.refresh_from_db()
    assert (row.date.isoformat(), row.date_precision) == kept


@pytest.mark.parametrize("written", ["昨天", "2021年2月30日", "12月4日", "2021-13-01", "2021年12月4日晚"])
def test_a_date_that_is_not_understood_is_named_with_how_to_write_it(editor, row, written):
    answer = submit(editor, form_of(row), date=written)
    assert f"读不懂“{written}”。请写有的日期：2021年12月4日" in answer.content.decode()


def test_a_date_that_nobody_touched_stays(editor, row):
    Article.objects.update(date=datetime.date(2020, 3, 1), date_precision="month", issue=None, page=None)
    submit(editor, form_of(row), title="改过的题")
    row.refresh_from_db()
    assert (row.date.isoformat(), row.date_precision, row.edited_fields) == ("2020-03-01", "month", ["title"])


def test_an_article_written_in_by_hand_gets_an_id_of_its_own(editor, db):
    answer = submit(
        editor,
        reverse("admin:archive_article_add"),
        title="手工补录",
        newspaper=make_article().newspaper_id,
        date="2020-05-01",
        date_precision="day",
    )
    assert answer.status_code == 302
    row = Article.objects.get(title="手工补录")
    assert len(row.permanent_id) == 10
    assert (row.date_basis, row.newspaper_basis, row.status) == ("editor", "editor", "draft")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=步道", ["甲篇步道"]),
        ("year=2020", ["乙篇"]),
        ("year=none", ["丙篇"]),
        ("status__exact=withdrawn", ["丙篇"]),
        ("problems=open", ["甲篇步道"]),
    ],
)
def test_an_article_is_found_by_words_and_filters(editor, data_dir, query, found):
    loader.load(source(article("甲篇步道", "甲。")), facts())
    first = Article.objects.get()
    Article.objects.filter(pk=first.pk).update(date=datetime.date(2021, 1, 1), date_precision="year")
    Problem.objects.create(source=first.source, article=first, code="x", message="存疑")
    make_article("乙篇", date="2020-03-04")
    make_article("丙篇", date=None, status="withdrawn")
    answer = editor.get(f"{LIST}?{query}")
    assert [a.title for a in answer.context["cl"].result_list] == found


def test_the_list_takes_the_same_number_of_queries_for_any_number_of_articles(editor, django_assert_max_num_queries):
    for n in range(30):
        make_article(f"第{n}篇", column=f"栏目{n % 4}")
    with django_assert_max_num_queries(20):
        editor.get(LIST)


class TestByline:
    def test_a_new_byline_brings_its_contributors_in_the_same_version(self, editor, row):
        row.byline = "本报记者 周禾"
        row.save()
        answer = submit(editor, form_of(row), byline="本报记者 王小丁")
        said = "".join(str(message) for message in get_messages(answer.wsgi_request))
        assert "登记的作者现在是：记者 王小丁、通讯员 邱田。" in said
        assert row.revisions.count() == 1

    def test_contributors_chosen_by_hand_are_those(self, editor, row):
        submit(editor, form_of(row), byline="本报记者 王小丁", **{"contributions-0-role": "摄影"})
        assert [str(c) for c in row.contributions.all()] == ["摄影 周禾", "通讯员 邱田"]

    def test_the_proposal_is_taken_on_request(self, editor, row, told):
        submit(editor, form_of(row), byline="本报记者 王小丁", adopt="on")
        row.refresh_from_db()
        assert [str(c) for c in row.contributions.all()] == ["记者 王小丁"]
        assert row.byline == "本报记者 王小丁"
        assert row.edited_fields == ["byline", "contributors"]
        assert told == {row.pk}

    def test_a_byline_that_names_nobody_leaves_the_contributors(self, editor, row):
        submit(editor, form_of(row), byline="", adopt="on")
        assert row.contributions.count() == 2

    def test_every_role_that_a_byline_can_give_is_offered_in_the_form(self):
        assert set(bylines.ROLES.values()) <= set(Role.values)


def test_a_contributor_is_added_in_the_empty_row_without_scripts(editor):
    row = make_article("一篇")
    someone = Contributor.objects.create(name="周禾")
    submit(editor, form_of(row), **{"contributions-0-contributor": someone.pk, "contributions-0-role": "记者"})
    assert [(each.contributor, each.role) for each in row.contributions.all()] == [(someone, "记者")]
    before = Article.objects.get().version
    submit(editor, form_of(row))
    assert Article.objects.get().version == before, "an empty row is none"
