"""deploy/nginx.conf in the real nginx, before a real gunicorn."""

import re
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPSConnection

import pytest

from tests.browser.conftest import free_port
from tests.config.running_gunicorn import answer_of, gunicorn
from tests.deploy.install_servers import find_program
from tests.deploy.running_nginx import nginx_before, write_configuration

HOST = "news.example.cn"


@pytest.fixture(scope="module")
def nginx(tmp_path_factory):
    with gunicorn() as (port, _), nginx_before(port, tmp_path_factory.mktemp("nginx")) as nginx:
        yield nginx


def ask(nginx, path, method="GET", body=None, client="127.0.0.1", **headers):
    """Through TLS, from an address of the loopback network."""
    trusted = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    trusted.check_hostname = False
    connection = HTTPSConnection("127.0.0.1", nginx.port, timeout=30, context=trusted, source_address=(client, 0))
    return answer_of(connection, path, method, body, Host=HOST, **headers)


def test_it_is_a_configuration_without_a_warning(tmp_path):
    whole = write_configuration(tmp_path, free_port(), free_port(), free_port())
    tried = subprocess.run([find_program("nginx"), "-t", "-c", whole], capture_output=True, text=True)
    assert tried.returncode == 0, tried.stderr
    assert "[warn]" not in tried.stderr
    assert "[warn]" not in (tmp_path / "error.log").read_text()


def test_plain_http_leads_to_tls(nginx):
    status, headers, _ = answer_of(HTTPConnection("127.0.0.1", nginx.plain_port), "/articles/a/?q=1", Host=HOST)
    assert (status, headers["Location"]) == (301, f"https://{HOST}/articles/a/?q=1")
    foreign = answer_of(HTTPConnection("127.0.0.1", nginx.plain_port), "/a", Host="evil.example")
    assert foreign[1]["Location"] == f"https://{HOST}/a"


def test_it_says_who_asks_and_nobody_can_say_otherwise(nginx):
    lies = {"X-Real-IP": "10.9.8.7", "X-Forwarded-Proto": "http", "X-Forwarded-For": "10.9.8.7"}
    lies |= {"Forwarded": "for=10.9.8.7", "Via": "1.1 x", "X-Request-ID": "reader-0123456789"}
    *said, request_id = ask(nginx, "/?headers", client="127.0.0.9", **lies)[2].decode().split(" ")
    assert said == [HOST, "127.0.0.9", "https", "-", "-", "-"]
    assert re.fullmatch("[0-9a-f]{32}", request_id)


def test_figures_are_not_for_the_net(nginx):
    assert ask(nginx, "/metrics")[0] == 404


def test_a_page_is_kept_and_asked_about_each_time(nginx, tmp_path):
    text = tmp_path / "text"
    text.write_text("first")
    first = ask(nginx, f"/articles/a/?kept={text}")[2]
    assert ask(nginx, f"/articles/a/?kept={text}")[2] == first, "the kept copy was not used"
    assert ask(nginx, f"/articles/a/?kept={text}", Cookie="sessionid=1")[2] != first, "who has a cookie gets his own"
    dark = ask(nginx, f"/articles/a/?kept={text}", Cookie="theme=dark; font=large")[2]
    assert dark != first, "a choice of display has a page of its own"
    assert ask(nginx, f"/articles/a/?kept={text}", Cookie="theme=dark; font=large")[2] == dark
    text.write_text("corrected")
    assert ask(nginx, f"/articles/a/?kept={text}")[2].startswith(b"corrected ")
    status, headers, _ = ask(nginx, f"/articles/a/?kept={text}", **{"If-None-Match": '"corrected"'})
    assert (status, headers["X-Accel-Expires"]) == (304, None)


def test_what_does_not_say_so_is_not_kept(nginx):
    assert {ask(nginx, "/search/")[0] for _ in range(2)} == {200}
    cached = [path for path in nginx.folder.glob("cache-baoku/*") if b"KEY: https" in path.read_bytes()]
    assert not [path for path in cached if b"/search/\n" in path.read_bytes()]


def test_pages_are_packed(nginx):
    _, headers, body = ask(nginx, "/?megabytes=1", **{"Accept-Encoding": "gzip"})
    assert headers["Content-Encoding"] == "gzip"
    assert len(body) < 10_000


def test_uploads_come_in_at_the_desk_alone(nginx):
    body = b"x" * 3_000_000
    assert ask(nginx, "/admin/?upload", "POST", body)[2] == b"3000000"
    assert ask(nginx, "/search/?upload", "POST", b"x" * 300_000)[0] == 413


def test_half_requests_and_slow_readers_hold_nobody_up(nginx):
    half = []
    for number in range(100):
        connection = socket.create_connection(("127.0.0.1", nginx.port), source_address=(f"127.0.1.{number + 1}", 0))
        half.append(connection)
    began = time.monotonic()
    assert ask(nginx, "/livez")[::2] == (200, b"ok\n")
    assert ask(nginx, "/articles/a/")[0] == 200
    assert time.monotonic() - began < 10
    for connection in half:
        connection.close()


def test_one_address_that_asks_without_end_is_told_to_wait_and_others_are_served(nginx):
    with ThreadPoolExecutor(20) as greedy:
        asked = [greedy.submit(ask, nginx, "/search/", client="127.0.2.1") for _ in range(100)]
        assert ask(nginx, "/search/", client="127.0.2.2")[0] == 200
    refused = [each.result() for each in asked if each.result()[0] != 200]
    assert refused
    assert {status for status, _, _ in refused} == {429}
    assert refused[0][1]["Retry-After"] == "2"
    assert "请求太多" in refused[0][2].decode()


def test_where_nothing_answers_it_says_so_and_when_to_come_again(tmp_path):
    with nginx_before(free_port(), tmp_path) as nginx:
        status, headers, body = ask(nginx, "/articles/a/")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "现在没有应答" in body.decode()
        status, headers, body = ask(nginx, "/api/v1/")
        assert (status, headers["Content-Type"]) == (503, "application/problem+json")
        assert b'"code": "unavailable"' in body
