"""Files are read in a process of their own, so that one that breaks its reader ends as that file's failure.

The process is started with the first question and used for many files; after a failure, or once it has grown, the
next question starts another one. It is a fresh interpreter: no connection, lock or thread of this one is in it.
"""

import contextlib
import logging
import pickle
import re
import signal
import time
from dataclasses import dataclass, replace
from typing import Any, Final

from archive.ingest.limits import MIB
from archive.ingest.types import UnreadableSource
from archive.isolation.messages import (
    FAULT,
    OUT_OF_MEMORY,
    UNREADABLE,
    Answer,
    Question,
    beside,
    receive_parts,
    send_message,
    unpacked_answer,
)
from archive.isolation.started import StartedChild

logger = logging.getLogger(__name__)
# What C and C++ libraries say where they abort for want of memory.
OUT_OF_MEMORY_SAID: Final = re.compile(r"MemoryError|bad_alloc|out of memory", re.IGNORECASE)
# What a file makes its reader end with; any other signal was sent by someone else.
CRASHES: Final = frozenset(
    (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE, signal.SIGTRAP, signal.SIGSYS)
)


@dataclass(frozen=True)
class ReadingLimits:
    """What one file may take: bytes of address space, seconds of the processor, bytes of the answer.

    `renew_bytes` of address space after an answer are so much that the next file gets another process. One that was
    given its seconds of the clock and has not answered is waited for as long as it gets on, at most `patience` times
    that long: the machine may be busy. `idle_seconds` without any work of the processor are no getting on.
    """

    memory_bytes: int = 512 * MIB
    seconds: int = 50
    answer_bytes: int = 256 * MIB
    renew_bytes: int = 256 * MIB
    patience: int = 10
    idle_seconds: int = 10


LIMITS: Final = ReadingLimits()


class ReadingStopped(UnreadableSource):
    """Reading a file took too much, or broke the process that did it; the same bytes will do so again."""


class ReadingInterrupted(UnreadableSource):
    """Reading a file was ended by something else than the file; the same bytes may be read another time."""


class ReaderFault(Exception):
    """A mistake of the program met in the reading process; the message says which, the log has its traceback."""


class _ToTryAgain(Exception):
    """No answer came, which a fresh process may give within `seconds`; `reason` holds if it gives none either."""

    def __init__(self, reason: UnreadableSource, seconds: float) -> None:
        self.reason, self.seconds = reason, int(seconds)


