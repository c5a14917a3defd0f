"""A file that breaks its reader, or takes too much, ends as a reason; the next one is read as ever."""

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest import limits, pipeline
from archive.ingest.learning import Profiles
from archive.ingest.limits import MIB
from archive.ingest.profile import Profile
from archive.ingest.types import UnreadableSource
from archive.isolation import messages, work
from archive.isolation.process import (
    ReaderFault,
    ReadingInterrupted,
    ReadingLimits,
    ReadingProcess,
    ReadingStopped,
)
from archive.isolation.started import ROOT, StartedChild
from tests import hostile, typeset

TYPESET = min((ROOT / "tests" / "expected").glob("*.json"))
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


@pytest.fixture
def signals(monkeypatch):
    """What each of the next questions meets: the process is sent a signal before it hears it."""
    waiting: list[int] = []
    take_up = StartedChild.take_up

    def hit(child):
        take_up(child)
        if waiting:
            os.kill(child.process.pid, waiting.pop(0))

    monkeypatch.setattr(StartedChild, "take_up", hit)
    return waiting


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGSEGV])
def test_who_dies_once_is_asked_again(process, signals, number):
    signals += [number]
    assert process.ask("parse_document", "a.txt", STORY).articles


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_process_that_others_end_condemns_no_file(process, signals, number):
    signals += [number, number]
    with pytest.raises(ReadingInterrupted, match=number.name) as caught:
        process.ask("parse_document", "a.txt", STORY)
    assert not isinstance(caught.value, ReadingStopped)
    assert process.ask("parse_document", "a.txt", STORY).articles


def test_a_crash_that_comes_again_is_the_files(process, signals):
    signals += [signal.SIGSEGV, signal.SIGSEGV]
    with pytest.raises(ReadingStopped, match="崩溃了（SIGSEGV）"):
        process.ask("parse_document", "a.txt", STORY)
    assert process.ask("parse_document", "a.txt", STORY).articles


def test_a_pdf_that_takes_all_memory_is_said_to(process):
    with pytest.raises(ReadingStopped, match="内存超过 300 MB"):
        process.ask("parse_document", "bomb.pdf", hostile.KINDS["bomb.pdf"]())
    assert process.ask("parse_document", "a.txt", STORY).articles


def test_memory_that_earlier_files_took_is_not_this_ones(process, signals):
    process.ask("parse_document", "a.txt", STORY)
    signals += [signal.SIGABRT]  # without a word: as PDFium ends where it gets no memory
    assert process.ask("parse_document", "a.txt", STORY).articles
    process.end()
    signals += [signal.SIGABRT]
    with pytest.raises(ReadingStopped, match="内存"):
        process.ask("parse_document", "a.txt", STORY)


def test_a_process_that_does_nothing_is_not_waited_for(signals):
    with ReadingProcess(ReadingLimits(seconds=1, idle_seconds=1)) as process:
        process.ask("parse_document", "a.txt", STORY)
        signals += [signal.SIGSTOP]
        with pytest.raises(ReadingInterrupted, match="久无进展"):
            process.ask("parse_document", "a.txt", STORY)


def test_a_busy_machine_stops_no_file():
    """A process that seldom gets the processor is waited for, far beyond its seconds."""
    with ReadingProcess(ReadingLimits(seconds=1, idle_seconds=5, patience=100)) as process:
        process.ask("parse_document", "a.txt", STORY)
        number, done = process._child.process.pid, threading.Event()

        def hold_back():
            while not done.is_set():
                os.kill(number, signal.SIGSTOP)
                done.wait(0.4)
                os.kill(number, signal.SIGCONT)
                done.wait(0.02)

        holding = threading.Thread(target=hold_back)
        holding.start()
        try:
            began = time.monotonic()
            story = "第{0}盏灯\n\n　　本报讯 河堤上的第{0}盏路灯昨晚亮了，居民当晚就来散步。\n\n"
            data = "".join(map(story.format, range(250))).encode()
            assert process.ask("parse_document", "a.txt", data).articles
            assert time.monotonic() - began > process.limits.seconds + 2
            assert process._child.process.pid == number
        finally:
            done.set()
            holding.join()


def test_what_is_not_waited_for_is_ended(process):
    process.begin("parse_document", "lines.txt", "河堤上的灯亮了\n".encode() * 100_000)
    assert process.ask("parse_document", "a.txt", STORY) == pipeline.parse_bytes("a.txt", STORY)


def test_a_file_of_the_greatest_size_is_read():
    """Its bytes are in the process once."""
    plain = typeset.pdf(json.loads(TYPESET.read_text(encoding="utf-8")), 2)
    end = plain[plain.rindex(b"startxref") :]
    with ReadingProcess() as process:
        large = plain + b"\n%" + b"." * (limits.MAX_DOCUMENT_BYTES - len(plain) - len(end) - 3) + b"\n" + end
        assert len(large) == limits.MAX_DOCUMENT_BYTES
        assert process.ask("parse_document", "a.pdf", large) == pipeline.parse_bytes("a.pdf", plain)


def test_what_one_file_made_the_process_write_is_not_laid_to_the_next(process):
    process.ask("parse_document", "a.txt", STORY)
    os.write(process._child._errors.fileno(), b"MemoryError\n" * 50_000)
    process.ask("parse_document", "a.txt", STORY)
    assert process._child._errors.seek(0, os.SEEK_END) == 0


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=8), st.lists(st.sampled_from(["a", "b", "c"]), max_size=8))
def test_a_look_at_a_file_changes_nothing_of_its_reading(looks, reads):
    files = {name: f"清河晚报 2021年11月5日 第{name}版\n\n{STORY.decode()}{name}".encode() for name in "abc"}
    profiles = Profiles({"清河晚报": Profile("清河晚报", columns=("步道完工",))})
    for name in looks:
        work.sketch_document(f"{name}.txt", files[name])
    for name in reads:
        read = work.parse_document(f"{name}.txt", files[name], profiles)
        assert read == pipeline.parse_bytes(f"{name}.txt", files[name], profiles)


def test_memory_has_a_bound():
    with ReadingProcess(ReadingLimits(memory_bytes=100 * MIB)) as process:
        with pytest.raises(ReadingStopped, match="内存超过 100 MB"):
            process.ask("parse_document", "lines.txt", "河堤上的灯亮了\n".encode() * 190_000)
        assert process.ask("parse_document", "a.txt", STORY).articles


def test_an_answer_has_a_bound():
    with ReadingProcess(ReadingLimits(answer_bytes=200)) as process, pytest.raises(ReadingStopped, match="超过"):
        process.ask("parse_document", "a.txt", STORY)


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
    portions = [process.ask("portion", str(path), line, 3) for line in (2, 5, 6)]
    assert [[number for number, _ in portion] for portion, _ in portions] == [[2, 3, 4], [5], []]
    assert portions[1][1] == path.stat().st_size


def test_a_portion_is_bounded_in_size_too(process, tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text("".join(hostile.record(id=n, body="字" * 1_300_000) for n in range(9)), encoding="utf-8")
    assert [len(process.ask("portion", str(path), line, 500)[0]) for line in (1, 8)] == [7, 2]


def test_a_reader_that_was_taken_over_gives_no_orders():
    with pytest.raises(pickle.UnpicklingError, match="no value"):
        messages.unpacked_answer(pickle.dumps((messages.VALUE, os.system)))


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
