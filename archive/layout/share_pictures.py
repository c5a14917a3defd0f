"""The picture of a page for where it is shared: name of the paper, headline, date and page, as on print.

Drawn with Pillow and a Chinese serif of the system (fonts-noto-cjk of Debian, say); where there is none, nothing is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from archive.language.dates import in_chinese
from archive.layout.almanac import almanac
from archive.layout.typesetting import full_width, printed_pieces
from archive.models import Article, Issue, Newspaper

# Raised when the same words are drawn otherwise.
EDITION = 2
SIZE = WIDTH, HEIGHT = 1200, 630  # what WeChat, Weibo and all readers of OpenGraph show uncut
MARGIN = 72
PAPER, INK, SOFT, RED = "#fbf8f1", "#211d18", "#504a41", "#94191c"
NAME, SMALL, KICKER = 54, 34, 36
HEADLINES = (92, 80, 68, 60, 52)  # the largest in which the headline has room
LEADING = 1.35
KICKER_LEADING = 72
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
FONT_FILES = (
    "NotoSerifCJK-Bold.ttc",
    "NotoSerifCJKsc-Bold.otf",
    "SourceHanSerifSC-Bold.otf",
    "SourceHanSerif-Bold.ttc",
)
NO_FONT = (
    "Pages that are shared have no picture, as there is no Chinese serif font: install one (fonts-noto-cjk), or name "
    "its file in SHARE_FONT."
)
SIMPLIFIED = "SC"  # of a collection of fonts, the one whose characters are set as in mainland print


@dataclass(frozen=True)
class Shared:
    """The words of a picture."""

    newspaper: str
    headline: str
    kicker: str = ""
    foot: str = ""


def shared_article(article: Article) -> Shared:
    """What the picture of an article shows."""
    number = article.issue.number_text if article.issue else ""
    page = article.page.name if article.page else ""
    return Shared(article.newspaper.name, article.title, article.kicker, _in_a_line(article.date_text, number, page))


def shared_issue(issue: Issue) -> Shared:
    """What the picture of an issue and its pages shows."""
    facts = _in_a_line(issue.weekday, almanac(issue.date).lunar, issue.number_text)
    return Shared(issue.newspaper.name, in_chinese(issue.date), "", facts)


def shared_newspaper(newspaper: Newspaper) -> Shared:
    """What the picture of all other pages of a newspaper shows."""
    return Shared("", newspaper.name, "", "数字报库")


def _in_a_line(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


@cache
def font_file() -> Path | None:
    """The font of the settings, else the first known that the system has; None where there is none."""
    if settings.SHARE_FONT:
        return Path(settings.SHARE_FONT)
    there = {path.name: path for folder in FONT_FOLDERS for path in sorted(Path(folder).rglob("*Serif*-Bold.*"))}
    return next((there[name] for name in FONT_FILES if name in there), None)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    file = font_file()
    if file is None:
        raise FileNotFoundError(NO_FONT)
    count = 5 if file.suffix == ".ttc" else 1
    fonts = [ImageFont.truetype(file, size, index=index) for index in range(count)]
    return next((font for font in fonts if f" {SIMPLIFIED}" in f" {font.getname()[0]}"), fonts[0])


def drawn_picture(shared: Shared) -> bytes:
    """The picture as PNG."""
    image = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(image)
    top = _draw_head(pen, shared.newspaper)
    room = _draw_foot(pen, shared.foot) - top
    kicker_room = KICKER_LEADING if shared.kicker else 0
    size, lines = _headline(shared.headline, room - kicker_room)
    leading = int(size * LEADING)
    y = top + (room - kicker_room - len(lines) * leading) // 2
    if shared.kicker:
        pen.text((WIDTH / 2, y), _cut(shared.kicker, KICKER), SOFT, _font(KICKER), anchor="ma")
        y += KICKER_LEADING
    colour = INK if shared.newspaper else RED
    for line in lines:
        pen.text((WIDTH / 2, y), line, colour, _font(size), anchor="ma")
        y += leading
    packed = BytesIO()
    image.quantize(32).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _draw_head(pen: ImageDraw.ImageDraw, newspaper: str) -> int:
    """The name over a double rule; where what follows begins."""
    y = MARGIN - 16
    if newspaper:
        pen.text((WIDTH / 2, y), _cut(newspaper, NAME), RED, _font(NAME), anchor="ma")
        y += int(NAME * 1.5)
    pen.line([(MARGIN, y), (WIDTH - MARGIN, y)], INK, 4)
    pen.line([(MARGIN, y + 9), (WIDTH - MARGIN, y + 9)], INK, 1)
    return y + 24


def _draw_foot(pen: ImageDraw.ImageDraw, foot: str) -> int:
    """The small matter below a rule; where what precedes must end."""
    y = HEIGHT - MARGIN - SMALL
    pen.line([(MARGIN, y - 18), (WIDTH - MARGIN, y - 18)], SOFT, 1)
    pen.text((WIDTH / 2, y), _cut(foot, SMALL), SOFT, _font(SMALL), anchor="ma")
    return y - 36


def _headline(text: str, room: int) -> tuple[int, list[str]]:
    """Its size and lines; of one that is too long even small, the beginning and …"""
    parts = printed_pieces(full_width(text))
    for size in HEADLINES:
        lines = balanced_lines(parts, _font(size).getlength, WIDTH - 2 * MARGIN)
        most = int(room / (size * LEADING))
        if len(lines) <= most:
            return size, lines
    return size, [*lines[: most - 1], _cut(f"{lines[most - 1]}……", size)]


def balanced_lines(parts: Sequence[Sequence[str]], width_of: Callable[[str], float], room: float) -> list[str]:
    """`parts` of a headline, each of pieces that stay whole, in as few lines as `room` allows, about equally long."""
    fewest = len(_lines(parts, width_of, room))
    unbroken = [whole for part in parts for whole in (["".join(part)] if width_of("".join(part)) <= room else part)]
    low = max((width for whole in unbroken if (width := width_of(whole)) <= room), default=0.0)
    high = room
    while high - low > 1:
        middle = (low + high) / 2
        lines = _lines(parts, width_of, middle)
        if len(lines) <= fewest and all(width_of(line) <= middle for line in lines):
            high = middle
        else:
            low = middle
    return _lines(parts, width_of, high)


def _lines(parts: Sequence[Sequence[str]], width_of: Callable[[str], float], room: float) -> list[str]:
    """Greedily; a part goes into a line of its own rather than be broken, and one that is broken shares no line with
    the next: the printed space is the first place for an end. A piece that no line holds is broken."""
    lines: list[str] = []
    line = ""
    for part in parts:
        whole = "".join(part)
        if width_of(f"{line} {whole}".strip()) <= room:
            line = f"{line} {whole}".strip()
            continue
        lines += [line] if line else []
        line = ""
        for piece in part if width_of(whole) > room else [whole]:
            for unit in piece if width_of(piece) > room else [piece]:
                if line and width_of(line + unit) > room:
                    lines.append(line)
                    line = ""
                line += unit if line else unit.lstrip()
        if width_of(whole) > room:
            lines.append(line)
            line = ""
    return [shown for line in (*lines, line) if (shown := line.strip())]


def _cut(text: str, size: int) -> str:
    """As much of it as a line holds, with … where there is more."""
    width_of, room = _font(size).getlength, WIDTH - 2 * MARGIN
    if width_of(text) <= room:
        return text
    while text and width_of(text + "…") > room:
        text = text[:-1]
    return text + "…"
