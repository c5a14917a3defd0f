"""What whoever watches the service is told: readiness, metrics, and the page of the desk."""

import datetime
import shutil
import tempfile
from collections import namedtuple
from pathlib import Path
from unittest.mock import Mock

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from archive.models import ImportBatch
from archive.services import running
from search.index import indexing
from search.models import DirtyArticle
from search.store.damage import IndexUnavailable
from tests.built_once import built_once
from tests.factories import make_article

Usage = namedtuple("Usage", "total used free")


@built_once
def library():
    article = make_article()
    indexing.rebuild(processes=1)
    return article


def values(text: str) -> dict[str, float]:
    """Name, and labels where there are any, -> value."""
    samples = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    return {"/".join([sample.name, *sample.labels.values()]): sample.value for sample in samples}


def ready(client) -> tuple[int, dict]:
    answer = client.get("/readyz")
    assert ("Retry-After" in answer) == (answer.status_code == 503)
    return answer.status_code, answer.json()


class TestReady:
    def test_where_all_is_well(self, client, library):
        needed = ("database_up", "disk_free_bytes", "temporary_free_bytes", "index_up", "marks_oldest_seconds")
        assert ready(client) == (200, {"ready": True, **dict.fromkeys(needed, "ok")})

    def test_not_without_an_index(self, client, library, index_folder):
        shutil.rmtree(index_folder)
        status, said = ready(client)
        assert (status, said["ready"]) == (503, False)
        assert "不能检索" in said["index_up"]

    def test_no_stranger_is_told_where_things_lie(self, client, library, index_folder, settings, monkeypatch):
        settings.DATA_DIR = index_folder.parent
        nothing = IndexUnavailable(f"{index_folder}/pointer cannot be read.")
        monkeypatch.setattr("search.pages.figures.browse.browse", Mock(side_effect=nothing))
        for address, what in (("/readyz", "index_up"), ("/healthz", "index")):
            said = client.get(address)
            assert "DATA_DIR/" in said.json()[what]
            assert str(index_folder) not in said.content.decode()

    def test_not_where_nobody_indexes(self, client, library):
        DirtyArticle.enqueue([library.pk])
        assert ready(client)[0] == 200
        DirtyArticle.objects.update(marked_at=timezone.now() - datetime.timedelta(hours=2))
        status, said = ready(client)
        assert status == 503
        assert "run_indexer" in said["marks_oldest_seconds"]

    def test_not_without_room(self, client, library, monkeypatch):
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**9, 10**9, 10**6))
        status, said = ready(client)
        assert status == 503
        assert "磁盘" in said["disk_free_bytes"]

    def test_not_without_room_for_what_is_uploaded(self, client, library, monkeypatch, tmp_path):
        """waitress ends a connection without an answer then, in a worker that lives."""
        monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path / "temporary"))
        free = {tmp_path / "temporary": 10**6}
        monkeypatch.setattr(shutil, "disk_usage", lambda folder: Usage(10**10, 10**9, free.get(Path(folder), 10**9)))
        status, said = ready(client)
        assert status == 503
        assert said["disk_free_bytes"] == "ok"
        assert "TMPDIR" in said["temporary_free_bytes"]
        monkeypatch.setattr(tempfile, "gettempdir", Mock(side_effect=FileNotFoundError("No usable folder")))
        assert ready(client)[0] == 503

    def test_not_without_a_database(self, client, library, monkeypatch):
        def broken(*args):
            raise OperationalError("unable to open database file")

        with connection.execute_wrapper(broken):
            status, said = ready(client)
        assert status == 503
        assert "unable to open" in said["database_up"]


class TestMetrics:
    def test_figures_of_both_apps(self, client, library):
        ImportBatch.objects.create(state=ImportBatch.State.DONE)
        DirtyArticle.enqueue([library.pk] * 3)
        client.get("/search/?q=蓼河")
        told = values(client.get("/metrics").content.decode())
        assert told["baoku_articles"] == 1
        assert told["baoku_imports/done"] == 1
        assert told["baoku_marks_waiting"] == 3
        assert told["baoku_index_up"] == told["baoku_database_up"] == 1
        assert 0 <= told["baoku_index_commit_age_seconds"] <= told["baoku_index_generation_age_seconds"] + 60
        assert told["baoku_requests_total/GET/search/200"] >= 1

    def test_searches_are_counted_by_rung(self, client, library):
        def counted():
            told = values(client.get("/metrics").content.decode())
            return [told.get(f"baoku_searches_total/{rung}", 0) for rung in ("all", "none")]

        before = counted()
        client.get("/search/?q=蓼河")
        client.get("/api/v1/search/?q=蓼河")
        client.get("/search/?q=zqxzqx")
        assert counted() == [before[0] + 2, before[1] + 1]

    @pytest.mark.parametrize(
        "asked",
        [
            {"REMOTE_ADDR": "192.0.2.66"},
            {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
            {"HTTP_X_REAL_IP": "::1"},
            {"REMOTE_ADDR": ""},
        ],
    )
    def test_are_not_public(self, client, library, asked):
        assert client.get("/metrics", **asked).status_code == 404

    def test_nor_what_a_proxy_passes_on_that_is_not_known(self, client, library, settings):
        settings.TRUSTED_PROXIES, settings.CLIENT_ADDRESS = [], "HTTP_X_REAL_IP"
        assert client.get("/metrics", HTTP_X_REAL_IP="127.0.0.1").status_code == 404

    def test_are_for_whoever_has_the_token(self, client, library, settings):
        settings.METRICS_TOKEN = "s3cret"
        assert client.get("/metrics").status_code == 404
        assert client.get("/metrics", headers={"Authorization": "Bearer other"}).status_code == 404
        with_it = {"HTTP_AUTHORIZATION": "Bearer s3cret", "REMOTE_ADDR": "192.0.2.66"}
        assert client.get("/metrics", **with_it).status_code == 200


class TestPage:
    def test_says_that_all_is_well(self, editor, library):
        page = editor.get("/admin/running/").content.decode()
        assert "一切正常" in page
        for title in (figure.title for figure in running.figures() if figure.title):
            assert title in page
        assert "/admin/running/" in editor.get("/admin/").content.decode()

    def test_says_what_to_do(self, editor, library, index_folder):
        shutil.rmtree(index_folder)
        page = editor.get("/admin/running/").content.decode()
        assert "一切正常" not in page
        assert "manage.py run_indexer --once" in page

    def test_is_none_of_a_readers(self, client, library):
        assert client.get("/admin/running/").status_code == 302
