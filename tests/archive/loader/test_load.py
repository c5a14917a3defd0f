"""What a load makes of a parsed source: rows, once; changed where the source changed; all or nothing."""

import datetime
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import loader
from archive.ingest.types import Claim, DateGuess, ParsedArticle, ParsedContributor, ParsedIssue
from archive.ingest.types import Doubt as ParsedProblem
from archive.loader import comparing, whole
from archive.models import Article, Column, Contributor, ImportBatch, Issue, Newspaper, Page, Problem, SourceFile
from archive.signals import articles_changed
from tests.archive.loader.making import FULL, MASTHEAD, article, facts, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def told():
    """The keys of the articles that listeners are told about, a list a signal; and whether in a transaction."""
    heard = []

    def hear(sender, article_ids, **kwargs):
        assert connection.in_atomic_block
        heard.append(sorted(article_ids))

    articles_changed.connect(hear)
    yield heard
    articles_changed.disconnect(hear)


def everything():
    """All that the tables hold of articles, to compare before and after."""
    return [
        (
            a.permanent_id,
            a.headline,
            a.status,
            [(s.level, s.heading, s.body) for s in a.sections.all()],
            [f.caption for f in a.figures.all()],
            [str(c) for c in a.contributions.all()],
            a.claims,
        )
        for a in Article.objects.order_by("id")
    ]


def test_every_part_of_an_article_becomes_a_row(told):
    loaded = loader.load(source(FULL, issue=MASTHEAD), facts())
    row = Article.objects.get()
    assert loaded.outcome == "new"
    assert (row.kicker, row.title, row.subtitle) == ("家门口的好去处", "蓼河边新添步道", "全长三公里")
    assert row.newspaper.name == "蓼河时报"
    assert row.newspaper.slug.isascii()
    assert row.newspaper_basis == "named"
    assert (row.date, row.date_precision, row.date_basis) == (datetime.date(2021, 11, 5), "day", "masthead")
    assert (row.issue.total_number, row.issue.publisher, row.issue.weekday_printed) == (12, "蓼河街道", "星期五")
    assert (row.page.number, row.page.section.name) == ("1", "要闻")
    assert row.column.name == "身边事"
    assert [str(c) for c in row.contributions.all()] == ["记者 周禾", "通讯员 邱田"]
    assert [s.paragraphs for s in row.sections.all()] == [list(FULL.sections[0].paragraphs)]
    assert [(f.caption, f.after_paragraph) for f in row.figures.all()] == [("居民在步道上散步。", 0)]
    assert row.claims[0] == ["title", 1, 1, "蓼河边新添步道"]
    assert row.confidence == 0.8
    assert len(row.permanent_id) == 10
    assert row.permanent_id.isascii()
    assert row.permanent_id.isalnum()
    assert told == [[row.pk]]


def test_the_same_again_changes_nothing(told):
    loader.load(source(FULL, article("另一篇", "这是另一篇。"), issue=MASTHEAD), facts())
    before = everything()
    told.clear()
    again = loader.load(source(FULL, article("另一篇", "这是另一篇。"), issue=MASTHEAD), facts())
    assert again.outcome == "unchanged"
    assert everything() == before
    assert told == []


def test_ids_follow_from_bytes_and_place_alone():
    loader.load(source(FULL), facts())
    first = Article.objects.get().permanent_id
    Article.objects.all().delete()
    SourceFile.objects.all().delete()
    loader.load(source(article("别的一篇", "先来的。"), name="b.txt"), facts("b.txt"))
    loader.load(source(FULL), facts())
    assert Article.objects.get(title=FULL.title).permanent_id == first


def test_a_file_that_names_no_paper_belongs_to_the_main_one_by_the_collection():
    loader.load(source(FULL), facts())
    row = Article.objects.get()
    assert row.newspaper == Newspaper.main()
    assert row.newspaper_basis == "collection"
    assert row.issue is None


def test_a_paper_is_known_by_its_other_names_too():
    main = Newspaper.main()
    loader.load(source(FULL, issue=ParsedIssue(newspaper=main.names[-1])), facts())
    assert Article.objects.get().newspaper == main


def test_the_operator_names_the_paper_where_the_file_does_not():
    loader.load(source(FULL), facts(), newspaper="西河晚报")
    loader.load(source(article("有名", "有报头。"), name="b.txt", issue=MASTHEAD), facts("b.txt"), newspaper="西河晚报")
    assert [(a.newspaper.name, a.newspaper_basis) for a in Article.objects.order_by("id")] == [
        ("西河晚报", "given"),
        ("蓼河时报", "named"),
    ]


