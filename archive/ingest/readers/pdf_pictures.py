"""A page of a PDF as a picture, in which is black what its kept text hides.

Where a hidden number cannot be found on the page for sure, there is no picture: its lines are read anew and must be
those that are kept, bars aside; the number must be printed as text, on no picture; and nothing of that text may be
printed outside of the boxes where PDFium says that its characters stand.
"""

import ctypes
from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageChops

from archive.ingest.readers.pdf import glyphs_of
from archive.ingest.readers.pdf_layout import lines_in_reading_order
from archive.ingest.types import SourcePage, UnreadableSource
from archive.language.hidden_writing import ALL_BARS, bars_of, codes_in, without_codes

QUALITY: Final = 80  # of WebP: small type stays sharp, a page takes some 300 kB
# Of the height of a character, beyond its box.
ABOVE: Final = 0.12
BESIDE: Final = 0.03
PRINTED: Final = (
    pdfium.FPDF_TEXTRENDERMODE_FILL,
    pdfium.FPDF_TEXTRENDERMODE_STROKE,
    pdfium.FPDF_TEXTRENDERMODE_FILL_STROKE,
)
# Notes that somebody stuck on a page, and what was typed into its forms, are not of the paper.
OPTIONS: Final[dict[str, Any]] = {"draw_annots": False, "may_draw_forms": False}
BLACK: Final = (0, 0, 0, 255)
# The first of the characters that stand for those of a page while its lines are found; beside them are only blanks.
STAND_IN: Final = 0xF0000
NOT_FOUND: Final = "这一页有隐去的号码，在图片上找不准它的位置，所以不展示图片。"

Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def drawn_page(data: bytes, page: SourcePage, kept: Sequence[str]) -> bytes:
    """The picture of a page of a PDF as WebP. `kept` are its lines as the archive has them, with numbers hidden.
    Raises UnreadableSource with what a reader is told instead."""
    packed = BytesIO()
    try:
        with pypdfium2.PdfDocument(data) as document:
            printed = document[page.number - 1]
            hides = bool(bars_of("".join(kept))) or bool(codes_in("\n".join(kept)))
            bitmap = _blackened(printed, page.scale, kept) if hides else printed.render(page.scale, **OPTIONS)
            bitmap.to_pil().save(packed, "WEBP", quality=QUALITY)
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise UnreadableSource("这一页画不成图片：原始文件可能已损坏。") from error
    return packed.getvalue()


def _blackened(page: pypdfium2.PdfPage, scale: float, kept: Sequence[str]) -> pypdfium2.PdfBitmap:
    text = page.get_textpage()
    hidden = _hidden_places(text, kept)
    boxes = [_box(text, place) for place in hidden]
    _refuse_pictures(page, boxes)
    picture = page.render(scale, **OPTIONS)
    _refuse_stray_print(page, text, hidden, scale)
    _fill(picture, page, boxes)
    return picture


def _hidden_places(text: pypdfium2.PdfTextPage, kept: Sequence[str]) -> list[int]:
    """The places of the characters of a page that its kept lines hide."""
    glyphs = list(glyphs_of(text))
    stand_ins = [replace(glyph, text=chr(STAND_IN + nth)) for nth, glyph in enumerate(glyphs)]
    read = [line.text for line in lines_in_reading_order(stand_ins)]
    known = [line for written in kept if (line := without_codes(written).strip())]
    if list(map(len, read)) != list(map(len, known)):
        raise UnreadableSource(NOT_FOUND)
    hidden = []
    for character, shown in zip("".join(read), "".join(known), strict=True):
        glyph = glyphs[ord(character) - STAND_IN] if ord(character) >= STAND_IN else None
        if shown == (glyph.text if glyph else character):
            continue
        if glyph is None or shown not in ALL_BARS:
            raise UnreadableSource(NOT_FOUND)
        hidden.append(glyph.place)
    return hidden


