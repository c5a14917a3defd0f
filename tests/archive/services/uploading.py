"""Uploads a batch as the desk does, without a browser."""

from django.contrib.auth.models import User

from archive.models import ImportBatch, Newspaper
from archive.services import uploads
from tests.factories import make_user

STORY = "蓼河边新添步道\n\n　　本报讯 11月4日，蓼河南岸的步道完工，居民当晚就来散步。\n"
OTHER = "社区图书室开放\n\n　　王因街道的社区图书室本周开放，每天开到晚上八点，周末也不休息。\n"


def came(name: str, data: bytes) -> uploads.Received:
    """A file whose bytes have all come."""
    file = uploads.Incoming(name)
    file.write(data)
    return uploads.Received(name, file.size, file.close(), file.part, file.head)


def upload(files: dict[str, str | bytes], by: User | None = None, newspaper: Newspaper | None = None) -> ImportBatch:
    """A batch that waits, of these files by name."""
    received = [came(name, text if isinstance(text, bytes) else text.encode()) for name, text in files.items()]
    return uploads.queue(received, by or make_user(), newspaper)