def test_a_guessed_year_is_kept_as_a_guess_with_the_sentence_it_comes_from():
    guessed = article("回顾", "2019年，我们搬进新居。", date_guess=DateGuess("2019", "文中最晚的年份", 2, 2))
    loader.load(source(guessed), facts())
    row = Article.objects.get()
    assert (row.date, row.date_precision, row.date_basis) == (datetime.date(2019, 1, 1), "year", "guess")
    assert "文中最晚的年份" in row.date_reason
    assert "2019年，我们搬进新居。" in row.date_reason
    assert row.date_text == "约2019年"


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [("2020", (2020, 1, 1), "year"), ("2020-07", (2020, 7, 1), "month"), ("2020-07-09", (2020, 7, 9), "day")],
)
def test_a_date_is_as_precise_as_the_source(text, day, precision):
    loader.load(source(article("日期", "正文。", date=text, date_basis="text")), facts())
    row = Article.objects.get()
    assert (row.date, row.date_precision, row.date_basis) == (datetime.date(*day), precision, "text")


def test_issues_pages_columns_and_people_are_shared_by_name():
    loader.load(source(FULL, issue=MASTHEAD), facts())
    loader.load(source(article("二", "二。", column="身边事"), name="b.txt", issue=MASTHEAD), facts("b.txt"))
    assert (Issue.objects.count(), Page.objects.count(), Column.objects.count(), Contributor.objects.count()) == (
        1,
        1,
        1,
        2,
    )


def test_a_new_edition_keeps_the_ids_of_the_articles_it_still_has():
    one, two = article("甲篇", "甲的第一段。", "甲的第二段。"), article("乙篇", "乙的第一段。")
    loader.load(source(one, two), facts())
    ids = {a.title: a.permanent_id for a in Article.objects.all()}
    mended = article("甲篇", "甲的第一段。", "甲的第二段，改过。")
    loaded = loader.load(source(article("丙篇", "丙来了。"), two, mended), facts(sha256="f" * 64))
    assert loaded.outcome == "updated"
    now = {a.title: a for a in Article.objects.all()}
    assert now["甲篇"].permanent_id == ids["甲篇"]
    assert now["乙篇"].permanent_id == ids["乙篇"]
    assert now["甲篇"].sections.get().paragraphs[1] == "甲的第二段，改过。"
    assert now["丙篇"].permanent_id not in ids.values()
    old = SourceFile.objects.get(sha256=facts().sha256)
    assert (old.live, old.replaced_by) == (False, loaded.source)


def test_a_split_keeps_the_id_with_the_larger_part():
    loader.load(
        source(article("合在一起", "短的一段。", "长得多的一段，说了许多事情。", "又一段，也是长的那篇。")), facts()
    )
    id_ = Article.objects.get().permanent_id
    small = article("合在一起", "短的一段。")
    large = article("长篇", "长得多的一段，说了许多事情。", "又一段，也是长的那篇。")
    loader.load(source(small, large), facts())
    assert Article.objects.get(title="长篇").permanent_id == id_
    assert Article.objects.get(title="合在一起").permanent_id != id_


def test_an_id_without_partner_is_withdrawn_with_a_redirect_and_never_used_again(told):
    small, large = article("小", "短。"), article("大", "这一篇长一些，所以留下来。")
    loader.load(source(small, large), facts())
    lost = Article.objects.get(title="小")
    told.clear()
    merged = article("大", "短。", "这一篇长一些，所以留下来。")
    loader.load(source(merged), facts())
    lost.refresh_from_db()
    assert lost.status == "withdrawn"
    assert lost.replaced_by == Article.objects.get(status="published")
    assert told == [sorted(Article.objects.values_list("pk", flat=True))]
    loader.load(source(small, large), facts())
    assert Article.objects.get(title="小", status="published").permanent_id != lost.permanent_id


@pytest.mark.parametrize("field", ["title", "byline", "date", "column", "sections", "captions", "contributors"])
def test_what_an_editor_changed_is_left_alone(field):
    loader.load(source(FULL, issue=MASTHEAD), facts())
    Article.objects.update(edited_fields=[field])
    other = article(
        FULL.title,
        *FULL.sections[0].paragraphs,
        "新添的一段。",
        byline="王小丁",
        column="新栏目",
        kicker="新的引题",
        contributors=(ParsedContributor("王小丁"),),
        date="2022-02-02",
        date_basis="text",
    )
    kept = {
        "title": lambda a: a.title,
        "byline": lambda a: a.byline,
        "date": lambda a: (a.date, a.date_basis),
        "column": lambda a: a.column.name,
        "sections": lambda a: [s.body for s in a.sections.all()],
        "captions": lambda a: [f.caption for f in a.figures.all()],
        "contributors": lambda a: [str(c) for c in a.contributions.all()],
    }
    before = {name: value(Article.objects.get()) for name, value in kept.items()}
    loader.load(source(other, issue=MASTHEAD), facts())
    row = Article.objects.get()
    assert row.kicker == "新的引题"
    for name, value in kept.items():
        if name != "title":  # the title is the same in both
            assert (value(row) == before[name]) == (name == field), name


