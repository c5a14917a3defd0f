"""A text that is JSON as a whole: one story or several, and what only looks like JSON."""

import json

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import formats
from archive.ingest.types import UnreadableSource
from tests.archive.ingest.conservation import assert_conserved

TEXT = [
    "本报讯 傍晚，河堤上的灯亮了，散步的人多了，孩子们在桥头追着影子跑。",
    "渡口的船还在等最后一班客人，摆渡人把缆绳系好，在岸边站了很久。",
]
STORY = {"id": 7, "title": "河堤上的灯亮了", "author": "王强", "pubDate": "2021-11-05", "content": "\n".join(TEXT)}
OTHER = {"id": 8, "title": "老粮站改成书屋", "author": "", "pubDate": "2021-11-05", "content": TEXT[1]}


def parsed(value, name="story.json", **written):
    source = pipeline.parse_bytes(name, json.dumps(value, **written).encode())
    assert_conserved(source)
    return source


@pytest.mark.parametrize("name", ["story.json", "story.txt"])
@pytest.mark.parametrize("written", [{"ensure_ascii": True}, {"ensure_ascii": False}, {"indent": 1}])
def test_one_story_on_one_line_or_many(name, written):
    [article] = parsed(STORY, name, **written).articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2021-11-05")
    assert [person.name for person in article.contributors] == ["王强"]
    assert [text.replace(" ", "") for text in article.sections[0].paragraphs] == [
        text.replace(" ", "") for text in TEXT
    ]


@pytest.mark.parametrize("value", [[STORY, OTHER], {"code": 0, "data": {"list": [STORY, OTHER]}}])
def test_several_stories(value):
    assert [article.title for article in parsed(value).articles] == ["河堤上的灯亮了", "老粮站改成书屋"]


def test_a_list_of_paragraphs_is_a_text():
    [article] = parsed({**STORY, "content": TEXT}).articles
    assert len(article.sections[0].paragraphs) == len(TEXT)


@pytest.mark.parametrize(
    "text",
    [
        "[清河日报]\n河堤上的灯亮了",
        '{"title": "河堤上的灯亮了"',
        '["河堤上的灯亮了"]',
        '{"title": "\\ud800河堤"}',
        "[" * 9999,
    ],
)
def test_what_is_no_json_or_none_of_named_values_is_a_text(text):
    assert formats.read("a.txt", text.encode()).reader == "text"


def test_a_monstrous_value_is_refused():
    with pytest.raises(UnreadableSource):
        formats.read("a.json", json.dumps({"content": "灯" * 9_000_000}, ensure_ascii=False).encode())
