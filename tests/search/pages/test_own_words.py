"""Names, examples and texts are those of the newspaper in view; nothing is told that a reader cannot do."""

import shutil

import pytest

from archive.models import Newspaper
from search.index import indexing
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db


def text_of(client, address):
    return client.get(address).content.decode()


@pytest.mark.parametrize("page", ["help/search/", "search/", ""])
def test_examples_are_of_the_newspaper_in_view(client, page):
    other = make_newspaper("气象报")
    for number in range(3):
        make_article(f"白海豚保护区第{number}次观测", body="看到了。", newspaper=other, people=(("闫辰宇", "记者"),))
        make_article("济宁高新区开工", people=(("刘菲", "记者"),))
    indexing.rebuild(processes=1)
    text = text_of(client, f"/papers/{other.slug}/{page}")
    assert not [name for name in ("济宁", "高新区", "刘菲", "蓼河") if name in text.replace("济宁高新新闻", "")]
    if page.startswith("help"):
        assert "白海豚" in text
        assert "作者:闫辰宇" in text
    assert "济宁高新区" in text_of(client, "/help/search/")


def test_where_nothing_is_known_examples_are_general(client):
    indexing.rebuild(processes=1)
    assert "检索词" in text_of(client, "/help/search/")


def test_a_newspaper_is_offered_no_search_among_what_it_has_not(client):
    bare, full = make_newspaper("气象报"), make_newspaper("农民报")
    make_article("白海豚保护区", newspaper=bare)
    make_article("清河稻田", newspaper=full, column="田间", people=(("闫辰宇", "记者"),))
    indexing.rebuild(processes=1)
    among = ('value="author"', 'value="column"', 'id="a-author"', "作者:", "栏目:", "、作者", "、栏目")
    pages = ("search/", "search/?q=白海豚", "help/search/", "exports/")
    shown = {
        paper: "".join(text_of(client, f"/papers/{paper.slug}/{page}") for page in pages) for paper in (bare, full)
    }
    assert [each for each in among if each in shown[bare]] == []
    assert [each for each in among if each not in shown[full]] == []
    asked = text_of(client, f"/papers/{bare.slug}/search/?q=闫辰宇&scope=author")
    assert 'value="author" checked' in asked
    assert 'value="column"' in text_of(client, f"/papers/{bare.slug}/search/?q=稻田&papers=all")


def test_a_page_that_is_not_there_leads_on_in_the_newspaper_in_view(client):
    other = make_newspaper("气象报")
    make_article("白海豚保护区", newspaper=other)
    for page in ("nichts/", "issues/1999-01-01/", "articles/nobody/"):
        text = text_of(client, f"/papers/{other.slug}/{page}")
        assert f'href="/papers/{other.slug}/">' in text
        assert "济宁" not in text
    assert "济宁高新新闻" in text_of(client, "/papers/nobody/nichts/")


def test_an_empty_newspaper_is_not_listed(client):
    main = Newspaper.main()
    full, third = make_newspaper("气象报"), make_newspaper("农民报")
    for newspaper in (full, third):
        make_article("白海豚保护区", newspaper=newspaper)
    indexing.rebuild(processes=1)
    for page in ("", "about/"):
        text = text_of(client, f"/papers/{full.slug}/{page}")
        assert f">{third.name}</a>" in text
        assert f">{main.name}</a>" not in text
    front = text_of(client, "/")
    assert f"{main.name}还没有文章" in front
    assert front.count(f'href="/papers/{full.slug}/"') == 2  # in the menu, and in place of articles


@pytest.mark.parametrize("address", ["/", "/search/?q=蓼河", "/issues/", "/about/"])
@pytest.mark.parametrize("broken", [False, True])
def test_no_reader_is_told_to_run_a_command(client, index_folder, address, broken):
    indexing.rebuild(processes=1)
    if broken:
        shutil.rmtree(index_folder)
    answer = client.get(address)
    assert answer.status_code in (200, 503)
    assert not [word for word in ("manage.py", "python", "run_indexer") if word in answer.content.decode()]
