"""The worker as gunicorn runs it: half requests, slow readers, too many of a kind, and its end."""

import json
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

import pytest

from tests.config.running_gunicorn import ask, gunicorn

HALF = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\n",
    b"POST /articles/a/correct/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nabc",
    b"POST /admin/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    b"",
)


@pytest.fixture(scope="module")
def port():
    with gunicorn() as (port, _):
        yield port


def sent(port, data):
    connection = socket.create_connection(("127.0.0.1", port))
    connection.sendall(data)
    return connection


def test_half_requests_hold_nobody_up(port):
    half = [sent(port, HALF[number % len(HALF)]) for number in range(100)]
    assert ask(port, "/livez")[::2] == (200, b"ok\n")
    assert ask(port, "/articles/a/")[0] == 200
    half[0].sendall(b"\r\n")
    assert half[0].recv(100).startswith(b"HTTP/1.1 200 OK")
    for connection in half:
        connection.close()


def test_who_comes_last_is_served_where_half_requests_take_every_place():
    with gunicorn("--worker-connections", "20", "--threads", "2") as (port, _):
        half = [sent(port, HALF[0]) for _ in range(40)]
        assert ask(port, "/livez")[0] == ask(port, "/articles/a/")[0] == 200
        assert half[0].recv(100) == b""  # the first gave up its place
        for connection in half:
            connection.close()


def test_a_slow_reader_holds_no_thread(port):
    slow = [sent(port, b"GET /exports/?megabytes=40 HTTP/1.0\r\n\r\n") for _ in range(4)]
    assert ask(port, "/exports/?megabytes=1")[0] == 200
    for connection in slow:
        with connection, connection.makefile("rb") as answer:
            assert len(answer.read()) > 40_000_000


def test_too_many_of_a_kind_are_told_when_to_come_again(port):
    """Two of four threads and sixteen places: what comes on top is refused, and other pages are there."""
    with ThreadPoolExecutor(30) as readers:
        searches = [readers.submit(ask, port, "/search/?seconds=0.3") for _ in range(30)]
        refused = next(each.result() for each in as_completed(searches) if each.result()[0] != 200)
        assert ask(port, "/articles/a/")[0] == ask(port, "/livez")[0] == 200
    statuses = [each.result()[0] for each in searches]
    assert statuses.count(200) == 18
    assert statuses.count(503) == 12
    assert refused[1]["Retry-After"] == "2"
    assert "现在来访的人太多" in refused[2].decode()


def test_a_long_upload_comes_in_whole_and_only_at_the_desk(port):
    assert ask(port, "/admin/?upload", "POST", b"x" * 3_000_000)[2] == b"3000000"
    assert ask(port, "/admin/?upload", "POST", iter([b"x" * 1000] * 3000))[2] == b"3000000"
    status, headers, body = ask(port, "/search/?upload", "POST", b"x" * 250_000)
    assert (status, headers["Connection"]) == (413, "close")
    assert "发来的内容太长" in body.decode()


@pytest.mark.parametrize(
    ("request_line", "status", "said"),
    [
        (b"GET / HTTP/1.1 x y", b"400 ", "没有读懂这个请求"),
        (b"GET /search/?q=" + b"x" * 40_000 + b" HTTP/1.1", b"431 ", "网址太长"),
    ],
)
def test_what_cannot_be_read_is_refused_in_chinese(port, request_line, status, said):
    with sent(port, request_line + b"\r\nHost: localhost\r\n\r\n") as connection, connection.makefile("rb") as answer:
        answered = answer.read()
    assert answered.split(b" ", 1)[1].startswith(status)
    assert said in answered.decode()


def test_programs_are_refused_with_a_problem(port):
    status, headers, body = ask(port, "/api/v1/search/?upload", "POST", b"x" * 250_000)
    assert (status, headers["Content-Type"]) == (413, "application/problem+json")
    assert json.loads(body)["code"] == "too_long"


def test_an_address_with_characters_as_they_are_is_read(port):
    connection = sent(port, "GET /search/?q=报 HTTP/1.0\r\n\r\n".encode())
    assert connection.recv(100).startswith(b"HTTP/1.0 200 OK")
    connection.close()


def test_head_has_no_body(port):
    status, headers, body = ask(port, "/livez", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "3", b"")


def test_a_worker_is_replaced_and_no_request_is_lost():
    with gunicorn("--max-requests", "20", "--max-requests-jitter", "0") as (port, _):
        answers = [ask(port, "/") for _ in range(50)]
        assert {status for status, _, _ in answers} == {200}
        assert len({body for _, _, body in answers}) >= 2


def test_it_ends_after_the_answers_that_are_being_made():
    with gunicorn() as (port, process), ThreadPoolExecutor(1) as reader:
        assert ask(port, "/livez")[0] == 200
        late = reader.submit(ask, port, "/?seconds=1.5")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert late.result()[0] == 200
        assert process.wait(timeout=20) == 0
