"""Documents for the store's tests: of few characters, so that everything happens often."""

import numpy as np
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from search.store.schema import Document, IndexLayout

LAYOUT = IndexLayout(
    zones={"content": ("title", "body"), "title": ("title",), "body": ("body",), "author": ("byline", "name")},
    columns=("year", "date_newest"),
    lists=("contributor",),
    tails=("body",),
)
# Words of one to three characters for jieba, white space, punctuation, letters of both widths, two scripts.
CHARACTERS = "济宁高新区人民大会 　，。aＡ1著着國国\n"
texts = st.text(CHARACTERS, min_size=0, max_size=12)
units = st.lists(st.tuples(st.sampled_from(["title", "body", "byline", "name"]), texts), max_size=4).map(tuple)


@st.composite
def collections(draw, max_size=12):
    """Documents with keys 1, 2, 3 …"""
    size = draw(st.integers(0, max_size))
    return [
        Document(
            key=key,
            units=draw(units),
            columns={"year": draw(st.sampled_from([0, 2020, 2021])), "date_newest": draw(st.integers(0, 3))},
            lists={"contributor": tuple(draw(st.sets(st.integers(1, 3), max_size=2)))},
        )
        for key in range(1, size + 1)
    ]


def contains(document: Document, zone: str, run: str) -> bool:
    """What a search promises, said without an index."""
    needle = strip_space(fold(run))
    return not needle or any(
        needle in strip_space(fold(text)) for name, text in document.units if name in LAYOUT.zones[zone]
    )


def same(one, other) -> bool:
    """Whether two chunks hold the same."""
    if isinstance(one, np.ndarray):
        return one.tolist() == other.tolist()
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, tuple):
        return all(same(a, b) for a, b in zip(one, other, strict=True))
    if hasattr(one, "__dataclass_fields__"):
        return same(vars(one), vars(other))
    return one == other
