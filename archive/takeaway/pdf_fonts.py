"""The system's Chinese serif (Noto, Source Han) in PDF files, as many of its characters as a file shows.

Its outlines are cubic curves (CFF), in collections of five countries' characters; reportlab embeds quadratic ones
(TrueType) only. So that no converted font of 20 MB need be kept, each character is converted when a file first shows
it (a millisecond), and reportlab's subsets of 256 characters are put together from those.
"""

from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from threading import Lock
from weakref import WeakKeyDictionary

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, newTable
from fontTools.ttLib import TTFont as Outlines
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import FF_SERIF, TTEncoding, TTFont, TTFontFace

from archive.layout.share_pictures import SIMPLIFIED, font_file

REGULAR, BOLD = "Regular", "Bold"
FONT_NAMES = {REGULAR: "Baoku-Serif", BOLD: "Baoku-Serif-Bold"}
NO_FONT_OF_PDF = (
    "PDF files hold no font, as there is no Chinese serif in regular and bold (fonts-noto-cjk has both): a reader "
    "without a Chinese font of his own sees no text in them."
)
# A curve may leave its original by so much of a character: 2 of 1000, a hundredth of a millimetre in print.
TOLERANCE = 2.0
_one_at_a_time = Lock()  # the file of a font is read from where the last reader left it


def font_files() -> dict[str, Path]:
    """The bold that pictures of shared pages are drawn with, and the regular beside it; {} where one lacks."""
    bold = font_file()
    if bold is None or BOLD not in bold.name:
        return {}
    found = {REGULAR: bold.with_name(bold.name.replace(BOLD, REGULAR)), BOLD: bold}
    return found if all(file.is_file() for file in found.values()) else {}


@cache
def embedded() -> dict[str, "EmbeddedFont"]:
    """Both weights, registered with reportlab; {} where the system lacks one."""
    fonts = {weight: EmbeddedFont(FONT_NAMES[weight], file) for weight, file in font_files().items()}
    for font in fonts.values():
        pdfmetrics.registerFont(font)
    return fonts


class EmbeddedFace(TTFontFace):  # type: ignore[misc]
    """What reportlab asks of a font: which characters it has, how wide they are, a TrueType font of some of them."""

    def __init__(self, name: str, file: Path) -> None:
        pdfmetrics.TypeFace.__init__(self, None)
        self.outlines = _opened(file)
        self.name, self.subfontNameX, self.filename = name.encode(), b"", name
        self.charToGlyph = {code: glyph for code, glyph in self.outlines.getBestCmap().items() if code <= 0xFFFF}
        head, heights = self.outlines["head"], self.outlines["OS/2"]
        self.unit = 1000 / head.unitsPerEm
        self.bbox = [round(self.unit * each) for each in (head.xMin, head.yMin, head.xMax, head.yMax)]
        self.ascent, self.descent = (self.unit * each for each in (heights.sTypoAscender, heights.sTypoDescender))
        self.capHeight = self.unit * getattr(heights, "sCapHeight", heights.sTypoAscender)
        self.flags, self.italicAngle, self.stemV, self.defaultWidth = FF_SERIF, 0, 80, 1000
        widths = self.outlines["hmtx"].metrics
        self.charWidths = {code: self.unit * widths[glyph][0] for code, glyph in self.charToGlyph.items()}
        self.glyph = lru_cache(maxsize=8192)(self._converted)

    def _converted(self, name: str) -> tuple[bytes, tuple[int, int]]:
        """The outline of a character as TrueType has it; how wide it is, and where it begins."""
        with _one_at_a_time:
            glyphs = self.outlines.getGlyphSet()
            pen = TTGlyphPen(glyphs)
            glyphs[name].draw(Cu2QuPen(pen, TOLERANCE / self.unit, reverse_direction=True))
            width = self.outlines["hmtx"][name][0]
        glyph = pen.glyph()
        return glyph.compile(newTable("glyf")), (width, getattr(glyph, "xMin", 0))

    def makeSubset(self, subset: list[int]) -> bytes:
        """A TrueType font whose code n is the character subset[n]; the first of a subset is none."""
        names = [".notdef", *(f"c{n}" for n in range(1, len(subset)))]
        glyphs = [self.glyph(self.charToGlyph.get(code, ".notdef")) for code in subset]
        head, heights = self.outlines["head"], self.outlines["hhea"]
        builder = FontBuilder(head.unitsPerEm, isTTF=True)
        builder.font.recalcBBoxes = builder.font.recalcTimestamp = False
        builder.setupGlyphOrder(names)
        builder.font["loca"], builder.font["glyf"] = newTable("loca"), (outlines := newTable("glyf"))
        outlines.glyphOrder = names
        outlines.glyphs = {name: Glyph(data) for name, (data, _) in zip(names, glyphs, strict=True)}
        builder.setupHorizontalMetrics({name: metrics for name, (_, metrics) in zip(names, glyphs, strict=True)})
        builder.setupHorizontalHeader(ascent=heights.ascent, descent=heights.descent)
        builder.setupMaxp()
        builder.updateHead(xMin=head.xMin, yMin=head.yMin, xMax=head.xMax, yMax=head.yMax, created=0, modified=0)
        by_code = CmapSubtable.newSubtable(0)
        by_code.platformID, by_code.platEncID, by_code.language = 1, 0, 0
        by_code.cmap = dict(enumerate(names))
        builder.font["cmap"] = table = newTable("cmap")
        table.tableVersion, table.tables = 0, [by_code]
        packed = BytesIO()
        builder.font.save(packed)
        return packed.getvalue()


class EmbeddedFont(TTFont):  # type: ignore[misc]
    """As reportlab's own, which reads TrueType files only."""

    def __init__(self, name: str, file: Path) -> None:
        self.fontName, self.face, self.encoding = name, EmbeddedFace(name, file), TTEncoding()
        self.state: WeakKeyDictionary[object, object] = WeakKeyDictionary()  # by document
        self._asciiReadable, self.shapable = True, False


def _opened(file: Path) -> Outlines:
    """The font; of a collection the one for mainland print."""
    if file.suffix != ".ttc":
        return Outlines(file, lazy=True)
    with TTCollection(file, lazy=True) as collection:
        names = [font["name"].getDebugName(1) for font in collection]
    number = next((n for n, name in enumerate(names) if f" {SIMPLIFIED}" in name), 0)
    return Outlines(file, fontNumber=number, lazy=True)
