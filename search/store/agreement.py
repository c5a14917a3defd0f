"""Whether documents are in the index as they are outside it."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from archive.language.bulk_folding import folded_units
from search.store.analysis import ENCODING, zone_texts
from search.store.reader import Reader
from search.store.schema import Document, IndexLayout
from search.store.segment import SegmentFile


def differing_documents(reader: Reader, documents: Sequence[Document], layout: IndexLayout) -> list[int]:
    """Keys of those of the documents whose texts, columns or lists the index has otherwise, or not at all."""
    wanted = np.array([document.key for document in documents], np.int64)
    numbers = np.flatnonzero(np.isin(reader.keys, wanted) & reader.alive).tolist()
    place = dict(zip(reader.keys[numbers].tolist(), numbers, strict=True))
    return [
        document.key
        for document in documents
        if document.key not in place or not _is_held(reader, place[document.key], document, layout)
    ]


def _is_held(reader: Reader, number: int, document: Document, layout: IndexLayout) -> bool:
    part = bisect_right(reader.bases, number) - 1
    file, own = reader.segments[part], number - reader.bases[part]
    texts = zone_texts(folded_units(document.units), layout)
    return (
        all(_text(file, zone, own) == text for zone, text in texts.items())
        and all(file.array(f"column.{name}")[own] == document.columns.get(name, 0) for name in layout.columns)
        and all(
            tuple(_listed(file, name, own).tolist()) == tuple(document.lists.get(name, ())) for name in layout.lists
        )
    )


def _text(file: SegmentFile, zone: str, number: int) -> str:
    """The text of one document of the segment."""
    ((begin,), (end,)) = file.spans(zone, np.array([number]))
    return str(file.texts[zone].part(int(begin), int(end)), ENCODING)


def _listed(file: SegmentFile, name: str, number: int) -> np.ndarray:
    """What a list column has of document `number`."""
    ends = file.array(f"list.{name}.ends")
    return file.array(f"list.{name}.values")[ends[number - 1] if number else 0 : ends[number]]
