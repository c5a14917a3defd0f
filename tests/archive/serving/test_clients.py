"""Who asks, whatever stands in front: what is believed of whom."""

import pytest

from archive.serving.clients import FROM_NOWHERE, believe_proxies, client_address, warn_once

READER, PROXY, STRANGER = "198.51.100.7", "127.0.0.1", "192.0.2.66"


@pytest.fixture
def behind_a_proxy(settings):
    settings.CLIENT_ADDRESS = "HTTP_X_REAL_IP"


def asked_by(request) -> str:
    return believe_proxies(client_address)(request)


@pytest.mark.parametrize(
    ("peer", "counted"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("", FROM_NOWHERE),
        ("unix:", "unix:"),
    ],
)
def test_without_a_proxy_the_connection_says_it(rf, peer, counted):
    assert asked_by(rf.get("/", REMOTE_ADDR=peer, HTTP_X_REAL_IP=READER)) == counted


@pytest.mark.parametrize("peer", [PROXY, "::1", "", "::ffff:127.0.0.1"])
def test_a_proxy_says_it(rf, behind_a_proxy, peer):
    assert asked_by(rf.get("/", REMOTE_ADDR=peer, HTTP_X_REAL_IP=READER)) == READER
    assert asked_by(rf.get("/", REMOTE_ADDR=peer, HTTP_X_REAL_IP="2001:db8::1")) == "2001:db8::"


@pytest.mark.parametrize("peer", [STRANGER, "10.0.0.1", "x", "2001:db8::"])
def test_nobody_else_does(rf, behind_a_proxy, peer):
    said = {"HTTP_X_REAL_IP": READER, "HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_REQUEST_ID": "a"}
    request = rf.get("/", REMOTE_ADDR=peer, **said)
    assert asked_by(request) == peer
    assert not said.keys() & request.META.keys()


@pytest.mark.parametrize("said", [{}, {"HTTP_X_REAL_IP": "nobody"}, {"HTTP_X_REAL_IP": "9" * 400}])
def test_a_proxy_that_does_not_say_it_is_all_there_is(rf, behind_a_proxy, said, caplog):
    warn_once.cache_clear()
    assert asked_by(rf.get("/", REMOTE_ADDR=PROXY, **said)) == PROXY
    assert asked_by(rf.get("/", REMOTE_ADDR="", **said)) == FROM_NOWHERE
    assert caplog.text.count("the proxy does not say it") == 1


def test_a_correction_and_a_log_in_come_from_somewhere_then(client, db, behind_a_proxy):
    """A header that is named and not there was a fault."""
    from archive.models import Correction
    from tests.factories import make_article

    form = f"{make_article().get_absolute_url()}correct/?p=1"
    assert client.post(form, {"suggested": "蓼河新城昨天开工。"}).status_code == 302
    assert Correction.objects.count() == 1
    assert client.post("/admin/login/", {"username": "a", "password": "b"}).status_code == 200
