"""A pasted text cut to its sentences, and what of a sentence is compared."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.language.folding import fold, fold_offsets
from archive.language.segmentation import RUN
from archive.language.typed import is_symbol

LONGEST_TEXT = 5000  # characters that are looked at
MOST_SENTENCES = 500
LONGEST_QUOTATION = 200  # characters: what goes on without a full stop is parted, where a clause ends if one does
QUOTATION_ENDS = re.compile("(?:[。！？!?]+|…+)[”’』」〞）)》\"']*|\n+")
QUOTATION_CLAUSES = re.compile("[，；：、,;:]")
# Which marks a newspaper quotes by, and which stand within them, is no difference of a quotation.
QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟「」『』〝〞‘’'", '"'))


def comparable(folded: str) -> str:
    """Folded text with one kind of quotation mark, character for character."""
    return folded.translate(QUOTATION_MARKS)


@dataclass(frozen=True)
class Sentence:
    """`text` as it was typed, without white space at its ends."""

    number: int
    text: str

    @cached_property
    def compared(self) -> list[tuple[int, str]]:
        """(the index in `text` of the one that it came from, folded character), from the first word to the last."""
        folded = fold(self.text)
        placed = zip(fold_offsets(self.text, folded), folded, strict=True)
        kept = [(place, character) for place, character in placed if not character.isspace()]
        said = [n for n, (_, character) in enumerate(kept) if RUN.match(character) or is_symbol(character)]
        return kept[said[0] : said[-1] + 1] if said else []

    @cached_property
    def places(self) -> list[int]:
        return [place for place, _ in self.compared]

    @cached_property
    def asked(self) -> str:
        """What is looked for, without white space."""
        return "".join(character for _, character in self.compared)


def legible(text: str) -> str:
    """Without characters that no text has; each kind of line end as one."""
    lines = "\n".join(text.splitlines())
    return "".join(each for each in lines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))


def sentences_of(text: str) -> list[Sentence]:
    """Those that say anything, in order, numbered from 1; all of them."""
    pieces = (piece.strip() for piece in _pieces(text))
    said = [piece for piece in pieces if RUN.search(fold(piece))]
    return [Sentence(number, piece) for number, piece in enumerate(said, 1)]


def _pieces(text: str) -> Iterator[str]:
    begin = 0
    for end in [*(match.end() for match in QUOTATION_ENDS.finditer(text)), len(text)]:
        while end - begin > LONGEST_QUOTATION:
            clauses = [match.end() for match in QUOTATION_CLAUSES.finditer(text, begin, begin + LONGEST_QUOTATION)]
            middle = clauses[-1] if clauses else begin + LONGEST_QUOTATION
            yield text[begin:middle]
            begin = middle
        yield text[begin:end]
        begin = end
