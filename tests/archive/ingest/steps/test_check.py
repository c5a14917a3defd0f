"""What is said of an article whose day was not read, and of which nothing is said."""

import pytest

from archive.ingest import pipeline
from archive.ingest.steps import check

PROSE = "　　蓼河南岸的步道{}完工，居民当晚就来散步，一直走到桥头才回家，大家都说好。\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("蓼河时报\n2022年2月31日 星期五 第1版\n\n蓼河边新添步道\n\n" + PROSE.format(""), "2022年2月31日不存在"),
        ("蓼河边新添步道\n2021-13-05　来源：蓼河时报\n\n" + PROSE.format(""), "2021年13月5日不存在"),
        ("蓼河边新添步道\n\n" + PROSE.format("2021年4月31日"), "2021年4月31日不存在"),
        ("蓼河边新添步道\n\n" + PROSE.format("2024年2月29日"), "原文没有写日期"),
        ("蓼河边新添步道\n\n" + PROSE.format(""), "原文没有写日期，也没有提到年份"),
    ],
)
def test_a_day_that_no_calendar_has_is_told_as_such(text, said):
    parsed = pipeline.parse_bytes("a.txt", text.encode())
    (doubt,) = [problem.message for problem in parsed.problems if problem.code == "no_date"]
    assert said in doubt


class Counted:
    """A form, and the lines that were looked at for it."""

    def __init__(self, form):
        self.form, self.lines = form, 0

    def finditer(self, text):
        self.lines += 1
        return self.form.finditer(text)


@pytest.mark.parametrize("stories", [10, 40])
def test_each_line_of_a_file_is_looked_at_twice_at_most_for_a_day_that_is_none(stories, monkeypatch):
    counted = Counted(check._WHOLE_DAY)
    monkeypatch.setattr(check, "_WHOLE_DAY", counted)
    story = "蓼河边新添步道{0}\n\n　　本报讯（记者 周禾）蓼河第{0}段步道完工，居民当晚就来散步。\n"
    source = "\n\n".join(story.format(number) for number in range(stories))
    assert len(pipeline.parse_bytes("a.txt", source.encode()).articles) == stories
    assert counted.lines <= 2 * len(source.split("\n"))


FIRST = "　　本报讯（记者 周晓禾）11月4日傍晚，滨河大堤上的路灯全部亮起，散步的居民多了起来。\n\n"
SECOND = "　　本报讯（记者 周晓禾）11月4日，滨河早市搬到桥东，摊位比从前宽了一倍。\n"


def test_two_reports_that_dateline_and_reporters_begin_are_sure_of_their_headlines():
    page = "滨河新闻\n2021年11月5日 星期五 第1版\n\n河堤上的灯亮了\n\n" + FIRST + "早市搬到了桥东\n\n" + SECOND
    parsed = pipeline.parse_bytes("a.txt", page.encode())
    assert [article.title for article in parsed.articles] == ["河堤上的灯亮了", "早市搬到了桥东"]
    assert not parsed.problems
