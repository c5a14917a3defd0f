"""A process that reads files for another one: `python -m archive.isolation.child DESCRIPTOR MEMORY SECONDS`.

It imports neither Django nor the database, takes questions from its descriptor until that is closed, and binds
itself: to so much address space, to so much time of the processor for each answer, to no files of its own.
"""

import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Iterator
from multiprocessing.connection import Connection

from archive.ingest.types import UnreadableSource
from archive.isolation import work
from archive.isolation.messages import (
    END,
    FAULT,
    ITEM,
    OUT_OF_MEMORY,
    UNREADABLE,
    VALUE,
    Answer,
    Question,
    packed_message,
)

# Words on standard error, for the log, are all that this process writes to disk.
MAX_WRITTEN_BYTES = 1024 * 1024


def main(descriptor: int, memory: int, seconds: int) -> None:
    """`memory` in bytes, `seconds` of the processor for each answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asks
    bind(resource.RLIMIT_AS, memory)
    bind(resource.RLIMIT_CORE, 0)
    bind(resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES)
    channel = Connection(descriptor)
    while True:
        try:
            question: Question = pickle.loads(channel.recv_bytes())  # noqa: S301  from the process that made this one
        except EOFError:
            return
        bind_time(seconds)
        for answer in answers(question):
            channel.send_bytes(packed_whole(answer))
            bind_time(seconds)


def bind(what: int, amount: int) -> None:
    """Limit a resource of this process, unless it is limited to less already."""
    _, most = resource.getrlimit(what)
    amount = amount if most == resource.RLIM_INFINITY else min(amount, most)
    resource.setrlimit(what, (amount, amount))


def bind_time(seconds: int) -> None:
    """So many seconds of the processor from now on; then the system ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


def answers(question: Question) -> Iterator[Answer]:
    try:
        given = getattr(work, question.work)(*question.arguments)
        if not isinstance(given, Iterator):
            yield VALUE, given
            return
        for item in given:
            yield ITEM, item
        yield END, None
    except MemoryError:
        yield OUT_OF_MEMORY, None
    except UnreadableSource as error:
        yield UNREADABLE, str(error)
    except OSError as error:
        yield UNREADABLE, error.strerror or type(error).__name__
    except Exception as error:  # noqa: BLE001  whoever asked says what became of the file
        yield FAULT, (f"{type(error).__name__}: {error}"[:2000], traceback.format_exc(limit=-20))


def packed_whole(answer: Answer) -> bytes:
    try:
        return packed_message(answer)
    except MemoryError:
        return packed_message((OUT_OF_MEMORY, None))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
