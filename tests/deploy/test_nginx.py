"""deploy/nginx.conf in the real nginx, before a real gunicorn."""

import email
import json
import re
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection

import pytest
from django.conf import settings

from archive.serving.long_requests import LONGEST_FORM
from archive.serving.policies import headers_of_every_answer
from config import ready_answers
from search.research.quotations.sentences import LONGEST_TEXT
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
    for path in ("/metrics", "/.refused"):
        status, _, body = ask(nginx, path)
        assert (status, "没有这个网址" in body.decode()) == (404, True)


def test_a_page_is_kept_and_asked_about_each_time(nginx, tmp_path):
    text = tmp_path / "text"
    text.write_text("first")
    first = ask(nginx, f"/kept{text}")[2]
    assert ask(nginx, f"/kept{text}")[2] == first, "the kept copy was not used"
    assert ask(nginx, f"/kept{text}", Cookie="sessionid=1")[2] != first, "who has a cookie gets his own"
    dark = ask(nginx, f"/kept{text}", Cookie="theme=dark; font=large")[2]
    assert dark != first, "a choice of display has a page of its own"
    assert ask(nginx, f"/kept{text}", Cookie="theme=dark; font=large")[2] == dark
    text.write_text("corrected")
    assert ask(nginx, f"/kept{text}")[2].startswith(b"corrected ")
    status, headers, _ = ask(nginx, f"/kept{text}", **{"If-None-Match": '"corrected"'})
    assert (status, headers["X-Accel-Expires"]) == (304, None)


def test_what_does_not_say_so_and_what_was_looked_for_is_not_kept(nginx, tmp_path):
    text = tmp_path / "text"
    text.write_text("first")
    first = ask(nginx, f"/kept{text}?q=secret")[2]
    assert ask(nginx, f"/kept{text}?q=secret")[2] != first
    assert ask(nginx, f"/kept{text}?q=secret", **{"If-None-Match": '"first"'})[0] == 304, "the archive itself is asked"
    assert {ask(nginx, path)[0] for path in ("/search/", "/search/", f"/kept{text}")} == {200}
    kept = [path.read_bytes() for path in nginx.folder.glob("cache-baoku/*")]
    assert any(f"/kept{text}\n".encode() in page for page in kept)
    assert not [page for page in kept if b"/search/\n" in page or b"secret" in page]


def test_no_log_says_what_was_looked_for(tmp_path):
    """Neither of requests that were answered nor of those that were refused or could not be."""
    with gunicorn() as (port, _), nginx_before(port, tmp_path) as nginx:
        before = f"https://{HOST}/search/?q=secret#secret"
        assert ask(nginx, "/search/?q=secret", Referer=before)[0] == 200
        with ThreadPoolExecutor(20) as greedy:
            asked = [greedy.submit(ask, nginx, "/search/?q=secret", Referer=before) for _ in range(60)]
        assert {each.result()[0] for each in asked} == {200, 429}
        assert refused_over_tls(nginx, b"GET /search/?q=secret x HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.1 400 ")
        plain = HTTPConnection("127.0.0.1", nginx.plain_port)
        assert answer_of(plain, "/search/?q=secret", Host=HOST, Referer=before)[0] == 301
    dead = tmp_path / "dead"
    dead.mkdir()
    with nginx_before(free_port(), dead) as nginx:
        assert ask(nginx, "/search/?q=secret", Referer=before)[0] == 503
    logs = [path for path in tmp_path.rglob("*") if path.name.endswith(".log")]
    assert sorted({path.name for path in logs}) == ["error.log", "log-access.log", "log-error.log"]
    assert not [path for path in logs if "secret" in path.read_text()]
    lines = (tmp_path / "log-access.log").read_text().splitlines()
    assert len(lines) == 63
    told = (
        r'127\.0\.0\.1 \[2\S+\] "GET /search/" 200 \d+ "https://news\.example\.cn/search/" "-" [\d.]+ 200 [0-9a-f]{32}'
    )
    assert re.fullmatch(told, lines[0]), lines[0]


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
    assert refused[0][1]["Retry-After"] == "5"
    assert "请求太多" in refused[0][2].decode()


