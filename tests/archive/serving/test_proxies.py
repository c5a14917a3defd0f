"""What browsers and proxies may keep; nginx pages that are asked about each time, of whoever has no own cookie."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from archive.serving.proxies import said_to_caches
from tests.factories import make_article


@pytest.mark.parametrize(
    ("headers", "cookie", "kept"),
    [
        ({"ETag": '"1"', "Cache-Control": "no-cache"}, "", "@1"),
        ({"ETag": '"1"', "Cache-Control": "no-cache"}, "sessionid=1", None),
        ({"ETag": '"1"', "Cache-Control": "no-cache"}, "theme=dark; font=large", "@1"),
        ({"ETag": '"1"', "Cache-Control": "no-cache"}, "theme=dark; sessionid=1", None),
        ({"ETag": '"1"', "Cache-Control": "private, no-cache"}, "", None),
        ({"ETag": '"1"', "Cache-Control": "no-store"}, "", None),
        ({"Cache-Control": "no-cache"}, "", None),
        ({"ETag": '"1"'}, "", None),
    ],
)
def test_only_what_is_asked_about_is_kept(headers, cookie, kept):
    request = RequestFactory().get("/", headers={"cookie": cookie} if cookie else None)
    answer = said_to_caches(lambda _: HttpResponse(headers=headers))(request)
    assert answer.headers.get("X-Accel-Expires") == kept


@pytest.mark.django_db
def test_a_page_of_the_archive_is_kept(client):
    assert client.get("/sitemap.xml")["X-Accel-Expires"] == "@1"
    assert "X-Accel-Expires" not in client.get("/healthz")
    assert "X-Accel-Expires" not in client.get("/admin/login/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/nosuch/", "no-cache"),
        ("/articles", "no-cache"),
        ("/exports/newspaper.jsonl", "no-cache"),
        ("/exports/newspaper.zip", "no-cache"),
        ("/issues/2021-11-05.xlsx", "no-cache"),
        ("/admin/jsi18n/", "private, no-store"),
        ("/admin", "no-cache"),
    ],
)
def test_whoever_makes_it_an_answer_says_how_long_it_may_be_kept(client, asked, said):
    make_article()
    assert client.get(asked)["Cache-Control"] == said
    assert client.head(asked)["Cache-Control"] == said
    assert client.put(asked)["Cache-Control"] == said


def test_what_is_refused_before_any_view_does_so_too(client, db):
    assert client.get("/?" + "&a" * 9000)["Cache-Control"] == "no-cache"
    assert client.get("/", HTTP_HOST="evil.example")["Cache-Control"] == "no-cache"
