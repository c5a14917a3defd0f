"""Articles that are split, joined and moved: no word is lost, addresses lead on, each is taken back as a whole."""

import datetime
from collections import Counter

import pytest

from archive import loader
from archive.layout.reading import lay_out
from archive.layout.source_lines import spans_of
from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, ImportBatch, ImportEvent
from archive.services import moving
from archive.services.acts import NotPossible
from archive.services.articles import StaleVersion
from archive.services.bulk_acts import undo_act
from archive.services.dividing import (
    SplitPlace,
    following,
    join_articles,
    joined_content,
    split_article,
    split_contents,
)
from archive.services.drafts import drafts_of
from archive.services.marked_text import marked_text
from archive.services.moving import move_article, moved_content, printed_place
from archive.services.statuses import VERBS, fit_for
from tests.archive.loader.making import article, facts, source
from tests.factories import edit, make_article, make_issue, make_user

BODY = "第一段。\n第二段。"
HEADINGS = (("蓼河清淤", "第三段。\n第四段。"), ("尾声", "第五段。"))


@pytest.fixture
def row(db) -> Article:
    return make_article(
        "综合消息", body=BODY, headings=HEADINGS, captions=("图一",), people=(("周禾", "记者"),), page="1"
    )


def now(row: Article) -> Article:
    return Article.objects.with_parts().get(pk=row.pk)


def texts(row: Article) -> list[str]:
    return [line for line in marked_text(content_of_rows(now(row))).splitlines() if line]


class TestSplit:
    def test_a_heading_becomes_the_title_of_the_second(self, row, told):
        _, made = split_article(row.pk, SplitPlace(4, "蓼河清淤", "本报记者 王小丁"), make_user(), row.version)
        assert texts(row) == ["第一段。", "第二段。"]
        assert texts(made) == ["第三段。", "第四段。", "# 尾声", "第五段。", "图：图一"]
        assert (made.title, made.byline, made.status) == ("蓼河清淤", "本报记者 王小丁", "published")
        assert [str(person) for person in made.contributions.all()] == ["记者 王小丁"]
        assert (made.issue, made.page, made.date, made.split_from) == (row.issue, row.page, row.date, row)
        assert told == {row.pk, made.pk}
        assert following(now(row)) == made

    def test_what_is_shown_first_is_what_is_done(self, row):
        place = SplitPlace(5, "另题")
        first, second = split_contents(now(row), place)
        _, made = split_article(row.pk, place, make_user())
        assert content_of_rows(now(row)) == first
        assert content_of_rows(now(made)) == second

    def test_no_word_is_lost_wherever_it_is_split(self, row):
        lines = marked_text(content_of_rows(row)).splitlines()
        for line in range(2, len(lines) + 1):
            first, second = split_contents(row, SplitPlace(line, "另题"))
            both = [each for part in (first, second) for each in marked_text(part).splitlines()]
            assert Counter(filter(None, both)) == Counter(filter(None, lines))

    @pytest.mark.parametrize("line", [0, 1, 99])
    def test_neither_may_be_empty(self, row, line):
        with pytest.raises(NotPossible):
            split_article(row.pk, SplitPlace(line, "另题"), make_user())
        assert Article.objects.count() == 1

    def test_a_text_that_was_changed_meanwhile_is_not_split(self, row):
        edit(row, title="改过")
        with pytest.raises(StaleVersion):
            split_article(row.pk, SplitPlace(4, "另题"), make_user(), row.version)
        assert not BulkAct.objects.exists()

    def test_it_is_taken_back_and_the_address_leads_home(self, row, client):
        before = content_of_rows(row)
        act, made = split_article(row.pk, SplitPlace(4, "蓼河清淤"), make_user())
        undo_act(act, make_user())
        assert content_of_rows(now(row)) == before
        assert now(row).edited_fields == []
        answer = client.get(made.get_absolute_url())
        assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())

    def test_a_draft_that_was_split_off_goes_without_a_trace(self, row):
        Article.objects.update(status="draft")
        act, made = split_article(row.pk, SplitPlace(4, "蓼河清淤"), make_user())
        assert made.status == "draft"
        undo_act(act, make_user())
        assert list(Article.objects.all()) == [row]

    @pytest.mark.parametrize("which", ["first", "second"])
    def test_what_was_changed_since_is_not_taken_back_in_part(self, row, which):
        act, made = split_article(row.pk, SplitPlace(4, "蓼河清淤"), make_user())
        if which == "second":
            edit(made, byline="本报记者 王小丁")
        else:
            join_articles(row.pk, make_article("附", page="1").pk, "none", make_user())
        kept = [content_of_rows(now(each)) for each in (row, made)]
        with pytest.raises(NotPossible):
            undo_act(act, make_user())
        assert [content_of_rows(now(each)) for each in (row, made)] == kept


