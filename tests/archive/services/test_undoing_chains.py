"""Whatever chain of splits and joins was done, its acts are taken back in any order: each is, or is told why not."""

from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.loader.content import content_of_rows
from archive.models import NEVER_PUBLISHED, Article, BulkAct
from archive.services.acts import NotPossible
from archive.services.articles import discard_draft
from archive.services.bulk_acts import undo_act
from archive.services.dividing import SplitPlace, join_articles, split_article
from archive.services.shared_text import links_others
from archive.services.statuses import VERBS, apply_verb
from tests.archive.services.test_divided_twice import BODIES, RECORDS, an_archive_of_its_own, paragraphs
from tests.archive.services.test_uploads import read
from tests.factories import edit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(data_dir):
    return data_dir


class Desk:
    def __init__(self) -> None:
        read({"库.jsonl": RECORDS})
        self.by = make_user()

    def join(self, one: Article, other: Article) -> None:
        join_articles(one.pk, other.pk, "none", self.by)

    def split(self, one: Article, other: Article) -> None:
        split_article(one.pk, SplitPlace(2, f"拆出的{one.pk}"), self.by)

    def undo(self, one: Article, other: Article) -> None:
        standing = BulkAct.objects.filter(undone_at=None).order_by("pk")
        if standing:
            undo_act(standing[(one.pk + other.pk) % len(standing)], self.by, "错了")

    def release(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["release"], self.by)

    def publish(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["publish"], self.by)

    def delete(self, one: Article, other: Article) -> None:
        if one.status in NEVER_PUBLISHED and not links_others(one):
            discard_draft(one)

    def edit(self, one: Article, other: Article) -> None:
        edit(one, title=f"{one.title}，又改")

    def follow(self, turns: list[tuple[str, int, int]]) -> None:
        for verb, one, other in turns:
            rows = list(Article.objects.order_by("pk").with_parts())
            if rows:
                with suppress(NotPossible):
                    getattr(self, verb)(rows[one % len(rows)], rows[other % len(rows)])

    def undo_all(self, keys: list[int]) -> None:
        """Take back what can be, again and again: acts one was built on wait for that. `keys` tell in which order."""
        while standing := list(BulkAct.objects.filter(undone_at=None)):
            done = 0
            for act in sorted(standing, key=lambda act: keys[act.pk % len(keys)]):
                with suppress(NotPossible):
                    undo_act(act, self.by, "错了")
                    done += 1
            if not done:
                return


def state() -> dict[int, object]:
    return {row.pk: content_of_rows(row) for row in Article.objects.with_parts()}


def turns_of(*verbs: str) -> st.SearchStrategy[list[tuple[str, int, int]]]:
    return st.lists(st.tuples(st.sampled_from(verbs), st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=9)


ORDERS = st.permutations(range(7))
SPLIT_JOINED_AND_TAKEN_BACK = [("split", 0, 0), ("join", 1, 3), ("undo", 0, 3)]


@settings(max_examples=25)
@example(turns=SPLIT_JOINED_AND_TAKEN_BACK, order=list(range(7)))
@given(turns=turns_of("join", "split", "undo"), order=ORDERS)
def test_drafts_that_nobody_edited_are_what_they_were(turns, order):
    with an_archive_of_its_own():
        desk = Desk()
        before = state()
        desk.follow(turns)
        desk.undo_all(order)
        assert not BulkAct.objects.filter(undone_at=None).exists()
        after = state()
        assert after.keys() == before.keys()
        assert not any(before[key].differing(after[key]) for key in before)


@settings(max_examples=25)
@example(turns=[("split", 0, 0), ("delete", 0, 0), ("publish", 2, 0)], order=list(range(7)))
@given(turns=turns_of("join", "split", "undo", "release", "publish", "delete", "edit"), order=ORDERS)
def test_an_act_is_taken_back_or_says_why_not(turns, order):
    with an_archive_of_its_own():
        desk = Desk()
        desk.follow(turns)
        desk.undo_all(order)


def test_of_a_split_whose_article_was_deleted_the_whole_text_is_left():
    desk = Desk()
    row = Article.objects.order_by("pk")[0]
    act, made = split_article(row.pk, SplitPlace(2, "后一篇"), desk.by)
    discard_draft(Article.objects.get(pk=row.pk))
    undo_act(act, desk.by)
    assert paragraphs(Article.objects.get(pk=made.pk)) == set(BODIES[0])
