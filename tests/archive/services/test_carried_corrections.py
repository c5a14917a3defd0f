"""Each character of these articles has an identity of its own, which the test carries along as it edits, splits, joins
and takes back: an accepted correction is thanked for where the characters are that it brought, and nowhere else."""

from dataclasses import dataclass

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Correction, Status
from archive.services import corrections
from archive.services.acts import NotPossible
from archive.services.articles import by_hand, write_article
from archive.services.bulk_acts import undo_act
from archive.services.correctable import places
from archive.services.dividing import AS_HEADING, LEFT_OUT, SplitPlace, join_articles, split_article
from archive.services.history import restore_version
from archive.services.statuses import VERBS, apply_verb
from tests.archive.services.test_divided_twice import an_archive_of_its_own
from tests.archive.services.test_followed_corrections import found_by
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

WRONG, RIGHT = "以经完工", "已经完工"
CREDIT = "（本版稿件由本报记者周禾采写）"


@dataclass(frozen=True)
class Letter:
    """A character with its identity: no other object is equal to it."""

    is_like: str
    id: int


Line = list[Letter]


class Writer:
    """What editors do to articles, and to lists of letters beside them."""

    def __init__(self) -> None:
        self.by, self.ids = make_user(), 0
        self.lines: dict[int, list[Line]] = {}  # by article: headings and paragraphs, as they follow
        self.versions: dict[tuple[int, int], list[Line]] = {}
        self.brought: dict[int, set[Letter]] = {}
        self.acts: list[tuple[int, dict[int, list[Line]]]] = []
        self.twins: list[int] = []
        articles = [
            [
                "河边的柳树栽好了。",
                f"步道昨天{WRONG}，居民当晚就来看过。",
                f"公园昨天{WRONG}，居民当晚就来看过。",
                CREDIT,
            ],
            ["书屋在旧厂房里面。", f"书屋昨天{WRONG}，居民当晚就来看过。", CREDIT, "门口有两棵槐树。", CREDIT],
            [
                "市场在桥的那一头。",
                f"步道昨天{WRONG}，居民当晚就来看过。",
                f"步道昨天{WRONG}，居民当晚就来看过。",
                "末了。",
            ],
        ]
        issue = None
        for n, body in enumerate(articles):
            made = make_article(f"第{n}篇新闻", body="\n".join(body), **({"issue": issue} if issue else {}))
            issue = issue or made.issue
            self.lines[made.pk] = [self.written(line) for line in body]
            self.keep()

    def written(self, words: str) -> Line:
        self.ids += len(words)
        return [Letter(sign, self.ids - n) for n, sign in enumerate(words)]

    def keep(self) -> None:
        for article in Article.objects.all():
            if article.pk in self.lines:
                self.versions.setdefault((article.pk, article.version), list(self.lines[article.pk]))

    def write(self, article: Article, lines: list[Line]) -> None:
        """Have an article say these lines, of which the headings stay what they were."""
        content = content_of_rows(article)
        headings = {heading for _, heading, _ in content.sections if heading}
        sections: list[list[object]] = []
        for words in ("".join(letter.is_like for letter in line) for line in lines):
            if words in headings:
                sections.append([2, words, ""])
                continue
            if not sections:
                sections.append([0, "", ""])
            sections[-1][2] = f"{sections[-1][2]}\n{words}".strip("\n")
        content.sections = sections
        write_article(article.pk, content, by_hand(self.by))
        self.lines[article.pk] = lines

    # The verbs: of an article, with two numbers that choose what of it.

    def correct(self, article: Article, n: int, m: int) -> None:
        wrong = [place for place in places(article) if WRONG in place.text or place.text == CREDIT]
        if not wrong or article.replaced_by_id:
            return
        place = wrong[n % len(wrong)]
        was, new_words = (WRONG, RIGHT) if WRONG in place.text else ("采写", "采编")
        right = place.text.replace(was, new_words, 1)
        sent = corrections.keep_suggestion(place, right, "", f"192.{Correction.objects.count()}.2.1", "柳先生")
        corrections.accept(sent, self.by)
        sent.refresh_from_db()
        assert sent.article_id == article.pk
        lines, new = self.lines[article.pk], self.written("已" if WRONG in place.text else "编")
        (at,) = [k for k, told in enumerate(self.told(article)) if told == (sent.part, sent.number)]
        where = place.text.index("以" if WRONG in place.text else "写")
        self.lines[article.pk] = [*lines[:at], [*lines[at][:where], *new, *lines[at][where + 1 :]], *lines[at + 1 :]]
        self.brought[sent.pk] = set(new)

    def told(self, article: Article) -> list[tuple[str, int]]:
        return [(place.part, place.number) for place in places(article) if place.part in ("heading", "paragraph")]

    def enter(self, article: Article, n: int, m: int) -> None:
        lines = self.lines[article.pk]
        at = n % len(lines)
        signs = [k + 1 for k, letter in enumerate(lines[at][:-1]) if letter.is_like in "，天"]
        if signs and not self.is_heading(article, at):
            cut = signs[m % len(signs)]
            self.write(article, [*lines[:at], lines[at][:cut], lines[at][cut:], *lines[at + 1 :]])

    def is_heading(self, article: Article, at: int) -> bool:
        return self.told(article)[at][0] == "heading"

    def glue(self, article: Article, n: int, m: int) -> None:
        lines = self.lines[article.pk]
        at = n % max(1, len(lines) - 1)
        if len(lines) > at + 1 and not self.is_heading(article, at) and not self.is_heading(article, at + 1):
            self.write(article, [*lines[:at], lines[at] + lines[at + 1], *lines[at + 2 :]])

    def move(self, article: Article, n: int, m: int) -> None:
        """A line that stands once is cut out and put elsewhere."""
        lines = self.lines[article.pk]
        words = ["".join(letter.is_like for letter in line) for line in lines]
        at = n % len(lines)
        if not any(self.is_heading(article, k) for k in range(len(lines))) and words.count(words[at]) == 1:
            rest = [*lines[:at], *lines[at + 1 :]]
            self.write(article, [*rest[: m % len(lines)], lines[at], *rest[m % len(lines) :]])

    def type_right(self, article: Article, n: int, m: int) -> None:
        """The same correction by hand, in all of an article."""

        def typed(line: Line) -> Line:
            at = "".join(letter.is_like for letter in line).find(WRONG)
            return line if at < 0 else [*line[:at], *self.written("已"), *line[at + 1 :]]

        self.write(article, [typed(line) for line in self.lines[article.pk]])

    def add(self, article: Article, n: int, m: int) -> None:
        """A line like a corrected one, by hand, at the end."""
        like = [f"步道昨天{RIGHT}，居民当晚就来看过。", CREDIT.replace("采写", "采编"), "又来了一个人。"]
        self.write(article, [*self.lines[article.pk], self.written(like[n % 3])])

    def lengthen(self, article: Article, n: int, m: int) -> None:
        lines = self.lines[article.pk]
        at = n % len(lines)
        if not self.is_heading(article, at):
            longer = [*lines[at], *self.written("工人们要去别处了，人人都舍不得。")]
            self.write(article, [*lines[:at], longer, *lines[at + 1 :]])

    def rewrite(self, article: Article, n: int, m: int) -> None:
        lines = self.lines[article.pk]
        at = n % len(lines)
        if not self.is_heading(article, at):
            self.write(article, [*lines[:at], self.written("另写的话没有一个字同前"), *lines[at + 1 :]])

    def split(self, article: Article, n: int, m: int) -> None:
        lines = self.lines[article.pk]
        if len(lines) < 2 or any(self.is_heading(article, k) for k in range(len(lines))):
            return
        at = n % (len(lines) - 1) + 1
        act, made = split_article(article.pk, SplitPlace(at + 1, f"拆出的{Article.objects.count()}"), self.by)
        self.acts.append((act.pk, {article.pk: lines}))
        self.versions[made.pk, 1] = lines
        self.lines[article.pk], self.lines[made.pk] = lines[:at], lines[at:]

    def join(self, article: Article, n: int, m: int) -> None:
        others = [each for each in Article.objects.filter(replaced_by=None).order_by("pk") if each.pk != article.pk]
        if not others:
            return
        other = others[n % len(others)]
        act = join_articles(article.pk, other.pk, (AS_HEADING, LEFT_OUT)[m % 2], self.by)
        before = self.lines[article.pk]
        self.acts.append((act.pk, {article.pk: before, other.pk: self.lines[other.pk]}))
        heading = [] if m % 2 else [self.written(other.headline)]
        self.lines[article.pk] = [*before, *heading, *self.lines[other.pk]]

    def undo(self, article: Article, n: int, m: int) -> None:
        standing = [each for each in self.acts if not BulkAct.objects.get(pk=each[0]).undone_at]
        if standing:
            act, before = standing[-1]
            undo_act(BulkAct.objects.get(pk=act), self.by, "错了")
            self.lines |= before

    def restore(self, article: Article, n: int, m: int) -> None:
        number = n % article.version + 1
        if number < article.version and (article.pk, number) in self.versions:
            restore_version(article.pk, number, self.by)
            self.lines[article.pk] = self.versions[article.pk, number]

    def republish(self, article: Article, n: int, m: int) -> None:
        if article.status == Status.WITHDRAWN:
            apply_verb(article.pk, VERBS["republish"], self.by)

    def follow(self, turns: list[tuple[str, int, int, int]]) -> int:
        """Do what is possible of these; returns how many were."""
        for verb, one, n, m in turns:
            rows = list(Article.objects.order_by("pk").with_parts())
            before = dict(self.lines)
            try:
                with transaction.atomic():
                    article = rows[one % len(rows)]
                    if verb in ("republish", "undo") or not article.replaced_by_id:
                        getattr(self, verb)(article, n, m)
            except (NotPossible, corrections.ParagraphChanged, corrections.TooMany):
                self.lines = before
            self.keep()
        return len(turns)

    def check(self) -> None:
        for article in Article.objects.with_parts():
            read = [place.text for place in places(article) if place.part in ("heading", "paragraph")]
            assert read == ["".join(letter.is_like for letter in line) for line in self.lines[article.pk]]
        standing = Article.objects.filter(replaced_by=None).with_parts()
        for correction in Correction.objects.filter(state="accepted"):
            letters = {each.pk: {x for line in self.lines[each.pk] for x in line} for each in standing}
            having = {key for key, there in letters.items() if self.brought[correction.pk] & there}
            thanked = set(correction.shown_in.values_list("pk", flat=True))
            assert thanked == having if having else len(thanked) <= 1
            same = Correction.objects.filter(state="accepted", printed=correction.printed)
            alike = set(same.values_list("shown_in", flat=True))
            for each in standing:
                if not any(correction.printed in place.text for place in places(each)):
                    assert found_by(each, correction.printed) == (each.pk in alike)


