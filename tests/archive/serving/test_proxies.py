"""What nginx may keep: pages that are asked about each time, of whoever has no cookie of their own."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from archive.serving.proxies import kept_as_expired


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
    answer = kept_as_expired(lambda _: HttpResponse(headers=headers))(request)
    assert answer.headers.get("X-Accel-Expires") == kept


@pytest.mark.django_db
def test_a_page_of_the_archive_is_kept(client):
    assert client.get("/sitemap.xml")["X-Accel-Expires"] == "@1"
    assert "X-Accel-Expires" not in client.get("/healthz")
    assert "X-Accel-Expires" not in client.get("/admin/login/")
