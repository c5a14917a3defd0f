"""Whatever mixed acts were done before: the page of one foretells what taking it back does, as the archive itself tells
when it is compared before and after."""

import re
from contextlib import suppress
from dataclasses import dataclass

import pytest
from django.utils.html import strip_tags
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from archive.admin.undoing_told import told_of
from archive.models import Article, BulkAct, Column, Contributor, ImportBatch, ImportEvent, Problem, SourceFile, Status
from archive.services.acts import NotPossible
from archive.services.bulk_acts import TakenBack, foreseen, undo_act
from archive.services.bulk_edits import BulkEdit, edit_all
from archive.services.dividing import SplitPlace, join_articles, split_article
from archive.services.problems import SETTLINGS, settle_all
from archive.services.queue import failed_files
from archive.services.queue_acts import put_aside
from archive.services.statuses import VERBS, apply_to_all, apply_verb
from tests.archive.services.test_divided_twice import an_archive_of_its_own
from tests.factories import edit, make_article, make_user

pytestmark = pytest.mark.django_db
BODIES = [
    "蓼河步道完工。\n居民当晚来看。\n灯也亮了。",
    "图书室开放。\n周末不休息。\n借书免费。",
    "粮站成了书屋。\n老人常来。",
]


@dataclass(frozen=True)
class Seen:
    """The archive, as its rows and its readers have it: each article with all it holds, what of it readers can reach,
    and all else that an act touches."""

    articles: dict[int, tuple[object, ...]]
    reached: frozenset[int]
    names: dict[object, str]
    doubts: dict[int, str]
    waiting: frozenset[int]


def held(row: Article) -> tuple[object, ...]:
    text = [(each.heading, each.body) for each in row.sections.order_by("position")]
    people = [each.contributor_id for each in row.contributions.order_by("position")]
    return row.status, row.replaced_by_id, row.title, row.column_id, row.byline, str(text), str(people)


def reaches(row: Article) -> bool:
    """Whether the address of an article leads a reader to a text."""
    followed: set[int] = set()
    while row.status == Status.WITHDRAWN and row.replaced_by and row.pk not in followed:
        followed.add(row.pk)
        row = row.replaced_by
    return row.status == Status.PUBLISHED


def look() -> Seen:
    rows = list(Article.objects.all())
    return Seen(
        articles={row.pk: held(row) for row in rows},
        reached=frozenset(row.pk for row in rows if reaches(row)),
        names={(model, row.pk): row.name for model in (Column, Contributor) for row in model.objects.all()},
        doubts=dict(Problem.objects.values_list("pk", "state")),
        waiting=frozenset(failed_files().values_list("pk", flat=True)),
    )


def differing(one: dict, other: dict) -> set:
    return {key for key in one.keys() | other.keys() if one.get(key) != other.get(key)}


class Desk:
    """What editors do by turns, to one or two of the articles."""

    def __init__(self) -> None:
        self.by = make_user()
        rows = [make_article(f"第{n}篇", body=body, status="draft", column="旧栏") for n, body in enumerate(BODIES)]
        paper = rows[0].newspaper
        for name in ("新栏", "又一栏"):
            Column.objects.create(newspaper=paper, name=name)
        source = SourceFile.objects.create(name="村报.txt", sha256="a" * 64, size=1, newspaper=paper)
        for row in rows:
            Problem.objects.create(source=source, article=row, code="odd_headline", message="标题可疑")
        self.batch = ImportBatch.objects.create()
        for n in range(2):
            self.batch.events.create(origin=f"坏{n}.pdf", outcome=ImportEvent.Outcome.FAILED)

    def all_of(self, verb: str) -> None:
        apply_to_all(VERBS[verb], Article.objects.all(), self.by, "整批")

    def publish_all(self, one: Article, other: Article) -> None:
        self.all_of("publish")

    def submit_all(self, one: Article, other: Article) -> None:
        self.all_of("submit")

    def publish(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["publish"], self.by)

    def withdraw(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["withdraw"], self.by, reason="另有缘故")

    def republish(self, one: Article, other: Article) -> None:
        apply_verb(one.pk, VERBS["republish"], self.by)

    def split(self, one: Article, other: Article) -> None:
        split_article(one.pk, SplitPlace(2, f"拆出的{one.pk}"), self.by)

    def join(self, one: Article, other: Article) -> None:
        join_articles(one.pk, other.pk, "none", self.by)

    def column(self, one: Article, other: Article) -> None:
        name = "又一栏" if one.column and one.column.name == "新栏" else "新栏"
        edit_all(BulkEdit(column=name), Article.objects.filter(pk__in=[one.pk, other.pk]), self.by, "归栏")

    def column_and_publish(self, one: Article, other: Article) -> None:
        asked = BulkEdit(column="新栏", verb=VERBS["publish"])
        edit_all(asked, Article.objects.filter(pk__in=[one.pk, other.pk]), self.by, "归栏发布")

    def people(self, one: Article, other: Article) -> None:
        edit_all(BulkEdit(people=(("田小禾", "author"),)), Article.objects.filter(pk=one.pk), self.by, "补作者")

    def settle(self, one: Article, other: Article) -> None:
        which = SETTLINGS["mended" if Problem.objects.filter(article=one, state="confirmed") else "confirm"]
        settle_all(which, Problem.objects.filter(article__in=[one, other]), self.by, {})

    def aside(self, one: Article, other: Article) -> None:
        if row := failed_files().first():
            put_aside(row, self.by)

    def read_again(self, one: Article, other: Article) -> None:
        self.batch.events.create(origin="坏0.pdf", outcome=ImportEvent.Outcome.NEW)

    def retitle(self, one: Article, other: Article) -> None:
        edit(one, title=f"{one.title}，又改")

    def undo(self, one: Article, other: Article) -> None:
        if act := self.standing(one.pk + other.pk):
            undo_act(act, self.by, "错了")

    def standing(self, which: int) -> BulkAct | None:
        acts = list(BulkAct.objects.filter(undone_at=None).order_by("pk"))
        return acts[which % len(acts)] if acts else None

    def follow(self, turns: list[tuple[str, int, int]]) -> None:
        for verb, one, other in turns:
            rows = list(Article.objects.order_by("pk"))
            with suppress(NotPossible):
                getattr(self, verb)(rows[one % len(rows)], rows[other % len(rows)])


