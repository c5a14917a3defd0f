"""What passes between the process that reads files and the one that asked it to.

A question is trusted. An answer is not, since a file may have taken over the process that gives it: it is unpickled
into values (dataclasses, named tuples, enumerations) that archive.ingest defines, and nothing else.
"""

import io
import pickle
from dataclasses import dataclass, is_dataclass
from enum import Enum
from typing import Any, Final

TRUSTED_MODULES: Final = (
    "archive.ingest.types",
    "archive.ingest.profiling",
    "archive.ingest.readers.jsonl",
    "archive.ingest.readers.bundle",
)


@dataclass(frozen=True)
class Question:
    """`work` names a function of archive.isolation.work."""

    work: str
    arguments: tuple[Any, ...]


# Kinds of an answer, which is a pair of kind and value.
VALUE: Final = "value"  # what the function returned
ITEM: Final = "item"  # one of what it yields; END follows the last
END: Final = "end"
UNREADABLE: Final = "unreadable"  # UnreadableSource or OSError: the sentence for the editor
OUT_OF_MEMORY: Final = "out of memory"
FAULT: Final = "fault"  # any other exception: (its type and message, its traceback)
KINDS_OF_ANSWER: Final = (VALUE, ITEM, END, UNREADABLE, OUT_OF_MEMORY, FAULT)

Answer = tuple[str, Any]


def packed_message(message: object) -> bytes:
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


class _ValuesOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        # A name with a dot would reach what a trusted module has imported ("zipfile.os.system").
        found = super().find_class(module, name) if module in TRUSTED_MODULES and "." not in name else None
        if not isinstance(found, type) or found.__module__ != module or not _is_value(found):
            raise pickle.UnpicklingError(f"{module}.{name} is no value of archive.ingest")
        return found


def _is_value(found: type) -> bool:
    return is_dataclass(found) or issubclass(found, Enum) or (issubclass(found, tuple) and hasattr(found, "_fields"))


def unpacked_answer(data: bytes) -> Answer:
    """Raises pickle.UnpicklingError where the bytes are no answer, or hold anything but values of archive.ingest."""
    try:
        kind, value = _ValuesOnly(io.BytesIO(data)).load()
    except pickle.UnpicklingError:
        raise
    except Exception as error:  # pickle: "other exceptions may also be raised during unpickling"
        raise pickle.UnpicklingError(f"no answer: {type(error).__name__}: {error}") from error
    if kind not in KINDS_OF_ANSWER:
        raise pickle.UnpicklingError(f"no kind of answer: {kind!r:.40}")
    return kind, value
