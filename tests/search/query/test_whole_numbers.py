"""Numbers are whole where they are typed, and every character counts within quotation marks; print variants are one."""

import pytest

from archive.language.folding import fold, print_variants
from search.index import indexing
from search.query import SearchRequest, answer, ranked
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db

TEXTS = {
    "claim": "获批地方政府专项债券项目16个，办结18877件，获批债券额度117.61亿元。",
    "right": "获批地方政府专项债券项目18个，获批债券额度17.61亿元。",
    "wide": "增长３．５％，共１８，８７７件。",
    "half": "完成1/2，比分3∶2，增长13.5%。",
    "day": "2021.5.3，第18版。",
    "languages": "程序员学C语言，也学C++，又学C#。",
    "letters": "甲类C等，乙类A等，丙类5等，股份G字。",
    "shares": "A股上涨，5G基站开通，大家加油💪。",
    "cheer": "大家一起加油。",
    "apart": "💪是力量，加油是鼓劲。" * 9,
}


@built_once
def articles():
    made = {name: make_article(f"第{name}条", body=text) for name, text in TEXTS.items()}
    indexing.rebuild(processes=1)
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("18", {"right", "day"}),
        ("18个", {"right"}),
        ("17.61", {"right"}),
        ("61", set()),
        ("17.6", set()),
        ("“7.61”", {"claim", "right"}),
        ("“188”", {"claim"}),
        ("“18,8”", {"wide"}),
        ("18877", {"claim"}),
        ("18,877", {"wide"}),
        ("１８，８７７", {"wide"}),
        ("877", set()),
        ("3.5%", {"wide"}),
        ("3.5％", {"wide"}),
        ("3.5", {"wide"}),
        ("13.5%", {"half"}),
        ("1/2", {"half"}),
        ("3:2", {"half"}),
        ("2021", {"day"}),
        ("C++", {"languages"}),
        ("C#", {"languages"}),
        ("A股", {"shares"}),
        ("5G", {"shares"}),
        ("加油💪", {"shares", "apart"}),
        ("加油", {"shares", "cheer", "apart"}),
        ("项目18个", {"right"}),
        ("正文:18", {"right", "day"}),
        ("标题:18", set()),
    ],
)
def test_a_typed_number_is_whole_and_keeps_its_marks(articles, typed, found):
    names = {article.pk: name for name, article in articles.items()}
    assert {names[pk] for pk in ranked(SearchRequest.from_params({"q": typed}, make_newspaper()))} == found


def test_the_whole_run_comes_first(articles):
    assert ranked(SearchRequest(make_newspaper(), q="加油💪")) == [articles["shares"].pk, articles["apart"].pk]


def test_only_whole_numbers_are_marked(articles):
    (hit,) = answer(SearchRequest(make_newspaper(), q="专项债券 16")).hits
    assert "<mark>16</mark>" in "".join(hit.snippets)
    page = answer(SearchRequest(make_newspaper(), q="债券 17 或 16"))
    marked = "".join(snippet for hit in page.hits for snippet in hit.snippets)
    assert "<mark>17</mark>" not in marked


def test_every_form_of_print_is_found_by_every_other():
    """Brute force over the table of print variants, in quotation marks and out of them."""
    newspaper = make_newspaper()
    forms: dict[str, list[str]] = {}
    for variant in print_variants():
        forms.setdefault(fold(variant), [fold(variant)]).append(variant)
    forms |= {"里": ["里", "裡", "裏"], "e": ["e", "é", "e\u0301", "Ｅ"], "着": ["着", "著"]}
    made = {}
    for number, same in enumerate(forms.values()):
        own = [make_article(f"第{number}例", body=f"石{form}榴树下") for form in same]
        made[number] = ({article.pk for article in own}, same)
    indexing.rebuild(processes=1)
    for keys, same in made.values():
        for form in same:
            quoted = ranked(SearchRequest.from_params({"q": f"“石{form}榴”"}, newspaper))
            assert set(quoted) == keys, form
            typed = ranked(SearchRequest.from_params({"q": f"石{form}榴"}, newspaper))
            assert set(typed[: len(keys)]) == keys, form
