"""Who says that it takes no gzip gets none, kept page or not."""

import pytest
from django.test import Client

from archive.serving.packing import takes_gzip
from search.index import indexing
from tests.factories import make_article

TAKEN = {
    "": False, "gzip": True, "br, gzip;q=0.5": True, "gzip;q=0": False, "gzip; q=0.000": False, "GZIP;Q=1": True,
    "identity": False, "*": True, "*;q=0": False, "gzip;q=0, *": False, "gzip;\tq=0": False,
}  # fmt: skip


@pytest.mark.parametrize("accepted", TAKEN)
def test_gzip_is_for_who_takes_it(accepted):
    assert takes_gzip(accepted) == TAKEN[accepted]


@pytest.mark.django_db
def test_no_page_is_packed_for_who_takes_none(client):
    article = make_article("水库巡查", body="水库管理站开展巡查。" * 50)
    indexing.rebuild(processes=1)
    for path in (article.get_absolute_url(), "/search/?q=水库", "/api/v1/articles/"):
        assert client.get(path, headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip;q=0"})


def test_no_static_file_is_packed_for_who_takes_none(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = False
    (tmp_path / "a.css").write_bytes(b"plain")
    (tmp_path / "a.css.gz").write_bytes(b"gz")
    for accepted, sent in {"br, gzip": b"gz", "gzip;q=0": b"plain", "*;q=0": b"plain", "": b"plain"}.items():
        answer = Client(headers={"accept-encoding": accepted}).get("/static/a.css")
        assert (b"".join(answer), answer["Vary"]) == (sent, "Accept-Encoding")
