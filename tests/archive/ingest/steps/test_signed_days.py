"""A name that stands beside the day of a story and nothing else: 张三　2021年11月5日."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from archive.ingest.words.beside import signed_day
from tests.archive.ingest.conservation import assert_conserved

STORY = """
　　十一月的早晨，巷口的白菜堆得像小山。卖菜的老人把外层的叶子一片片剥下来，露出里面的嫩白。
　　母亲每年都要腌一缸白菜。她说，白菜是冬天的脸面，缸里有白菜，屋里就有日子。
　　后来我离开了家，在城里也学着腌，却总少一点味道。
"""


@pytest.mark.parametrize("head", ["", "清河日报 2019年11月9日 第4版 副刊\n\n"])
@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("钱小雨　2019年11月8日", ["钱小雨"]),
        ("2019-11-08 钱小雨", ["钱小雨"]),
        ("王建华 李大明　2019-11-08", ["王建华", "李大明"]),
    ],
)
def test_names_beside_the_day_are_a_byline(head, line, names):
    read = pipeline.parse(text.read_text("a.txt", f"{head}母亲的白菜\n{line}\n{STORY}", "utf-8"))
    [article] = read.articles
    assert [person.name for person in article.contributors] == names
    assert (article.title, article.byline.split(), article.date) == ("母亲的白菜", names, "2019-11-08")
    assert_conserved(read)
    assert "unread_byline" not in {problem.code for problem in read.problems}


def test_one_of_two_characters_may_be_something_else():
    read = pipeline.parse(text.read_text("a.txt", f"母亲的白菜\n文史　2019年11月8日\n{STORY}", "utf-8"))
    assert "unread_byline" in {problem.code for problem in read.problems}


@pytest.mark.parametrize("line", ["副刊　2019年11月8日", "新华社 2019年11月8日", "张三 2019年11月8日 第3版"])
def test_other_words_beside_a_day_are_no_names(line):
    assert signed_day(line) is None
