"""A pasted text cut to its sentences, and what of a sentence is compared."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from archive.language.folding import fold, fold_offsets
from archive.language.segmentation import RUN
from archive.language.typed import is_symbol
from search.research.quotations.around import LINE_SOURCE, SENTENCE_SOURCE, SOURCE_LINE, label_ends

LONGEST_TEXT = 5000  # characters that are looked at
MOST_SENTENCES = 500
LONGEST_QUOTATION = 200  # characters: what goes on without a full stop is parted, where a clause ends if one does
QUOTATION_ENDS = re.compile(rf"(?:[。！？!?]+|…+)[”’』」〞）)》\"']*{SENTENCE_SOURCE}*|{SOURCE_LINE}|\n+")
QUOTATION_CLAUSES = re.compile("[，；：、,;:](?![0-9０-９])")
# Which marks a newspaper quotes by, and which stand within them, is no difference of a quotation.
QUOTATION_MARKS = str.maketrans(dict.fromkeys("“”„‟「」『』〝〞‘’'", '"'))
# What opens a quotation or names a work -> what closes it.
PASSAGE_MARKS = {"“": "”", "‘": "’", "「": "」", "『": "』", "〝": "〞", "《": "》", '"': '"', "＂": "＂"}


def comparable(folded: str) -> str:
    """Folded text with one kind of quotation mark, character for character."""
    return folded.translate(QUOTATION_MARKS)


@dataclass(frozen=True)
class PlacedText:
    """Folded characters without white space, each with the index of the one that it came from."""

    placed: list[tuple[int, str]]

    @cached_property
    def text(self) -> str:
        return "".join(character for _, character in self.placed)

    @cached_property
    def places(self) -> list[int]:
        return [place for place, _ in self.placed]


@dataclass(frozen=True)
class Sentence:
    """`text` as it was typed, without white space at its ends, and for each of its characters whether it stands within
    quotation marks. What is cut out of a sentence knows what of this stands `before` and `behind` it; `is_passage`
    where it is what the sentence quotes."""

    number: int
    text: str
    quoted: bytes = b""
    before: str = ""
    behind: str = ""
    is_passage: bool = False

    @property
    def whole(self) -> str:
        return self.before + self.text + self.behind

    @cached_property
    def folded(self) -> PlacedText:
        """All of it."""
        folded = fold(self.text)
        placed = zip(fold_offsets(self.text, folded), folded, strict=True)
        return PlacedText([(place, character) for place, character in placed if not character.isspace()])

    @cached_property
    def compared(self) -> PlacedText:
        """From the first word to the last."""
        said = [n for n, character in enumerate(self.folded.text) if RUN.match(character) or is_symbol(character)]
        return PlacedText(self.folded.placed[said[0] : said[-1] + 1] if said else [])

    @property
    def asked(self) -> str:
        """What is looked for."""
        return self.compared.text

    @property
    def bare_forms(self) -> list["Sentence"]:
        """The sentence without what may number its line, without what may name its source, without both."""
        begins, source = label_ends(self.text), LINE_SOURCE.search(self.text)
        ends = [source.start(), len(self.text)] if source else [len(self.text)]
        spans = [(begin, end) for begin in begins for end in ends if 0 < end - begin < len(self.text)]
        forms = [self.part(begin, end) for begin, end in spans]
        return [form for form in forms if form.asked]

    def part(self, begin: int, end: int) -> "Sentence":
        """From there to there, the rest around it."""
        text, quoted = self.text[begin:end], self.quoted[begin:end]
        return Sentence(self.number, text, quoted, self.before + self.text[:begin], self.text[end:] + self.behind)


def legible(text: str) -> str:
    """Without characters that no text has; each kind of line end as one."""
    lines = "\n".join(text.splitlines())
    return "".join(each for each in lines if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cs"))


def sentences_of(text: str) -> list[Sentence]:
    """Those that say anything, in order, numbered from 1; all of them."""
    mask, found = quoted_mask(text), list[Sentence]()
    for begin, end in _pieces(text):
        piece = text[begin:end].strip()
        if RUN.search(fold(piece)):
            first = text.index(piece, begin)
            found.append(Sentence(len(found) + 1, piece, mask[first : first + len(piece)]))
    return found


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """From where to where the sentences of a text go."""
    begin = 0
    for end in [*(match.end() for match in QUOTATION_ENDS.finditer(text)), len(text)]:
        while end - begin > LONGEST_QUOTATION:
            clauses = [match.end() for match in QUOTATION_CLAUSES.finditer(text, begin, begin + LONGEST_QUOTATION)]
            middle = clauses[-1] if clauses else begin + LONGEST_QUOTATION
            yield begin, middle
            begin = middle
        yield begin, end
        begin = end


def quoted_mask(text: str) -> bytes:
    """For each character 1 where it stands within marks, 0 elsewhere and for the outermost marks themselves. What no
    mark closes goes on to the end of its line: of a speech in several paragraphs only the last is closed."""
    mask, closing = bytearray(len(text)), list[str]()
    for at, character in enumerate(text):
        if character == "\n":
            closing.clear()
        elif character in closing:
            while closing.pop() != character:
                pass  # a mark within that was not closed
            mask[at] = bool(closing)
        else:
            mask[at] = bool(closing)
            if character in PASSAGE_MARKS:
                closing.append(PASSAGE_MARKS[character])
    return bytes(mask)