VERBS_OF_DESK = sorted(
    name for name in vars(Desk) if not name.startswith("_") and name not in ("all_of", "standing", "follow")
)
TURNS = st.lists(st.tuples(st.sampled_from(VERBS_OF_DESK), st.integers(0, 5), st.integers(0, 5)), max_size=8)


def check_told(act: BulkAct, will: TakenBack, before: Seen, after: Seen) -> None:
    """What was foretold is what the two states of the archive differ in: nothing else, and nothing less."""
    text = strip_tags("".join(told_of(act, will)))
    changed = differing(before.articles, after.articles)
    gone = before.articles.keys() - after.articles.keys()
    assert changed == {*will.of.restored, *will.split_off, *will.led_on, *gone}
    assert len(gone) == bool(will.deleted) == ("删去" in text)
    lost = before.reached - after.reached - gone
    told = {*will.of.hidden, *will.joined, *(key for key in will.split_off if key in before.reached)}
    assert told <= lost <= {*told, *will.led_on}
    turned = {key for key in changed - gone if before.articles[key][0] != after.articles[key][0]}
    shown_again = {key for key in turned if after.articles[key][0] == Status.PUBLISHED}
    said = {"对读者撤回": len(will.of.hidden), "重新对读者公布": len(shown_again), "，文字和网址": len(will.joined)}
    for words, count in said.items():
        assert re.findall(rf"(\d+) 篇{words}", text) == ([str(count)] if count else [])
    for key in [*will.split_off, *will.joined, *list(will.of.left)]:
        assert f"《{Article.objects.get(pk=key)}》" in text
    places = {"status": 0, "column": 3, "contributors": 6}
    for key, kept in will.of.left.items():
        assert all(before.articles[key][places[name]] == after.articles[key][places[name]] for name in kept)
        partly = "栏目不动，其余改回" in text or "状态不动，其余改回" in text or "作者不动，其余改回" in text
        assert partly if key in changed else "，不动：" in text
    for place, label in ((2, "标题"), (3, "栏目"), (5, "正文"), (6, "作者")):
        both = [(before.articles[key][place], after.articles[key][place]) for key in will.of.restored]
        other = any(one != two for one, two in both)
        assert bool(re.search(rf"回到操作之前：[^。]*{label}", text)) == other
    doubts = len(differing(before.doubts, after.doubts))
    assert (will.problems, doubts) == (doubts, will.problems)
    assert will.files == len(after.waiting ^ before.waiting)
    assert will.names == len(differing(before.names, after.names))
    kept = will.of.left or will.problems_left or will.files_left or will.names_kept
    assert ("没有要改回的" in text) == (before == after and not kept)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(turns=[("publish", 0, 0), ("split", 0, 0)], which=0)
@example(turns=[("publish_all", 0, 0), ("split", 0, 0), ("join", 0, 1), ("undo", 0, 0)], which=0)
@example(turns=[("publish_all", 0, 0), ("join", 0, 1)], which=0)
@example(turns=[("publish", 0, 0), ("publish", 1, 0), ("join", 0, 1)], which=0)
@example(turns=[("people", 0, 0), ("people", 1, 0)], which=0)
@example(turns=[("aside", 0, 0), ("read_again", 0, 0)], which=0)
@example(turns=[("column_and_publish", 0, 1), ("column", 0, 0)], which=0)
@example(turns=[("settle", 0, 0), ("settle", 0, 0), ("undo", 0, 4)], which=0)
@given(turns=TURNS, which=st.integers(0, 9))
def test_what_is_foretold_is_what_is_done(data_dir, turns, which):
    with an_archive_of_its_own():
        desk = Desk()
        desk.follow(turns)
        if (act := desk.standing(which)) is None:
            return
        before = look()
        try:
            will = foreseen(act, desk.by)
        except NotPossible as refused:
            assert look() == before
            with pytest.raises(NotPossible, match=re.escape(str(refused))):
                undo_act(act, desk.by, "错了")
            return
        assert look() == before
        assert undo_act(act, desk.by, "错了") == will
        check_told(act, will, before, look())