def _box(text: pypdfium2.PdfTextPage, place: int) -> Box:
    """Where a character may have left print: its own box and that of its type, and a little round them."""
    left, bottom, right, top = map(ctypes.c_double, (0, 0, 0, 0))
    loose = pdfium.FS_RECTF()
    known = pdfium.FPDFText_GetLooseCharBox(text, place, loose)
    if not known or not pdfium.FPDFText_GetCharBox(text, place, left, right, bottom, top):
        raise UnreadableSource(NOT_FOUND)
    box = (
        min(left.value, loose.left, loose.right),
        min(bottom.value, loose.bottom, loose.top),
        max(right.value, loose.left, loose.right),
        max(top.value, loose.bottom, loose.top),
    )
    if box[0] >= box[2] or box[1] >= box[3]:
        raise UnreadableSource(NOT_FOUND)
    height = box[3] - box[1]
    across, down = BESIDE * height, ABOVE * height
    return box[0] - across, box[1] - down, box[2] + across, box[3] + down


def _refuse_pictures(page: pypdfium2.PdfPage, boxes: Iterable[Box]) -> None:
    """What stands on a picture may be a scan with its text laid over or under it, which the boxes may not fit."""
    for thing in page.get_objects(max_depth=1):
        inside = page.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], form=thing) if _is_form(thing) else ()
        if thing.type == pdfium.FPDF_PAGEOBJ_IMAGE or any(True for _ in inside):
            left, bottom, right, top = thing.get_bounds()
            if any(box[0] < right and left < box[2] and box[1] < top and bottom < box[3] for box in boxes):
                raise UnreadableSource(NOT_FOUND)


def _is_form(thing: pypdfium2.PdfObject) -> bool:
    return bool(thing.type == pdfium.FPDF_PAGEOBJ_FORM)


def _refuse_stray_print(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, hidden: Sequence[int], scale: float
) -> None:
    """Print the page with and without the pieces of text that have hidden characters: beside the boxes of all their
    characters both must be the same. The page is not to be printed again."""
    pieces = {_piece_of(text, place): pdfium.FPDFText_GetTextObject(text, place) for place in hidden}
    if any(pdfium.FPDFTextObj_GetTextRenderMode(piece) not in PRINTED for piece in pieces.values()):
        raise UnreadableSource(NOT_FOUND)
    boxes = [_box(text, place) for place in range(text.count_chars()) if _is_printed(text, place, pieces)]
    with_them = page.render(scale, **OPTIONS)
    for piece in pieces.values():
        if not pdfium.FPDFTextObj_SetTextRenderMode(piece, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE):
            raise UnreadableSource(NOT_FOUND)
    without = page.render(scale, **OPTIONS)
    for bitmap in (with_them, without):
        _fill(bitmap, page, boxes)
    if ImageChops.difference(with_them.to_pil(), without.to_pil()).getbbox():
        raise UnreadableSource(NOT_FOUND)


def _piece_of(text: pypdfium2.PdfTextPage, place: int) -> int | None:
    """What names the piece of text that a character of a page belongs to."""
    return ctypes.cast(pdfium.FPDFText_GetTextObject(text, place), ctypes.c_void_p).value


def _is_printed(text: pypdfium2.PdfTextPage, place: int, pieces: Iterable[int | None]) -> bool:
    """Whether a character is one of these pieces, and no blank, which has no box."""
    blank = chr(pdfium.FPDFText_GetUnicode(text, place)).isspace() or pdfium.FPDFText_IsGenerated(text, place) == 1
    return not blank and _piece_of(text, place) in pieces


def _fill(bitmap: pypdfium2.PdfBitmap, page: pypdfium2.PdfPage, boxes: Iterable[Box]) -> None:
    """Paint boxes black, whichever way the page is turned."""
    at = bitmap.get_posconv(page)
    for left, bottom, right, top in boxes:
        (x, y), (u, v) = at.to_bitmap(left, bottom), at.to_bitmap(right, top)
        across, down = sorted((x, u)), sorted((y, v))
        bitmap.fill_rect(BLACK, across[0], down[0], across[1] - across[0] + 1, down[1] - down[0] + 1)
