"""Labels before what is said of an article, in the languages and signs in which files have them."""

import pytest

from archive.ingest.words.labels import ATTRIBUTE, field_label, label_alone, named_value


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("标题：河堤上的灯", "title", "河堤上的灯"),
        ("【作者】：王强", "author", "王强"),
        ("【报纸中文名】清河日报", "newspaper", "清河日报"),
        ("title: 河堤上的灯", "title", "河堤上的灯"),
        ("Source = '清河日报'", "newspaper", "清河日报"),
        ('"pubdate": "2021-11-05",', "date", "2021-11-05"),
        ("<contenttitle>河堤上的灯", "title", "河堤上的灯"),
        ("<content>傍晚，灯亮了。", "body", "傍晚，灯亮了。"),
        ("作者：", "author", ""),
    ],
)
def test_a_label_tells_its_key_and_where_its_value_is(line, key, value):
    label = field_label(line)
    assert (label.key, line[label.start : label.end]) == (key, value)


@pytest.mark.parametrize(("name", "key"), [("pub_date", "date"), ("newsTitle", "title"), ("create_date", ATTRIBUTE)])
def test_a_name_of_two_words_says_what_its_value_is(name, key):
    assert named_value(f"{name}: 2021-11-05").key == key


@pytest.mark.parametrize("line", ["傍晚，灯亮了。", "他说：好。", "<p>灯亮了</p>", "标题党害人不浅", "date = 5"])
def test_other_lines_have_none(line):
    assert field_label(line) is None
    assert not label_alone(line)


@pytest.mark.parametrize(("line", "key"), [("标题", "title"), ("作者：", "author"), ("content", "body")])
def test_a_label_may_be_a_whole_line(line, key):
    assert label_alone(line) == key
