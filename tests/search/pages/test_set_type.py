"""What a page sets otherwise than it was printed, and what stays: a reader who copies from it finds the article."""

import re

import html5lib
import pytest

from search.index import indexing
from tests.factories import make_article

pytestmark = pytest.mark.django_db

PRINTED = "记者:今年怎么样?主任(笑)说:比去年好!去年增长3.5%,今年8.2%;还要看.\n他问:为什么?"
SHOWN = "记者：今年怎么样？主任（笑）说：比去年好！去年增长3.5%，今年8.2%；还要看．"


def page_of(client, address):
    return html5lib.parse(client.get(address).content.decode(), namespaceHTMLElements=False)


def texts(tree, tag, **attributes):
    found = (each for each in tree.iter(tag) if all(each.get(key) == value for key, value in attributes.items()))
    return ["".join(each.itertext()).strip() for each in found]


def test_what_is_copied_from_a_page_finds_its_article_in_quotes(client):
    article = make_article("高新区:质量、发展(一)", body=PRINTED)
    make_article("另一篇", body="今年怎么样，主任笑了。")
    indexing.rebuild(processes=1)
    tree = page_of(client, article.get_absolute_url())
    assert texts(tree, "p", id="p1") == [SHOWN]
    assert texts(tree, "span", **{"class": "title"}) == ["高新区：质量、发展（一）"]
    for copied in (SHOWN, SHOWN[3:21], "高新区：质量、发展（一）", "去年增长3.5%，今年8.2%；还要看．"):
        found = page_of(client, f"/search/?q=“{copied}”")
        assert texts(found, "span", **{"class": "title"}) == ["高新区：质量、发展（一）"], copied


def test_marks_stand_over_what_is_set(client):
    article = make_article("高新区质量和高质量发展", body=PRINTED)
    indexing.rebuild(processes=1)
    tree = page_of(client, f"{article.get_absolute_url()}?q=“今年怎么样?主任(笑)”")
    assert texts(tree, "mark") == ["今年怎么样？主任（笑）"]
    tree = page_of(client, f"{article.get_absolute_url()}?q=质量")
    assert texts(tree, "mark")[:2] == ["质量", "质量"]
    hit = client.get("/search/?q=“今年怎么样?主任(笑)”").content.decode()
    assert "<mark>今年怎么样？主任（笑）</mark>说：" in hit


def test_source_exports_and_programs_have_what_was_printed(client):
    article = make_article("高新区:质量、发展(一)", body=PRINTED)
    indexing.rebuild(processes=1)
    first = PRINTED.splitlines()[0]
    there = article.get_absolute_url()
    for address in (f"{there[:-1]}.txt", f"{there[:-1]}.md", f"/api/v1/articles/{article.permanent_id}/"):
        said = client.get(address)
        assert said.status_code == 200, address
        assert first in said.content.decode(), address
    assert re.search(r"citation_title\" content=\"高新区:质量", client.get(there).content.decode())
    assert "比去年好!去年增长" in client.get("/api/v1/search/?q=主任").content.decode()
