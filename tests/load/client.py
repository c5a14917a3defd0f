"""Requests offered at a rate, not waited for: what comes late still counts from when it was due (open loop)."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

PATIENCE = 30.0  # seconds a reader waits


@dataclass
class Outcomes:
    """What came of the requests of one kind: seconds of each that was answered 200, how many of each other end."""

    seconds: list[float] = field(default_factory=list)
    others: Counter[str] = field(default_factory=Counter)

    def percentile(self, part: float) -> float:
        """Milliseconds within which `part` of the answers came; nan where there was none."""
        if not self.seconds:
            return float("nan")
        return 1000 * sorted(self.seconds)[int(part * (len(self.seconds) - 1))]

    @property
    def errors(self) -> Counter[str]:
        """Ends that are neither a page nor a 503 that says when to come again."""
        return Counter({end: count for end, count in self.others.items() if end != "503"})


async def offer(site: str, addresses: Sequence[tuple[str, str]], rate: float, seconds: float) -> dict[str, Outcomes]:
    """Ask for (kind, address) pairs, drawn at random, `rate` a second on average for `seconds`."""
    rng = random.Random(20)
    outcomes: dict[str, Outcomes] = {kind: Outcomes() for kind, _ in addresses}
    start, due = time.perf_counter(), 0.0
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    async with (
        aiohttp.ClientSession(site, timeout=timeout, connector=aiohttp.TCPConnector(limit=0)) as session,
        asyncio.TaskGroup() as tasks,
    ):
        while due < seconds:
            await asyncio.sleep(max(0.0, start + due - time.perf_counter()))
            kind, address = rng.choice(addresses)
            tasks.create_task(ask(session, address, outcomes[kind], start + due))
            due += rng.expovariate(rate)
    return outcomes


async def ask(session: aiohttp.ClientSession, address: str, outcomes: Outcomes, due: float) -> None:
    try:
        async with session.get(address, headers={"Accept-Encoding": "gzip"}, auto_decompress=False) as answer:
            await answer.read()
    except (aiohttp.ClientError, TimeoutError) as error:
        outcomes.others[type(error).__name__] += 1
        return
    if answer.status == 200:
        outcomes.seconds.append(time.perf_counter() - due)
    elif answer.status == 503 and "Retry-After" not in answer.headers:
        outcomes.others["503 without Retry-After"] += 1
    else:
        outcomes.others[str(answer.status)] += 1
