"""Rows made to models as Django makes them, but for its signals."""

import pytest
from django.db import models

from archive.models import Article, Issue
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [Article, Issue])
def test_a_row_is_the_same_model_as_django_makes_of_it(model):
    make_article("水库巡查", date="2021-11-05", body="水库管理站开展巡查。")
    names = [field.attname for field in model._meta.concrete_fields]
    values = model.objects.values_list(*names).get()
    ours, djangos = (
        model.from_db("default", names, values),
        models.Model.from_db.__func__(model, "default", names, values),
    )
    assert {**vars(ours), "_state": None} == {**vars(djangos), "_state": None}
    assert (ours._state.adding, ours._state.db) == (djangos._state.adding, djangos._state.db) == (False, "default")


def test_a_column_that_was_not_asked_for_is_asked_for_when_it_is_used(django_assert_num_queries):
    written = make_article("水库巡查", body="水库管理站开展巡查。")
    article = Article.objects.only("title").get(pk=written.pk)
    assert article.get_deferred_fields() == {field.attname for field in Article._meta.concrete_fields} - {"id", "title"}
    with django_assert_num_queries(1):
        assert article.permanent_id == written.permanent_id


def test_it_can_be_changed_and_saved():
    article = Article.objects.get(pk=make_article("水库巡查", body="水库管理站开展巡查。").pk)
    article.title = "水库再巡查"
    article.save()
    assert Article.objects.get(pk=article.pk).title == "水库再巡查"
