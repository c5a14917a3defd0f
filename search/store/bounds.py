"""What a request may cost. Past a bound a part of what is asked is left out, and said to be.

Text, parts and results are counted the same way each time, so that a request is answered alike however much of it
is cached; processor time is the last guard, for machines and archives that are slower than those measured.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from archive.language import segmentation


@dataclass(frozen=True)
class Bounds:
    """Of one request, through all the searches that it makes."""

    parts: int = 400  # words and phrases looked up
    ranking: int = 120  # terms of the index that rank one search; the rarest are taken
    text: int = 400_000_000  # bytes of texts looked through
    seconds: float = 0.4  # of processor time of the thread, after which nothing more is looked up


BOUNDS = Bounds()
# What costs less than a look at the clock: so many parts, so many bytes of text.
PARTS_BETWEEN = 8
FREE_TEXT = 100_000


class OutOfTime(Exception):
    """A text could not be looked for to the end in the time that a request has."""


@dataclass(slots=True)
class Spending:
    """What was spent of the bounds, and what could not be afforded: texts as they were asked, in order.

    Time counts from when it is made; of a search by itself, of no request, from when it first lasted so long that its
    time is looked at: the thread's clock is a fortieth of what a rare word costs.
    """

    bounds: Bounds = BOUNDS
    parts: int = 0
    text: int = 0
    began: float = field(default_factory=time.perf_counter)
    worked: float | None = None  # the thread's clock then
    left_out: dict[str, None] = field(default_factory=dict)
    hurried: bool = False  # time was up: with more of it, the same request may be answered with more

    @property
    def fell_short(self) -> bool:
        """Whether with more to spend the same request may be answered with more."""
        return bool(self.left_out) or self.hurried

    @property
    def is_over(self) -> bool:
        """Whether something was left out, or time is up: what is not needed is not begun any more."""
        return bool(self.left_out) or self.is_late()

    def is_late(self) -> bool:
        if time.perf_counter() - self.began <= self.bounds.seconds:
            return False  # no thread works longer than time goes by, and this clock costs a tenth of the other
        now = time.thread_time()
        if self.worked is None:
            self.worked = now
        late = now - self.worked > self.bounds.seconds
        self.hurried |= late
        return late

    def affords_part(self, named: str) -> bool:
        """Count one part, the text `named`; whether it may still be looked up."""
        self.parts += 1
        in_time = self.parts % PARTS_BETWEEN or not self.is_late()
        if self.parts <= self.bounds.parts and in_time:
            return True
        self.left_out[named] = None
        return False

    def affords_text(self, size: int, named: str) -> bool:
        """Count so many bytes to be looked through; whether they may be."""
        if self.text + size <= self.bounds.text and not (size > FREE_TEXT and self.is_late()):
            self.text += size
            return True
        self.left_out[named] = None
        return False

    def go_on(self, named: str) -> None:
        """Raises OutOfTime, `named` having been left out, where time is up."""
        if self.is_late():
            self.left_out[named] = None
            raise OutOfTime(named)


_spending: ContextVar[Spending | None] = ContextVar("spending", default=None)


def current_spending() -> Spending:
    """That of the request that goes on, or one for a search by itself."""
    return _spending.get() or Spending()


@contextmanager
def uncounted() -> Iterator[None]:
    """What a process loads once is no time of the request that comes first."""
    spending, began = current_spending(), time.thread_time()
    try:
        yield
    finally:
        if spending.worked is not None:
            spending.worked += time.thread_time() - began


@contextmanager
def bounded(bounds: Bounds = BOUNDS) -> Iterator[Spending]:
    """One request's spending: that of whoever began it, so that searches within one share it.

    What a process loads once, its dictionary, is loaded before the clock begins: no request owes that.
    """
    if (spending := _spending.get()) is not None:
        yield spending
        return
    segmentation.words("报库")
    token = _spending.set(spending := Spending(bounds, worked=time.thread_time()))
    try:
        yield spending
    finally:
        _spending.reset(token)


@contextmanager
def own_account(bounds: Bounds) -> Iterator[Spending | None]:
    """An account of its own for what is offered beside what a request asks: what it cannot afford is left out of no
    answer, and its time is not the request's. None where the request has spent what it may.
    """
    request = current_spending()
    if request.is_over:
        yield None
        return
    with uncounted():
        token = _spending.set(spending := Spending(bounds, worked=time.thread_time()))
        try:
            yield spending
        finally:
            _spending.reset(token)
            request.hurried |= spending.hurried