def test_a_withdrawn_article_stays_withdrawn_when_its_source_is_read_again():
    loader.load(source(FULL), facts())
    Article.objects.update(status="withdrawn", edited_fields=["status"])
    loader.load(source(article(FULL.title, *FULL.sections[0].paragraphs, "又一段。")), facts())
    assert Article.objects.get().status == "withdrawn"


def test_problems_are_kept_and_one_settled_stays_settled():
    doubt = ParsedProblem("glued_byline", "署名似乎连在一起。", 1, 1, 0)
    loader.load(source(FULL, problems=(doubt,)), facts())
    assert Problem.objects.get().article == Article.objects.get()
    Problem.objects.update(state="confirmed")
    loader.load(source(FULL, problems=(doubt, ParsedProblem("no_date", "没有日期。"))), facts())
    assert list(Problem.objects.order_by("id").values_list("code", "state")) == [
        ("glued_byline", "confirmed"),
        ("no_date", "open"),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_crash_in_the_middle_leaves_nothing(monkeypatch, told):
    monkeypatch.setattr(whole, "write_problems", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        loader.load(source(FULL, issue=MASTHEAD), facts())
    assert not SourceFile.objects.exists()
    assert not Article.objects.exists()
    assert not Issue.objects.exists()
    assert told == []


def test_the_newspapers_are_asked_for_once_a_file():
    put_aside = (Claim(1, 1, "邻县时报", "discarded", "版面装饰"),)
    parsed = replace(source(FULL, issue=MASTHEAD), claims=put_aside)
    with CaptureQueriesContext(connection) as queries:
        loader.load(parsed, facts())
    of_all = [query["sql"] for query in queries if re.search('FROM "archive_newspaper"(?! WHERE)', query["sql"])]
    assert len(of_all) == 1


def test_queries_do_not_grow_with_the_number_of_articles():
    def queries(count: int, name: str) -> int:
        articles = [article(f"第{n}篇", f"{name}第{n}篇的正文。", column=f"栏目{n % 3}") for n in range(count)]
        with CaptureQueriesContext(
            connection,
        ) as captured:
            loader.load(source(*articles, name=name), facts(name))
        return len(captured)

    loader.load(source(*[article(f"引{n}", f"引{n}。", column=f"栏目{n}") for n in range(3)], name="z"), facts("z"))
    # SQLite takes a bounded number of values a statement: ten times the articles are a few more portions.
    assert queries(50, "c") - queries(5, "b") <= 3


def test_a_batch_keeps_what_articles_were_before_it():
    batch = ImportBatch.objects.create()
    loader.load(source(FULL), facts(), batch)
    assert not batch.revisions.exists()
    later = ImportBatch.objects.create()
    loader.load(source(article("改了标题", *FULL.sections[0].paragraphs)), facts(), later)
    assert later.revisions.get().content["columns"]["title"] == FULL.title


def test_an_article_that_claims_nothing_stays_the_one_it_is():
    """A page of nothing but pictures, of which only the format tells a title."""
    pictures = [ParsedArticle(title=title, captions=()) for title in ("河边灯会", "老街早市")]
    parsed = source(FULL, *pictures)
    parsed = replace(parsed, claims=tuple(claim for claim in parsed.claims if claim.target.startswith("articles/0/")))
    loader.load(parsed, facts())
    before = list(Article.objects.order_by("id").values_list("permanent_id", "title", "status"))
    assert loader.load(parsed, facts()).outcome == "unchanged"
    assert list(Article.objects.order_by("id").values_list("permanent_id", "title", "status")) == before
    assert list(comparing.compare_document(parsed, SourceFile.objects.get())) == []
    fewer = replace(parsed, articles=parsed.articles[:2])
    loader.load(fewer, facts())
    loader.load(fewer, facts())
    assert list(Article.objects.order_by("id").values_list("title", "status")) == [
        (FULL.title, "published"),
        ("河边灯会", "published"),
        ("老街早市", "withdrawn"),
    ]
