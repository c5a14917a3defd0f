"""Whatever is split, joined, taken back, restored, deleted and published, in whatever order: no paragraph of a file is
public in two articles unless a doubt or a warning said so."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import combinations

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.language.proofreading.remarks import ProofCheck
from archive.models import NEVER_PUBLISHED, Article, BulkAct, ImportBatch, Newspaper, Problem
from archive.services import undoing
from archive.services.acts import NotPossible
from archive.services.articles import discard_draft
from archive.services.bulk_acts import undo_act
from archive.services.dividing import SplitPlace, join_articles, split_article
from archive.services.drafts import PUBLISHING, done_to, drafts_of, held_as_twice, publish_as_set, undoubted, waiting_of
from archive.services.history import restore_version
from archive.services.proofreading import proofread, remarks_among
from archive.services.shared_text import standing_twice
from archive.services.statuses import VERBS, apply_verb
from tests.archive.services.test_uploads import read
from tests.archive.services.uploading import STORY
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PLACES = ("蓼河南岸的步道", "社区的图书阅览室", "镇上的老粮站书屋")
BODIES = [[f"{place}第{n}处昨天已经完工，居民当晚就来看过。" for n in (1, 2)] for place in PLACES]
RECORDS = "\n".join(
    json.dumps({"id": n, "title": f"第{n}篇新闻", "body": "\n".join(body), "date": "2021-11-05"}, ensure_ascii=False)
    for n, body in enumerate(BODIES)
)
EVERY = [paragraph for body in BODIES for paragraph in body]


@pytest.fixture(autouse=True)
def home(data_dir):
    return data_dir


@contextmanager
def an_archive_of_its_own() -> Iterator[None]:
    """What an example of a property changes is gone at its end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def paragraphs(article: Article) -> set[str]:
    return {line for section in article.sections.all() for line in section.paragraphs}


def public_pairs() -> set[frozenset[int]]:
    """The articles, two and two, that readers see with the same paragraph."""
    shown = list(Article.objects.published().with_parts())
    return {
        frozenset((one.pk, other.pk))
        for one, other in combinations(shown, 2)
        if paragraphs(one) & paragraphs(other) & set(EVERY)
    }


class Desk:
    """What an editor does by turns; `told` are the pairs that a warning or an open doubt named."""

    def __init__(self) -> None:
        self.by = make_user()
        self.files = {"库.jsonl": RECORDS}
        self.batch: ImportBatch = read(self.files)
        self.told: set[frozenset[int]] = set()

    def warned(self, article: Article) -> None:
        if any(remark.check == ProofCheck.TWICE for remark in proofread(article)):
            self.told |= {frozenset((article.pk, other.pk)) for other in standing_twice(article)}

    def act(self, verb: str, one: int, other: int) -> None:
        rows = list(Article.objects.order_by("pk").with_parts())
        if not rows:
            return
        first, second = rows[one % len(rows)], rows[other % len(rows)]
        doing: Callable[..., object] = getattr(self, verb)
        try:
            with transaction.atomic():
                doing() if verb in ("undo_last", "undo_first", "again", "publish_all") else doing(first, second)
        except (NotPossible, ValueError, undoing.CannotUndo):
            return

    def join(self, first: Article, second: Article) -> None:
        join_articles(first.pk, second.pk, "none", self.by)

    def split(self, first: Article, second: Article) -> None:
        split_article(first.pk, SplitPlace(2, f"拆出的{first.pk}"), self.by)

    def restore(self, first: Article, second: Article) -> None:
        if first.version == 1:
            return
        restore_version(first.pk, 1, self.by)
        self.told |= {frozenset((first.pk, each.pk)) for each in standing_twice(Article.objects.get(pk=first.pk))}

    def delete(self, first: Article, second: Article) -> None:
        if first.status in NEVER_PUBLISHED:
            discard_draft(first)

    def release(self, first: Article, second: Article) -> None:
        apply_verb(first.pk, VERBS["release"], self.by)

    def publish(self, first: Article, second: Article) -> None:
        self.warned(first)
        apply_verb(first.pk, VERBS["publish" if first.status in NEVER_PUBLISHED else "republish"], self.by)

    def publish_all(self) -> None:
        waiting = waiting_of(self.batch)
        if any(check == ProofCheck.TWICE for check, *_ in remarks_among(waiting).rows):
            for article in waiting.with_parts():
                self.warned(article)
        done_to(self.batch, undoubted(waiting), PUBLISHING, self.by)

    def undo_last(self) -> None:
        self.undo(BulkAct.objects.filter(undone_at=None).order_by("-pk").first())

    def undo_first(self) -> None:
        self.undo(BulkAct.objects.filter(undone_at=None).order_by("pk").first())

    def undo(self, act: BulkAct | None) -> None:
        if act:
            done = undo_act(act, self.by, "错了")
            self.told |= {frozenset((one.pk, other.pk)) for one, other in done.twice}

    def again(self) -> None:
        undoing.undo(self.batch)
        self.batch = read(self.files)

    def check(self) -> None:
        doubted = set(Problem.objects.filter(state=Problem.State.OPEN).values_list("article", flat=True))
        untold = {pair for pair in public_pairs() - self.told if not pair & doubted}
        assert untold == set()


