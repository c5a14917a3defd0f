"""A site that wants for something: `python -m tests.scarcity full|locked|readonly|mounted`, DATA_DIR from outside.

Asks for pages and sends forms in this process, prints a JSON object: what each answered.
"""

import _strptime  # noqa: F401  imported late by the standard library
import contextlib
import json
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Iterator
from unittest import mock

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
django.setup()

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import setup_test_environment

from archive.models import Article, Correction, ImportBatch
from archive.services.editors import create_editor
from config.database import database_name
from tests.archive.admin.forms import filled

TYPED = "读者认真写下的一段话，<b>不能丢</b>，也不能变。"
NOBODY = 65534
PRINTED = "20211105.pdf"


@contextlib.contextmanager
def full() -> Iterator[None]:
    """No file may grow: the system and SQLite say what they say where there is no room."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def locked() -> Iterator[None]:
    """Another process writes for longer than anyone waits."""
    with contextlib.closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextlib.contextmanager
def readonly() -> Iterator[None]:
    """The folder turns read-only on a site that runs: another process has the database open."""
    other = sqlite3.connect(connection.settings_dict["NAME"])
    other.execute("SELECT count(*) FROM archive_article").fetchone()
    with contextlib.closing(other), unwritable():
        yield


@contextlib.contextmanager
def mounted() -> Iterator[None]:
    """A site that is started on a folder mounted read-only: nobody has the database open."""
    name = connection.settings_dict["NAME"]
    with unwritable(), mock.patch("os.statvfs", return_value=mock.Mock(f_flag=os.ST_RDONLY)):
        connection.settings_dict["NAME"] = database_name(settings.DATABASE_FILE)
        yield
    connection.settings_dict["NAME"] = name


@contextlib.contextmanager
def unwritable() -> Iterator[None]:
    """The folder may be read and not written to: as another user where this one may do all."""
    connection.close()
    for path in (settings.DATA_DIR, *settings.DATA_DIR.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    yield
    os.seteuid(os.getuid())
    connection.close()
    for path in (settings.DATA_DIR, *settings.DATA_DIR.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def main(want: str) -> None:
    setup_test_environment()
    connection.settings_dict["OPTIONS"]["timeout"] = 0.5  # seconds; 20 on a site
    article = Article.objects.first()
    editor = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    editor.force_login(create_editor("bianji", "lihe-xincheng-2021"))
    reader = Client(headers={"host": "127.0.0.1"}, raise_request_exception=False)
    here = article.get_absolute_url()
    form = f"{here}correct/?p=1"
    change = f"/admin/archive/article/{article.pk}/change/"
    sent = filled(editor, change, title=TYPED) | {"password": "secret"}
    pages = {
        "article": (reader, here),
        "search": (reader, "/search/?q=的"),
        "front": (reader, "/"),
        "editor": (editor, change),
    }
    for client, address in pages.values():  # the site has been running for a while
        assert client.get(address).status_code == 200, address
    printed = Article.objects.get(source__name=PRINTED)
    pictures = {  # none of them was drawn before
        "picture of the paper": "/share.png",
        "picture of an article": f"{here}share.png",
        "picture of an issue": f"/issues/{printed.date}/share.png",
        "picture of a page": f"/pictures/{printed.permanent_id}/1.webp",
    }
    said: dict[str, object] = {}
    "".encode("unicode_escape")  # what is imported late, NOBODY may perhaps not read
    with {"full": full, "locked": locked, "readonly": readonly, "mounted": mounted}[want]():
        for name, (client, address) in pages.items():
            said[name] = client.get(address).status_code
        for name, address in pictures.items():
            answer = reader.get(address)
            said[name] = [answer.status_code, "Retry-After" in answer]
        file = SimpleUploadedFile("稿.txt", "一".encode() * 300)
        answer = editor.post("/admin/archive/importbatch/upload/", {"files": file, "newspaper": ""})
        said["upload"] = [answer.status_code, answer.content.decode()]
        for name, client, address, data in (
            ("correction", reader, form, {"suggested": TYPED, "reason": "地名"}),
            ("save", editor, change, sent),
        ):
            response = client.post(address, data)
            said[name] = [response.status_code, response.content.decode()]
    said["batches"] = ImportBatch.objects.filter(command="在编辑台上传").count()
    said["drawn later"] = [reader.get(address).status_code for address in pictures.values()]
    said["corrections"] = Correction.objects.count()
    again = reader.post(form, {"suggested": TYPED, "reason": "地名"})
    said["again"] = again.status_code
    print(json.dumps(said))


if __name__ == "__main__":
    main(sys.argv[1])