SEARCHES = [
    *("search/?q=x", "search/suggest/?q=x", "api/v1/search/?q=x", "api/v1/articles/?q=x"),
    *("feeds/search.atom?q=x", "exports/found.csv?q=x", "pictures/a.png"),
]


@pytest.mark.parametrize("paper", ["", "papers/linxian/"])
@pytest.mark.parametrize(("number", "path"), enumerate(SEARCHES))
def test_all_that_searches_is_limited_for_every_newspaper(nginx, number, path, paper):
    """An address may ask ten a second, thirty at once; an API says so as a problem."""
    client = f"127.0.{5 + bool(paper)}.{number + 1}"
    with ThreadPoolExecutor(20) as greedy:
        asked = [greedy.submit(ask, nginx, f"/{paper}{path}", client=client) for _ in range(70)]
    answers = [each.result() for each in asked]
    assert {status for status, _, _ in answers} == {200, 429}
    headers, body = next((headers, body) for status, headers, body in answers if status == 429)
    if path.startswith("api/"):
        assert (headers["Content-Type"], json.loads(body)["status"]) == ("application/problem+json", 429)
    else:
        assert headers["Content-Type"].startswith("text/html")


def test_who_guesses_passwords_is_told_to_wait_and_an_office_is_not(nginx):
    """Of many tries at once twenty are taken; ten editors who mistype once each are none of them refused."""
    tried = [ask(nginx, "/admin/login/?next=/admin/", "POST", b"x", client="127.0.3.1")[0] for _ in range(30)]
    assert tried[:20] == [200] * 20
    assert 429 in tried
    _, headers, body = next(
        answer
        for answer in (ask(nginx, "/admin/login/", "POST", b"x", client="127.0.3.1") for _ in range(30))
        if answer[0] == 429
    )
    assert (headers["Retry-After"], headers["Cache-Control"]) == ("5", "no-store")
    assert "请求太多" in body.decode()
    assert ask(nginx, "/admin/login/", client="127.0.3.1")[0] == 200, "its form may be looked at"
    assert ask(nginx, "/admin/", "POST", b"x", client="127.0.3.1")[0] == 200, "who is in goes on working"
    assert ask(nginx, "/admin/login/", "POST", b"x", client="127.0.3.2")[0] == 200


def refused_over_tls(nginx, sent):
    """All that is answered to these bytes."""
    trusted = ssl.create_default_context(cafile=nginx.folder / "fullchain.pem")
    trusted.check_hostname = False
    with (
        socket.create_connection(("127.0.0.1", nginx.port), source_address=("127.0.4.1", 0)) as plain,
        trusted.wrap_socket(plain) as connection,
    ):
        connection.sendall(sent)
        with connection.makefile("rb") as answer:
            return answer.read()


def in_words(path, method="GET", *lines):
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {HOST}", "Connection: close", *lines, "", ""]).encode()


# What is sent of an address; the status; what is said; whether nginx came to read the address.
REFUSED = [
    (lambda path: in_words(f"{path} x"), 400, ready_answers.UNREADABLE, False),
    (lambda path: in_words(path, "GET", f"Host: {HOST}"), 400, ready_answers.UNREADABLE, True),
    (lambda path: in_words(path, "TRACE"), 405, ready_answers.WRONG_METHOD, True),
    (lambda path: in_words(path, "POST", "Content-Length: 300000"), 413, ready_answers.TOO_LONG, True),
    (lambda path: in_words("/admin/", "POST", "Content-Length: 1200000000"), 413, ready_answers.TOO_LONG, False),
    (lambda path: in_words(f"{path}?q=" + "x" * 20_000), 414, ready_answers.LONG_ADDRESS, False),
    (lambda path: in_words(path, "GET", "Cookie: a=" + "x" * 20_000), 431, ready_answers.LONG_ADDRESS, True),
    (lambda path: in_words(path, "POST", "Transfer-Encoding: gzip"), 501, ready_answers.UNREADABLE, True),
    (lambda path: in_words(path).replace(b"HTTP/1.1", b"HTTP/3.0"), 505, ready_answers.UNREADABLE, False),
]


