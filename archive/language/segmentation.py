"""The one segmenter: index, query, highlighting and suggestions all cut with it.

jieba without HMM (its guesses at unknown words lowered both speed and retrieval), over a dictionary
folded like the texts themselves, plus local names. Dictionaries are the files of archive/language/dictionaries/
and those of the same names in a folder of the archive's own, which hold what its editors added.
Call `configure` once in each process before the first cut.
"""

import hashlib
import logging
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import jieba

from archive.language.folding import PRINT_VARIANTS, SCRIPT_CLASSES, fold, strip_space
from archive.language.numbers import NUMBER_CHARACTERS, cuts_number

# Raised when the same text may be cut otherwise, or bigrams be made otherwise, than before.
VERSION = 2
DICTIONARIES = Path(__file__).parent / "dictionaries"
# A run of word characters: letters, digits and ideographs of any script. Nothing else is a token.
RUN = re.compile(r"[^\W_]+")
# The same, and the points and commas that may be of a number.
_NUMBERED_RUN = re.compile(r"[^\W_]+(?:(?<=[0-9])[.,](?=[0-9])[^\W_]+)*")
# White space parts no word, nor does it part a number: texts are compared without it.
_SPACE_IN_NUMBER = re.compile(r"(?<=[0-9.,])\s+(?=[0-9.,])")
_DIGIT = re.compile("[0-9]")

jieba.setLogLevel(logging.WARNING)
_cache_folder: Path | None = None
_own_folder: Path | None = None
_index_fingerprint = ""
_loaded = ""


class SegmenterNotConfigured(RuntimeError):
    """No cache folder given. Call archive.language.segmentation.configure(folder) first."""


def configure(cache_folder: Path, own_folder: Path | None = None) -> None:
    """Keep jieba's compiled dictionary in `cache_folder`, which only this archive writes to.

    (jieba's own default is a well-known name in the shared temporary folder.) `own_folder` may hold
    dictionaries that add to those of archive/language/dictionaries/.
    """
    global _cache_folder, _own_folder
    _cache_folder, _own_folder = Path(cache_folder), own_folder
    _tokenizer.cache_clear()
    reload()


def reload() -> None:
    """Read the dictionaries anew where one of them changed."""
    global _loaded
    if (now := fingerprint()) != _loaded:
        _loaded = now
        for kept in (entries, folded_entries, _tokenizer):
            kept.cache_clear()


def unload_tokenizer() -> None:
    """Give back the memory of the dictionary (60 MB); it is loaded again where something is cut."""
    _tokenizer.cache_clear()


def follow(index_fingerprint: str) -> None:
    """Read the dictionaries anew when the index in use is another, perhaps made under other ones."""
    global _index_fingerprint
    if index_fingerprint != _index_fingerprint:
        _index_fingerprint = index_fingerprint
        reload()


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of the dictionary <name>.txt, own ones last: one a line, # begins a comment."""
    lines = [line for path in _files(name) for line in path.read_text(encoding="utf-8").splitlines()]
    return tuple(dict.fromkeys(line.strip() for line in lines if line.strip() and not line.startswith("#")))


@cache
def folded_entries(name: str) -> frozenset[str]:
    """The same entries folded, without white space: as they stand in cut texts."""
    return frozenset(strip_space(fold(entry)) for entry in entries(name))


def _files(name: str) -> list[Path]:
    folders = [DICTIONARIES, *([_own_folder] if _own_folder else [])]
    return [path for folder in folders for path in sorted(folder.glob(f"{name}.txt"))]


def words(text: str) -> list[str]:
    """Folded text cut into words, in order; no number is cut. Together they are the word characters of `text`, and the
    points and commas within its numbers."""
    cut = _tokenizer().cut
    return [word for run in runs(text) for word in numbers_mended(cut(run, HMM=False), run)]


def runs(text: str) -> list[str]:
    """What of folded `text` is cut to words, each for itself."""
    return _NUMBERED_RUN.findall(_SPACE_IN_NUMBER.sub("", text))


def numbers_mended(pieces: Iterable[str], run: str) -> Iterable[str]:
    """The pieces of a run, or of several with space between, in order, those joined between which a number was cut;
    loose points and commas left out."""
    if not _DIGIT.search(run):
        return pieces
    mended: list[str] = []
    at = 0
    for piece in pieces:
        if piece[0] in NUMBER_CHARACTERS and cuts_number(run, at):
            mended[-1] += piece
        elif piece not in (".", ","):
            mended.append(piece)
        at += len(piece)
    return mended


def bigrams(text: str) -> list[str]:
    """The pairs of neighbours in each run of word characters of folded `text`, white space left out.

    A run of one character gives that character.
    """
    return [
        pair
        for run in RUN.findall(strip_space(text))
        for pair in ([run] if len(run) == 1 else map("".join, pairwise(run)))
    ]


def fingerprint() -> str:
    """Changes when texts may be cut or folded otherwise, or a dictionary says otherwise: a rebuild is due."""
    digest = hashlib.sha256(f"{VERSION} {jieba.__version__}".encode())
    for path in _files("*"):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _tokenizer() -> jieba.Tokenizer:
    if _cache_folder is None:
        raise SegmenterNotConfigured("Call archive.language.segmentation.configure(folder) before the first cut.")
    _cache_folder.mkdir(parents=True, exist_ok=True)
    edition = hashlib.sha256(
        f"{VERSION} {jieba.__version__}".encode() + SCRIPT_CLASSES.read_bytes() + PRINT_VARIANTS.read_bytes()
    ).hexdigest()[:16]
    dictionary = _cache_folder / f"words-{edition}.txt"
    if not dictionary.exists():
        _write_folded_dictionary(dictionary)
    tokenizer = jieba.Tokenizer(str(dictionary))
    tokenizer.tmp_dir = str(_cache_folder)
    tokenizer.initialize()
    for name in entries("local_names"):
        tokenizer.add_word(strip_space(fold(name)))
    return tokenizer


def vocabulary() -> tuple[Mapping[str, int], int]:
    """Every word that `words` may cut and its frequency (0: only the beginning of a word), and their sum."""
    tokenizer = _tokenizer()
    return tokenizer.FREQ, tokenizer.total


def _write_folded_dictionary(target: Path) -> None:
    """jieba's dictionary with every word folded: the texts it cuts are folded too."""
    frequencies: Counter[str] = Counter()
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        frequencies[fold(word)] += int(frequency)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as draft:
        draft.writelines(f"{word} {frequency}\n" for word, frequency in frequencies.items())
    Path(draft.name).replace(target)
