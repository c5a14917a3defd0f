"""A process that reads files for another one: `python -m archive.isolation.child DESCRIPTOR MEMORY`.

It imports neither Django nor the database, takes questions from its descriptor until that is closed, and binds
itself: to so much address space, to so much time of the processor for each answer, to no files of its own.
"""

import resource
import signal
import sys
import traceback
from multiprocessing.connection import Connection

from archive.ingest.limits import MIB
from archive.ingest.types import UnreadableSource
from archive.isolation import work
from archive.isolation.messages import (
    FAULT,
    OUT_OF_MEMORY,
    UNREADABLE,
    VALUE,
    Answer,
    Question,
    beside,
    receive_question,
    send_message,
)

# Words on standard error, for the log, are all that this process writes to disk.
MAX_WRITTEN_BYTES = MIB


def main(descriptor: int, memory: int) -> None:
    """`memory` in bytes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that asks
    bind(resource.RLIMIT_AS, memory)
    bind(resource.RLIMIT_CORE, 0)
    bind(resource.RLIMIT_FSIZE, MAX_WRITTEN_BYTES)
    channel = Connection(descriptor)
    while True:
        try:
            question = receive_question(channel)
        except EOFError:
            return
        bind_time(question.seconds)
        answer = answer_to(question)
        del question  # it may hold as many bytes as a file
        try:
            send_message(channel, answer)
        except MemoryError:
            send_message(channel, (OUT_OF_MEMORY, None))


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


def answer_to(question: Question) -> Answer:
    try:
        return VALUE, beside(getattr(work, question.work)(*question.arguments))
    except MemoryError:
        return OUT_OF_MEMORY, None
    except UnreadableSource as error:
        return UNREADABLE, str(error)
    except OSError as error:
        return UNREADABLE, error.strerror or type(error).__name__
    except Exception as error:  # noqa: BLE001  whoever asked says what became of the file
        return FAULT, (f"{type(error).__name__}: {error}"[:2000], traceback.format_exc(limit=-20))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
