"""gunicorn's worker that hands on whole requests only, and keeps answers for clients that take them slowly.

gunicorn's own threads read a request themselves: as many clients as there are threads stop them by sending half of
one. Here waitress's loop receives requests, on disk where they are long, and sends answers; a thread has a request
only from when it is whole until its answer is made (docs/decisions/035-a-worker-that-buffers.md).
"""

import logging
import os
import re
import socket
import sys
import tempfile
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.base import Worker
from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError, unquote_bytes_to_wsgi
from waitress.server import BaseWSGIServer, TcpWSGIServer, UnixWSGIServer
from waitress.task import Task, WSGITask
from waitress.utilities import Error, RequestHeaderFieldsTooLarge

from archive.serving import observed
from archive.serving.charsets import without_charset
from archive.serving.clients import is_proxy
from archive.serving.long_requests import LONGEST_FORM
from config.lanes import Lanes, answer_without_a_thread
from config.ready_answers import ALIVE, FAULT, NO_ROOM, ReadyAnswer

MOST_WAITING = 16  # requests a lane
LONGEST_HEAD = 32_000  # bytes: of a request's first line and headers
LONGEST_UPLOAD = 1_100_000_000  # bytes: UPLOAD_BYTES and what a form is besides
LONGEST_ANSWER = 1_000_000_000  # bytes that wait on disk for one client before a thread waits for it
SILENCE_SECONDS = 30  # of a client that sends nothing, or takes nothing of its answer, until it is left
ACCEPTED_AT_ONCE = 16
LOOP_SECONDS = 0.5  # between looks at whether to stop
LINGER_SECONDS = 1.0  # for which a stopping worker still takes requests of the clients that it has
# A thread that computes gives up the interpreter this soon: each accept, read and write of the loop waits for that.
SWITCH_SECONDS = 0.0005
logger = logging.getLogger(__name__)
NOT_ASCII = re.compile(rb"[\x80-\xff]")


class ReadyTask(Task):
    """Sends an answer that is there already."""

    complete = True

    def execute(self) -> None:
        request, answer = self.request, self.request.ready
        request_id = observed.begin_request(self.said_id())
        self.status = answer.status
        self.response_headers.extend([*answer.headers, ("X-Request-ID", request_id)])
        self.content_length = len(answer.body)
        if request.command != "HEAD":
            self.write(answer.body)
        route = "livez" if answer is ALIVE else "refused"
        path = request.path.encode("latin-1").decode(errors="replace")
        observed.note_request(request.command, path, route, answer.status_code, request.waited, 0)
        observed.end_request()  # the server's loop, whose thread this may be, tells of others next

    def said_id(self) -> str:
        """The id by which the request is known already: to what failed to answer it, or to the proxy."""
        if self.request.error and self.request.error.code == FAULT.status:
            return observed.begun_request()
        peer = str(self.channel.addr[0])
        return str(self.request.headers.get("X_REQUEST_ID", "")) if is_proxy(peer) else ""


class HeadersSent(Exception):
    """Nothing else is to be sent of an answer."""


class HeadTask(WSGITask):
    """Sends the headers that a GET would be answered with, and no more is made of the answer than they take.

    waitress leaves it to the application to send no body; what Django's views send a client would take for the
    beginning of the next answer.
    """

    def execute(self) -> None:
        with suppress(HeadersSent):
            super().execute()

    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        environ.pop("wsgi.file_wrapper", None)  # a file would be sent without `write`
        return environ

    def write(self, data: bytes) -> None:
        super().write(b"")
        self.chunked_response = False  # else its last chunk, of no bytes, is sent
        if data:
            raise HeadersSent


def task_for(channel: HTTPChannel, request: "Request") -> Task:
    if channel.server.is_stopping:
        request.headers["CONNECTION"] = "close"
    if request.ready:
        return ReadyTask(channel, request)
    return HeadTask(channel, request) if request.command == "HEAD" else WSGITask(channel, request)


