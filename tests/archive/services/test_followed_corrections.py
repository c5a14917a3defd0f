"""Whatever is split, joined, edited, withdrawn, restored and taken back: what an accepted correction put right is found
by its former wording in the articles that show its paragraph, and there its reader is thanked."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive import loader
from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Correction, Status
from archive.services import corrections
from archive.services.acts import NotPossible
from archive.services.articles import by_hand, write_article
from archive.services.bulk_acts import undo_act
from archive.services.correctable import places
from archive.services.dividing import AS_HEADING, SplitPlace, join_articles, split_article
from archive.services.following import follow_paragraphs
from archive.services.history import restore_version
from archive.services.statuses import VERBS, apply_verb
from search.index.fields import FORMER, searchable_fields
from tests.archive.loader.making import article, facts, source
from tests.archive.services.test_divided_twice import an_archive_of_its_own
from tests.factories import edit, make_article, make_user

pytestmark = pytest.mark.django_db

PLACES = ("蓼河南岸的步道", "社区的图书阅览室", "镇上的老粮站书屋", "城北的儿童公园", "河东的农贸市场")
WRONG, RIGHT = "昨天以经完工，居民当晚就来看过。", "昨天已经完工，居民当晚就来看过。"
BODIES = [[f"{place}第{n}处{WRONG}" for n in (1, 2, 3)] for place in PLACES]


class Desk:
    """Five articles of an issue, two of them drafts, and what editors do to them by turns."""

    def __init__(self) -> None:
        self.by = make_user()
        status = (*[Status.PUBLISHED] * 3, *[Status.DRAFT] * 2)
        texts = ["\n".join(body) for body in BODIES]
        made = [make_article(f"第{n}篇新闻", body=text, status=status[n]) for n, text in enumerate(texts)]
        Article.objects.update(issue=made[0].issue)

    def join(self, one: Article, other: Article) -> None:
        join_articles(one.pk, other.pk, AS_HEADING, self.by)

    def split(self, one: Article, other: Article) -> None:
        split_article(one.pk, SplitPlace(2, f"拆出的{one.pk}"), self.by)

    def correct(self, one: Article, other: Article) -> None:
        wrong = [place for place in places(one) if WRONG in place.text]
        if one.status == Status.PUBLISHED and wrong:
            place = wrong[other.pk % len(wrong)]
            right, sender = place.text.replace(WRONG, RIGHT), f"192.0.{Correction.objects.count()}.1"
            sent = corrections.keep_suggestion(place, right, "", sender, "柳先生")
            corrections.accept(sent, self.by)

    def withdraw(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["withdraw"], self.by, reason="错了")

    def replace(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["withdraw"], self.by, reason="重复", replaced_by=other)

    def publish(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["publish"], self.by)

    def republish(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["republish"], self.by)

    def restore(self, one: Article, other: Article) -> None:
        if one.version > 1:
            restore_version(one.pk, other.pk % (one.version - 1) + 1, self.by)

    def edit(self, one: Article, other: Article) -> None:
        edit(one, title=f"{one.title}，又改")

    def undo(self, one: Article, other: Article) -> None:
        standing = BulkAct.objects.filter(undone_at=None).order_by("-pk")
        if standing:
            undo_act(standing[other.pk % min(2, len(standing))], self.by, "错了")

    def follow(self, turns: list[tuple[str, int, int]]) -> None:
        for verb, one, other in turns:
            rows = list(Article.objects.order_by("pk").with_parts())
            with suppress(NotPossible, corrections.ParagraphChanged, corrections.TooMany), transaction.atomic():
                getattr(self, verb)(rows[one % len(rows)], rows[other % len(rows)])


def found_by(article: Article, words: str) -> bool:
    """Whether the article is found by words that stood there once, and stand there no longer."""
    return (FORMER, words) in searchable_fields(article)


def check() -> None:
    """The paragraphs name their places, so what stands where is known without asking how it came there."""
    read = {
        article: {place.text for place in places(article)}
        for article in Article.objects.filter(replaced_by=None).with_parts()
    }
    for correction in Correction.objects.filter(state="accepted"):
        having = {article.pk for article, texts in read.items() if correction.suggested in texts}
        thanked = set(correction.shown_in.values_list("pk", flat=True))
        # What an editor wrote anew, or left out, is still told of once.
        assert thanked == having if having else len(thanked) <= 1
        found = {article.pk for article in Article.objects.all() if found_by(article, correction.printed)}
        printed = {article.pk for article, texts in read.items() if correction.printed in texts}
        assert found == thanked - printed
    assert not Correction.objects.exclude(state="accepted").exclude(shown_in=None).exists()


VERBS_OF_A_DAY = "join", "split", "correct", "publish", "undo", "withdraw", "replace", "republish", "restore", "edit"
TURNS = st.lists(
    st.tuples(st.sampled_from((*VERBS_OF_A_DAY, "correct", "join")), st.integers(0, 7), st.integers(0, 7)),
    min_size=3,
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@example(turns=[("correct", 1, 1), ("join", 0, 1)])
@example(turns=[("correct", 1, 1), ("join", 0, 1), ("undo", 0, 0), ("join", 2, 1), ("join", 0, 2)])
@example(turns=[("join", 3, 4), ("publish", 3, 0), ("correct", 3, 0), ("split", 3, 0), ("join", 0, 5), ("undo", 0, 0)])
@example(turns=[("correct", 0, 0), ("correct", 0, 1), ("split", 0, 0), ("join", 2, 3), ("undo", 0, 0), ("undo", 0, 0)])
@given(turns=TURNS)
def test_a_correction_is_found_and_thanked_where_its_paragraph_stands(turns):
    with an_archive_of_its_own():
        Desk().follow(turns)
        check()


class TestWhereItIsToldOf:
    @pytest.fixture
    def desk(self):
        return Desk()

    @pytest.fixture
    def articles(self, desk):
        return list(Article.objects.order_by("pk").with_parts())

    def corrected_and_edited(self, desk, article):
        desk.correct(article, article)
        content = content_of_rows(Article.objects.with_parts().get(pk=article.pk))
        content.sections[0][2] = content.sections[0][2].replace(RIGHT, f"{RIGHT}夜里也亮着灯。")
        write_article(article.pk, content, by_hand(desk.by))

    def thanked_in(self):
        return list(Correction.objects.get().shown_in.all())

    def test_a_paragraph_that_was_edited_since_goes_with_a_join_and_back(self, desk, articles):
        self.corrected_and_edited(desk, articles[1])
        act = join_articles(articles[0].pk, articles[1].pk, AS_HEADING, desk.by)
        assert self.thanked_in() == [articles[0]]
        undo_act(act, desk.by, "错了")
        assert self.thanked_in() == [articles[1]]

    def test_a_paragraph_that_was_edited_since_goes_with_a_split(self, desk, articles):
        self.corrected_and_edited(desk, articles[1])
        place = next(place for place in places(Article.objects.get(pk=articles[1].pk)) if RIGHT in place.text)
        assert place.number > 1
        _, made = split_article(articles[1].pk, SplitPlace(place.number, "拆出的"), desk.by)
        assert self.thanked_in() == [made]

    def test_both_are_told_of_where_a_version_from_an_undone_join_is_restored(self, desk, articles):
        desk.correct(articles[1], articles[1])
        undo_act(join_articles(articles[0].pk, articles[1].pk, AS_HEADING, desk.by), desk.by)
        assert self.thanked_in() == [articles[1]]
        restore_version(articles[0].pk, 2, desk.by)
        assert set(self.thanked_in()) == set(articles[:2])

    def test_it_is_not_told_of_where_another_text_replaces_its_article(self, desk, articles):
        desk.correct(articles[1], articles[1])
        desk.replace(articles[1], articles[2])
        assert self.thanked_in() == []
        act = BulkAct.objects.latest("pk")
        undo_act(act, desk.by)
        assert self.thanked_in() == [articles[1]]

    def test_a_sentence_that_stood_twice_and_was_struck_once_is_known(self):
        by, said = make_user(), "市民当晚就来看过。"
        article = make_article("两遍", body=f"开头。\n{said}{said}")
        corrections.accept(corrections.keep_suggestion(places(article)[2], said, "", "192.0.2.1"), by)
        _, made = split_article(article.pk, SplitPlace(2, "拆出的"), by)
        assert self.thanked_in() == [made]
        restore_version(made.pk, 1, by)
        restore_version(article.pk, 1, by)
        assert len(self.thanked_in()) <= 1  # all as it was printed

    def test_a_paragraph_that_is_indented_is_known(self):
        by, words = make_user(), "这一段说的是蓼河南岸步道的事，颇有些长。"
        first, other = make_article("前一篇", body="开头。"), make_article("后一篇", body=f"　　{words}\n另一段。")
        sent = corrections.keep_suggestion(places(other)[1], words.replace("颇有", "确有"), "", "192.0.2.1")
        corrections.accept(sent, by)
        join_articles(first.pk, other.pk, AS_HEADING, by)
        restore_version(other.pk, 2, by)
        apply_verb(other.pk, VERBS["republish"], by)
        assert set(Correction.objects.get().shown_in.all()) == {first, other}


class TestLinesOfTheirOwn:
    """What stands in several articles by itself is told of where it was corrected alone."""

    WRONG, RIGHT = (
        "（本版稿件由本报记者周禾和柳先生采些，图片由读者提供）",
        "（本版稿件由本报记者周禾和柳先生采写，图片由读者提供）",
    )

    @pytest.mark.parametrize("own", [WRONG, RIGHT])
    def test_of_an_article_that_was_joined_and_is_by_itself_again(self, own):
        by = make_user()
        article = make_article("甲", body=f"柳树栽到了河边。\n街上的灯亮了。\n{self.WRONG}")
        other = make_article("乙", body=f"另一件事情。\n{own}")
        (place,) = [place for place in places(article) if place.text == self.WRONG]
        corrections.accept(corrections.keep_suggestion(place, self.RIGHT, "", "192.0.2.1"), by)
        act = join_articles(article.pk, other.pk, AS_HEADING, by)
        undo_act(act, by)
        content = content_of_rows(Article.objects.with_parts().get(pk=other.pk))
        content.sections[0][2] = content.sections[0][2].replace(self.WRONG, self.RIGHT)
        write_article(other.pk, content, by_hand(by))
        assert Correction.objects.get().shown_in.get() == article
        _, made = split_article(article.pk, SplitPlace(2, "拆出的"), by)
        assert Correction.objects.get().shown_in.get() == made

    def test_a_split_leaves_a_like_line_in_the_other(self):
        by = make_user()
        article = make_article("两处", body="市民以经来过。\n新栽了柳树。\n第二处的开头。\n市民已经来过。")
        corrections.accept(corrections.keep_suggestion(places(article)[1], "市民已经来过。", "", "192.0.2.1"), by)
        split_article(article.pk, SplitPlace(3, "第二处"), by)
        assert list(Correction.objects.get().shown_in.all()) == [article]


def test_a_change_may_be_of_more_articles_than_a_statement_takes_one_by_one():
    article = make_article("新闻", body=BODIES[0][0])
    (place,) = [place for place in places(article) if WRONG in place.text]
    sent = corrections.keep_suggestion(place, place.text.replace(WRONG, RIGHT), "", "192.0.2.1", "")
    corrections.accept(sent, make_user())
    follow_paragraphs(Article, range(1, 300_000))
    assert Correction.objects.get().shown_in.get() == article


class TestHowItIsToldOf:
    def test_words_of_the_file_are_said_to_be_printed_in_what_was_split_off_and_joined(self):
        by, claims = make_user(), [["sections/0/paragraphs/1", 2, 2, "书屋以经开放，居民来看书。"]]
        read = make_article("书屋", body="开头的一段。\n书屋以经开放，居民来看书。", claims=claims)
        _, made = split_article(read.pk, SplitPlace(2, "拆出的"), by)
        sent = corrections.keep_suggestion(places(made)[1], "书屋已经开放，居民来看书。", "", "192.0.2.1")
        undo_act(corrections.accept(sent, by), by)
        sent.refresh_from_db()
        before = make_article("在前", body="前一篇。", issue=read.issue)
        join_articles(before.pk, made.pk, AS_HEADING, by)
        corrections.accept(sent, by)
        assert (sent.article, sent.former_label) == (before, "原文作")

    def test_of_two_like_paragraphs_one_is_put_right_and_its_reader_thanked(self, client):
        article = make_article("两处", body="市民以经来过。\n新栽了柳树。\n市民以经来过。")
        sent = corrections.keep_suggestion(places(article)[1], "市民已经来过。", "", "192.0.2.1", "柳先生")
        corrections.accept(sent, make_user())
        page = client.get(article.get_absolute_url()).content.decode()
        assert "据读者柳先生指正" in page
        assert not found_by(Article.objects.get(), "市民以经来过。")


def test_of_two_articles_that_a_reading_of_their_file_makes_one_both_corrections_are_told_of():
    small, large = article("小", f"短的{WRONG}"), article("大", f"长一些的一篇，{WRONG}", "所以留下来的是它。")
    loader.load(source(small, large), facts())
    by, rows = make_user(), {each.title: each for each in Article.objects.with_parts()}
    for n, row in enumerate(rows.values()):
        (place,) = [place for place in places(row) if WRONG in place.text]
        sent = corrections.keep_suggestion(place, place.text.replace(WRONG, RIGHT), "", f"192.0.{n}.1", "柳先生")
        corrections.accept(sent, by)
    Article.objects.update(edited_fields=[])  # an editor had the file corrected and left the text to it
    loader.load(source(article("大", f"短的{RIGHT}", f"长一些的一篇，{RIGHT}", "所以留下来的是它。")), facts())
    heir = Article.objects.get(replaced_by=None)
    assert Article.objects.get(replaced_by=heir).title == "小"
    for sent in Correction.objects.all():
        assert list(sent.shown_in.all()) == [heir]
        assert found_by(heir, sent.printed)
