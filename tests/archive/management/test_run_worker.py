"""run_worker in processes of its own: killed at named points, stopped, one alone; what was uploaded is read once."""

import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command

from archive.management.commands import run_worker
from archive.models import ArticleSection, ImportBatch, PersonalNumber
from archive.services.number_works import HIDDEN, ask_number_work, waiting_works
from tests.archive.management.processes import Archive
from tests.archive.services.uploading import OTHER, STORY, upload
from tests.factories import make_user
from tests.warm import WarmProcess

FILES = 12
# Uploads without a worker being started.
UPLOAD = """
from django.conf import settings
from tests.archive.services.uploading import upload
settings.IMPORT_WORKER = []
upload({!r})
"""


@pytest.fixture(scope="module")
def waiting(tmp_path_factory) -> Path:
    """An archive with the batch of some files waiting."""
    archive = Archive(tmp_path_factory.mktemp("worker") / "data")
    texts = {f"{n:02}.txt": f"{'甲乙丙丁戊己庚辛壬癸子丑'[n]}社区的事\n\n{(STORY, OTHER)[n % 2]}" for n in range(FILES)}
    archive.run("shell", "-c", UPLOAD.format(texts))
    return archive.home


@pytest.fixture
def archive(waiting, tmp_path) -> Archive:
    return Archive.at(Path(shutil.copytree(waiting, tmp_path / "data")))


def outcomes(archive: Archive) -> list[tuple]:
    return archive.ask("SELECT origin, outcome FROM archive_importevent ORDER BY origin")


def assert_all_read(archive: Archive) -> None:
    assert archive.ask("SELECT state, files FROM archive_importbatch") == [("done", FILES)]
    assert archive.ask("SELECT DISTINCT state FROM archive_upload") == [("read",)]
    assert outcomes(archive) == [(f"上传/第1批/{n:02}.txt", "new") for n in range(FILES)]
    assert archive.ask("SELECT status, count(*) FROM archive_article GROUP BY 1") == [("draft", FILES)]
    assert list((archive.home / "uploads").iterdir()) == []
    archive.assert_whole()


@pytest.mark.parametrize(
    ("point", "nth"),
    [
        ("after a file is loaded", 5),
        ("amid keeping the bytes", 3),
        ("after drafts are published by themselves", 1),
        ("after all files are read", 1),
    ],
)
def test_killed_then_called_again(archive, point, nth):
    command = ["-m", "tests.killing", point, str(nth), "run_worker", "--once"]
    killed = WarmProcess(command, archive.environment)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    if point != "after all files are read":
        assert archive.ask("SELECT state FROM archive_importbatch") == [("running",)]
    if nth > 1:
        assert archive.one("SELECT count(*) FROM archive_importevent") < FILES
    archive.run("run_worker", "--once")
    assert_all_read(archive)


# Asks something of the first batch, as the desk does, without a worker being started.
ASK = """
from django.conf import settings
from archive.models import ImportBatch
from archive.services import wishes
from archive.services.drafts import concerned, fingerprint_to_publish
settings.IMPORT_WORKER = []
batch, wish = ImportBatch.objects.get(), wishes.Wish.{}
batch.by.is_superuser = True
batch.by.save()
wishes.ask(batch, wish, batch.by, fingerprint_to_publish(concerned(batch, wishes.Wish.ALL, batch.by)))
"""


@pytest.mark.parametrize(
    ("point", "wish", "left"),
    [
        ("amid publishing what was asked", "ALL", [("published", FILES)]),
        ("amid taking back what was asked", "UNDO", []),
    ],
)
def test_what_was_asked_is_done_after_a_kill_wholly_and_once(archive, point, wish, left):
    archive.run("run_worker", "--once")
    archive.run("shell", "-c", ASK.format(wish))
    killed = WarmProcess(["-m", "tests.killing", point, "1", "run_worker", "--once"], archive.environment)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    half_way = archive.ask("SELECT status, count(*) FROM archive_article GROUP BY 1")
    assert half_way in ([("draft", FILES)], [("published", FILES)]), "all or nothing"
    archive.run("run_worker", "--once")
    assert archive.ask("SELECT status, count(*) FROM archive_article GROUP BY 1") == left
    assert archive.ask("SELECT wish FROM archive_importbatch") == [("",)]
    assert archive.one("SELECT count(*) FROM archive_bulkact") == (wish == "ALL")
    archive.assert_whole()


