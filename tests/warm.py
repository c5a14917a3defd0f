"""Real processes that start quickly: forked from one that has imported the libraries once.

Most of what a short command takes is importing, and so it is where one file is read. The processes are as real as those
of a shell: each has its own environment, pipes, signals and exit code, and reads the settings for itself. What tests
how a person starts a command (tests.test_settings, tests.test_clean_clone), or what a process that reads files may
take (tests/archive/isolation), starts Python.
"""

import atexit
import contextlib
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import IO

from archive.ingest.limits import MIB
from archive.isolation import child
from archive.isolation.started import StartedChild

INHERITED = 256 * MIB  # of address space, about, that a process forked here has from the one that imported all
ROOT = Path(__file__).resolve().parent.parent
FORKS = multiprocessing.get_context("forkserver")
# What nearly every command imports, and no settings change.
DJANGO = ["contrib.admin", "contrib.auth.hashers", "core.management", "db.models", "template.loader"]
LIBRARIES = ["docx", "jieba", "lxml.etree", "numpy", "pypdfium2", "pypinyin", "whoosh.index", "whoosh.qparser", "yaml"]
OURS = ["archive.ingest.pipeline", "archive.ingest.readers", "archive.language", "tests.read_once"]
FORKS.set_forkserver_preload([*(f"django.{name}" for name in DJANGO), *LIBRARIES, *OURS])


class WarmProcess:
    """`python manage.py …`, or `python -m tests.…`, with what subprocess.Popen has of it: pipes, signals, exit code.

    `arguments` are those behind `python`; `environment` is the whole one.
    """

    def __init__(self, arguments: list[str], environment: Mapping[str, str]) -> None:
        self.arguments = arguments
        theirs_in, ours_in = FORKS.Pipe(duplex=False)
        ours_out, theirs_out = FORKS.Pipe(duplex=False)
        ours_err, theirs_err = FORKS.Pipe(duplex=False)
        pipes = (theirs_in, theirs_out, theirs_err)
        self._process = FORKS.Process(target=_run, args=(arguments, dict(environment), pipes))
        self._process.start()
        for pipe in pipes:
            pipe.close()
        self.stdin = _opened(ours_in, "w")
        self.stdout = _opened(ours_out, "r")
        self.stderr = _opened(ours_err, "r")

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """As subprocess has it: minus the signal's number where one ended it, None while it runs."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def send_signal(self, number: int) -> None:
        if self.returncode is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code; TimeoutExpired where it still runs after `timeout` seconds."""
        self._process.join(timeout)
        if self.returncode is None:
            raise subprocess.TimeoutExpired(self.arguments, timeout or 0)
        return self.returncode

    def communicate(self, said: str = "", timeout: float = 120) -> tuple[str, str]:
        """Write `said` and give all that it wrote until its end; TimeoutExpired as `wait` raises it."""
        wrote: dict[IO[str], str] = {}
        readers = [threading.Thread(target=_read_all, args=(pipe, wrote)) for pipe in (self.stdout, self.stderr)]
        for reader in readers:
            reader.start()
        if not self.stdin.closed:
            with contextlib.suppress(BrokenPipeError), self.stdin:
                self.stdin.write(said)
        self.wait(timeout)
        for reader in readers:
            reader.join()
        return wrote[self.stdout], wrote[self.stderr]


class WarmChild(StartedChild):
    """A process that reads files, forked from one that has read a file before. What of its address space it has from
    there is not counted."""

    def started(self, channel: Connection, memory_bytes: int) -> "ForkedProcess":
        errors = Connection(os.dup(self._errors.fileno()))
        forked = FORKS.Process(
            target=_read, args=(channel, errors, memory_bytes + INHERITED, dict(os.environ)), daemon=True
        )
        forked.start()
        errors.close()
        return ForkedProcess(forked)

    def address_space(self) -> int:
        return super().address_space() - INHERITED


class ForkedProcess:
    """What StartedChild wants of a process."""

    def __init__(self, forked: BaseProcess) -> None:
        self.pid, self.kill = forked.pid, forked.kill
        self._forked = forked

    def wait(self) -> int:
        self._forked.join()
        return self._forked.exitcode


def run_warm(arguments: list[str], environment: Mapping[str, str], said: str = "") -> subprocess.CompletedProcess[str]:
    """Run to the end, as subprocess.run does with `capture_output` and `text`."""
    process = WarmProcess(arguments, environment)
    out, err = process.communicate(said)
    return subprocess.CompletedProcess(arguments, process.wait(), out, err)


def _opened(pipe: Connection, mode: str) -> IO[str]:
    opened = os.fdopen(os.dup(pipe.fileno()), mode, encoding="utf-8")
    pipe.close()
    return opened


def _read_all(pipe: IO[str], wrote: dict[IO[str], str]) -> None:
    wrote[pipe] = pipe.read()


def _read(channel: Connection, errors: Connection, memory_bytes: int, environment: dict[str, str]) -> None:
    """In the new process: become what archive.isolation.started starts."""
    os.setpgid(0, 0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(errors.fileno(), 2)
    _begin_as_told(environment)
    child.main(os.dup(channel.fileno()), memory_bytes)


def _begin_as_told(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)


def _run(arguments: list[str], environment: dict[str, str], pipes: tuple[Connection, ...]) -> None:
    """In the new process: become what `python arguments` is."""
    for number, pipe in enumerate(pipes):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)  # multiprocessing gives its processes none
    _begin_as_told(environment)
    try:
        if arguments[0] == "-m":
            sys.argv = arguments[1:]
            runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
        else:
            sys.argv = arguments
            runpy.run_path(arguments[0], run_name="__main__")
    finally:
        atexit._run_exitfuncs()  # multiprocessing ends its processes without
