"""Files are read in a process of their own, so that one that breaks its reader ends as that file's failure.

The process is started with the first question and used for many files; after a failure, or once it has grown, the
next question starts another one. It is a fresh interpreter: no connection, lock or thread of this one is in it.
"""

import contextlib
import logging
import pickle
import re
import resource
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pipe
from pathlib import Path
from typing import IO, Any, Final

from archive.ingest.limits import MIB
from archive.ingest.types import UnreadableSource
from archive.isolation.messages import (
    END,
    FAULT,
    ITEM,
    OUT_OF_MEMORY,
    UNREADABLE,
    Answer,
    Question,
    packed_message,
    unpacked_answer,
)

logger = logging.getLogger(__name__)
ROOT: Final = Path(__file__).resolve().parents[2]
# What C and C++ libraries say where they abort for want of memory.
OUT_OF_MEMORY_SAID: Final = re.compile(r"MemoryError|bad_alloc|out of memory", re.IGNORECASE)
LOGGED: Final = 4000  # characters of what a process that died wrote on standard error


@dataclass(frozen=True)
class ReadingLimits:
    """What one file may take: bytes of address space, seconds until an answer comes, bytes of the answer.

    `renew_bytes` of address space after an answer are so much that the next file gets another process.
    """

    memory_bytes: int = 512 * MIB
    seconds: int = 50
    answer_bytes: int = 256 * MIB
    renew_bytes: int = 256 * MIB


LIMITS: Final = ReadingLimits()


class ReadingStopped(UnreadableSource):
    """Reading a file took too much, or broke the process that did it; the same bytes will do so again."""


class ReaderFault(Exception):
    """A mistake of the program met in the reading process; the message says which, the log has its traceback."""


class _Child:
    """A running process, the way to it, and what it writes on standard error."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.channel, theirs = Pipe()
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        numbers = (theirs.fileno(), limits.memory_bytes, limits.seconds)
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "archive.isolation.child", *map(str, numbers)],
            cwd=ROOT,
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self.errors,
            process_group=0,  # Ctrl-C of the terminal does not reach it
        )
        theirs.close()

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.channel.close()
        self.errors.close()

    def wrote(self) -> str:
        self.errors.seek(0)
        return self.errors.read()[-LOGGED:].decode("utf-8", "replace").strip()

    def address_space(self) -> int:
        """Bytes; memory that was freed is seldom given back, and the next file needs some of the limit."""
        try:
            pages = Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[0]
        except FileNotFoundError:  # it has ended; or a system without proc(5), which has no such limit either
            return 0
        return int(pages) * resource.getpagesize()


class ReadingProcess:
    """Asks a process of its own to do what archive.isolation.work can do. To be used in a `with` statement.

    One question at a time: begin() asks it and answer() waits, so that there is time for other work between.
    """

    def __init__(self, limits: ReadingLimits = LIMITS) -> None:
        self.limits = limits
        self._child: _Child | None = None

    def __enter__(self) -> "ReadingProcess":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def ask(self, work: str, *arguments: object) -> Any:
        """What the function returns. Raises as answer() does."""
        self.begin(work, *arguments)
        return self.answer()

    def ask_each(self, work: str, *arguments: object) -> Iterator[Any]:
        """What the generator function yields, as it comes. Raises as answer() does."""
        self.begin(work, *arguments)
        try:
            while (answer := self._receive())[0] != END:
                yield answer[1]
        except GeneratorExit:
            self.end()  # it would go on with what nobody takes
            raise

    def begin(self, work: str, *arguments: object) -> None:
        """Ask without waiting."""
        self._child = self._child or _Child(self.limits)
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it has died: answer() says of what
            self._child.channel.send_bytes(packed_message(Question(work, arguments)))

    def answer(self) -> Any:
        """What the function that begin() named returned.

        Raises UnreadableSource where it did, ReadingStopped where a limit was met or the process died, ReaderFault
        for any other exception there.
        """
        return self._receive()[1]

    def end(self) -> None:
        """End the process, whatever it is at. Nothing to do where none runs."""
        if self._child:
            self._child.end()
            self._child = None

    def _receive(self) -> Answer:
        kind, value = self._arrived()
        if kind == OUT_OF_MEMORY:
            self.end()
            raise ReadingStopped(self._too_much)
        if kind != ITEM and self._child and self._child.address_space() > self.limits.renew_bytes:
            self.end()
        if kind == UNREADABLE:
            raise UnreadableSource(value)
        if kind == FAULT:
            said, trace = value
            logger.error("the reading process met a mistake of the program:\n%s", trace)
            raise ReaderFault(said)
        return kind, value

    def _arrived(self) -> Answer:
        """The next answer, whatever it says; ReadingStopped where none comes."""
        if self._child is None:
            raise ReaderFault("nothing was asked")
        if not self._child.channel.poll(self.limits.seconds + 2):  # the system's own count of its time comes first
            self.end()
            raise ReadingStopped(self._too_long)
        try:
            return unpacked_answer(self._child.channel.recv_bytes(self.limits.answer_bytes))
        except (EOFError, ConnectionResetError):
            raise self._death(self._child) from None
        except OSError:  # longer than allowed
            self.end()
            raise ReadingStopped(
                f"读出的内容超过 {self.limits.answer_bytes // MIB} MB，远多于一份报纸。请拆成几个较小的文件再导入。"
            ) from None
        except pickle.UnpicklingError as error:
            self.end()
            raise ReaderFault(str(error)) from error

    @property
    def _too_long(self) -> str:
        return (
            f"读了 {self.limits.seconds} 秒还没有读完，已停止。文件可能已损坏，或有异常重复的内容；"
            "请检查，拆成较小的文件，或另存为纯文本再导入。"
        )

    @property
    def _too_much(self) -> str:
        return (
            f"读取所需的内存超过 {self.limits.memory_bytes // MIB} MB，已停止。文件可能已损坏，或内容异常；"
            "请检查，拆成较小的文件，或另存为纯文本再导入。"
        )

    def _death(self, child: _Child) -> ReadingStopped:
        """Why the process has ended, with what it wrote in the log."""
        code = child.process.wait()
        wrote = child.wrote()
        self.end()
        if code == -signal.SIGXCPU:
            return ReadingStopped(self._too_long)
        name = signal.Signals(-code).name if code < 0 else f"exit {code}"
        logger.error("a reading process ended with %s: %s", name, wrote)
        if OUT_OF_MEMORY_SAID.search(wrote):
            return ReadingStopped(self._too_much)
        return ReadingStopped(
            f"读取程序在这个文件上崩溃了（{name}），文件可能已损坏，或所需内存过多。"
            "请用原来的软件打开，另存后再导入，或另存为纯文本。"
        )
