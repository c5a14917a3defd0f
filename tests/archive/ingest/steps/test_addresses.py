"""Lists of items each of which has its address on the web."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

TITLES = ("清河北渡口恢复通航", "柳河南码头改建动工", "河湾村旧渡成了公园", "石桥镇轮渡加开夜班")


def item(title: str, number: int) -> list[str]:
    return [title, f"6月{number}日上午，{title}，两岸的人都来看，孩子们追着", f"http://www.example.cn/{number}.htm"]


@pytest.mark.parametrize("address_first", [False, True])
def test_addresses_divide_the_items_of_a_list(address_first):
    items = [item(title, number) for number, title in enumerate(TITLES, start=3)]
    lines = [line for one in items for line in ([one[2], *one[:2]] if address_first else one)]
    parsed = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    assert_conserved(parsed)
    assert [article.title for article in parsed.articles] == list(TITLES)
    assert [article.sections[0].paragraphs for article in parsed.articles] == [(one[1],) for one in items]


def test_addresses_at_different_distances_divide_nothing():
    lines = [line for number, title in enumerate(TITLES, start=3) for line in item(title, number)]
    lines.insert(5, "记者从县交通局了解到，码头的改建要两个月，其间渡船照常往来。")
    parsed = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8"))
    assert_conserved(parsed)
    assert len(parsed.articles) < len(TITLES)
