"""Lanes share threads fairly and turn away what finds its own full."""

import threading
import time

import pytest

from config.lanes import LIVENESS, Lanes, lane_of


class Request:
    error = None
    ready = None

    command = "GET"

    def __init__(self, path):
        self.path = path


class Channel:
    """Stands for a client's connection: `service` waits until it is let go."""

    def __init__(self, path, gate=None):
        self.requests = [Request(path)]
        self.gate, self.is_served = gate, threading.Event()

    def service(self):
        if self.gate:
            self.gate.wait()
        self.is_served.set()

    def cancel(self):
        self.is_cancelled = True


@pytest.fixture
def lanes():
    lanes = Lanes(threads=4, most_waiting=3)
    yield lanes
    lanes.shutdown()


def fill(lanes, path, count, gate):
    """Channels of one lane, two of which (at most) have a thread before the next ones come."""
    channels = [Channel(path, gate) for _ in range(count)]
    for number, channel in enumerate(channels):
        lanes.add_task(channel)
        while number < 2 and lanes.working[lane_of(path)] < number + 1:
            time.sleep(0.001)
    return channels


@pytest.mark.parametrize(
    ("path", "lane"),
    [
        ("/", ""),
        ("", ""),
        ("/papers/", ""),
        ("/papers/x/", ""),
        ("/search/?q=1", "search"),
        ("/papers/x/search/", "search"),
        ("/feeds/search.atom", "search"),
        ("/papers/x/feeds/search.atom", "search"),
        ("/feeds/archive.atom", ""),
        ("/articles/a1/", "articles"),
        ("/papers/x/articles/a1.pdf", "exports"),
        ("/papers/x/pictures/a1/1.webp", "pictures"),
        ("/nothing/articles/", ""),
    ],
)
def test_a_kind_of_page_is_one_lane_in_every_newspaper(path, lane):
    assert lane_of(path) == lane


def test_many_of_one_kind_leave_threads_for_another(lanes):
    gate = threading.Event()
    searches = fill(lanes, "/search/", 5, gate)
    article = Channel("/articles/a1/")
    lanes.add_task(article)
    assert article.is_served.wait(5)
    assert not any(search.is_served.is_set() for search in searches)
    gate.set()
    assert all(search.is_served.wait(5) for search in searches)


def test_what_finds_its_lane_full_is_answered_at_once_and_says_when_to_come_again(lanes):
    gate = threading.Event()
    fill(lanes, "/search/", 5, gate)
    late, api, alive = Channel("/search/"), Channel("/api/v1/search/"), Channel(LIVENESS)
    for channel in (late, alive):
        lanes.add_task(channel)
    fill(lanes, "/api/v1/", 5, gate)
    lanes.add_task(api)
    assert [channel.requests[0].ready.status[:3] for channel in (late, alive, api)] == ["503", "200", "503"]
    assert dict(late.requests[0].ready.headers)["Retry-After"] == "2"
    assert "请过几秒钟再试" in late.requests[0].ready.body.decode()
    assert api.requests[0].ready.content_type == "application/problem+json"
    lanes.answer_at_once()
    assert late.is_served.is_set()
    gate.set()


def test_every_request_is_answered_once_however_they_come(lanes):
    lanes.most_waiting = 1000
    channels = [Channel(path) for path in ("/", "/search/", "/articles/a1/", "/issues/") for _ in range(200)]
    for channel in channels:
        lanes.add_task(channel)
    assert all(channel.is_served.wait(5) for channel in channels)
    assert lanes.taken == 800


def test_what_waited_too_long_is_told_to_come_again(monkeypatch):
    lanes, gate = Lanes(threads=2, most_waiting=3), threading.Event()
    first, second = fill_one(lanes, gate)
    monkeypatch.setattr("config.lanes.LONGEST_WAIT", -1.0)
    gate.set()
    assert second.is_served.wait(5)
    assert first.requests[0].ready is None
    assert second.requests[0].ready.status.startswith("503")
    lanes.shutdown()


def test_what_waits_when_it_stops_is_let_go():
    lanes, gate = Lanes(threads=2, most_waiting=3), threading.Event()
    _, second, *_ = fill_one(lanes, gate)
    lanes.shutdown(timeout=0)
    assert second.is_cancelled
    gate.set()


def fill_one(lanes, gate):
    """With two threads a lane has one of them."""
    channels = [Channel("/search/", gate) for _ in range(2)]
    for channel in channels:
        lanes.add_task(channel)
        while not lanes.working["search"]:
            time.sleep(0.001)
    return channels
