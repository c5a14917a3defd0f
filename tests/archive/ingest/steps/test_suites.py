"""Poems of one author under one headline."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

FIRST = ("渡口的风停了，又起", "你把灯提着，走下石阶", "水声。在桨下碎了", "我们不说话，看灯")
SECOND = ("桥是老的。少了一块石", "少了过桥的人。影子", "斜在水里，等", "一条船，慢慢过去")
THIRD = ("我想把灯挂在你门前", "照见你的。鞋", "照见石阶，照见", "那年的雪，没有停")


def test_the_first_poem_heads_the_others_and_its_author_stands_above():
    poems = "\n\n".join(["\n".join(FIRST), "石桥", "\n".join(SECOND), "外婆，灯亮了", "\n".join(THIRD)])
    parsed = pipeline.parse(text.read_text("a.txt", f"林晚\n清河的秋（外二首）\n{poems}\n", "utf-8"))
    assert_conserved(parsed)
    [article] = parsed.articles
    assert article.title == "清河的秋（外二首）"
    assert [person.name for person in article.contributors] == ["林晚"]
    assert [(one.heading, one.paragraphs) for one in article.sections] == [
        ("", FIRST),
        ("石桥", SECOND),
        ("外婆，灯亮了", THIRD),
    ]


@pytest.mark.parametrize(("sign", "gap"), [("", "\n\n"), ("□", "\n")])
def test_poems_of_two_poets_are_two_articles(sign, gap):
    first = ("风停了，又起", "你把灯提着，走下石阶", "水声在桨下碎了", "我们不说话，看灯")
    second = ("桥是老的少了一块石", "少了过桥的人影子", "斜在水里等", "一条船慢慢过去")
    poems = [("渡口", "林晚", first), ("石桥", "江月白", second)]
    lines = [gap.join([title, sign + name, "\n".join(verse)]) for title, name, verse in poems]
    parsed = pipeline.parse(text.read_text("a.txt", gap.join(lines) + "\n", "utf-8"))
    assert_conserved(parsed)
    found = [(one.title, one.contributors[0].name, one.sections[0].paragraphs) for one in parsed.articles]
    assert found == poems
