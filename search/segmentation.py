"""The one segmenter: index, query, highlighting and suggestions all cut with it.

jieba without HMM (its guesses at unknown words lowered both speed and retrieval), over a dictionary
folded like the texts themselves, plus the local names of search/dictionaries/local_names.txt.
Call `configure` once in each process before the first cut.
"""

import hashlib
import logging
import re
import tempfile
from collections import Counter
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import jieba

from search.text import SCRIPT_CLASSES, fold, strip_space

# Raised when the same text may be cut otherwise, or bigrams be made otherwise, than before.
VERSION = 1
DICTIONARIES = Path(__file__).parent / "dictionaries"
# A run of word characters: letters, digits and ideographs of any script. Nothing else is a token.
RUN = re.compile(r"[^\W_]+")

jieba.setLogLevel(logging.WARNING)
_cache_folder: Path | None = None


class SegmenterNotConfigured(RuntimeError):
    """No cache folder given. Call search.segmentation.configure(folder) first."""


def configure(cache_folder: Path) -> None:
    """Keep jieba's compiled dictionary in `cache_folder`, which only this archive writes to.

    (jieba's own default is a well-known name in the shared temporary folder.)
    """
    global _cache_folder
    _cache_folder = Path(cache_folder)
    _tokenizer.cache_clear()


def entries(name: str) -> list[str]:
    """The entries of dictionaries/<name>.txt: one a line, # begins a comment."""
    lines = (DICTIONARIES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def words(text: str) -> list[str]:
    """Folded text cut into words, in order. Their concatenation is the word characters of `text`."""
    cut = _tokenizer().cut
    return [word for run in RUN.findall(text) for word in cut(run, HMM=False)]


def bigrams(text: str) -> list[str]:
    """The pairs of neighbours in each run of word characters of folded `text`, white space left out.

    A run of one character gives that character.
    """
    return [
        pair
        for run in RUN.findall(strip_space(text))
        for pair in ([run] if len(run) == 1 else map("".join, pairwise(run)))
    ]


@cache
def fingerprint() -> str:
    """Changes when texts may be cut or folded otherwise: an index made under another needs a rebuild."""
    digest = hashlib.sha256(f"{VERSION} {jieba.__version__}".encode())
    for path in (SCRIPT_CLASSES, *sorted(DICTIONARIES.glob("*.txt"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _tokenizer() -> jieba.Tokenizer:
    if _cache_folder is None:
        raise SegmenterNotConfigured("Call search.segmentation.configure(folder) before the first cut.")
    _cache_folder.mkdir(parents=True, exist_ok=True)
    dictionary = _cache_folder / f"words-{fingerprint()}.txt"
    if not dictionary.exists():
        _write_folded_dictionary(dictionary)
    tokenizer = jieba.Tokenizer(str(dictionary))
    tokenizer.tmp_dir = str(_cache_folder)
    tokenizer.initialize()
    for name in entries("local_names"):
        tokenizer.add_word(strip_space(fold(name)))
    return tokenizer


def _write_folded_dictionary(target: Path) -> None:
    """jieba's dictionary with every word folded: the texts it cuts are folded too."""
    frequencies: Counter[str] = Counter()
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        frequencies[fold(word)] += int(frequency)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as draft:
        draft.writelines(f"{word} {frequency}\n" for word, frequency in frequencies.items())
    Path(draft.name).replace(target)
