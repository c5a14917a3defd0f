"""Takes what a browser uploads straight to the disk, bounded: what is too much is named with the reason, not kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParser

from archive.ingest.limits import MIB
from archive.services.uploads import Incoming, Received

EMPTY = "文件是空的（0 字节）。请检查原件是否保存完整。"
NO_ROOM = "服务器存不下这个文件（{}）。请告诉管理员；腾出空间后再传。"


# The first line of a part behind the boundary, where it names a file.
FILE_HEAD = rb"(--%s\r\nContent-Disposition: form-data;[^\r\n]{0,500}filename=\")([^\"\r\n]{1,2000})\""
LONGEST_HEAD = 4096  # bytes


class NamesAsUtf8:
    """What a browser sends, with names of files that are no UTF-8 (GBK, from old programs) written in it: Django leaves
    out a part whose head it cannot read, without a word. Only what stands right behind the boundary of the request is a
    head: what files hold is theirs, even where it looks like one."""

    def __init__(self, source: Any, boundary: bytes) -> None:
        self.source, self.held, self.ended = source, b"", False
        self.file_head = re.compile(FILE_HEAD % re.escape(boundary), re.IGNORECASE)

    def read(self, size: int) -> bytes:
        while not self.ended and len(self.held) < size + LONGEST_HEAD:
            more = self.source.read(size)
            self.held, self.ended = self.held + more, not more
        self.held = self.file_head.sub(_head_in_utf8, self.held)
        # A head may have begun at the end: it is kept back until it is whole.
        ready = len(self.held) if self.ended else len(self.held) - LONGEST_HEAD
        given, self.held = self.held[: min(size, ready)], self.held[min(size, ready) :]
        return given


def _head_in_utf8(head: re.Match[bytes]) -> bytes:
    try:
        head[2].decode()
    except UnicodeDecodeError:
        return head[1] + head[2].decode("gb18030", "replace").encode() + b'"'
    return head[0]


class ReadableNames(FileUploadHandler):
    """Has a request read with names of files that can be read. It keeps no file: the handlers behind it do."""

    def handle_raw_input(
        self, input_data: Any, META: Any, content_length: int, boundary: Any, encoding: str | None = None
    ) -> Any:
        if isinstance(input_data, NamesAsUtf8) or self.request is None:
            return None  # by the parser below
        readable: Any = NamesAsUtf8(input_data, boundary)
        return MultiPartParser(META, readable, self.request.upload_handlers, encoding).parse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


class ReceivingHandler(ReadableNames):
    """Django's side of an upload: told of each file piece by piece. `received` is what came of each."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.received: list[Received] = []
        self.size = 0  # bytes of all files that are kept
        self.incoming: Incoming | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Another file begins. SkipFile where there are too many, or no room."""
        super().new_file(*args, **kwargs)
        if len(self.received) >= settings.UPLOAD_MOST_FILES:
            self.refuse(f"一次最多传 {settings.UPLOAD_MOST_FILES} 个文件，这一个没有收。请压缩成 zip，或分几次传。")
        with self.bounded():
            self.incoming = Incoming(self.file_name or "")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        with self.bounded():
            if start + len(raw_data) > settings.UPLOAD_FILE_BYTES:
                most = settings.UPLOAD_FILE_BYTES // MIB
                self.refuse(f"文件超过 {most} MB。请拆成几个较小的文件；拆不开的，请管理员用 ingest 命令导入。")
            if self.size + start + len(raw_data) > settings.UPLOAD_BYTES:
                self.refuse(f"这一次传的超过 {settings.UPLOAD_BYTES // MIB} MB，这一个没有收。请分几次传。")
            if self.incoming:
                self.incoming.write(raw_data)

    def file_complete(self, file_size: int) -> None:
        if self.incoming is None:
            return
        with suppress(SkipFile), self.bounded():  # the last bytes are only now written
            self.keep(self.incoming, self.incoming.close())

    def keep(self, file: Incoming, sha256: str) -> None:
        self.incoming = None
        if not file.size:
            file.drop()
            self.received.append(Received(file.name, 0, reason=EMPTY))
            return
        self.size += file.size
        self.received.append(Received(file.name, file.size, sha256, file.part, file.head))

    @contextmanager
    def bounded(self) -> Iterator[None]:
        """Where the disk takes no more, this file is refused, not the others."""
        try:
            yield
        except OSError as error:
            self.refuse(NO_ROOM.format(error.strerror or error))

    def refuse(self, reason: str) -> None:
        """Drop the file at hand and say why; raises SkipFile."""
        size = self.incoming.size if self.incoming else 0
        self.drop_incoming()
        self.received.append(Received(self.file_name or "", size, reason=reason))
        raise SkipFile

    def drop_incoming(self) -> None:
        if self.incoming:
            self.incoming.drop()
            self.incoming = None

    def keep_all(self) -> None:
        """Leave on the disk what has come."""
        self.received = []

    def drop_all(self) -> None:
        """Remove from the disk what was not put into the queue."""
        self.drop_incoming()
        for each in self.received:
            if each.part:
                each.part.unlink(missing_ok=True)
