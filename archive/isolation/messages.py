"""What passes between the process that reads files and the one that asked it to.

A question is trusted. An answer is not, since a file may have taken over the process that gives it: it is unpickled
into the values of archive.ingest and nothing else.
"""

import io
import pickle
from dataclasses import dataclass
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

Answer = tuple[str, Any]


def packed_message(message: object) -> bytes:
    return pickle.dumps(message, pickle.HIGHEST_PROTOCOL)


class _ValuesOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if module not in TRUSTED_MODULES:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of archive.ingest")
        return super().find_class(module, name)


def unpacked_answer(data: bytes) -> Answer:
    """Raises pickle.UnpicklingError where the bytes hold anything but values of archive.ingest."""
    kind, value = _ValuesOnly(io.BytesIO(data)).load()
    return kind, value
