"""After a reader's correction an article is found by what was printed and by what is right, and says which is which."""

import re
from dataclasses import replace

import pytest

from archive.models import Article, BulkAct, Correction
from archive.services import corrections
from archive.services.bulk_acts import undo_act
from archive.services.correctable import place_at
from archive.services.dividing import join_articles
from search.evaluation.literal_check import BruteForce, check
from search.index import indexing
from search.query import SearchRequest, answer, ranked
from search.query.syntax import AllOf, Term
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
PRINTED, RIGHT = "蓼河新成今天开工，市民称好。", "蓼河新城今天开工，市民称好。"


@pytest.fixture
def corrected(index_folder, django_capture_on_commit_callbacks) -> Article:
    claims = [["sections/0/paragraphs/0", 1, 1, PRINTED]]
    article = make_article("一则消息", body=f"{PRINTED}\n另一段。", claims=claims)
    make_article("别的消息", body="蓼河的春天。")
    indexing.rebuild()
    sent = corrections.keep_suggestion(place_at(article, 1), RIGHT, "", "192.0.2.1")
    with django_capture_on_commit_callbacks(execute=True):
        corrections.accept(sent, make_user())
    return article


def asked(q: str) -> SearchRequest:
    return SearchRequest.from_params({"q": q}, None)


def test_found_by_both_and_the_snippet_says_which(corrected):
    for typed, said in (('"蓼河新成"', "原文作："), ('"蓼河新城"', ""), ('"今天开工"', "")):
        page = answer(asked(typed))
        assert [hit.article for hit in page.hits] == [corrected]
        (hit,) = page.hits
        assert hit.matches == 1
        (snippet,) = hit.snippets
        assert snippet.startswith(said)
        assert ("原文作" in snippet) == bool(said)
    (both,) = answer(asked('"蓼河新成" 称好')).hits
    assert [("原文作" in each) for each in both.snippets] == [False, True]


def test_the_page_marks_the_former_wording_only_where_the_text_has_it_no_longer(corrected, client):
    page = client.get(f"{corrected.get_absolute_url()}?q=%22蓼河新成%22").content.decode()
    assert re.search(r"原文作“<mark id=\"hit-1\">蓼河新成</mark>.*今天开工，市民称好。”</li>", page)
    page = client.get(f"{corrected.get_absolute_url()}?q=%22今天开工%22").content.decode()
    assert len(re.findall(r"<mark id=", page)) == 1


def test_brute_force_knows_both(corrected):
    brute = BruteForce()
    for words in ("蓼河新成", "蓼河新城"):
        assert brute.holders(words) == {corrected.pk} == set(ranked(asked(f'"{words}"')))
    for tally in check(60, seed=1).values():
        assert tally.samples
        assert not tally.wrong


def test_taken_back_it_is_found_as_before(corrected):
    undo_act(BulkAct.objects.get(), make_user())
    indexing.drain()
    assert ranked(asked('"蓼河新成"')) == [corrected.pk]
    (hit,) = answer(asked('"蓼河新成"')).hits
    assert hit.matches == 1
    assert not any("原文作" in each for each in hit.snippets)
    assert ranked(SearchRequest(typed=AllOf((Term("蓼河新城", exact=True),)))) == []


def test_a_join_takes_it_along_and_an_undone_one_gives_it_back(corrected, client):
    Correction.objects.update(credited_as="柳先生")
    first = make_article("前一篇", body="开头。")
    pages = {article.pk: article.get_absolute_url() for article in (first, corrected)}
    assert "柳先生" in client.get(pages[corrected.pk]).content.decode()
    assert "柳先生" not in client.get(pages[first.pk]).content.decode()
    act = join_articles(first.pk, corrected.pk, "none", make_user())
    indexing.drain()
    (hit,) = answer(asked('"蓼河新成"')).hits
    assert (hit.article, hit.snippets[0].startswith("原文作：")) == (first, True)
    assert "柳先生" in client.get(pages[first.pk]).content.decode()
    undo_act(act, make_user())
    indexing.drain()
    assert ranked(asked('"蓼河新成"')) == [corrected.pk]
    assert "柳先生" in client.get(pages[corrected.pk]).content.decode()
    assert "柳先生" not in client.get(pages[first.pk]).content.decode()


def test_what_one_correction_brought_and_another_replaced_is_found_too(corrected, client):
    """Both were sent while the original stood, so neither says of itself what was between."""
    right = "蓼河新区今天开工，市民称好。"
    seen_before = replace(place_at(Article.objects.get(pk=corrected.pk), 1), text=PRINTED)
    sent = corrections.keep_suggestion(seen_before, right, "", "192.0.2.2")
    corrections.accept(sent, make_user("another"), over_changes=True)
    indexing.drain()
    for words, said in (("蓼河新成", "原文作："), ("蓼河新城", "改前作："), ("蓼河新区", "")):
        (hit,) = answer(asked(f'"{words}"')).hits
        assert [each.startswith(said) for each in hit.snippets] == [True]
        assert hit.matches == 1
        page = client.get(f"{corrected.get_absolute_url()}?q=%22{words}%22").content.decode()
        assert len(re.findall(f"<mark id=[^>]*>{words}</mark>", page)) == 1
    assert "当时改为“" in page
    undo_act(BulkAct.objects.latest("pk"), make_user("third"))
    indexing.drain()
    (hit,) = answer(asked('"蓼河新城"')).hits
    assert not any("改前作" in each for each in hit.snippets)