def refusal_for(channel: HTTPChannel, request: "Request") -> Task:
    asked = channel.requests[0]  # waitress tells of a fault by a request of its own
    request.command, request.path = asked.command, asked.path
    request.ready = answer_without_a_thread(request)
    task = ReadyTask(channel, request)
    task.set_close_on_finish()  # what else is on its way is not read
    return task


class NoRoom(Error):
    """For a long request, where it is kept until it is whole."""

    code = NO_ROOM.status
    reason = NO_ROOM.status.phrase


class BodyOnDisk(OverflowableBuffer):
    """The body of a request as it comes in. Where the disk has no room it keeps nothing more, and what still comes is
    taken all the same: who has sent half of it would get no answer else."""

    lacks_room = False

    def append(self, s: bytes) -> None:
        if self.lacks_room:
            return
        try:
            super().append(s)
        except OSError as error:
            logger.warning("No room for a long request in %s: %s", tempfile.gettempdir(), error)
            self.lacks_room = True
            with suppress(OSError):  # of what could not be written
                self.close()
            self.buf = None


class Request(HTTPRequestParser):
    """A request as it comes in. Only the desk takes long forms; of others no more is received than is ever read."""

    adj: Any
    error: Error | None
    command = path = ""  # of one that cannot be read
    ready: ReadyAnswer | None = None
    waited = 0.0  # seconds, for a thread that came too late

    def received(self, data: bytes) -> int:
        begun = b"" if self.headers_finished else self.header_plus + data
        taken: int = super().received(data)
        if isinstance(self.error, RequestHeaderFieldsTooLarge):
            self.read_line(begun)
        if self.completed and self.body_rcv is not None and self.body_rcv.buf.lacks_room:
            self.error = self.error or NoRoom("no room")
        return taken

    def read_line(self, begun: bytes) -> None:
        """What was asked, of a head that is too long: waitress reads nothing of it."""
        command, _, rest = begun.lstrip().partition(b" ")
        self.command = command.decode("latin-1")
        self.path = unquote_bytes_to_wsgi(re.split(rb"[?\s]", rest, maxsplit=1)[0])

    def parse_header(self, header_plus: bytes) -> None:
        line, end, headers = header_plus.partition(b"\r\n")
        if line.startswith(b"HEAD "):
            self.command = "HEAD"  # also where nothing else of it can be read: no answer of its has a body
        # An address with Chinese characters as they are, as curl sends it.
        line = NOT_ASCII.sub(lambda found: b"%%%02X" % found[0][0], line)
        try:
            super().parse_header(line + end + headers)
            if self.body_rcv is not None:
                self.body_rcv.buf = BodyOnDisk(self.adj.inbuf_overflow)
            if self.chunked or self.content_length:
                if "CONTENT_TYPE" in self.headers:
                    self.headers["CONTENT_TYPE"] = without_charset(self.headers["CONTENT_TYPE"])
            else:
                self.headers.pop("CONTENT_TYPE", None)  # of nothing: Django would read the query by it
                self.expect_continue = False  # nor is anything waited for: waitress would take the request for read
        except ValueError as error:  # of an address: http://[/
            raise ParsingError("Bad URI or Content-Type") from error
        # A proxy in front might take the other of two lengths for the end (RFC 9112, 6.1).
        if "TRANSFER_ENCODING" in self.headers or (self.chunked and "CONTENT_LENGTH" in self.headers):
            raise ParsingError("Two lengths, or one that HTTP/1.0 does not know")
        if not self.path.startswith("/admin/"):
            self.adj = self.adj.of_readers


class Channel(HTTPChannel):
    """One client's connection."""

    parser_class = Request
    task_class = staticmethod(task_for)
    error_task_class = staticmethod(refusal_for)