class ReadingProcess:
    """Asks a process of its own to do what archive.isolation.work can do. To be used in a `with` statement.

    One question at a time: begin() asks it and answer() waits, so that there is time for other work between. Where
    the process dies the question is asked once more of a fresh one, within what is left of its seconds: what killed
    it may have been someone else, or what an earlier file left behind.
    """

    def __init__(self, limits: ReadingLimits = LIMITS) -> None:
        self.limits = limits
        self._child: StartedChild | None = None
        self._asked: Question | None = None

    def __enter__(self) -> "ReadingProcess":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def start(self) -> StartedChild:
        """The process, started unless it runs: to be ready when something is asked."""
        self._child = self._child or StartedChild(self.limits.memory_bytes)
        return self._child

    def ask(self, work: str, *arguments: object, seconds: int | None = None) -> Any:
        """What the function returns. Raises as answer() does."""
        self.begin(work, *arguments, seconds=seconds)
        return self.answer()

    def begin(self, work: str, *arguments: object, seconds: int | None = None) -> None:
        """Ask without waiting. `seconds` of the processor, where other than the limits have."""
        if self._asked:
            self.end()  # it is at something that nobody waits for any more
        self._asked = Question(work, tuple(map(beside, arguments)), seconds or self.limits.seconds)
        self._send(self._asked)

    def answer(self) -> Any:
        """What the function that begin() named returned.

        Raises UnreadableSource where it did, ReadingStopped where a limit was met or the process crashed on the file
        twice, ReadingInterrupted where it was ended from outside, ReaderFault for any other exception there.
        """
        if self._asked is None:
            raise ReaderFault("nothing was asked")
        question, self._asked = self._asked, None
        try:
            return self._answer(question)
        except _ToTryAgain as first:
            if first.seconds < 1:
                raise first.reason from None
            again = replace(question, seconds=first.seconds)
        self._send(again)
        try:
            return self._answer(again)
        except _ToTryAgain as second:
            raise second.reason from None

    def end(self) -> None:
        """End the process, whatever it is at. Nothing to do where none runs."""
        self._asked = None
        if self._child:
            self._child.end()
            self._child = None

    def _send(self, question: Question) -> None:
        child = self.start()
        child.take_up()
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has died: answer() says of what
            send_message(child.channel, question)

    def _answer(self, question: Question) -> Any:
        child = self.start()
        kind, value = self._arrived(child, question)
        if kind == OUT_OF_MEMORY:
            raise self._out_of_memory(child, question.seconds - child.processor_seconds())
        child.answers += 1
        if child.address_space() > self.limits.renew_bytes:
            self.end()
        if kind == UNREADABLE:
            raise UnreadableSource(value)
        if kind == FAULT:
            said, trace = value
            logger.error("the reading process met a mistake of the program:\n%s", trace)
            raise ReaderFault(said)
        return value

    def _arrived(self, child: StartedChild, question: Question) -> Answer:
        """The next answer, whatever it says; ReadingStopped, ReadingInterrupted or _ToTryAgain where none comes."""
        self._wait(child, question)
        try:
            return unpacked_answer(*receive_parts(child.channel, self.limits.answer_bytes))
        except (EOFError, ConnectionResetError):
            raise self._death(child, question) from None
        except OSError:  # longer than allowed
            self.end()
            raise ReadingStopped(
                f"读出的内容超过 {self.limits.answer_bytes // MIB} MB，远多于一份报纸。请拆成几个较小的文件再导入。"
            ) from None
        except pickle.UnpicklingError as error:
            self.end()
            raise ReaderFault(str(error)) from error

    def _wait(self, child: StartedChild, question: Question) -> None:
        """Until something comes. The processor's time ends the child by itself; here ends one that gets none of it."""
        patience = time.monotonic() + question.seconds * self.limits.patience
        used, wait = child.processor_seconds(), question.seconds + 2
        while not child.channel.poll(wait):
            before, used, wait = used, child.processor_seconds(), self.limits.idle_seconds
            if used <= before or time.monotonic() > patience:
                self.end()
                raise ReadingInterrupted(
                    "读取程序久无进展，已停止：电脑太忙，或读取程序被暂停。不是文件的问题；请稍后用同一命令再试。"
                )

    def _out_of_memory(self, child: StartedChild, left: float) -> ReadingStopped | _ToTryAgain:
        """What to raise: the memory of a process that has read other files was not this one's alone."""
        fresh = child.answers == 0
        self.end()
        reason = ReadingStopped(
            f"读取所需的内存超过 {self.limits.memory_bytes // MIB} MB，已停止。文件可能已损坏，或内容异常；"
            "请检查，拆成较小的文件，或另存为纯文本再导入。"
        )
        return reason if fresh else _ToTryAgain(reason, left)

    def _death(self, child: StartedChild, question: Question) -> ReadingStopped | _ToTryAgain:
        """What to raise where the process has ended; the log gets what it wrote."""
        left = question.seconds - child.processor_seconds()  # all tries together take no longer than one may
        code, wrote = child.ended()
        if code == -signal.SIGXCPU:
            self.end()
            return ReadingStopped(
                f"读了 {self.limits.seconds} 秒还没有读完，已停止。文件可能已损坏，或有异常重复的内容；"
                "请检查，拆成较小的文件，或另存为纯文本再导入。"
            )
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        logger.error("a reading process ended with %s: %s", name, wrote)
        # PDFium aborts without a word where it gets no memory (FX_OutOfMemoryTerminate).
        if OUT_OF_MEMORY_SAID.search(wrote) or (code == -signal.SIGABRT and not wrote):
            return self._out_of_memory(child, left)
        self.end()
        if code < 0 and -code not in CRASHES:
            reason = f"读取程序两次被系统或他人结束（{name}），可能是内存不足。不是文件的问题；请稍后用同一命令再试。"
            return _ToTryAgain(ReadingInterrupted(reason), question.seconds)
        reason = (
            f"读取程序在这个文件上崩溃了（{name}），文件可能已损坏。请用原来的软件打开，另存后再导入，或另存为纯文本。"
        )
        return _ToTryAgain(ReadingStopped(reason), left)