VERBS_OF_A_DESK = (
    *("join", "split", "restore", "delete", "release", "publish"),
    *("publish_all", "undo_last", "undo_first", "again"),
)
turns = st.lists(
    st.tuples(st.sampled_from(VERBS_OF_A_DESK), st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=9
)


@settings(max_examples=15)
@given(turns=turns)
def test_no_paragraph_is_public_twice_without_a_word(turns):
    with an_archive_of_its_own():
        desk = Desk()
        for verb, one, other in [*turns, ("publish_all", 0, 0)]:
            desk.act(verb, one, other)
            desk.check()


class TestAChainOfJoins:
    @pytest.fixture(params=["draft", "published"])
    def chain(self, request) -> tuple[list[Article], list[BulkAct]]:
        desk = Desk()
        if request.param == "published":
            desk.publish_all()
        a, m, c = Article.objects.order_by("pk")
        return [a, m, c], [join_articles(to.pk, of.pk, "none", desk.by) for to, of in ((a, m), (c, a))]

    def test_a_join_is_not_undone_before_the_one_that_was_built_on_it(self, chain):
        _, (first, second) = chain
        with pytest.raises(NotPossible, match=r"并入《第2篇新闻》.*先取消那一次"):
            undo_act(first, make_user(), "错了")
        undo_act(second, make_user(), "错了")
        undo_act(first, make_user(), "错了")
        assert [paragraphs(row) for row in Article.objects.order_by("pk")] == [set(body) for body in BODIES]

    def test_what_links_two_others_is_not_deleted(self, chain):
        (a, m, c), _ = chain
        if Article.objects.get(pk=a.pk).status not in NEVER_PUBLISHED:
            return
        with pytest.raises(ValueError, match="不能删除"):
            discard_draft(Article.objects.get(pk=a.pk))
        discard_draft(Article.objects.get(pk=m.pk))
        discard_draft(Article.objects.get(pk=a.pk))
        assert list(Article.objects.all()) == [c]

    def test_what_links_two_others_is_deleted_once_one_act_is_taken_back(self, chain):
        (a, m, c), (_, second) = chain
        if Article.objects.get(pk=a.pk).status not in NEVER_PUBLISHED:
            return
        undo_act(second, make_user(), "错了")
        discard_draft(Article.objects.get(pk=a.pk))
        assert set(Article.objects.all()) == {m, c}

    def test_one_that_is_let_go_is_told_to_stand_in_the_last(self, chain):
        (_, m, c), _ = chain
        row = Article.objects.get(pk=m.pk)
        apply_verb(m.pk, VERBS["release" if row.status in NEVER_PUBLISHED else "republish"], make_user())
        [remark] = [each for each in proofread(Article.objects.get(pk=m.pk)) if each.check == ProofCheck.TWICE]
        assert c.permanent_id in remark.advice
        assert "2 段" in remark.advice


def test_what_was_split_and_restored_comes_again_with_a_doubt():
    desk = Desk()
    row = Article.objects.order_by("pk")[0]
    desk.publish_all()
    _, made = split_article(row.pk, SplitPlace(2, "后一篇"), desk.by)
    restore_version(row.pk, 1, desk.by)
    desk.again()
    assert set(waiting_of(desk.batch)) >= {row, made}
    assert made.permanent_id in row.problems.get(code="likely_duplicate").message
    assert row not in undoubted(waiting_of(desk.batch))


class TestWhoComesLater:
    """Of two like files the one that came in later, or later again, has the doubt, and never neither."""

    FILES = {
        name: f"蓼河时报\n2021年11月5日 第1版\n\n{text}"
        for name, text in (("甲.txt", STORY), ("乙.txt", STORY.replace("当晚就来", "次日就来")))
    }

    def doubted(self) -> set[str]:
        doubts = Problem.objects.filter(code="likely_duplicate", article__in=Article.objects.shown_or_waiting())
        return set(doubts.values_list("article__source__name", flat=True))

    @given(moves=st.lists(st.sampled_from(["甲.txt", "乙.txt", "both", "undo", "publish"]), min_size=2, max_size=8))
    @settings(max_examples=12)
    def test_in_any_order(self, moves):
        with an_archive_of_its_own():
            self.follow(moves)

    def follow(self, moves: list[str]) -> None:
        batches: list[ImportBatch] = []
        for move in moves:
            if move == "undo" and batches:
                undoing.undo(batches.pop())
            elif move == "publish" and batches:
                done_to(batches[-1], undoubted(waiting_of(batches[-1])), PUBLISHING, make_user())
            elif move not in ("undo", "publish"):
                batches.append(read(self.FILES if move == "both" else {move: self.FILES[move]}))
            standing = set(Article.objects.shown_or_waiting().values_list("source__name", flat=True))
            assert len(self.doubted()) == (len(standing) == len(self.FILES))

    def test_the_second_alone_and_then_the_first(self):
        first = read(self.FILES)
        done_to(first, undoubted(waiting_of(first)), PUBLISHING, make_user())
        undoing.undo(first)
        undoing.undo(read(self.FILES))
        read({"乙.txt": self.FILES["乙.txt"]})
        read({"甲.txt": self.FILES["甲.txt"]})
        assert self.doubted() == {"甲.txt"}


def test_what_publishes_by_itself_leaves_text_that_stands_in_another():
    batch = read({"库.jsonl": RECORDS})
    Problem.objects.all().delete()
    restored, *others = drafts_of(batch).order_by("pk")
    _, made = split_article(restored.pk, SplitPlace(2, "拆出的"), make_user())
    restore_version(restored.pk, 1, make_user())
    Newspaper.objects.update(publishes_undoubted=True)
    publish_as_set(batch)
    assert set(Article.objects.published()) == set(others)
    assert set(held_as_twice(drafts_of(batch))) == set(drafts_of(batch)) == {restored, made}
