"""Pages of a paper printed as PDF, with every line at a known place, and what is black in a picture of one."""

import io
from dataclasses import dataclass

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
SIZE = (780.0, 1100.0)
TYPE = 10.0
LEFT, TOP = 100.0, 950.0
LEADING = 16.0
INVISIBLE = 3  # a text rendering mode, of text that a scan is searched by
DARK = 60  # of 255: what is darker is black, whatever the packing made of it

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass(frozen=True)
class Place:
    """Where something is printed on a page, in points from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def pdf(*pages: list[str], size: tuple[float, float] = SIZE, mode: int = 0, scan: bool = False) -> bytes:
    """Pages of a headline in large type and lines of text; without any, a blank one. `scan` lays them on a picture."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=size, invariant=1)  # the same bytes each time
    for lines in pages:
        if scan:
            grey = ImageReader(Image.new("RGB", (200, 300), "#eeeeee"))
            canvas.drawImage(grey, 0, 0, *size)
        for number, text in enumerate(lines):
            drawn = canvas.beginText(LEFT, TOP + 40 if number == 0 else TOP - LEADING * number)
            drawn.setFont(FONT, 24 if number == 0 else TYPE)
            drawn.setTextRenderMode(mode)
            drawn.textOut(text)
            canvas.drawText(drawn)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def mapped_pdf(lines: list[str]) -> bytes:
    """A page whose font tells by a table (ToUnicode) what each of its 90 glyphs stands for: any characters, and halves
    of them."""
    codes = {character: 33 + nth for nth, character in enumerate(dict.fromkeys("".join(lines)))}
    assert len(codes) <= 90
    units = {character: character.encode("utf-16-be", "surrogatepass").hex() for character in codes}
    table = "\n".join(f"<{code:02X}> <{units[character]}>" for character, code in codes.items())
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange {len(codes)} beginbfchar\n{table}\n"
        "endbfchar endcmap end end"
    )
    set_lines = " ".join("<" + "".join(f"{codes[character]:02X}" for character in line) + "> Tj T*" for line in lines)
    content = f"BT /F 10 Tf {LEADING} TL {LEFT} {TOP} Td {set_lines} ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {SIZE[0]:.0f} {SIZE[1]:.0f}] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R >> >> >>",
        f"<< /Length {len(content)} >> stream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /ToUnicode 6 0 R >>",
        f"<< /Length {len(cmap)} >> stream\n{cmap}\nendstream",
    ]
    body = "".join(f"{number} 0 obj\n{written}\nendobj\n" for number, written in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n".encode()


def place_of(line: int, text: str, part: str) -> Place:
    """Where the heart of `part` of the text of that line stands, by the widths of the font."""
    before = pdfmetrics.stringWidth(text[: text.index(part)], FONT, TYPE)
    width = pdfmetrics.stringWidth(part, FONT, TYPE)
    base = SIZE[1] - (TOP - LEADING * line)
    return Place(LEFT + before + 1, base - TYPE * 0.6, LEFT + before + width - 1, base)


def is_black(picture: bytes, place: Place) -> bool:
    """Whether the picture of a page of SIZE is black all over a place."""
    return not light_in(picture, place)


def light_in(picture: bytes, place: Place) -> int:
    """How many points of the picture are not black there."""
    return sum(count for count, shade in _cut(picture, place).getcolors() or [] if shade > DARK)


def ink_in(picture: bytes, place: Place) -> int:
    """How many points of it are."""
    return sum(count for count, shade in _cut(picture, place).getcolors() or [] if shade <= DARK)


def _cut(picture: bytes, place: Place) -> Image.Image:
    image = Image.open(io.BytesIO(picture)).convert("L")
    scale = image.width / SIZE[0]
    edges = (place.left, place.top, place.right, place.bottom)
    return image.crop(tuple(round(edge * scale) for edge in edges))
