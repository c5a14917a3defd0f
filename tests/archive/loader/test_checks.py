"""Doubts that only the whole archive can raise."""

import dataclasses

import pytest

from archive import loader
from archive.loader.checks import text_fingerprint
from archive.models import Article, Problem
from tests.archive.loader.making import MASTHEAD, article, facts, source

pytestmark = pytest.mark.django_db
LONG = "11月4日上午，蓼河南岸的健身步道正式完工，沿线安装了路灯和长椅，附近三个社区的居民当天晚上就来散步。"


def codes() -> list[tuple[str, str]]:
    return list(Problem.objects.order_by("id").values_list("code", "article__title"))


def load_issue(name: str, date: str, number: int) -> None:
    masthead = dataclasses.replace(MASTHEAD, date=date, total_number=number)
    loader.load(source(article(f"{name}的消息", f"{name}的正文。"), name=name, issue=masthead), facts(name))


def test_a_story_printed_again_is_a_likely_duplicate():
    loader.load(source(article("步道完工", "导语不同。", LONG)), facts())
    again = article("蓼河步道迎客", LONG.replace("，", " ，"), "另一个结尾。")
    loader.load(source(article("别的", "别的事情。"), again, name="b.txt"), facts("b.txt"))
    assert codes() == [("likely_duplicate", "蓼河步道迎客")]
    assert Article.objects.get(title="步道完工").permanent_id in Problem.objects.get().message


def test_an_article_is_no_duplicate_of_itself_or_of_a_withdrawn_one():
    loader.load(source(article("步道完工", LONG)), facts())
    loader.load(source(article("步道完工", LONG, "又一段。")), facts(sha256="e" * 64))
    Article.objects.update(status="withdrawn")
    loader.load(source(article("步道完工", LONG), name="b.txt"), facts("b.txt"))
    assert codes() == []


PARAGRAPHS = ("步道沿线安装了路灯和长椅，一共一百二十盏。", "附近三个社区的居民当天晚上就来散步了。", LONG)


@pytest.mark.parametrize(
    ("title", "paragraphs", "date", "doubted"),
    [
        ("步道完工", (*PARAGRAPHS[:2], LONG.replace("正式", "全线")), MASTHEAD.date, True),  # corrected in its longest
        ("蓼河南岸的步道完工", ("全文重写过了，写得短些。",), MASTHEAD.date, True),
        ("步道完工", (*PARAGRAPHS[:2], LONG.replace("正式", "全线")), "2021-12-01", False),
        ("步道完工", ("步道沿线安装了路灯。", "居民来散步。"), MASTHEAD.date, False),
    ],
)
def test_a_corrected_file_is_a_likely_duplicate_of_the_same_day(title, paragraphs, date, doubted):
    held = "蓼河南岸的步道完工" if len(paragraphs) == 1 else "步道完工"
    loader.load(source(article(held, *PARAGRAPHS), issue=MASTHEAD), facts())
    again = article(title, *paragraphs)
    issue = dataclasses.replace(MASTHEAD, date=date, total_number=None)
    loader.load(source(again, name="b.txt", issue=issue), facts("b.txt"))
    assert ("likely_duplicate" in dict(codes())) == doubted


def test_short_paragraphs_are_no_evidence():
    assert text_fingerprint(["本报讯。", "短短一段，谁都可能写。"]) == ""
    assert text_fingerprint([LONG]) == text_fingerprint(["短。", LONG.replace("，", "")]) != ""


@pytest.mark.parametrize(
    ("issues", "doubtful"),
    [
        ([("2021-11-04", 11), ("2021-11-05", 12), ("2021-11-08", 13)], []),
        ([("2021-11-04", 11), ("2021-11-08", 13), ("2021-11-05", 12)], []),
        ([("2021-11-04", 21), ("2021-11-05", 12)], ["issue_number_order"]),
        ([("2021-11-04", 12), ("2021-11-05", 12)], ["issue_number_order"]),
        ([("2021-11-08", 11), ("2021-11-05", 12)], ["issue_number_order"]),
    ],
)
def test_issue_numbers_rise_with_the_dates(issues, doubtful):
    for n, (date, number) in enumerate(issues):
        load_issue(f"{n}.txt", date, number)
    assert [code for code, _ in codes()] == doubtful


def test_two_mastheads_of_a_day_must_agree():
    load_issue("a.txt", "2021-11-05", 12)
    load_issue("b.txt", "2021-11-05", 15)
    assert codes() == [("issue_number_differs", None)]
    assert "总第15期" in Problem.objects.get().message
    assert "总第12期" in Problem.objects.get().message
