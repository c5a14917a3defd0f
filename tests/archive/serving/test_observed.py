"""Ids, lines of the log and counts of requests."""

import json
import logging
import re
from urllib.parse import unquote

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import ResolverMatch
from django.utils.module_loading import import_string
from prometheus_client import REGISTRY
from pythonjsonlogger.json import JsonFormatter

from archive.services.running import RunningFigure
from archive.serving.observed import RequestIds, observe_requests

ID = "proxy-0123456789"


@pytest.fixture
def lines(settings):
    """What the log of production writes, line by line."""

    class Lines(logging.Handler):
        def emit(self, record):
            written.append(json.loads(self.format(record)))

    written: list[dict] = []
    handler = Lines()
    for name in settings.LOGGING["handlers"]["stderr"]["filters"]:
        handler.addFilter(import_string(settings.LOGGING["filters"][name]["()"])())
    # As the settings of production have it.
    handler.setFormatter(JsonFormatter(settings.LOGGING["formatters"]["json"]["format"]))
    log = logging.getLogger("archive.serving.observed")
    before = log.level
    logging.getLogger().addHandler(handler)
    log.setLevel(logging.INFO)
    yield written
    logging.getLogger().removeHandler(handler)
    log.setLevel(before)


def of_django(lines):
    return [line for line in lines if line["name"].startswith("django.")]


SECRET = "秘密secretword"
BEFORE = f"https://elsewhere.example/search/?q={SECRET}#{SECRET}"


def test_no_refusal_says_what_was_looked_for(db, lines):
    """A foreign host, too many fields, a form from a page elsewhere: neither of the request nor of the page before."""
    client = Client(enforce_csrf_checks=True)
    asked = {"q": SECRET}
    assert client.get("/search/", asked, HTTP_HOST="foreign.example.net").status_code == 400
    assert client.get("/search/", {f"{SECRET}{n}": SECRET for n in range(2000)}).status_code == 400
    assert client.post(f"/admin/login/?q={SECRET}", secure=True, HTTP_REFERER=BEFORE).status_code == 403
    names = {line["name"] for line in of_django(lines)}
    assert names == {"django.security.DisallowedHost", "django.security.SuspiciousOperation", "django.security.csrf"}
    said = json.dumps(lines, ensure_ascii=False) + unquote(json.dumps(lines))
    assert "secretword" not in said
    assert "foreign.example.net" in said
    assert "https://elsewhere.example/search/…" in said


@pytest.mark.parametrize("more", [{"data": {"q": SECRET}}, {"headers": {"referer": BEFORE}}])
def test_no_fault_says_what_was_looked_for(client, db, monkeypatch, lines, more):
    """What exceptions say may quote it; where they were raised stays."""

    def fail(request):
        try:
            int(f"no such number: {SECRET}")
        except ValueError as error:
            error.add_note(SECRET)
            raise KeyError(SECRET) from error

    client.raise_request_exception = False
    monkeypatch.setattr("archive.machine.watching.may_watch", fail)
    answer = client.get("/metrics", **more)
    (fault,) = of_django(lines)
    assert (answer.status_code, fault["request_id"]) == (500, answer["X-Request-ID"])
    assert "secretword" not in unquote(json.dumps(lines))
    assert re.search(r"in fail\n.*ValueError: .*Then:.*in fail\n.*KeyError: ", fault["exc_info"], re.DOTALL)


def test_a_fault_of_no_query_says_all_of_itself(client, db, monkeypatch, lines):
    client.raise_request_exception = False
    monkeypatch.setattr("archive.machine.watching.may_watch", lambda request: {}["a key"])
    client.get("/metrics", {"q": "x"})
    client.get("/metrics")
    assert ["'a key'" in line["exc_info"] for line in of_django(lines)] == [False, True]


def test_a_fault_is_told_once_under_the_id_of_its_answer(client, db, monkeypatch, caplog):
    """By Django, after the last middleware; an answer that is a 503 without a fault is told by its own line alone."""
    caplog.handler.addFilter(RequestIds())
    client.raise_request_exception = False
    monkeypatch.setattr("archive.machine.watching.may_watch", lambda request: 1 / 0)
    answer = client.get("/metrics")
    (fault,) = [record for record in caplog.records if record.name == "django.request"]
    assert (answer.status_code, fault.request_id) == (500, answer["X-Request-ID"])
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()
    monkeypatch.setattr(
        "archive.machine.watching.running.figures", lambda: [RunningFigure("x", 0, "", trouble="x", is_needed=True)]
    )
    answer = client.get("/readyz")
    assert [record.status for record in caplog.records] == [503]


def answered(request, status=200, route="article"):
    request.resolver_match = ResolverMatch(lambda: None, (), {}, url_name=route) if route else None
    return observe_requests(lambda request: HttpResponse(status=status))(request)


def test_the_id_of_a_proxy_is_kept_and_said(rf, lines):
    assert answered(rf.get("/", HTTP_X_REQUEST_ID=ID))["X-Request-ID"] == ID
    assert lines[0]["request_id"] == ID


@pytest.mark.parametrize("said", ["", "short", "x" * 65, 'a" b c d e f', "a\nb-01234567", "编号编号编号编号"])
def test_any_other_is_made_anew(rf, lines, said):
    ids = {answered(rf.get("/", HTTP_X_REQUEST_ID=said))["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert all(re.fullmatch("[0-9a-f]{32}", made) for made in ids)


def test_a_line_says_what_was_asked_but_not_what_was_looked_for_or_by_whom(rf, lines):
    answered(rf.get("/search/?q=秘密", REMOTE_ADDR="192.0.2.66"), 404, "search")
    (line,) = lines
    assert (line["method"], line["path"], line["route"], line["status"]) == ("GET", "/search/", "search", 404)
    assert line["slow"] is False
    assert line["milliseconds"] >= 0
    assert "秘密" not in json.dumps(line, ensure_ascii=False)
    assert "192.0.2.66" not in json.dumps(line)


def test_slow_requests_and_faults_are_warnings(rf, lines, settings):
    answered(rf.get("/"), 500)
    settings.SLOW_REQUEST_SECONDS = 0
    answered(rf.get("/"))
    assert [line["levelname"] for line in lines] == ["WARNING", "WARNING"]
    assert [line["slow"] for line in lines] == [False, True]


def test_nothing_typed_becomes_a_line_of_the_log_or_a_name_of_a_count(rf, lines):
    answered(rf.get("/a\nWARNING all is lost"), 404, "")
    assert "\n" not in lines[0]["message"]
    answered(rf.generic("BREW" * 9, "/static/x"), 405, "")
    assert (lines[1]["route"], lines[1]["method"]) == ("static", "other")


def test_requests_are_counted_by_route_and_status(client, db):
    def counted():
        labels = {"route": "robots", "method": "GET", "status": "200"}
        times = REGISTRY.get_sample_value("baoku_request_seconds_count", {"route": "robots"}) or 0
        return REGISTRY.get_sample_value("baoku_requests_total", labels) or 0, times

    before = counted()
    assert client.get("/robots.txt")["X-Request-ID"]
    assert counted() == (before[0] + 1, before[1] + 1)
