"""A data folder of the first release: every text, address, edit and redirect is still there; a newer one is refused."""

import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.archive.management.processes import Archive
from tests.warm import ROOT

OLD = ROOT / "tests" / "data" / "data-0.1.tar.xz"
# All that a person wrote or was given: texts, addresses, what was edited, withdrawn, merged.
TEXTS = (
    "SELECT permanent_id, kicker, title, subtitle, byline, dateline, editor_note, date, status, withdrawn_reason, "
    "replaced_by_id, edited_fields FROM archive_article ORDER BY id",
    "SELECT article_id, level, heading, body FROM archive_articlesection ORDER BY id",
    "SELECT article_id, caption, after_paragraph FROM archive_figure ORDER BY id",
    "SELECT article_id, contributor_id, role FROM archive_contribution ORDER BY id",
    "SELECT sha256, origin, text, live FROM archive_sourcefile ORDER BY id",
    "SELECT slug, name FROM archive_newspaper ORDER BY id",
    "SELECT slug, name FROM archive_column ORDER BY id",
    "SELECT date, total_number FROM archive_issue ORDER BY id",
    "SELECT username, password FROM auth_user ORDER BY id",
)
ASK = """
from archive.models import Article
from django.conf import settings
from django.test import Client
settings.INDEX_HEALER = []  # the index is left to the command that follows
site = Client(headers={'host': '127.0.0.1'}, raise_request_exception=False)
for article in Article.objects.select_related('newspaper', 'replaced_by'):
    print(article.status, bool(article.replaced_by), site.get(article.get_absolute_url()).status_code)
for address in ('/', '/search/?q=报', '/issues/', '/feeds/', '/healthz', '/api/v1/', '/exports/', '/admin/login/'):
    print('page', address, site.get(address).status_code)
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    with tarfile.open(OLD) as packed:
        packed.extractall(tmp_path, filter="data")
    return next(path.parent for path in tmp_path.rglob("archive.sqlite3"))


def texts(folder: Path) -> list[list[tuple]]:
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database:
        return [database.execute(query).fetchall() for query in TEXTS]


def test_a_folder_of_the_first_release_is_taken_over_whole(folder):
    before = texts(folder)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    archive = Archive(folder)  # runs migrate
    assert {oct(path.stat().st_mode & 0o777) for path in (folder, *folder.rglob("*")) if path.is_dir()} == {"0o700"}
    assert (folder / "archive.sqlite3").stat().st_mode & 0o777 == 0o600
    statuses = {tuple(line.split()) for line in archive.run("shell", "--no-imports", "-c", ASK).splitlines()}
    assert {line for line in statuses if line[0] != "page"} == {
        ("published", "False", "200"),
        ("withdrawn", "False", "410"),
        ("withdrawn", "True", "302"),
    }
    assert {line[-1] for line in statuses if line[0] == "page"} <= {"200", "302", "404", "503"}
    assert "Rebuilt" in archive.run("run_indexer", "--once")
    assert archive.run("check_archive").count(" ok") == 7
    statuses = {tuple(line.split()) for line in archive.run("shell", "--no-imports", "-c", ASK).splitlines()}
    assert ("page", "/healthz", "200") in statuses
    assert ("page", "/search/?q=报", "200") in statuses
    assert texts(folder) == before


CHECK = ["check_archive", "--repair", "--yes"]


def test_a_newer_folder_is_refused_with_words_and_left_alone(folder):
    archive = Archive(folder)
    with closing(sqlite3.connect(folder / "archive.sqlite3")) as database, database:
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('archive', '0999_later', '2030')")
    before = (folder / "archive.sqlite3").read_bytes()
    for command in (["ingest", "fixtures/seeds"], ["migrate"], ["run_indexer", "--once"], ["backup", "-"], CHECK):
        process = archive.start(*command)
        _, err = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "archive.0999_later" in err
        assert "更新的版本" in err
        assert "Traceback" not in err
    code = "import config.wsgi"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=archive.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode != 0
    assert "更新的版本" in run.stderr
    assert (folder / "archive.sqlite3").read_bytes() == before


def test_the_changelog_says_what_to_do():
    assert "### Migration" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
