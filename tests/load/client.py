"""Requests offered at a rate, not waited for: what comes late counts from when it was due (an open loop)."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import aiohttp

from tests.load.sites import Site

PATIENCE = 60.0  # seconds a reader waits
READERS = 64  # network addresses that requests come from: one proxy's limit is for one reader


@dataclass
class Outcomes:
    """What came of the requests of one kind: seconds of each that was a page, how many ended otherwise, by end."""

    seconds: list[float] = field(default_factory=list)
    refused: int = 0  # 503 or 429 that say when to come again
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def offered(self) -> int:
        return len(self.seconds) + self.refused + self.errors.total()

    def percentile(self, part: float) -> float:
        """Milliseconds within which `part` of the pages came; nan where there was none."""
        if not self.seconds:
            return float("nan")
        return 1000 * sorted(self.seconds)[int(part * (len(self.seconds) - 1))]

    def __add__(self, other: "Outcomes") -> "Outcomes":
        return Outcomes(self.seconds + other.seconds, self.refused + other.refused, self.errors + other.errors)


@dataclass(frozen=True)
class Stream:
    """Requests of (kind, address), drawn at random, `rate` of them a second on average."""

    asked: Sequence[tuple[str, str]]
    rate: float


async def offer(site: Site, seconds: float, *streams: Stream) -> dict[str, Outcomes]:
    """Kind -> what came of its requests. Pages are read whole, packed, with connections that are kept."""
    outcomes = {kind: Outcomes() for stream in streams for kind, _ in stream.asked}
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    tls = site.tls or True
    async with AsyncExitStack() as stack:
        readers = []
        for number in range(READERS):
            connector = aiohttp.TCPConnector(limit=0, local_addr=(f"127.0.3.{number + 1}", 0), ssl=tls)
            session = aiohttp.ClientSession(site.address, timeout=timeout, connector=connector, auto_decompress=False)
            readers.append(await stack.enter_async_context(session))
        async with asyncio.TaskGroup() as tasks:
            for stream in streams:
                tasks.create_task(keep_offering(readers, stream, seconds, outcomes, tasks))
    return outcomes


async def keep_offering(
    readers: list[aiohttp.ClientSession],
    stream: Stream,
    seconds: float,
    outcomes: dict[str, Outcomes],
    tasks: asyncio.TaskGroup,
) -> None:
    rng = random.Random(stream.rate)
    start, due = time.perf_counter(), 0.0
    while due < seconds:
        await asyncio.sleep(max(0.0, start + due - time.perf_counter()))
        kind, address = rng.choice(stream.asked)
        tasks.create_task(ask(rng.choice(readers), address, outcomes[kind], start + due))
        due += rng.expovariate(stream.rate)


async def ask(reader: aiohttp.ClientSession, address: str, outcomes: Outcomes, due: float) -> None:
    try:
        async with reader.get(address, headers={"Accept-Encoding": "gzip"}, allow_redirects=False) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        outcomes.errors[type(error).__name__] += 1
        return
    if answer.status in (200, 301, 302):
        outcomes.seconds.append(time.perf_counter() - due)
    elif answer.status in (429, 503) and "Retry-After" in answer.headers:
        outcomes.refused += 1
    else:
        outcomes.errors[str(answer.status)] += 1