class TestJoin:
    @pytest.fixture
    def other(self, row) -> Article:
        return make_article(
            "后一篇", body="后段。", captions=("图二",), people=(("邱田", "通讯员"),), page="1", byline="通讯员 邱田"
        )

    @pytest.mark.parametrize(("title_as", "line"), [("heading", ["# 后一篇"]), ("paragraph", ["后一篇"]), ("none", [])])
    def test_the_text_goes_on(self, row, other, told, title_as, line):
        before = texts(row)
        assert following(row) == other
        content = joined_content(row, other, title_as)
        join_articles(row.pk, other.pk, title_as, make_user(), row.version)
        assert content_of_rows(now(row)) == content
        assert texts(row) == [*before, *line, "后段。", "图：图二"]
        assert told == {row.pk, other.pk}
        assert now(row).byline == "通讯员 邱田", "a byline is taken over where there is none"

    def test_the_address_leads_on(self, row, other, client):
        act = join_articles(row.pk, other.pk, "heading", make_user())
        answer = client.get(other.get_absolute_url())
        assert (answer.status_code, answer["Location"]) == (302, row.get_absolute_url())
        undo_act(act, make_user())
        assert client.get(other.get_absolute_url()).status_code == 200

    def test_both_are_as_they_were_once_it_is_taken_back(self, row, other):
        before = [content_of_rows(now(each)) for each in (row, other)]
        act = join_articles(row.pk, other.pk, "heading", make_user())
        undo_act(act, make_user())
        assert [content_of_rows(now(each)) for each in (row, other)] == before

    def test_a_draft_that_was_joined_waits_no_longer(self, row, other):
        Article.objects.update(status="draft")
        act = join_articles(row.pk, other.pk, "heading", make_user())
        assert (now(other).status, now(other).replaced_by) == ("draft", row)
        assert list(fit_for(VERBS["publish"], Article.objects.all())) == [row]
        undo_act(act, make_user())
        assert now(other).replaced_by is None

    @pytest.mark.parametrize("status", ["draft", "withdrawn"])
    def test_only_what_readers_see_alike_is_joined(self, row, other, status):
        Article.objects.filter(pk=other.pk).update(status=status)
        assert following(row) is None
        with pytest.raises(NotPossible):
            join_articles(row.pk, other.pk, "heading", make_user())

    def test_split_and_joined_again_is_the_same_text(self, row):
        before = texts(row)
        _, made = split_article(row.pk, SplitPlace(4, "蓼河清淤"), make_user())
        join_articles(row.pk, made.pk, "heading", make_user())
        assert texts(row) == before


class TestMove:
    def test_issue_page_and_day_change_together(self, row, told):
        make_article("那天的", date="2021-11-06", page="2")
        act = move_article(row.pk, printed_place(row, datetime.date(2021, 11, 6), "第二版"), make_user())
        kept = now(row)
        assert (kept.issue.date, kept.page.number, kept.date.isoformat()) == (
            datetime.date(2021, 11, 6),
            "2",
            "2021-11-06",
        )
        assert kept.position == Article.objects.get(title="那天的").position + 1
        assert told == {row.pk}
        before = row.page
        undo_act(act, make_user())
        assert (now(row).page, now(row).date) == (before, row.date)

    def test_a_page_that_is_not_there_yet_is_made_when_it_is_done(self, row):
        place = printed_place(row, datetime.date(2021, 11, 5), "A2")
        moved_content(row, place, place.page)
        assert place.page is None
        move_article(row.pk, place, make_user())
        assert now(row).page.number == "A02"

    def test_an_article_with_a_day_of_its_own_keeps_it(self, row):
        Article.objects.update(date=datetime.date(2021, 10, 1))
        make_issue("2021-11-06")
        move_article(row.pk, printed_place(row, datetime.date(2021, 11, 6), ""), make_user())
        assert (now(row).date.isoformat(), now(row).page) == ("2021-10-01", None)

    def test_no_issue_is_made_by_the_way(self, row):
        with pytest.raises(NotPossible, match="没有2022年1月1日这一期"):
            printed_place(row, datetime.date(2022, 1, 1), "1")
        with pytest.raises(NotPossible, match="已经在"):
            move_article(row.pk, moving.printed_place(row, datetime.date(2021, 11, 5), "1"), make_user())


