"""What an answer may hold: a reading process that a file has taken over runs nothing in the importing one."""

import pickle

import pytest

from archive.isolation.messages import unpacked_answer


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
