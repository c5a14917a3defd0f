"""Requests that wait for a thread: a bounded lane for each kind of page, and what is answered where a lane is full."""

import time
from collections import Counter, deque

from prometheus_client import Counter as Count
from prometheus_client import Gauge
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.task import ThreadedTaskDispatcher

from config.ready_answers import (
    ALIVE,
    BUSY,
    FAULT,
    LONG_ADDRESS,
    NO_ROOM,
    TOO_LONG,
    UNREADABLE,
    WRONG_METHOD,
    ReadyAnswer,
    answer_of_refusal,
)

LIVENESS = "/livez"
# First parts of addresses that have a lane of their own; all others share one, so that nobody makes lanes at will.
KINDS = ("articles", "search", "issues", "pictures", "api", "exports", "oai", "admin", "research", "static")
# By the status of what is found wrong with a request; waitress has more that no browser causes.
REFUSALS = {refusal.status: refusal for refusal in (TOO_LONG, LONG_ADDRESS, NO_ROOM, FAULT)}
WAITING = Gauge("baoku_waiting", "Requests that wait for a thread", ["lane"], multiprocess_mode="sum")
REFUSED = Count("baoku_refused", "Requests that found their lane full, or waited in it for too long", ["lane"])
LONGEST_WAIT = 10.0  # seconds: who waited longer may have left, and is told to come again


def lane_of(path: str) -> str:
    """The kind of page at an address: /papers/<slug>/search/ and /search/ are one, what has no lane is "".

    A PDF is an export whatever it is of: it may wait for its turn to be made, and no page is to wait with it. A feed of
    a search is a search.
    """
    if path.endswith(".pdf"):
        return "exports"
    parts = path.split("/")[1:]
    kinds = parts[2:] if parts[:1] == ["papers"] else parts
    if kinds[:2] == ["feeds", "search.atom"]:
        return "search"
    return kinds[0] if kinds and kinds[0] in KINDS else ""


def answer_without_a_thread(request: HTTPRequestParser) -> ReadyAnswer:
    """That the server lives, what is wrong with the request, or else that too many wait."""
    if request.error is None and request.path == LIVENESS:
        return ALIVE if request.command in ("GET", "HEAD") else answer_of_refusal(WRONG_METHOD, to_program=False)
    refusal = BUSY if request.error is None else REFUSALS.get(request.error.code, UNREADABLE)
    return answer_of_refusal(refusal, to_program=lane_of(request.path) == "api")


class Lanes(ThreadedTaskDispatcher):
    """Threads that take a request from each lane in turn.

    A lane holds at most `most_waiting` requests and takes at most half of the threads, so that neither many searches
    nor a few long exports keep an article waiting longer than its own kind does. What finds its lane full is answered
    503, and LIVENESS 200, without waiting: `at_once` is the server's loop to answer. What waited too long is
    503, too.
    """

    def __init__(self, threads: int, most_waiting: int) -> None:
        super().__init__()
        self.most_waiting = most_waiting
        self.most_threads = max(1, threads // 2)
        self.lanes: dict[str, deque[tuple[float, HTTPChannel]]] = {lane: deque() for lane in ("", *KINDS)}
        self.turns = deque(self.lanes)
        self.working: Counter[str] = Counter()
        self.taken = 0  # requests given to threads since the start
        self.at_once: deque[HTTPChannel] = deque()
        self.gauges = {lane: WAITING.labels(lane or "other") for lane in self.lanes}
        for gauge in self.gauges.values():
            gauge.set(0)  # not what a worker that was killed in this one's place left
        self.set_thread_count(threads)

    def add_task(self, task: HTTPChannel) -> None:
        """Take a channel whose first request has come in whole."""
        request = task.requests[0]
        if request.error is None and request.path != LIVENESS:
            name = lane_of(request.path)
            with self.lock:
                lane = self.lanes[name]
                if len(lane) < self.most_waiting:
                    self.taken += 1
                    lane.append((time.monotonic(), task))
                    self.gauges[name].set(len(lane))
                    self.queue_cv.notify()
                    return
            REFUSED.labels(name or "other").inc()
        request.ready = answer_without_a_thread(request)
        self.at_once.append(task)

    def answer_at_once(self) -> None:
        """Give the answers that wait for nothing; called by the server's loop."""
        while self.at_once:
            self.at_once.popleft().service()

    def handler_thread(self, thread_no: int) -> None:
        """Serve until `set_thread_count` stops this thread; what waits then is cancelled by `shutdown`."""
        while True:
            with self.lock:
                while (lane := self._next_lane()) is None and not self.stop_count:
                    self.queue_cv.wait()
                if self.stop_count or lane is None:
                    self.stop_count -= 1
                    self.threads.discard(thread_no)
                    self.thread_exit_cv.notify()
                    return
                since, task = self.lanes[lane].popleft()
                self.working[lane] += 1
                self.gauges[lane].set(len(self.lanes[lane]))
            if (waited := time.monotonic() - since) > LONGEST_WAIT:
                REFUSED.labels(lane or "other").inc()
                task.requests[0].ready, task.requests[0].waited = answer_without_a_thread(task.requests[0]), waited
            try:
                task.service()
            except BaseException:
                self.logger.exception("Exception when serving %r", task)
            with self.lock:
                self.working[lane] -= 1
                self.queue_cv.notify()  # what waits in this lane may be taken by a thread that sleeps

    def shutdown(self, cancel_pending: bool = True, timeout: int = 5) -> bool:
        self.queue.extend(task for lane in self.lanes.values() for _, task in lane)
        for lane in self.lanes.values():
            lane.clear()
        return bool(super().shutdown(cancel_pending, timeout))

    def _next_lane(self) -> str | None:
        """The lane whose turn it is among those that wait and may take a thread."""
        for _ in range(len(self.turns)):
            lane = self.turns[0]
            self.turns.rotate(-1)
            if self.lanes[lane] and self.working[lane] < self.most_threads:
                return lane
        return None
