"""A compilation as a PDF: a title page, contents with the numbers of pages, the articles in two columns, an outline."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from archive.clippings.compilation import Compilation, CompiledBlock
from archive.takeaway.kept_pdfs import pdf_in_turn
from archive.takeaway.pdf import BETWEEN_ARTICLES, LOOKS, set_by_words, set_centred, set_piece
from archive.takeaway.pdf_pages import COLUMN_ROOM, ROOM, Sheaf, printed_sheaves, sheaf_pages
from archive.takeaway.pdf_type import SetLine, broken, set_width
from archive.takeaway.texts import Piece

ABOVE_NAME = 220.0
LONGEST_SQUARE = 150  # characters of an address that is drawn as a square on each page
LONGEST_FACT = 600  # characters
LEADER, FEWEST = "·", 3  # what leads the eye to the number of a page
REMARK = replace(LOOKS["entry"], above=3, begins=6)
ENTRY = replace(LOOKS["entry"], above=3)
CHAPTER = replace(LOOKS["title"], above=BETWEEN_ARTICLES)


def compiled_pdf(compiled: Compilation) -> Iterator[bytes]:
    """Whole before its first byte goes out. Raises NotMadeNow."""
    blocks = list(compiled.texts())
    closing = list(compiled.closing())
    yield pdf_in_turn(lambda: printed_sheaves(*_sheaves(compiled, [*blocks, *closing])))


def _sheaves(compiled: Compilation, blocks: Iterable[CompiledBlock]) -> list[Sheaf]:
    there = compiled.there if len(compiled.there) <= LONGEST_SQUARE else ""
    facts = (compiled.title, "报库", compiled.title, there)
    cover = Sheaf(*facts, list(_cover(compiled.opening())), [])
    texts = Sheaf(*facts, [], [line for block in blocks for line in _set(block)])
    # The contents stand before what they number: they are set until they are as long as they were.
    contents = Sheaf(*facts, [], list(_contents(compiled, {})))
    while True:
        before = len(sheaf_pages(cover)) + len(sheaf_pages(contents))
        numbers = {
            line.anchor: before + n
            for n, page in enumerate(sheaf_pages(texts), 1)
            for column in page
            for line in column
            if line.anchor
        }
        contents = Sheaf(*facts, [], list(_contents(compiled, numbers)))
        if len(sheaf_pages(cover)) + len(sheaf_pages(contents)) == before:
            return [cover, contents, texts]


def _cover(blocks: Iterable[CompiledBlock]) -> Iterator[SetLine]:
    for block in blocks:
        if block.kind == "name":
            name = set_centred(block.text, replace(LOOKS["name"], above=ABOVE_NAME), ROOM)
            yield from [name[0], *(replace(line, above=0) for line in name[1:])]
        elif block.link or block.kind == "lacking":
            yield from broken(block.text[:LONGEST_FACT], replace(LOOKS["entry"], above=12), ROOM)
        else:
            yield from set_centred(block.text, LOOKS["facts"], ROOM)


def _contents(compiled: Compilation, numbers: dict[str, int]) -> Iterator[SetLine]:
    heading, *entries = compiled.contents()
    yield from set_by_words(heading.text, CHAPTER, COLUMN_ROOM)
    for entry in entries:
        page = numbers.get(entry.link.removeprefix("#"), 0)
        *others, last = broken(entry.text, ENTRY, COLUMN_ROOM)
        yield from [*others, *_led(last, str(page))]


def _led(line: SetLine, page: str) -> list[SetLine]:
    """The line with the number of a page at the end of the column; below it where it has no room."""
    room = COLUMN_ROOM - set_width(f"{line.text}  {page}", line.size)
    fill = int(room / set_width(LEADER, line.size))
    if fill < FEWEST:
        return [line, *_led(replace(line, text="", above=0), page)]
    told = replace(line, text=f"{line.text} {LEADER * fill} {page}")
    spare = COLUMN_ROOM - set_width(told.text, line.size)
    return [replace(told, spaced=spare / max(1, len(told.text) - 1))]


def _set(block: CompiledBlock) -> list[SetLine]:
    if block.kind in ("article", "chapter"):
        first, *others = set_by_words(block.text, CHAPTER, COLUMN_ROOM)
        return [replace(first, called=block.text, anchor=block.anchor), *others]
    if block.kind == "remark":
        return broken(block.text, REMARK, COLUMN_ROOM - REMARK.begins)
    if block.kind in ("source", "reference", "plain", "lacking"):
        return broken(block.text, LOOKS["lacking"], COLUMN_ROOM)
    return set_piece(Piece(block.kind, block.text, block.level))
