"""What passes between the process that reads files and the one that asked it to.

The bytes of a file pass beside the message that they belong to, as they are (out-of-band buffers, PEP 574), since
pickled they would be in memory twice.

A question is trusted. An answer is not, since a file may have taken over the process that gives it: it is unpickled
into values that archive.ingest defines (dataclasses, named tuples, enumerations, reasons why a line could not be
read), and nothing else.
"""

import io
import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass, is_dataclass
from enum import Enum
from multiprocessing.connection import Connection
from typing import Any, Final

from archive.ingest.types import UnreadableSource

TRUSTED_MODULES: Final = (
    "archive.ingest.types",
    "archive.ingest.learning",
    "archive.ingest.readers.bundle",
)


@dataclass(frozen=True)
class Question:
    """`work` names a function of archive.isolation.work, which may take so many `seconds` of the processor."""

    work: str
    arguments: tuple[Any, ...]
    seconds: int


# Kinds of an answer, which is a pair of kind and value.
VALUE: Final = "value"  # what the function returned
UNREADABLE: Final = "unreadable"  # UnreadableSource or OSError: the sentence for the editor
OUT_OF_MEMORY: Final = "out of memory"
FAULT: Final = "fault"  # any other exception: (its type and message, its traceback)

# What the value of an answer of each kind must be.
_FORMS: Final[dict[str, Callable[[Any], bool]]] = {
    VALUE: lambda value: True,
    UNREADABLE: lambda value: isinstance(value, str),
    OUT_OF_MEMORY: lambda value: value is None,
    FAULT: lambda value: isinstance(value, tuple) and list(map(type, value)) == [str, str],
}

Answer = tuple[str, Any]


def beside(value: object) -> object:
    """Bytes marked to pass beside their message; any other value as it is."""
    return pickle.PickleBuffer(value) if isinstance(value, bytes | bytearray) else value


def send_message(channel: Connection, message: object) -> None:
    """Send a message and, after it, the at most 255 values in it that were marked by beside()."""
    buffers: list[pickle.PickleBuffer] = []
    pickled = pickle.dumps(message, pickle.HIGHEST_PROTOCOL, buffer_callback=buffers.append)
    channel.send_bytes(bytes([len(buffers)]) + pickled)
    for buffer in buffers:
        channel.send_bytes(buffer.raw())


def receive_parts(channel: Connection, most: int | None = None) -> tuple[bytes, list[bytes]]:
    """A pickled message and what was sent beside it, together at most `most` bytes, to be read as packed in the order
    sent. Raises EOFError where the other end is closed, be it amid a message, OSError where more is sent."""
    message = _received(channel, most)
    buffers: list[bytes] = []
    for _ in range(int.from_bytes(message[:1], "big")):
        left = None if most is None else max(0, most - len(message) - sum(map(len, buffers)))
        buffers.append(_received(channel, left))
    return message[1:], buffers


def _received(channel: Connection, most: int | None) -> bytes:
    try:
        return channel.recv_bytes(most)
    except OSError as error:  # multiprocessing.connection: _recv and _bad_message_length differ in their words only
        if "end of file" in str(error):
            raise EOFError from error
        raise


def receive_question(channel: Connection) -> Question:
    """The next question. Raises EOFError where no more will come."""
    pickled, buffers = receive_parts(channel)
    question: Question = pickle.loads(pickled, buffers=buffers)  # noqa: S301  from the process that made this one
    return question


class _ValuesOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        # A name with a dot would reach what a trusted module has imported ("zipfile.os.system").
        found = super().find_class(module, name) if module in TRUSTED_MODULES and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module or not _is_value(found):
            raise pickle.UnpicklingError(f"{module}.{name} is no value of archive.ingest")
        return found


def _is_value(found: type) -> bool:
    if issubclass(found, UnreadableSource):  # why one line of many could not be read
        return True
    return is_dataclass(found) or issubclass(found, Enum) or (issubclass(found, tuple) and hasattr(found, "_fields"))


def unpacked_answer(pickled: bytes, buffers: Sequence[bytes] = ()) -> Answer:
    """Raises pickle.UnpicklingError where the bytes are no answer, or hold anything but values of archive.ingest."""
    try:
        kind, value = _ValuesOnly(io.BytesIO(pickled), buffers=buffers).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # pickle: "other exceptions may also be raised during unpickling"
        raise pickle.UnpicklingError(f"no answer: {type(error).__name__}: {error}") from error
    if not isinstance(kind, str) or kind not in _FORMS or not _FORMS[kind](value):
        raise pickle.UnpicklingError(f"no kind of answer: {kind!r:.40}, {value!r:.40}")
    return kind, value
