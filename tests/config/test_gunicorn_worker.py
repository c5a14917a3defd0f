"""The worker as gunicorn runs it: half requests, slow readers, too many of a kind, and its end."""

import encodings
import json
import pkgutil
import resource
import signal
import socket
import time
from ast import literal_eval
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest

from archive.serving.clients import is_proxy
from tests.config.running_gunicorn import answer_of, ask, gunicorn

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
        searches = [readers.submit(ask, port, "/search/?seconds=2") for _ in range(2)]
        while ask(port, "/?working")[2] != b"2":
            pass
        searches += [readers.submit(ask, port, "/search/?seconds=0.1") for _ in range(28)]
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


@contextmanager
def gunicorn_without_room(log=None, **told):
    """One whose files may not grow over 600 kB: the system says what it says where the disk is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, before[1]))
    try:
        with gunicorn(log=log, **told) as (port, _):
            yield port
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("body", [b"x" * 20_000_000, [b"x" * 100_000] * 200], ids=["whole", "chunked"])
def test_an_upload_that_finds_no_room_is_told_so_when_all_of_it_was_sent(body):
    with gunicorn_without_room() as port:
        status, headers, said = ask(port, "/admin/?upload", "POST", iter(body) if isinstance(body, list) else body)
        assert (status, headers["Retry-After"], headers["Connection"]) == (507, "60", "close")
        assert "服务器的磁盘满了" in said.decode()
        assert ask(port, "/admin/?upload", "POST", b"x" * 100_000)[2] == b"100000", "what needs no disk is taken"
        assert ask(port, "/livez")[0] == 200


def as_refused(port):
    """Requests that no thread had, by the status of the answer: (status, headers) of each."""
    with ThreadPoolExecutor(30) as readers:
        asked = [readers.submit(ask, port, "/search/?seconds=0.3&q=secret") for _ in range(30)]
    answers = [each.result()[:2] for each in asked]
    answers.append(ask(port, "/exports/?upload", "POST", b"x" * 250_000)[:2])
    answers.append(ask(port, "/search/?q=" + "x" * 40_000)[:2])
    answers.append(ask(port, "/articles/a/?fault")[:2])
    return [(status, headers) for status, headers in answers if status != 200]


def in_production(tmp_path):
    """Settings of a server that logs JSON."""
    told = {"SECRET_KEY": "x1" * 40, "ALLOWED_HOSTS": "localhost", "SITE_URL": "https://localhost"}
    return told | {"DJANGO_SETTINGS_MODULE": "config.settings.prod", "DATA_DIR": str(tmp_path / "data")}


def test_what_is_told_between_requests_has_the_id_of_none(tmp_path):
    with (tmp_path / "log").open("w") as log, gunicorn_without_room(log, **in_production(tmp_path)) as port:
        assert ask(port, "/livez")[0] == 200
        assert ask(port, "/admin/?upload", "POST", b"x" * 2_000_000)[0] == 507
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    assert [line["request_id"] for line in lines if line["message"].startswith("No room")] == [""]
    assert all(line["request_id"] for line in lines if "route" in line)


def test_what_is_refused_is_logged_counted_and_guarded_as_any_answer(tmp_path):
    with (tmp_path / "log").open("w") as log, gunicorn(log=log, **in_production(tmp_path)) as (port, _):
        refused = as_refused(port)
        assert ask(port, "/livez", "HEAD")[0] == 200
        counted = ask(port, "/?counts")[2].decode()
    statuses = [status for status, _ in refused]
    assert sorted(set(statuses)) == [413, 431, 500, 503]
    lines = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if line.startswith("{")]
    of_requests = {line["request_id"]: line for line in lines if "route" in line}
    for status, headers in refused:
        line = of_requests[headers["X-Request-ID"]]
        assert (line["status"], line["route"]) == (status, "refused")
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "camera=()" in headers["Permissions-Policy"]
        assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "secret" not in json.dumps(list(of_requests.values()))
    assert {line["path"] for line in of_requests.values() if line["status"] in (431, 503)} == {"/search/"}
    assert [line["status"] for line in of_requests.values() if line["route"] == "livez"] == [200]
    assert [(line["method"], line["path"]) for line in of_requests.values() if line["status"] == 500] == [
        ("GET", "/articles/a/")
    ]
    (fault,) = [line for line in lines if "It was asked for." in line.get("exc_info", "")]
    assert of_requests[fault["request_id"]]["status"] == 500
    busy = statuses.count(503)
    assert f'baoku_requests_total{{method="GET",route="refused",status="503"}} {busy}.0' in counted
    assert f'baoku_refused_total{{lane="search"}} {busy}.0' in counted
    assert 'baoku_waiting{lane="search"} 0.0' in counted


def test_the_id_that_a_proxy_gave_is_said_of_what_is_refused(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"X-Request-ID": "proxy-0123456789"}
    assert answer_of(connection, "/livez", **headers)[1]["X-Request-ID"] == "proxy-0123456789"


@pytest.mark.parametrize(
    ("request_line", "status", "said"),
    [
        (b"GET http://[/ HTTP/1.1", b"400 ", "没有读懂这个请求"),
        (b"POST / HTTP/1.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked", b"400 ", "没有读懂这个请求"),
        (b"POST / HTTP/1.0\r\nContent-Length: 3\r\nTransfer-Encoding: chunked", b"400 ", "没有读懂这个请求"),
        (b"GET / HTTP/1.1\r\nContent-Type: text/plain; x*=nosuch''a\r\nContent-Length: 1", b"400 ", "没有读懂这个请求"),
        (
            b"GET / HTTP/1.1\r\nContent-Type: text/plain; charset*=utf-8''a%00b\r\nContent-Length: 1",
            b"400 ",
            "没有读懂这个请求",
        ),
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


@pytest.mark.parametrize("path", ["/api/v1/articles/?q=", "/papers/a/api/v1/search/?q="])
def test_a_long_address_of_an_api_is_refused_with_a_problem(port, path):
    status, headers, body = ask(port, path + "x" * 40_000)
    assert (status, headers["Content-Type"]) == (431, "application/problem+json")
    assert json.loads(body)["code"] == "long_address"
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    assert answer_of(connection, path, Cookie="x" * 40_000)[1]["Content-Type"] == "application/problem+json"
    with sent(port, f"HEAD {path}{'x' * 40_000} HTTP/1.1\r\n\r\n".encode()) as asked, asked.makefile("rb") as answer:
        assert answer.read().endswith(b"\r\n\r\n"), "a HEAD has no body"


def test_an_address_with_characters_as_they_are_is_read(port):
    connection = sent(port, "GET /search/?q=报 HTTP/1.0\r\n\r\n".encode())
    assert connection.recv(100).startswith(b"HTTP/1.0 200 OK")
    connection.close()


# address -> (status, length that is said): a page, a stream, what is not modified, what is refused, what fails, a file
HEADS = {
    "/?type": ("200", "4"),
    "/exports/?megabytes=3": ("200", None),
    "/exports/?file=3": ("200", "3000000"),
    "/livez": ("200", "3"),
    "/articles/a/?status=304": ("304", None),
    "/articles/a/?status=404": ("404", "4"),
    "/articles/a/?fault": ("500", "*"),
}


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "POST", "FOO"])
def test_that_it_lives_is_only_read(port, method):
    status, headers, _ = ask(port, "/livez", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("path", HEADS)
def test_a_head_is_headers_and_nothing_else(port, path, version):
    """To the byte, as a client takes what comes after them for the next answer."""
    status, length = HEADS[path]
    end = "Connection: close\r\n" if version == "1.1" else ""
    asked = f"HEAD {path} HTTP/{version}\r\nHost: localhost\r\n{end}\r\n".encode()
    with sent(port, asked) as connection, connection.makefile("rb") as answer:
        head, empty, body = answer.read().decode().partition("\r\n\r\n")
    assert (head.split(" ")[1], empty, body) == (status, "\r\n\r\n", "")
    said = {name: value for name, _, value in (line.partition(": ") for line in head.split("\r\n")[1:])}
    assert length == "*" or said.get("Content-Length") == length
    assert ask(port, path)[1].get("Content-Length") == said.get("Content-Length")


def test_after_a_head_a_get_is_answered_on_the_same_connection(port):
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    for path, (status, _) in HEADS.items():
        connection.request("HEAD", path)
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (int(status), b"")
        connection.request("GET", "/?type")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"None")
    connection.close()


def test_no_more_is_made_of_a_stream_than_its_headers_take(port):
    assert ask(port, "/exports/?megabytes=10000000", "HEAD")[::2] == (200, b"")


CODECS = sorted({each.name for each in pkgutil.iter_modules(encodings.__path__)} - {"aliases", "utf_8"})
KINDS = ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")


def test_a_request_without_a_body_is_of_no_type(port):
    """Django reads the query of a GET by the charset of its type, and the page is kept by its address."""
    for charset in (*CODECS, "utf-8", "nosuch"):
        for method in ("GET", "POST"):
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            said = {"Content-Type": f"text/plain; charset={charset}"}
            assert answer_of(connection, "/?type", method, **said)[::2] == (200, b"None")


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_is_utf8_or_refused(port, kind):
    def answered(charset, path="/?type"):
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        return answer_of(connection, path, "POST", b"a=b", **{"Content-Type": f"{kind}; charset={charset}"})

    for charset in (*CODECS, "nosuch", "''"):
        assert answered(charset)[0] == 400, charset
    status, headers, _ = answered("gbk", "/api/v1/search/")
    assert (status, headers["Content-Type"]) == (400, "application/problem+json")
    for charset in ("utf-8", "UTF8", "u8", '"utf_8"', "cp65001"):
        assert answered(charset)[2] == repr(kind).encode()


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_who_waits_to_be_told_to_go_on_with_nothing_is_answered(port, method):
    asked = f"{method} / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n"
    with sent(port, asked.encode()) as connection:
        connection.settimeout(10)
        assert connection.recv(100).startswith(b"HTTP/1.1 200 OK")


def test_a_worker_is_replaced_and_no_request_is_lost(tmp_path):
    with (tmp_path / "log").open("w+") as log:
        with gunicorn("--max-requests", "20", "--max-requests-jitter", "0", log=log) as (port, _):
            answers = [ask(port, "/") for _ in range(50)]
            assert {status for status, _, _ in answers} == {200}
            assert len({body for _, _, body in answers}) >= 2
        log.seek(0)
        assert "Traceback" not in log.read()


def test_a_worker_that_ends_writes_to_no_file_that_is_not_its_own(tmp_path):
    """What wakes its loop is a number; where that was closed, it is the next file's that is opened."""
    with (tmp_path / "log").open("w+") as log:
        with gunicorn(log=log) as (port, process), ThreadPoolExecutor(4) as readers:
            late = [readers.submit(ask, port, f"/?seconds={n / 4 + 0.5}") for n in range(4)]
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            assert {each.result()[0] for each in late} == {200}
            assert process.wait(timeout=20) == 0
        log.seek(0)
        assert "Bad file descriptor" not in log.read()


