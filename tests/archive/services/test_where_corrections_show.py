"""Paragraphs are broken, put together, added to, split off and joined after they were put right: the articles that have
the word which a correction brought are those that thank its reader. Each brings a word that nothing else has."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.loader.content import content_of_rows
from archive.models import Article, Correction, Status
from archive.services import corrections
from archive.services.articles import by_hand, write_article
from archive.services.correctable import places
from archive.services.dividing import SplitPlace, split_article
from tests.archive.services.test_divided_twice import an_archive_of_its_own
from tests.archive.services.test_followed_corrections import Desk, found_by
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db

WORDS = ["鹧鸪", "鸬鹚", "鹌鹑", "麒麟", "貔貅", "獬豸", "狻猊", "饕餮", "蜻蜓", "蚯蚓", "螳螂", "蝴蝶"]
PLACES = ("蓼河南岸的步道", "社区的图书阅览室", "镇上的老粮站书屋")
PRINTED = "上月以经完工，居民当晚就来看过。街上的灯也亮了。"


class DeskOfParagraphs(Desk):
    """Three articles of four like paragraphs; what editors do to the lines of one."""

    def __init__(self) -> None:
        self.by = make_user()
        bodies = ["\n".join(f"{place}第{n}处{PRINTED}" for n in (1, 2, 3, 4)) for place in PLACES]
        made = [make_article(f"第{n}篇新闻", body=body, status=Status.PUBLISHED) for n, body in enumerate(bodies)]
        Article.objects.update(issue=made[0].issue)

    def rewrite(self, article: Article, change) -> None:
        content = content_of_rows(article)
        section = max(content.sections, key=lambda each: len(each[2]))
        section[2] = "\n".join(change(section[2].splitlines()))
        write_article(article.pk, content, by_hand(self.by))

    def correct(self, one: Article, other: Article) -> None:
        wrong = [place for place in places(one) if "以经" in place.text]
        if one.status == Status.PUBLISHED and not one.replaced_by_id and wrong:
            place, nth = wrong[other.pk % len(wrong)], Correction.objects.count()
            right = place.text.replace("以经", WORDS[nth % len(WORDS)])
            corrections.accept(corrections.keep_suggestion(place, right, "", f"192.0.{nth}.1"), self.by)

    def enter(self, one: Article, other: Article) -> None:
        """Break each line ahead of what was put right, or behind it."""
        words = WORDS[: Correction.objects.count()]

        def broken(line: str) -> str:
            for word in words:
                line = line.replace(word, f"\n{word}" if other.pk % 2 else f"{word}\n")
            return line

        self.rewrite(one, lambda lines: [broken(line) for line in lines])

    def glue(self, one: Article, other: Article) -> None:
        self.rewrite(one, lambda lines: ["".join(lines[:2]), *lines[2:]])

    def add(self, one: Article, other: Article) -> None:
        ahead, behind = "县里昨天又说了两件事。", "工人们要去别处了，人人都舍不得。"
        self.rewrite(one, lambda lines: [f"{ahead}{line}{behind}" for line in lines])

    def split(self, one: Article, other: Article) -> None:
        split_article(one.pk, SplitPlace(other.pk % 3 + 2, f"拆出的{one.pk}"), self.by)


def check() -> None:
    standing = {each: "\n".join(place.text for place in places(each)) for each in Article.objects.with_parts()}
    for correction in Correction.objects.filter(state="accepted"):
        (word,) = (each for each in WORDS if each in correction.suggested and each not in correction.printed)
        having = {each.pk for each, text in standing.items() if word in text and not each.replaced_by_id}
        thanked = set(correction.shown_in.values_list("pk", flat=True))
        assert thanked == having if having else len(thanked) <= 1
        if having:
            printed = {each.pk for each, text in standing.items() if correction.printed in text.splitlines()}
            found = {each.pk for each in Article.objects.all() if found_by(each, correction.printed)}
            assert found == thanked - printed


VERBS = "correct", "enter", "glue", "add", "split", "join", "undo", "restore"
TURNS = st.lists(
    st.tuples(st.sampled_from((*VERBS, "correct", "split")), st.integers(0, 7), st.integers(0, 7)),
    min_size=3,
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@example(turns=[("correct", 0, 1), ("enter", 0, 0), ("split", 0, 0)])
@example(turns=[("correct", 0, 1), ("enter", 0, 1), ("split", 0, 1), ("join", 1, 3)])
@example(turns=[("correct", 0, 2), ("glue", 0, 0), ("split", 0, 0)])
@example(turns=[("correct", 0, 1), ("add", 0, 0), ("split", 0, 0), ("restore", 0, 0)])
@example(turns=[("correct", 0, 1), ("enter", 0, 0), ("split", 0, 0), ("restore", 0, 1)])
@given(turns=TURNS)
def test_the_reader_is_thanked_where_the_word_stands(turns):
    with an_archive_of_its_own():
        DeskOfParagraphs().follow(turns)
        check()
