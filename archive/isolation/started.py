"""A child process that reads files, as its parent sees it: the way to it, what it uses, what it wrote."""

import fcntl
import os
import resource
import subprocess
import sys
import tempfile
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Final

ROOT: Final = Path(__file__).resolve().parents[2]
LOGGED: Final = 4000  # characters of what a process that died wrote on standard error


class StartedChild:
    """A running archive.isolation.child. `answers` counts what it has answered."""

    def __init__(self, memory_bytes: int) -> None:
        self.answers = 0
        self._used_before = 0.0
        self.channel, theirs = Pipe()
        self._errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed with the process
        # Both processes have one place in this file; appended to, it can be emptied between two files.
        fcntl.fcntl(self._errors, fcntl.F_SETFL, fcntl.fcntl(self._errors, fcntl.F_GETFL) | os.O_APPEND)
        self.process = self.started(theirs, memory_bytes)
        theirs.close()

    def started(self, channel: Connection, memory_bytes: int) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "archive.isolation.child", str(channel.fileno()), str(memory_bytes)],
            cwd=ROOT,
            pass_fds=[channel.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            process_group=0,  # Ctrl-C of the terminal does not reach it
        )

    def take_up(self) -> None:
        """Another file begins: time and words are counted from here."""
        self._used_before += self.processor_seconds()
        self._errors.truncate(0)

    def end(self) -> None:
        """End it, whatever it is at."""
        self.process.kill()
        self.process.wait()
        self.channel.close()
        self._errors.close()

    def ended(self) -> tuple[int, str]:
        """Exit status (negative: the signal) of one that has ended, and the last of what it wrote since take_up()."""
        code = self.process.wait()
        self._errors.seek(0)
        return code, self._errors.read()[-LOGGED:].decode("utf-8", "replace").strip()

    def address_space(self) -> int:
        """Bytes; memory that was freed is seldom given back, and the next file needs some of the limit."""
        pages = self._told("statm").split()[:1]
        return int(pages[0]) * resource.getpagesize() if pages else 0

    def processor_seconds(self) -> float:
        """Seconds of the processor since take_up(); of a process that has ended too, until it was waited for."""
        # The name of the program, in parentheses, may hold anything.
        fields = self._told("stat").rpartition(")")[2].split()[11:13]
        return sum(map(int, fields)) / os.sysconf("SC_CLK_TCK") - self._used_before if fields else 0.0

    def _told(self, what: str) -> str:
        """A file of proc(5); empty where the process has ended, or on a system that has none (and no such limits)."""
        try:
            return Path(f"/proc/{self.process.pid}/{what}").read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return ""
