"""`ingest`: a line a file, one transaction a file, a bad one never stops the others, the same again changes nothing."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.isolation.process import ReadingProcess
from archive.models import Article, ImportBatch, ImportEvent, Problem, SourceFile
from archive.services import importing

STORIES = {
    "甲.txt": "蓼河边新添步道\n\n　　本报讯 11月4日，蓼河南岸的步道完工，居民当晚就来散步。\n",
    "乙.txt": "社区图书室开放\n\n　　王因街道的社区图书室本周开放，每天开到晚上八点。\n",
}


@pytest.fixture
def folder(tmp_path) -> Path:
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, text in STORIES.items():
        (papers / name).write_text(text, encoding="utf-8")
    return papers


@pytest.fixture
def fault(monkeypatch):
    """The reading process meets a mistake of the program at 甲.txt."""
    begin = ReadingProcess.begin

    def asked(self, work, name, *arguments, **options):
        begin(self, "no_such_work" if name == "甲.txt" else work, name, *arguments, **options)

    monkeypatch.setattr(ReadingProcess, "begin", asked)


def ingest(capsys, *args) -> tuple[int, list[str], str]:
    """Exit status, lines on standard output, standard error."""
    status = 0
    try:
        call_command("ingest", *map(str, args))
    except SystemExit as error:
        status = error.code
    out, err = capsys.readouterr()
    return status, out.splitlines(), err


def outcomes(lines: list[str]) -> list[str]:
    return [line.split()[0] for line in lines if " articles, " in line and not line.split()[0].isdigit()]


@pytest.mark.django_db
class TestLoading:
    @pytest.fixture(autouse=True)
    def _own_data(self, data_dir):
        pass

    def test_a_folder_comes_in_and_the_bytes_are_kept(self, folder, capsys):
        status, lines, _ = ingest(capsys, folder)
        assert status == 0
        assert outcomes(lines) == ["new", "new"]
        assert Article.objects.count() == 2
        for source in SourceFile.objects.all():
            assert source.read_bytes() == (folder / source.name).read_bytes()
        assert "2 files: 2 new, 0 unchanged, 0 updated, 0 failed" in lines[-2]
        assert lines[-1].startswith("Next: ")

    @pytest.mark.parametrize(
        ("number", "again"), [(signal.SIGKILL, "new"), (signal.SIGSEGV, "failed")], ids=["killed", "crashed"]
    )
    def test_a_reader_that_others_kill_condemns_no_file(self, folder, capsys, monkeypatch, number, again):
        """One that crashes on a file twice is remembered; one that was killed is not."""
        send = ReadingProcess._send

        def hit(process, question):
            if question.work == "parse_document" and question.arguments[0] == "甲.txt":
                os.kill(process.start().process.pid, number)
            send(process, question)

        with monkeypatch.context() as patch:
            patch.setattr(ReadingProcess, "_send", hit)
            status, lines, _ = ingest(capsys, folder)
        assert status == 1
        assert "1 new, 0 unchanged, 0 updated, 1 failed" in lines[-2]
        assert f"（{number.name}）" in ImportEvent.objects.get(outcome="failed").message
        ingest(capsys, folder)
        event = ImportEvent.objects.filter(origin__endswith="甲.txt").order_by("pk").last()
        assert (event.outcome, "未再试" in event.message) == (again, again == "failed")

    def test_a_second_run_changes_nothing(self, folder, capsys):
        ingest(capsys, folder)
        before = list(Article.objects.order_by("id").values())
        status, lines, _ = ingest(capsys, folder)
        assert status == 0
        assert outcomes(lines) == ["unchanged", "unchanged"]
        assert list(Article.objects.order_by("id").values()) == before

    def test_a_changed_file_is_a_new_edition_with_the_same_addresses(self, folder, capsys):
        ingest(capsys, folder)
        ids = set(Article.objects.values_list("permanent_id", flat=True))
        (folder / "甲.txt").write_text(STORIES["甲.txt"] + "\n　　步道全长三公里。\n", encoding="utf-8")
        status, lines, _ = ingest(capsys, folder)
        assert status == 0
        assert sorted(outcomes(lines)) == ["unchanged", "updated"]
        assert set(Article.objects.values_list("permanent_id", flat=True)) == ids
        assert SourceFile.objects.filter(live=True).count() == 2

    def test_going_back_to_the_former_edition_is_an_update_too(self, folder, capsys):
        ingest(capsys, folder / "甲.txt")
        former = Article.objects.get().permanent_id
        for text in (STORIES["甲.txt"] + "\n　　又一段。\n", STORIES["甲.txt"]):
            (folder / "甲.txt").write_text(text, encoding="utf-8")
            assert outcomes(ingest(capsys, folder / "甲.txt")[1]) == ["updated"]
        assert Article.objects.get().permanent_id == former
        assert SourceFile.objects.get(live=True).read_bytes().decode() == STORIES["甲.txt"]

    def test_lines_that_are_no_articles_are_doubts_and_the_others_come_in(self, tmp_path, capsys):
        whole = [
            json.dumps({"id": name, "title": name, "body": f"{name}的正文。"}, ensure_ascii=False) for name in "甲乙"
        ]
        lines = [whole[0], "[1]", '{"title": "坏', whole[1]]
        (tmp_path / "a.jsonl").write_text("\n".join(lines), encoding="utf-8")
        status, _, _ = ingest(capsys, tmp_path / "a.jsonl")
        assert status == 0
        assert sorted(Article.objects.values_list("title", flat=True)) == ["乙", "甲"]
        assert [p.first_line for p in Problem.objects.filter(code="record_unreadable").order_by("id")] == [2, 3]

    def test_bad_files_are_named_with_their_reason_and_stop_nothing(self, folder, capsys):
        (folder / "a-empty.txt").write_bytes(b"")
        (folder / "b-binary.txt").write_bytes(bytes(range(256)) * 40)
        (folder / "c-secret.txt").write_text("不给看", encoding="utf-8")
        (folder / "c-secret.txt").chmod(0)
        status, lines, _ = ingest(capsys, folder, folder / "d-missing.txt")
        assert status == 1
        failed = {e.origin: e.message for e in ImportEvent.objects.filter(outcome="failed")}
        names = {"a-empty.txt", "b-binary.txt", "d-missing.txt"} | ({"c-secret.txt"} if os.geteuid() else set())
        assert {Path(origin).name for origin in failed} == names
        assert all(failed.values())
        for origin, message in failed.items():
            assert any(line.startswith("failed") and origin in line and message in line for line in lines)
        assert SourceFile.objects.filter(name__in=STORIES).count() == 2
        assert not SourceFile.objects.filter(name__in=names).exists()

    @pytest.mark.usefixtures("fault")
    def test_a_fault_of_the_program_on_one_file_stops_nothing(self, folder, capsys):
        assert ingest(capsys, folder)[0] == 1
        assert SourceFile.objects.get().name == "乙.txt"
        assert "AttributeError" in ImportEvent.objects.get(outcome="failed").message

    def test_the_operator_names_the_paper(self, folder, capsys):
        ingest(capsys, folder, "--newspaper", "西河晚报")
        assert {(a.newspaper.name, a.newspaper_basis) for a in Article.objects.all()} == {("西河晚报", "given")}

    def test_every_run_is_a_batch(self, folder, capsys):
        ingest(capsys, folder)
        batch = ImportBatch.objects.get()
        assert batch.state == "done"
        assert batch.finished_at is not None
        assert [e.outcome for e in batch.events.all()] == ["new", "new"]
        assert {a.batch for a in Article.objects.all()} == {batch}

    def test_only_one_import_runs_at_a_time(self, folder, capsys):
        with importing.import_batch("first"), pytest.raises(CommandError, match="另一个导入正在进行"):
            call_command("ingest", str(folder))

    def test_a_run_that_was_killed_is_marked_so_by_the_next(self, folder, capsys):
        killed = ImportBatch.objects.create()
        ingest(capsys, folder)
        killed.refresh_from_db()
        assert killed.state == "interrupted"

    def test_a_folder_without_files_is_an_error(self, tmp_path):
        (tmp_path / "nothing").mkdir()
        with pytest.raises(CommandError, match="No files"):
            call_command("ingest", str(tmp_path / "nothing"))


class TestDryRun:
    """No database mark: a query is an error in these tests."""

    def test_json_alone_on_standard_output(self, folder, capsys):
        call_command("ingest", "--dry-run", "--format", "json", str(folder))
        entries = json.loads(capsys.readouterr().out)
        assert {e["source"] for e in entries} == set(STORIES)
        assert all(len(e["articles"]) == 1 and "claims" not in e for e in entries)

    def test_the_json_is_whole_even_where_files_fail(self, folder, capsys):
        (folder / "a-empty.txt").write_bytes(b"")
        status, out, err = ingest(capsys, "--dry-run", "--format", "json", "--verbose", folder)
        assert status == 1
        entries = {e["source"]: e for e in json.loads("\n".join(out))}
        assert entries["a-empty.txt"]["error"]
        assert entries["甲.txt"]["claims"]
        assert "a-empty.txt" in err

    @pytest.mark.usefixtures("fault")
    def test_a_fault_of_the_program_on_one_file_leaves_the_json_whole(self, folder, capsys):
        status, out, _ = ingest(capsys, "--dry-run", "--format", "json", folder)
        entries = {e["source"]: e for e in json.loads("\n".join(out))}
        assert status == 1
        assert "AttributeError" in entries["甲.txt"]["error"]
        assert entries["乙.txt"]["articles"]

    def test_text_says_what_would_come_in(self, folder, capsys):
        status, lines, _ = ingest(capsys, "--dry-run", folder)
        assert status == 0
        assert outcomes(lines) == ["readable", "readable"]

    def test_ready_made_articles_are_taken_as_they_are(self, folder, capsys):
        (folder / "export.jsonl").write_text('{"title": "现成的一篇", "body": "甲。\\n乙。"}\n', encoding="utf-8")
        call_command("ingest", "--dry-run", "--format", "json", str(folder / "export.jsonl"))
        (entry,) = json.loads(capsys.readouterr().out)
        assert entry["articles"][0]["title"] == "现成的一篇"
        assert entry["articles"][0]["sections"][0]["paragraphs"] == ["甲。", "乙。"]

    def test_it_works_where_there_is_no_database(self, folder, tmp_path):
        home = tmp_path / "no-data"
        run = subprocess.run(
            [sys.executable, "manage.py", "ingest", "--dry-run", "--format", "json", str(folder)],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.dev", "DATA_DIR": str(home)},
            cwd=Path(__file__).resolve().parents[3],
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr.decode()
        assert len(json.loads(run.stdout)) == 2
        assert not list(home.glob("archive.sqlite3*"))
