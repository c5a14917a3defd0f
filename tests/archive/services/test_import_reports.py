"""The import report lists what to look at, worst first, on its page and as JSON."""

import dataclasses
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from archive import loader
from archive.ingest.types import Doubt as ParsedProblem
from archive.ingest.types import UnreadableSource
from archive.models import ImportBatch, ImportEvent, Problem
from archive.services import reading_ahead
from archive.services.import_reports import report_on
from tests.archive.loader.making import article, facts, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch() -> ImportBatch:
    """Three files: one sure, one with doubts about two articles and about itself, one that failed."""
    batch = ImportBatch.objects.create()
    reading_ahead.record(loader.load(source(article("有把握", "甲。")), facts(), batch), "/papers/a.txt", batch)
    parsed = source(
        dataclasses.replace(article("略有疑", "乙。"), confidence=0.9),
        dataclasses.replace(article("很没把握", "丙。"), confidence=0.3),
        name="b.txt",
        problems=(
            ParsedProblem("no_date", "没有日期。", 1, 1, 0),
            ParsedProblem("glued_names", "署名似乎连在一起。", 3, 3, 1),
            ParsedProblem("weekday", "报头星期与日期不合。"),
        ),
    )
    reading_ahead.record(loader.load(parsed, facts("b.txt"), batch), "/papers/b.txt", batch)
    reading_ahead.failed("/papers/c.txt", batch, UnreadableSource("文件是空的。"))
    return batch


def test_worst_first(batch):
    report = report_on(batch)
    assert report.outcomes == {"new": 2, "unchanged": 0, "updated": 0, "failed": 1}
    assert report.articles == 3
    assert [event.origin for event in report.failed] == ["/papers/c.txt"]
    assert [str(each.article) for each in report.doubtful] == ["None", "很没把握", "略有疑"]


def test_what_is_settled_is_no_longer_in_it(batch):
    Problem.objects.exclude(code="no_date").update(state="confirmed")
    assert [str(each.article) for each in report_on(batch).doubtful] == ["略有疑"]


def test_as_json(batch, capsys):
    call_command("import_report", str(batch.pk), "--format", "json")
    report = json.loads(capsys.readouterr().out)
    assert report["failed"] == [{"source": "/papers/c.txt", "error": "文件是空的。"}]
    assert [each["confidence"] for each in report["look_at"]] == [0.0, 0.3, 0.9]
    assert report["look_at"][1]["problems"] == [
        {"code": "glued_names", "message": "署名似乎连在一起。", "first_line": 3, "last_line": 3}
    ]


def test_as_text_of_the_last_batch(batch, capsys):
    call_command("import_report")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("failed /papers/c.txt")
    assert lines.index(" 30% /papers/b.txt 《很没把握》") < lines.index(" 90% /papers/b.txt 《略有疑》")


def test_no_batch_is_an_error():
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_report")


def test_on_its_page(batch, editor):
    page = editor.get(reverse("admin:archive_importbatch_change", args=[batch.pk])).content.decode()
    assert page.index("文件是空的。") < page.index("报头星期与日期不合。") < page.index("署名似乎连在一起。")
    assert page.index("署名似乎连在一起。") < page.index("没有日期。")
    assert reverse("admin:archive_importbatch_undo", args=[batch.pk]) in page


def test_problems_are_settled_in_their_list(batch, editor):
    address = reverse("admin:archive_problem_changelist")
    listed = [p.code for p in editor.get(address).context["cl"].result_list]
    assert listed == ["weekday", "glued_names", "no_date"]
    doubt = Problem.objects.get(code="weekday")
    editor.post(address, {"action": "confirm", "_selected_action": [doubt.pk], "sure": "1"})
    doubt.refresh_from_db()
    assert doubt.state == "confirmed"
    assert [p.code for p in editor.get(address).context["cl"].result_list] == ["glued_names", "no_date", "weekday"]


def test_ingest_prints_it_as_json(data_dir, tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "in" / "甲.txt").write_text("蓼河边新添步道\n\n　　步道完工。\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        call_command("ingest", "--format", "json", str(tmp_path / "in"))
    report = json.loads(capsys.readouterr().out)
    assert report["files"] == {"new": 1, "unchanged": 0, "updated": 0, "failed": 1}
    assert report["batch"] == ImportEvent.objects.first().batch_id
