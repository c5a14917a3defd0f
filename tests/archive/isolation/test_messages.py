"""What an answer may hold: a reading process that a file has taken over runs nothing in the importing one."""

import os
import pickle
from multiprocessing import Pipe

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.types import UnreadableSource
from archive.isolation.messages import (
    FAULT,
    OUT_OF_MEMORY,
    UNREADABLE,
    VALUE,
    beside,
    receive_parts,
    send_message,
    unpacked_answer,
)


def calling(module: str, name: str) -> bytes:
    """A pickle that calls module.name("x")."""
    text = lambda word: b"\x8c" + bytes([len(word)]) + word.encode()  # noqa: E731
    return b"\x80\x04" + text("value") + text(module) + text(name) + b"\x93" + text("x") + b"\x85R\x86."


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("os", "system"),
        ("archive.ingest.readers.bundle", "zipfile.os.system"),
        ("archive.ingest.readers.bundle", "zipfile"),
        ("archive.ingest.readers.jsonl", "json.codecs.builtins.eval"),
        ("archive.ingest.readers.bundle", "Bundle"),
    ],
)
def test_an_answer_calls_nothing(module, name):
    with pytest.raises(pickle.UnpicklingError, match=r"no value of archive\.ingest"):
        unpacked_answer(calling(module, name))


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\x80\x05N.", b"\x80\x04\x85.", pickle.dumps(("news", 1)), bytes(range(256))]
)
def test_what_is_no_answer_is_said_to_be_none(data):
    with pytest.raises(pickle.UnpicklingError):
        unpacked_answer(data)


@pytest.mark.parametrize(
    "answer",
    [(FAULT, "trouble"), (FAULT, ("trouble",)), (FAULT, ("trouble", 1)), (UNREADABLE, None), (OUT_OF_MEMORY, "x"), 7],
)
def test_an_answer_in_another_form_is_none(answer):
    with pytest.raises(pickle.UnpicklingError, match="no "):
        unpacked_answer(pickle.dumps(answer))


@given(st.lists(st.binary(max_size=300), max_size=5))
def test_what_is_sent_comes_beside_and_is_the_same(bodies):
    ours, theirs = Pipe()
    with ours, theirs:
        send_message(ours, (VALUE, [*map(beside, bodies)]))
        pickled, came = receive_parts(theirs)
    assert came == bodies
    assert unpacked_answer(pickled, came) == (VALUE, bodies)


@pytest.mark.parametrize("sent", [b"", b"\0\0", b"\0\0\0\x64half"], ids=["nothing", "half a length", "half a message"])
def test_an_end_amid_a_message_is_an_end(sent):
    ours, theirs = Pipe()
    with ours:
        with theirs:
            os.write(theirs.fileno(), sent)
        with pytest.raises(EOFError):
            receive_parts(ours, 1000)


def test_why_a_line_could_not_be_read_is_a_value():
    kind, [(number, said)] = unpacked_answer(pickle.dumps((VALUE, [(2, UnreadableSource("第 2 行不是 JSON。"))])))
    assert (kind, number, type(said), str(said)) == (VALUE, 2, UnreadableSource, "第 2 行不是 JSON。")


def test_all_parts_of_an_answer_have_one_bound():
    ours, theirs = Pipe()
    with ours, theirs:
        send_message(ours, (VALUE, [beside(b"x" * 100), beside(b"y" * 100)]))
        with pytest.raises(OSError):
            receive_parts(theirs, 200)