class Listener(BaseWSGIServer):
    """What listens at one socket, beside other workers."""

    channel_class = Channel
    is_stopping = False

    def handle_accept(self) -> None:
        """Take those that wait, not one of them a look at all sockets; the rest is left to other workers."""
        for _ in range(ACCEPTED_AT_ONCE):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before:
                return

    def stop_listening(self) -> None:
        """Take nobody else. What wakes the loop stays open until the process ends, as threads write to it when an
        answer is made: its number would be some other file's."""
        self.is_stopping = True
        wasyncore.dispatcher.close(self)

    def let_go(self) -> None:
        """Close who takes nothing of an answer; of too many, who have been half through a request longest.

        Between two looks at the sockets, as a number that is closed and given again amid one is another client's.
        (Who sends nothing is let go by waitress.)
        """
        clients = list(self.active_channels.values())
        for channel in clients:
            if channel.total_outbufs_len and channel.last_activity < time.time() - self.adj.channel_timeout:
                channel.handle_close()
        if (excess := len(self._map) - self.adj.connection_limit + 1) > 0:
            half = [channel for channel in clients if channel.connected and not channel.requests]
            for channel in sorted(half, key=lambda channel: channel.creation_time)[:excess]:
                channel.handle_close()


class TcpListener(Listener, TcpWSGIServer):
    pass


class UnixListener(Listener, UnixWSGIServer):
    def fix_addr(self, addr: object) -> tuple[str, None]:
        return "", None  # as archive.serving.clients knows a proxy behind a socket; waitress says "localhost"


class BufferedWorker(Worker):
    """The worker that config/gunicorn.py names. Of gunicorn's settings it heeds threads, worker_connections,
    max_requests and its jitter, timeout and graceful_timeout."""

    alive: bool

    def run(self) -> None:
        sys.setswitchinterval(SWITCH_SECONDS)
        self.lanes = Lanes(self.cfg.threads, MOST_WAITING)
        self.channels: dict[int, Any] = {}
        adjustments = self.adjustments(LONGEST_UPLOAD)
        adjustments.of_readers = self.adjustments(LONGEST_FORM)
        self.listeners = [self.listener(each.sock, adjustments) for each in self.sockets]
        while self.alive and self.ppid == os.getppid():
            self.turn()
            if self.lanes.taken >= self.max_requests:
                self.log.info("%s requests served: a new worker takes the place of this one.", self.lanes.taken)
                self.alive = False
        for listener in self.listeners:
            listener.stop_listening()
        self.finish()

    def adjustments(self, longest_body: int) -> Adjustments:
        """waitress's settings. What proxies say is the settings' to trust (CLIENT_ADDRESS, SECURE_PROXY_SSL_HEADER)."""
        return Adjustments(
            connection_limit=self.cfg.worker_connections,
            channel_timeout=SILENCE_SECONDS,
            cleanup_interval=1,
            max_request_header_size=LONGEST_HEAD,
            max_request_body_size=longest_body,
            outbuf_high_watermark=LONGEST_ANSWER,
            recv_bytes=65536,
            log_socket_errors=False,
            clear_untrusted_proxy_headers=False,
            ident="",
            sockets=[each.sock for each in self.sockets],
        )

    def listener(self, sock: socket.socket, adjustments: Adjustments) -> Listener:
        kind = UnixListener if sock.family == socket.AF_UNIX else TcpListener
        where = (sock.family, sock.type, sock.proto, sock.getsockname())
        inherited = {"sockinfo": where, "bind_socket": False}
        return kind(self.wsgi, self.channels, True, sock, dispatcher=self.lanes, adj=adjustments, **inherited)

    def turn(self) -> None:
        """Wait for what clients send or take, and give what needs no thread."""
        self.notify()
        for listener in self.listeners:
            listener.let_go()
        wasyncore.poll2(LOOP_SECONDS, self.channels)
        self.lanes.answer_at_once()

    def finish(self) -> None:
        """Give the answers that are being made, sent or just asked for, for at most graceful_timeout seconds."""
        started = time.monotonic()
        while (lasted := time.monotonic() - started) < self.cfg.graceful_timeout:
            clients = [channel for channel in list(self.channels.values()) if isinstance(channel, Channel)]
            if lasted > LINGER_SECONDS and not any(each.requests or each.total_outbufs_len for each in clients):
                break
            self.turn()
        self.lanes.shutdown(timeout=1)
