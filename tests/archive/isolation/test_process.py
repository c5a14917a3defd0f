"""A file that breaks its reader, or takes too much, ends as a reason; the next one is read as ever."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from archive.ingest import pipeline
from archive.ingest.limits import MIB
from archive.ingest.types import UnreadableSource
from archive.isolation import messages
from archive.isolation.process import ROOT, ReaderFault, ReadingLimits, ReadingProcess, ReadingStopped
from tests import hostile

STORY = "步道完工\n\n　　蓼河南岸的步道完工，居民当晚就来散步。\n".encode()


@pytest.fixture
def process():
    with ReadingProcess(ReadingLimits(memory_bytes=300 * MIB)) as process:
        yield process


def test_it_reads_what_the_pipeline_reads(process):
    assert process.ask("parse_document", "a.txt", STORY) == pipeline.parse_bytes("a.txt", STORY)


def test_one_process_reads_many_files(process):
    process.ask("parse_document", "a.txt", STORY)
    child = process._child
    with pytest.raises(UnreadableSource, match="空的"):
        process.ask("parse_document", "a.txt", b"")
    process.ask("parse_document", "b.txt", STORY)
    assert process._child is child


def test_time_has_a_bound():
    with ReadingProcess(ReadingLimits(seconds=5)) as process:
        with pytest.raises(ReadingStopped, match="5 秒"):
            process.ask("parse_document", "bylines.txt", hostile.KINDS["bylines.txt"]())
        assert process.ask("parse_document", "a.txt", STORY).articles


def test_a_crash_is_said_to_be(process):
    with pytest.raises(ReadingStopped, match="崩溃"):
        process.ask("parse_document", "bomb.pdf", hostile.KINDS["bomb.pdf"]())
    assert process.ask("parse_document", "a.txt", STORY).articles


def test_memory_has_a_bound():
    with ReadingProcess(ReadingLimits(memory_bytes=100 * MIB)) as process:
        with pytest.raises(ReadingStopped, match="内存超过 100 MB"):
            process.ask("parse_document", "lines.txt", "河堤上的灯亮了\n".encode() * 190_000)
        assert process.ask("parse_document", "a.txt", STORY).articles


def test_an_answer_has_a_bound():
    with ReadingProcess(ReadingLimits(answer_bytes=200)) as process, pytest.raises(ReadingStopped, match="超过"):
        process.ask("parse_document", "a.txt", STORY)


def test_a_process_that_was_killed_is_said_to_be(process):
    process.ask("parse_document", "a.txt", STORY)
    os.kill(process._child.process.pid, signal.SIGKILL)
    with pytest.raises(ReadingStopped, match="SIGKILL"):
        process.ask("parse_document", "a.txt", STORY)
    assert process.ask("parse_document", "a.txt", STORY).articles


def test_a_process_that_has_grown_is_not_used_again():
    with ReadingProcess(ReadingLimits(renew_bytes=1)) as process:
        process.ask("parse_document", "a.txt", STORY)
        assert process._child is None


def test_a_mistake_of_the_program_is_told_apart(process):
    with pytest.raises(ReaderFault, match="AttributeError"):
        process.ask("no_such_work")


def test_records_come_in_portions_with_how_far_they_are(process, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(hostile.record(id=n, body="正文。") for n in range(5)), encoding="utf-8")
    portions = list(process.ask_each("portions", str(path), 2, 3))
    assert [[number for number, _ in portion] for portion, _ in portions] == [[2, 3, 4], [5]]
    assert portions[-1][1] == path.stat().st_size


def test_a_portion_is_bounded_in_size_too(process, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(hostile.record(id=n, body="字" * 1_300_000) for n in range(9)), encoding="utf-8")
    assert [len(portion) for portion, _ in process.ask_each("portions", str(path), 1, 500)] == [7, 2]


def test_a_reader_that_was_taken_over_gives_no_orders():
    with pytest.raises(messages.pickle.UnpicklingError, match="no value"):
        messages.unpacked_answer(messages.packed_message((messages.VALUE, os.system)))


def test_it_ends_with_the_one_that_asked():
    code = (
        "import os\nfrom archive.isolation.process import ReadingProcess\n"
        "process = ReadingProcess()\nprocess.ask('parse_document', 'a.txt', '甲题'.encode())\n"
        "print(process._child.process.pid, flush=True)\nos._exit(1)\n"
    )
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, text=True)
    stat = Path(f"/proc/{int(run.stdout)}/stat")
    deadline = time.monotonic() + 20
    while stat.exists() and stat.read_text().split()[2] != "Z":
        assert time.monotonic() < deadline
        time.sleep(0.05)
