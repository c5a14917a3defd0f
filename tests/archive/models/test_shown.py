"""The stamp of all that readers may see is another after each change of it, and after no other."""

import pytest

from archive.models import Correction
from archive.models.shown import ShownState
from search.index import indexing
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def stamps(changes):
    """Whether each of these changes drew the stamp anew."""
    for change in changes:
        before = ShownState.current()
        change()
        yield ShownState.current() != before


def make_correction(state, article=None):
    article = article or make_article("水库巡查", body="水库管理站开展巡查。")
    row = Correction.objects.create(article=article, number=1, printed="旧文", suggested="新文", state=state)
    if state == Correction.State.ACCEPTED:
        row.shown_in.set([article])
    return row


def test_a_correction_is_seen_from_when_it_is_accepted():
    rows = Correction.objects.filter(pk=make_correction(Correction.State.WAITING).pk)
    changes = [
        lambda: make_correction(Correction.State.DECLINED, rows[0].article),
        lambda: rows.update(reason="看过原报"),
        lambda: rows.update(state=Correction.State.ACCEPTED),
        lambda: rows.update(credited_as="周禾"),
        lambda: rows.update(state=Correction.State.WAITING),
        lambda: rows.delete(),
        lambda: make_correction(Correction.State.ACCEPTED, make_article("又巡查")),
    ]
    assert list(stamps(changes))[:6] == [False, False, True, True, True, False]
    assert list(stamps([lambda: Correction.objects.filter(state=Correction.State.ACCEPTED).delete()])) == [True]


def test_where_a_correction_is_shown_is_seen():
    row, other = make_correction(Correction.State.ACCEPTED), make_article()
    changes = [lambda: row.shown_in.add(other), lambda: row.shown_in.set([other]), lambda: row.shown_in.clear()]
    assert list(stamps(changes)) == [True, True, True]


def test_another_name_of_who_corrected_shows_on_a_page_that_is_kept(client):
    row = make_correction(Correction.State.ACCEPTED)
    indexing.rebuild(processes=1)
    Correction.objects.filter(pk=row.pk).update(credited_as="周禾")
    address = row.article.get_absolute_url()
    assert "周禾" in client.get(address).content.decode()
    Correction.objects.filter(pk=row.pk).update(credited_as="李麦")
    page = client.get(address).content.decode()
    assert "李麦" in page
    assert "周禾" not in page