class TestReadAgain:
    """A better reading of the source, or a new edition, leaves what an editor divided."""

    PARAGRAPHS = ("甲一。", "甲二。", "乙题", "乙一。", "乙二。")

    @pytest.fixture
    def read(self, db) -> Article:
        loader.load(source(article("甲题", *self.PARAGRAPHS)), facts())
        return Article.objects.get()

    def test_what_was_split_off_stays(self, read):
        _, made = split_article(read.pk, SplitPlace(3, "乙题"), make_user())
        loader.load(source(article("甲题", *self.PARAGRAPHS, byline="新署名")), facts())
        loader.load(source(article("甲题", *self.PARAGRAPHS, "丙。", byline="新署名")), facts(sha256="cd" * 32))
        assert (texts(read), now(read).byline) == (["甲一。", "甲二。"], "新署名")
        assert (texts(made), now(made).status) == (["乙一。", "乙二。"], "published")

    def test_both_know_their_lines(self, read):
        _, made = split_article(read.pk, SplitPlace(3, "乙题"), make_user())
        assert [(span.first, span.label) for span in spans_of(now(read), lay_out(now(read)))] == [
            *[(1, "主题"), (2, "第1段"), (3, "第2段")]
        ]
        assert [(span.first, span.label) for span in spans_of(now(made), lay_out(now(made)))] == [
            *[(4, "主题"), (5, "第1段"), (6, "第2段")]
        ]

    def test_what_was_joined_away_knows_the_lines_of_its_own(self, db):
        loader.load(source(article("甲题", "甲一。"), article("乙题", "乙一。"), article("丙题", "丙一。")), facts())
        one, other, last = Article.objects.order_by("pk")
        join_articles(one.pk, other.pk, "none", make_user())
        join_articles(one.pk, last.pk, "none", make_user())
        assert [(span.first, span.label) for span in spans_of(now(other), lay_out(now(other)))] == [
            *[(3, "主题"), (4, "第1段")]
        ]
        assert [(span.lines, span.label) for span in spans_of(now(one), lay_out(now(one)))] == [
            *[((1,), "主题"), ((2,), "第1段"), ((4,), "第2段"), ((6,), "第3段")]
        ]

    def test_what_was_joined_away_does_not_come_back(self, db):
        both = source(article("甲题", "甲一。"), article("乙题", "乙一。"))
        loader.load(both, facts())
        one, other = Article.objects.order_by("pk")
        join_articles(one.pk, other.pk, "heading", make_user())
        assert [(span.first, span.label) for span in spans_of(now(one), lay_out(now(one)))] == [
            *[(1, "主题"), (2, "第1段"), (3, "小标题"), (4, "第2段")]
        ]
        loader.load(both, facts())
        assert [row.status for row in Article.objects.order_by("pk")] == ["published", "withdrawn"]
        assert texts(one) == ["甲一。", "# 乙题", "乙一。"]


def test_paragraphs_that_were_mended_know_their_lines(db):
    loader.load(source(article("题", "一。", "断开的一", "段。", "二。", "错字的段。")), facts())
    row = Article.objects.get()
    row.sections.update(body="新段。\n一。\n断开的一段。\n二。\n改字的段！")
    Article.objects.update(edited_fields=["sections"])
    found = [(span.first, span.last, span.label) for span in spans_of(now(row), lay_out(now(row)))]
    assert found == [(1, 1, "主题"), (2, 2, "第2段"), (3, 4, "第3段"), (5, 5, "第4段"), (6, 6, "第5段")]


def test_drafts_of_a_batch_are_split_and_joined_within_it(db):
    batch = ImportBatch.objects.create(as_drafts=True)
    loader.load(source(article("甲题", "甲一。", "乙题", "乙一。"), article("丙题", "丙一。")), facts(), batch)
    ImportEvent.objects.create(batch=batch, source=Article.objects.first().source, outcome=ImportEvent.Outcome.NEW)
    first, last = drafts_of(batch).order_by("pk")
    _, made = split_article(first.pk, SplitPlace(2, "乙题"), make_user())
    assert set(drafts_of(batch)) == {first, made, last}
    join_articles(made.pk, last.pk, "none", make_user())
    assert set(drafts_of(batch)) == {first, made}