PHONE = "13974628351"
# Asks for what is printed in some articles to be hidden, as the desk does, without a worker being started.
HIDE = """
from django.conf import settings
from archive.models import PersonalNumber
from archive.services import number_works
from tests.factories import make_article, make_user
settings.IMPORT_WORKER = []
for n in range(3):
    make_article(f"第{{n}}件事，电话{0}", body="居民来电：{0}。")
numbers = PersonalNumber.objects.filter(digits="{0}")
number_works.ask_number_work(number_works.HIDDEN, numbers, make_user(), "{0}的主人来电")
"""


def texts_in_the_clear(archive: Archive) -> int:
    """How many rows of the database itself have the number, but the one that knows it."""
    with closing(sqlite3.connect(archive.home / "archive.sqlite3")) as database:
        return sum(PHONE in line and '"archive_personalnumber"' not in line for line in database.iterdump())


@pytest.mark.parametrize(
    ("point", "nth"),
    [
        ("amid rewriting texts with a number", 1),
        ("between texts with a number", 5),
        ("before hiding is said to be done", 1),
    ],
)
def test_a_number_is_hidden_everywhere_after_a_kill_and_not_said_to_be_before(archive, point, nth):
    archive.run("run_worker", "--once")
    archive.run("shell", "-c", HIDE.format(PHONE))
    assert texts_in_the_clear(archive) > 0
    killed = WarmProcess(["-m", "tests.killing", point, str(nth), "run_worker", "--once"], archive.environment)
    killed.communicate()
    assert killed.returncode == -signal.SIGKILL
    assert archive.ask("SELECT done_at FROM archive_numberwork") == [(None,)]
    assert archive.one("SELECT count(*) FROM archive_numberact") == 0
    archive.run("run_worker", "--once")
    assert texts_in_the_clear(archive) == 0
    assert archive.one("SELECT count(*) FROM archive_numberwork WHERE done_at IS NOT NULL") == 1
    assert archive.ask("SELECT verb FROM archive_numberact") == [("hidden",)]
    assert archive.one("SELECT count(*) FROM archive_numberwork_articles") == 3
    archive.assert_whole()


def test_one_that_is_stopped_leaves_the_rest_to_the_next_and_no_two_live(archive):
    stopped = archive.start("run_worker")
    archive.wait_until_some_are_in(stopped, "SELECT count(*) FROM archive_importevent", 1)
    stopped.terminate()
    stopped.communicate()
    assert stopped.returncode == 0
    living = archive.start("run_worker", "--interval", 0.1)
    archive.wait_until_some_are_in(living, "SELECT count(*) FROM archive_importbatch WHERE state = 'done'", 1)
    assert "reads what waits" in archive.run("run_worker", "--once")
    second = archive.start("run_worker")
    assert "Another run_worker is at work" in second.communicate()[1]
    assert second.returncode == 1
    living.terminate()
    living.communicate()
    assert_all_read(archive)


def test_a_backup_holds_what_waits(archive, tmp_path):
    archive.run("backup", tmp_path / "bag")
    restored = Archive.at(tmp_path / "restored")
    archive.run("restore", tmp_path / "bag", restored.home)
    restored.run("run_worker", "--once")
    assert_all_read(restored)


def test_whoever_uploads_has_one_started(archive):
    called = UPLOAD.format({"又一份.txt": f"又一个社区的事\n\n{STORY}"}).replace("settings.IMPORT_WORKER = []", "")
    archive.run("shell", "-c", called)
    deadline = time.monotonic() + 60
    while archive.ask("SELECT DISTINCT state FROM archive_importbatch") != [("done",)]:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert archive.one("SELECT count(*) FROM archive_article WHERE status = 'draft'") == FILES + 1


def test_what_is_to_be_hidden_waits_for_no_batch(data_dir, db, monkeypatch):
    """Asked while the first file is read, it is done before the last."""
    number, asked_after, done_before = "13974628351", [], []
    upload({f"{n:02}.txt": f"{'甲乙丙丁戊己庚辛壬癸子丑'[n]}社区的事\n\n电话{number}。{STORY}" for n in range(FILES)})

    def say(self, batch, result):
        if not asked_after:
            ask_number_work(HIDDEN, PersonalNumber.objects.all(), make_user("yinqu"))
            asked_after.append(result.origin)
        elif not waiting_works().exists():
            done_before.append(result.origin)

    monkeypatch.setattr(run_worker.Command, "say", say)
    monkeypatch.setattr(run_worker.signal, "signal", lambda *heeded: None)  # the tests' own process goes on
    call_command("run_worker", "--once")
    assert ImportBatch.objects.get().state == ImportBatch.State.DONE
    assert done_before
    assert not ArticleSection.objects.filter(body__contains=number).exists()