@pytest.mark.parametrize("head", [b"HEAD / HTTP/1.1\r\nno colon\r\n\r\n", b"HEAD / HTTP/9\r\n\r\n"])
def test_a_head_that_cannot_be_read_is_refused_without_a_body(port, head):
    with sent(port, head) as connection, connection.makefile("rb") as answer:
        status, _, rest = answer.read().partition(b"\r\n")
    assert status.split()[1] == b"400"
    assert rest.endswith(b"\r\n\r\n")


def test_it_ends_after_the_answers_that_are_being_made():
    with gunicorn() as (port, process), ThreadPoolExecutor(1) as reader:
        assert ask(port, "/livez")[0] == 200
        late = reader.submit(ask, port, "/?seconds=1.5")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        assert late.result()[0] == 200
        assert process.wait(timeout=20) == 0


class UnixConnection(HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=30)
        self.path = str(path)

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def test_who_comes_by_a_unix_socket_is_a_proxy_of_ours(tmp_path):
    """As docs/operations.md says: only who may write to the socket can, and that is the proxy."""
    with gunicorn("--bind", f"unix:{tmp_path / 'web'}"):
        said = {"X-Request-ID": "of-the-proxy-1"}
        status, headers, _ = answer_of(UnixConnection(tmp_path / "web"), "/livez", **said)
        assert (status, headers["X-Request-ID"]) == (200, "of-the-proxy-1")
        assert is_proxy(literal_eval(answer_of(UnixConnection(tmp_path / "web"), "/?peer")[2].decode()))
