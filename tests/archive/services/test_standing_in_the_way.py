"""An act that is taken back whole and cannot be: what is named as in its way is, and taking that back suffices."""

import pytest

from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Column
from archive.services import corrections
from archive.services.acts import BuiltOn, ChangedSince, NotPossible
from archive.services.articles import by_hand, write_article
from archive.services.bulk_acts import undo_act
from archive.services.bulk_edits import BulkEdit, edit_all
from archive.services.correctable import places
from archive.services.dividing import AS_HEADING, SplitPlace, join_articles, split_article
from archive.services.history import restore_version
from archive.services.statuses import VERBS, apply_to_all
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
BODY = "甲段以经写好，大家都来看。\n乙段也写好。\n丙段说别的事。"


@pytest.fixture
def by():
    return make_user()


@pytest.fixture
def spring():
    article = make_article("春天", body=BODY, column="旧栏")
    Column.objects.create(newspaper=article.newspaper, name="新栏")
    return article


def correct(article, by) -> BulkAct:
    suggested = corrections.keep_suggestion(places(article)[1], "甲段已经写好，大家都来看。", "", "192.0.2.1")
    return corrections.accept(suggested, by)


def split(article, by, line: int = 3) -> BulkAct:
    return split_article(article.pk, SplitPlace(line, f"拆出{line}"), by)[0]


def join(article, by) -> BulkAct:
    other = make_article("夏天", body="另一篇的话在这里。", issue=article.issue)
    return join_articles(article.pk, other.pk, AS_HEADING, by)


WHOLE = {"correct": correct, "split": split, "join": join}


def write(article, by, old: str, new: str) -> None:
    content = content_of_rows(Article.objects.with_parts().get(pk=article.pk))
    content.sections[0][2] = content.sections[0][2].replace(old, new)
    assert write_article(article.pk, content, by_hand(by))


def column(article, by, name: str = "新栏") -> BulkAct:
    return edit_all(BulkEdit(column=name), Article.objects.filter(pk=article.pk), by, "归栏")


def refusal(act, by) -> NotPossible:
    with pytest.raises(NotPossible) as caught:
        undo_act(act, by, "错")
    return caught.value


@pytest.mark.parametrize("what", WHOLE)
def test_an_edit_by_hand_is_named_whatever_was_done_after_it(spring, by, what):
    act = WHOLE[what](spring, by)
    write(spring, by, "写好", "写完")
    column(spring, by)
    error = refusal(act, by)
    assert isinstance(error, ChangedSince)
    assert error.change.article_id == spring.pk
    assert error.change.act is None
    assert "《春天》之后又改过（编辑，zhouhe）" in str(error)
    assert "归栏" not in str(error)


@pytest.mark.parametrize("what", WHOLE)
def test_an_act_that_changed_nothing_of_it_is_not_in_the_way(spring, by, what):
    act = WHOLE[what](spring, by)
    column(spring, by)
    undo_act(act, by, "错")
    assert Article.objects.get(pk=spring.pk).column.name == "新栏"


@pytest.mark.parametrize("what", WHOLE)
def test_an_edit_that_was_restored_is_not_in_the_way(spring, by, what):
    act = WHOLE[what](spring, by)
    row = Article.objects.get(pk=spring.pk)
    write(spring, by, "写好", "写完")
    restore_version(spring.pk, row.version, by, Article.objects.get(pk=spring.pk).version)
    undo_act(act, by, "错")


def test_the_act_that_is_in_the_way_is_named_and_taking_it_back_suffices(spring, by):
    act, later = correct(spring, by), split(spring, by)
    column(spring, by)
    error = refusal(act, by)
    assert isinstance(error, BuiltOn)
    assert error.act == later
    undo_act(later, by)
    undo_act(act, by)
    assert "以经" in Article.objects.get(pk=spring.pk).sections.get().body


def test_an_edit_by_hand_after_a_later_act_is_what_is_named(spring, by):
    act = correct(spring, by)
    split(spring, by)
    write(spring, by, "甲段已经", "甲段果然已经")
    error = refusal(act, by)
    assert isinstance(error, ChangedSince)
    assert error.act == act
    assert BulkAct.objects.filter(undone_at=None).count() == 2


def test_several_are_counted_and_taken_back_from_the_last(spring, by):
    act, one, two = correct(spring, by), split(spring, by, 3), split(spring, by, 2)
    error = refusal(act, by)
    assert isinstance(error, BuiltOn)
    assert error.act == two
    assert "等 2 次" in str(error)
    for each in (two, one, act):
        undo_act(each, by)


def test_a_publication_of_both_halves_is_what_is_named(by):
    draft = make_article("春天", body=BODY, status="draft")
    act = split(draft, by)
    apply_to_all(VERBS["publish"], Article.objects.all(), by)
    error = refusal(act, by)
    assert isinstance(error, BuiltOn)
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
    undo_act(error.act, by, "误发布")
    undo_act(act, by, "误拆")
    draft.refresh_from_db()
    assert draft.status == "withdrawn"
    assert draft.sections.get().body == BODY
    assert Article.objects.get(title="拆出3").replaced_by == draft


def test_an_act_that_is_taken_back_in_vain_is_not_named(by):
    draft = make_article("春天", body=BODY, status="draft")
    act = split(draft, by)
    half = Article.objects.get(title="拆出3")
    write(half, by, "丙段说别的事", "丙段说另一件事")
    apply_to_all(VERBS["publish"], Article.objects.all(), by)
    error = refusal(act, by)
    assert isinstance(error, ChangedSince)
    assert error.change.article == half
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}
