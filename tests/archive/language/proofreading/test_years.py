"""Years of headlines: told where the body has another and this one nowhere."""

import pytest

from archive.language.proofreading.remarks import LineKind, ProofLine
from archive.language.proofreading.years import contradicted_years


def told(title: str, body: str, own: int | None = 2024) -> list[str]:
    lines = [ProofLine(LineKind.TITLE, title), ProofLine(LineKind.PARAGRAPH, body)]
    return [remark.quoted for remark in contradicted_years(lines, own)]


@pytest.mark.parametrize(
    ("title", "body", "year"),
    [
        ("大桥2035年建成", "大桥计划到2025年建成通车。", "2035"),
        ("2023年高考开考", "2022年高考昨天开考。", "2023"),
        ("二〇三五年建成", "计划到二〇二五年建成。", "二〇三五"),
        ("２０３５年建成", "计划到2025年建成。", "２０３５"),
    ],
)
def test_a_year_that_the_body_has_nowhere(title, body, year):
    own = 2022 if "高考" in title else 2024
    assert told(title, body, own) == [year]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("大桥2035年建成", "大桥2025年开工，2035年建成。"),
        ("大桥2035年建成", "大桥2025年开工，二〇三五年建成。"),
        ("2035年远景", "从2025年起，到35年实现。"),
        ("2028年完工", "规划期为2021—2028年，2021年起动工。"),
        ("2024年高考开考", "2022年高考人数较少。"),
        ("2023年粮食丰收", "比去年多收一成，2022年歉收。"),
        ("2025年迎新", "明年的计划比2022年更细。"),
        ("2035年建成", "大桥正在建。"),
        ("2030年代的小城", "2025年的小城。"),
    ],
)
def test_a_year_that_something_confirms_or_nothing_speaks_against(title, body):
    assert told(title, body) == []