@pytest.mark.parametrize(("request_of", "status", "refusal", "is_read"), REFUSED)
def test_what_nginx_refuses_it_refuses_in_the_words_of_the_archive(nginx, request_of, status, refusal, is_read):
    for path, to_program in (("/articles/a.pdf", False), ("/api/v1/", is_read), ("/papers/a/api/v1/", is_read)):
        head, _, body = refused_over_tls(nginx, request_of(path)).partition(b"\r\n\r\n")
        assert head.startswith(f"HTTP/1.1 {status} ".encode())
        headers = email.message_from_bytes(head.partition(b"\r\n")[2])
        assert headers.get_all("Cache-Control") == ["no-store"]
        assert headers["Content-Security-Policy"].startswith("default-src 'none'; ")
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Permissions-Policy"] == dict(headers_of_every_answer())["Permissions-Policy"]
        assert headers["Retry-After"] is None
        if to_program:
            assert headers.get_all("Content-Type") == ["application/problem+json"]
            told = json.loads(ready_answers.answer_of_refusal(refusal, to_program=True).body)
            if status > 500:  # those that say what is unreadable by a status of its own
                told |= {"status": status, "title": HTTPStatus(status).phrase}
            assert json.loads(body) == told
        else:
            assert headers.get_all("Content-Type") == ["text/html; charset=utf-8"]
            page = ready_answers.answer_of_refusal(refusal, to_program=False).body
            assert body == page.replace(b"\n", b"")


def test_a_kept_page_that_is_another_than_the_one_named_is_refused_in_chinese(nginx, tmp_path):
    text = tmp_path / "text"
    text.write_text("first")
    assert ask(nginx, f"/kept{text}")[0] == 200
    status, headers, body = ask(nginx, f"/kept{text}", **{"If-Match": '"another"'})
    assert (status, "不是您说的那一版" in body.decode()) == (412, True)
    assert headers["Cache-Control"] == "no-store"


def test_what_may_be_sent_is_as_much_as_the_refusal_says(nginx):
    said = ready_answers.TOO_LONG.said
    assert f"最多能发 {LONGEST_FORM // 1000} KB" in said
    assert f"引文核对一次最多 {LONGEST_TEXT} 字" in said
    assert f"一次最多 {settings.UPLOAD_BYTES >> 30} GB" in said
    assert f"每个文件最多 {settings.UPLOAD_FILE_BYTES >> 20} MB" in said
    assert ask(nginx, "/search/?upload", "POST", b"x" * (LONGEST_FORM - 1))[2] == str(LONGEST_FORM - 1).encode()


def test_plain_text_where_tls_is_spoken_and_nonsense_where_it_is_not(nginx):
    status, _, body = answer_of(HTTPConnection("127.0.0.1", nginx.port), "/", Host=HOST)
    assert (status, "没有读懂这个请求" in body.decode()) == (400, True)
    status, headers, _ = answer_of(HTTPConnection("127.0.0.1", nginx.plain_port), "/a", "TRACE", Host=HOST)
    assert (status, headers["Location"]) == (301, f"https://{HOST}/")


def test_where_nothing_answers_it_says_so_and_when_to_come_again(tmp_path):
    with nginx_before(free_port(), tmp_path) as nginx:
        status, headers, body = ask(nginx, "/articles/a/")
        assert (status, headers["Retry-After"]) == (503, "5")
        assert "现在没有应答" in body.decode()
        assert ask(nginx, "/articles/a.pdf")[1].get_all("Content-Type") == ["text/html; charset=utf-8"]
        status, headers, body = ask(nginx, "/api/v1/")
        assert (status, headers["Content-Type"], headers["Retry-After"]) == (503, "application/problem+json", "5")
        assert json.loads(body)["code"] == "unavailable"