VERBS_OF_WALKS = [
    *("correct", "correct", "enter", "glue", "move", "type_right", "add", "lengthen", "rewrite"),
    *("split", "split", "join", "undo", "restore", "republish"),
]
TURN = st.tuples(st.sampled_from(VERBS_OF_WALKS), st.integers(0, 5), st.integers(0, 7), st.integers(0, 3))


# A version that is restored from before a split brings again what was split off, also what replaced the correction.
TAKEN_BACK_AND_TWICE = [("correct", 0, 2, 0), ("restore", 0, 0, 0), ("split", 0, 0, 0), ("restore", 0, 2, 0)]


@settings(max_examples=150, deadline=None)
@example(turns=TAKEN_BACK_AND_TWICE)
@given(turns=st.lists(TURN, min_size=3, max_size=10))
def test_a_reader_is_thanked_where_the_characters_stand_that_the_correction_brought(turns):
    with an_archive_of_its_own():
        writer = Writer()
        writer.follow(turns)
        writer.check()


class TestManyCorrections:
    """A save of an article asks as little of 40 corrections as of four."""

    def statements(self, corrected: int) -> int:
        by = make_user()
        body = "\n".join(f"第{n}段步道昨天{WRONG}，居民来看过，说第{n}处好看。" for n in range(60))
        article = make_article(f"改了{corrected}处的", body=body)
        for place in [place for place in places(article) if WRONG in place.text][:corrected]:
            right = place.text.replace(WRONG, RIGHT)
            sent = corrections.keep_suggestion(place, right, "", f"192.{corrected}.{place.number}.1")
            corrections.accept(sent, by)
        _, made = split_article(article.pk, SplitPlace(31, "拆出的"), by)
        content = content_of_rows(Article.objects.with_parts().get(pk=made.pk))
        content.sections[0][2] += "\n又一段。"
        with CaptureQueriesContext(connection) as asked:
            write_article(made.pk, content, by_hand(by))
        shown = Correction.objects.filter(article=article).values_list("number", "shown_in")
        # The title that was given to what was split off is no paragraph.
        assert set(shown) == {(n, article.pk if n <= 30 else made.pk) for n in range(1, corrected + 1)}
        return len(asked)

    def test_are_carried_together(self):
        assert self.statements(4) + 4 >= self.statements(40)
