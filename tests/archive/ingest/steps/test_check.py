"""What is said of an article whose day was not read."""

import pytest

from archive.ingest import pipeline

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
