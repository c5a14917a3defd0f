"""Questions as they are typed where traditional characters are: by OpenCC, with corner brackets round names."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

NAMES = ("nr", "ns", "nt", "nz")  # persons, places, bodies, other names, as jieba tags them


def in_traditional(queries: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """The queries turned; the longest name of each in 「」. ImportError without OpenCC (requirements-dev.txt)."""
    from jieba import posseg
    from opencc import OpenCC

    convert = OpenCC("s2t").convert
    for query in queries:
        text = query["query"]
        names = [word for word, tag in posseg.cut(text) if tag.startswith(NAMES) and len(word) > 1]
        if name := max(names, key=len, default=""):
            text = text.replace(name, f"「{name}」", 1)
        yield {**query, "query": convert(text)}
