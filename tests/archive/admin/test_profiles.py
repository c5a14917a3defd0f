"""A newspaper's profile (版式档案) is shown and edited as plain lists."""

import pytest
from django.urls import reverse

from archive.ingest.profile import profile_of
from archive.models import Newspaper
from tests.archive.admin.forms import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper():
    held = {"furniture": ["河畔读报台"], "columns": ["河畔旧事"]}
    return Newspaper.objects.create(name="清河晚报", profile=profile_of(held).as_dict())


def address_of(paper):
    return reverse("admin:archive_newspaper_change", args=[paper.pk])


def test_the_form_shows_what_was_learnt(chief, paper):
    page = chief.get(address_of(paper)).content.decode()
    for words in ("版式档案", "每期重复的行", "河畔读报台", "河畔旧事", "--reparse"):
        assert words in page


def test_what_an_editor_writes_is_kept(chief, paper):
    answer = submit(
        chief, address_of(paper), furniture="热线 1234\n\n河畔读报台", page_forms="〔0〕副刊", profile_fixed=True
    )
    assert answer.status_code == 302
    paper.refresh_from_db()
    held = profile_of(paper.profile)
    assert (held.newspaper, held.furniture) == ("清河晚报", ("热线0", "河畔读报台"))
    assert (held.columns, held.page_forms, paper.profile_fixed) == (("河畔旧事",), ("〔0〕副刊",), True)


def test_a_form_that_has_no_place_for_its_number_is_refused(chief, paper):
    answer = submit(chief, address_of(paper), page_forms="副刊", date_forms="{年}-{月}")
    assert answer.status_code == 200
    errors = answer.context["adminform"].form.errors
    assert set(errors) == {"page_forms", "date_forms"}
    assert "数字 0" in errors["page_forms"][0]


def test_an_emptied_profile_is_none(chief, paper):
    submit(chief, address_of(paper), furniture="", columns="")
    paper.refresh_from_db()
    assert paper.profile == {}
