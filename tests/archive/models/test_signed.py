"""A newspaper that names who wrote is known without a look at its articles."""

import pytest
from django.db import connection

from archive.apps import ArchiveConfig
from archive.layout.leafing import LISTS, leafing_through
from archive.models import Article, Contribution, Contributor, Newspaper, SignedNewspaper
from archive.models.signed import watch_signatures
from tests.factories import make_article

pytestmark = pytest.mark.django_db
CONTRIBUTORS = LISTS[-1]


def signed():
    return set(SignedNewspaper.objects.values_list("newspaper", flat=True))


def sign(article, name="周禾"):
    person, _ = Contributor.objects.get_or_create(name=name)
    return Contribution.objects.create(article=article, contributor=person)


def test_a_signature_brings_its_newspaper_in_once():
    article = make_article("水库巡查")
    assert article.newspaper_id not in signed()
    assert CONTRIBUTORS not in leafing_through(article.newspaper_id).lists
    sign(article)
    sign(article, "李麦")
    assert signed() == {article.newspaper_id}
    assert CONTRIBUTORS in leafing_through(article.newspaper_id).lists


def test_rows_made_by_the_thousand_and_by_sql_tell_of_it_too():
    article = make_article("水库巡查")
    person = Contributor.objects.create(name="周禾")
    Contribution.objects.bulk_create([Contribution(article=article, contributor=person)], ignore_conflicts=True)
    assert signed() == {article.newspaper_id}


def test_who_wrote_a_text_that_comes_to_another_newspaper_comes_with_it():
    article = make_article("水库巡查")
    sign(article)
    other = Newspaper.objects.create(name="湖畔晚报", slug="hupan")
    Article.objects.filter(pk=article.pk).update(newspaper=other)
    assert other.pk in signed()
    unsigned = Newspaper.objects.create(name="湖畔早报", slug="zaobao")
    Article.objects.filter(pk=make_article("又巡查").pk).update(newspaper=unsigned)
    assert unsigned.pk not in signed()


def test_a_list_is_there_as_long_as_readers_have_an_article_of_it():
    article = make_article("水库巡查")
    contribution = sign(article)
    contribution.delete()
    assert CONTRIBUTORS not in leafing_through(article.newspaper_id).lists


def test_those_that_were_in_before_the_table_are_found_after_the_migration():
    article = make_article("水库巡查")
    sign(article)
    SignedNewspaper.objects.all().delete()
    watch_signatures(ArchiveConfig, connection.alias)
    assert signed() == {article.newspaper_id}
