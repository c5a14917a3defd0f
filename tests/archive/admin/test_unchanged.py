"""A form sent back as a browser does, with nothing changed, changes nothing: no mark, no version, no re-index."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive import loader
from archive.models import Article, ArticleSection, Correction, Newspaper, Problem, Revision, RowChange
from archive.services import corrections
from archive.services.correctable import place_at
from search.models import DictionaryEntry
from tests.archive.admin.forms import submit
from tests.archive.loader.making import FULL, MASTHEAD, facts, source
from tests.factories import make_article

KINDS = ["newspaper", "issue", "page", "column", "papersection", "contributor"]


@pytest.fixture
def row(db) -> Article:
    return make_article(
        "一篇",
        column="身边事",
        people=(("周禾", "记者"), ("邱田", "通讯员")),
        page="1",
        section="要闻",
        body="第一段。\n第二段。",
        headings=(("小标题", "第三段。\n\n第四段。"),),
        captions=("图一。\n两行", "图二。"),
        editor_note="按语。\n两行。",
        confidence=0.63,
    )


def state(row: Article) -> dict:
    """Every column, and the keys of the parts."""
    parts = {"sections": list(row.sections.values()), "captions": list(row.figures.values())}
    return Article.objects.filter(pk=row.pk).values().get() | parts


def test_an_article(editor, row, told):
    before = state(row)
    answer = submit(editor, reverse("admin:archive_article_change", args=[row.pk]))
    assert answer.status_code == 302
    assert state(row) == before
    assert not Revision.objects.exists()
    assert not told


@pytest.mark.parametrize("title", ["　题目前有空格", "题目\u2003", " 一 篇 "])
def test_what_a_browser_or_a_form_would_strip_stays_to_the_byte(editor, row, told, title):
    Article.objects.filter(pk=row.pk).update(title=title, editor_note="\n按语\r\n第二行\n")
    ArticleSection.objects.filter(article=row).update(body="　　一段。\r\n二段。\n\n")
    before = state(row)
    submit(editor, reverse("admin:archive_article_change", args=[row.pk]))
    assert state(row) == before
    assert not told


def test_a_change_of_one_field_leaves_the_others_to_the_byte(editor, row):
    Article.objects.filter(pk=row.pk).update(editor_note="按语\r\n第二行 ")
    submit(editor, reverse("admin:archive_article_change", args=[row.pk]), title="新题")
    kept = Article.objects.get(pk=row.pk)
    assert (kept.title, kept.editor_note, kept.edited_fields) == ("新题", "按语\r\n第二行 ", ["title"])


def test_line_ends_are_plain_in_what_is_changed(editor, row):
    submit(editor, reverse("admin:archive_article_change", args=[row.pk]), body="甲。\n乙。")
    assert row.sections.first().body == "甲。\n乙。"


@pytest.mark.parametrize("kind", KINDS)
def test_what_articles_show(chief, row, told, kind):
    shown = {"papersection": row.page.section, "contributor": row.contributors.first()}
    obj = shown.get(kind) or getattr(row, kind)
    for n in range(12):
        make_article(f"第{n}篇", column="身边事", people=(("周禾", "记者"),), page="1", section="要闻")
    before = dict(Article.objects.values_list("pk", "modified_at"))
    address = reverse(f"admin:archive_{kind}_change", args=[obj.pk])
    values = type(obj).objects.filter(pk=obj.pk).values().get()
    answer = submit(chief, address)
    assert answer.status_code == 302
    assert "没有改动" in str(next(iter(get_messages(answer.wsgi_request))))
    assert not LogEntry.objects.exists()
    assert not RowChange.objects.exists()
    assert type(obj).objects.filter(pk=obj.pk).values().get() == values
    assert dict(Article.objects.values_list("pk", "modified_at")) == before
    assert not told


def test_a_readers_correction(editor, row, told):
    sent = corrections.keep_suggestion(place_at(row, 1), "改后的一段。", "", "192.0.2.1")
    before = Correction.objects.values().get()
    assert submit(editor, reverse("admin:archive_correction_change", args=[sent.pk])).status_code == 302
    assert Correction.objects.values().get() == before
    assert not LogEntry.objects.exists()
    assert not told


@pytest.mark.parametrize("kind", ["search_dictionaryentry", "auth_user"])
def test_what_only_an_administrator_changes(admin_client, admin_user, kind):
    entry = DictionaryEntry.objects.create(dictionary="local_names", entry="蓼河")
    key = admin_user.pk if kind == "auth_user" else entry.pk
    assert submit(admin_client, reverse(f"admin:{kind}_change", args=[key])).status_code == 302
    assert [entry.change_message for entry in LogEntry.objects.all()] == []


def test_a_newspaper_of_many_articles_costs_the_same_for_a_save_without_a_change(chief, db):
    paper = Newspaper.main()
    address = reverse("admin:archive_newspaper_change", args=[paper.pk])
    counts = []
    for many in (1, 5000):
        Article.objects.bulk_create(
            Article(newspaper=paper, title="题", permanent_id=f"{many}-{n}") for n in range(many)
        )
        with CaptureQueriesContext(connection) as queries:
            assert submit(chief, address).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


class TestDoubts:
    def doubt(self, row: Article, code: str) -> Problem:
        return Problem.objects.create(source=row.source, article=row, code=code, message=f"存疑{code}", first_line=1)

    @pytest.fixture
    def read(self, db) -> Article:
        loader.load(source(FULL, issue=MASTHEAD), facts())
        return Article.objects.get()

    def test_ticked_alone_is_confirmed_by_whom_and_when(self, editor, read, told):
        doubt = self.doubt(read, "a")
        before = Article.objects.values().get()
        submit(editor, reverse("admin:archive_article_change", args=[read.pk]), settled=[doubt.pk])
        doubt.refresh_from_db()
        assert (doubt.state, doubt.settled_by_name) == ("confirmed", "bianji")
        assert doubt.settled_at is not None
        assert Article.objects.values().get() == before
        assert not told

    def test_ticked_with_a_change_it_is_mended(self, editor, read):
        doubt = self.doubt(read, "a")
        address = reverse("admin:archive_article_change", args=[read.pk])
        submit(editor, address, settled=[doubt.pk], body="改过的。")
        doubt.refresh_from_db()
        assert doubt.state == "mended"

    def test_of_an_article_without_a_title(self, editor, read):
        Article.objects.update(title="", confidence=0.63)
        doubt = self.doubt(read, "no_title")
        answer = submit(editor, reverse("admin:archive_article_change", args=[read.pk]), settled=[doubt.pk])
        assert answer.status_code == 302
        doubt.refresh_from_db()
        assert doubt.state == "confirmed"
        assert "已核" in editor.get(reverse("admin:archive_article_changelist")).content.decode()

    @pytest.mark.parametrize("filters", ["", "?state__exact=open&kind=a"])
    def test_the_editor_is_back_in_the_queue(self, editor, read, filters):
        doubt = self.doubt(read, "a")
        queue = reverse("admin:archive_problem_changelist") + filters
        form = re.escape(reverse("admin:archive_article_change", args=[read.pk]))
        address = re.search(f'href="({form}[^"]*)"', editor.get(queue).content.decode())[1]
        assert submit(editor, address, settled=[doubt.pk])["Location"] == queue

    def test_an_uploader_settles_nothing(self, uploader, editor, read):
        doubt = self.doubt(read, "a")
        listing = reverse("admin:archive_problem_changelist")
        uploader.post(listing, {"action": "confirm", "_selected_action": [doubt.pk]})
        doubt.refresh_from_db()
        assert doubt.state == "open"
