"""A question put together once gives what Django's gives that is put together each time."""

import pytest

from archive.models import Newspaper
from search.models import LAST, Suggestion, SuggestionCount
from search.query.lookalikes import _articles_with, _sharing_a_half, _spelled

pytestmark = pytest.mark.django_db
ASKED = [
    (_articles_with, {"texts": '["防汛", "高铁"]'}),
    (_spelled, {"spellings": '["fangxun"]', "initials": '["gt"]'}),
    (_sharing_a_half, {"front": "防", "front_end": "防" + LAST, "back": "铁", "back_end": "铁" + LAST}),
]


@pytest.fixture
def papers():
    rows = [
        Suggestion(kind="term", text=text, folded=text, backwards=text[::-1], spelling=spelling, initials=initials)
        for text, spelling, initials in (
            ("防汛", "fangxun", "fx"),
            ("防洪", "fanghong", "fh"),
            ("高铁", "gaotie", "gt"),
            ("放训", "fangxun", "fx"),
        )
    ]
    Suggestion.objects.bulk_create(rows)
    papers = [Newspaper.objects.create(name=name, slug=name) for name in ("晨报", "晚报", "周报")]
    for n, row in enumerate(Suggestion.objects.all()):
        Suggestion.objects.filter(pk=row.pk).update(articles=10 + n)
        for paper in papers[: 1 + n % 3]:
            SuggestionCount.objects.create(
                suggestion=row, newspaper=paper, spelling=row.spelling, initials=row.initials, articles=1 + n
            )
    return papers


@pytest.mark.parametrize(("question", "values"), ASKED)
@pytest.mark.parametrize("asked", [None, [0], [2], [0, 1], [0, 1, 2]])
def test_it_is_answered_for_all_one_and_several_newspapers_alike(papers, question, values, asked):
    newspapers = None if asked is None else [papers[n] for n in asked]
    expected = list(question.ask(Suggestion.objects.offered_in(newspapers), **values))
    assert expected
    for _ in range(2):
        assert question(newspapers, **values) == expected
