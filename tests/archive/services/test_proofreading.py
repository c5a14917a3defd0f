"""The remarks of articles as they stand in the archive: names among all bylines, places on pages, counts."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive.language.proofreading.remarks import ProofCheck
from archive.models import Article
from archive.services.proofreading import RemarkCounts, names_like, proofread, proofread_all, remarks_among, slips
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WRONG = "他说:路通了。\n“第二天，他又来了。"


def whole(article: Article) -> Article:
    return Article.objects.with_parts().get(pk=article.pk)


def seen(article: Article) -> list[tuple[ProofCheck, str, str]]:
    return [(found.check, found.line.anchor, found.quoted) for found in proofread(whole(article))]


def test_remarks_come_in_the_order_of_reading_with_their_places():
    article = make_article("清水村修路", body=WRONG, byline="记者 周禾", people=(("周禾", "记者"),))
    assert seen(article) == [(ProofCheck.HALF_WIDTH, "p1", ":"), (ProofCheck.PAIRS, "p2", "“")]


class TestNames:
    def test_a_slip_of_a_known_name_is_told_with_whom_it_resembles(self):
        for title in ("甲", "乙"):
            make_article(title, byline="记者 周晓禾", people=(("周晓禾", "记者"),))
        same_sound = make_article("丙", byline="记者 周小禾", people=(("周小禾", "记者"),))
        exchanged = make_article("丁", byline="记者 周禾晓", people=(("周禾晓", "记者"),))
        for article, name in ((same_sound, "周小禾"), (exchanged, "周禾晓")):
            (remark,) = proofread(whole(article))
            assert (remark.check, remark.quoted) == (ProofCheck.NAMES, name)
            assert "周晓禾（2篇）" in remark.advice

    def test_a_new_name_is_nothing_odd_until_nobody_registered_it(self):
        assert seen(make_article("甲", byline="记者 周禾", people=(("周禾", "记者"),))) == []
        (remark,) = proofread(whole(make_article("乙", byline="记者 邱田", people=())))
        assert (remark.check, remark.quoted) == (ProofCheck.NAMES, "邱田")
        assert "作者里没有“邱田”" in remark.advice

    def test_names_of_ideographs_alone_are_compared(self):
        assert slips("Smith") == slips("王") == slips("阿卜杜拉·买买提") == set()
        assert slips("周晓禾") & slips("周小禾") == {"zhou xiao he"}
        assert names_like(["Smith"]) == {}


def test_many_articles_are_looked_at_in_a_bounded_number_of_queries():
    rows = [make_article(f"第{n}篇", body=WRONG, byline="记者 周禾", people=(("周禾", "记者"),)) for n in range(3)]
    found = list(Article.objects.with_parts())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        proofread_all(found)
    three = len(queries)
    rows += [make_article(f"又{n}篇", body=WRONG, byline=f"记者 周{n}禾", people=()) for n in "甲乙丙丁"]
    found = list(Article.objects.with_parts())
    with CaptureQueriesContext(connection) as queries:
        proofread_all(found)
    assert len(queries) <= three + 1


def test_counts_say_how_many_were_looked_at(monkeypatch):
    for n in range(3):
        make_article(f"第{n}篇", body=WRONG if n else "路通了。")
    counts = remarks_among(Article.objects.all())
    assert (counts.looked_at, counts.more) == (3, 0)
    assert {check: count for check, count, _ in counts.rows} == {ProofCheck.HALF_WIDTH: 2, ProofCheck.PAIRS: 2}
    monkeypatch.setattr("archive.services.proofreading.LOOKED_AT", 1)
    assert remarks_among(Article.objects.all()) == RemarkCounts(1, 2, [])
