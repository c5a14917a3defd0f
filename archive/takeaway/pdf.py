"""An article, a whole issue or a list as a PDF to keep and to print."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from archive.language.dates import in_chinese
from archive.layout.almanac import almanac
from archive.layout.issues import sheets_of
from archive.layout.share_pictures import balanced_lines
from archive.layout.typesetting import printed_pieces
from archive.models import Article, Issue, Page
from archive.models.shown_articles import shown_articles
from archive.takeaway.pdf_pages import COLUMN_ROOM, ROOM, Sheaf, high, printed_sheaf
from archive.takeaway.pdf_type import SetLine, broken, centred, set_width, settable
from archive.takeaway.texts import Piece, pieces

MOST_CHARACTERS = 300_000  # of an issue in one file: two seconds
AT_ONCE = 50  # articles held in memory
# Points: size and leading of what is set, with the space above; a heading stays with what it heads.
BODY = SetLine("", 10.5, 17)
LOOKS = {
    "kicker": SetLine("", 11, 17, above=4, stays=True),
    "title": SetLine("", 17, 25, above=4, stays=True, bold=True),
    "subtitle": SetLine("", 11, 17, above=2, stays=True),
    "byline": SetLine("", 9.5, 16, above=4, stays=True),
    "heading": SetLine("", 11.5, 18, above=6, stays=True, bold=True),
    "caption": SetLine("", 9, 14, above=3),
    "citation": SetLine("", 9, 14, above=12),
    "entry": SetLine("", 9, 14),
    "page": SetLine("", 13, 22, above=16, stays=True, bold=True),
    "name": SetLine("", 30, 44, bold=True),
    "facts": SetLine("", 10.5, 20),
}
BETWEEN = 20.0  # articles
HIGHEST_OPENING = 300.0
CENTRED = ("kicker", "title", "subtitle", "byline")
LARGE = {"kicker": 14, "title": 24, "subtitle": 14}  # over both columns


def as_pdf(article: Article, site: str) -> bytes:
    """The article: its headline over both columns, at the end how it is cited."""
    told = list(pieces(article, site))
    opening = [line for piece in told if piece.kind in CENTRED for line in _headline(piece, ROOM, large=True)]
    if high(opening) > HIGHEST_OPENING:  # more of it than a headline: it goes on from column to column
        opening = []
    lines = [line for piece in told if not opening or piece.kind not in CENTRED for line in _set(piece)]
    day = f"{article.date_text} {article.weekday}" if article.day else article.date_text
    number = article.issue.number_text if article.issue else ""
    head = _in_a_line(article.newspaper.name, day, number, article.page.name if article.page else "")
    author, address = article.byline or article.newspaper.name, site + article.get_absolute_url()
    return printed_sheaf(Sheaf(article.headline, author, head, address, opening, lines))


def issue_as_pdf(issue: Issue, site: str) -> bytes:
    """The issue page by page under its 报头; of one with more than MOST_CHARACTERS, what it lacks is said."""
    printed = f"{in_chinese(issue.date)} {issue.weekday}"
    head = _in_a_line(issue.newspaper.name, printed, issue.number_text)
    day = _in_a_line(printed, almanac(issue.date).lunar, issue.number_text)
    opening = [*_centred(issue.newspaper.name, LOOKS["name"], ROOM), *_centred(day, LOOKS["facts"], ROOM)]
    placed = [(sheet.page, article.pk) for sheet in sheets_of(issue) for article in sheet.articles]
    lines: list[SetLine] = []
    characters = count = 0
    for page, articles in groupby(_read(placed, issue), lambda placed: placed[0]):
        lines += _by_words(page.name, LOOKS["page"], COLUMN_ROOM) if page else []
        for _, article in articles:
            own = [line for piece in pieces(article, site) if piece.kind != "citation" for line in _set(piece)]
            lines += [replace(own[0], above=BETWEEN), *own[1:]]
            count += 1
            characters += sum(len(line.text) for line in own)
            if characters > MOST_CHARACTERS:
                break
        if characters > MOST_CHARACTERS:
            break
    if count < len(placed):
        lacking = f"这一期共{len(placed)}篇，这里是前{count}篇，其余见本期网页。"
        lines += broken(lacking, LOOKS["citation"], COLUMN_ROOM)
    return printed_sheaf(Sheaf(head, issue.newspaper.name, head, site + issue.get_absolute_url(), opening, lines))


def _read(placed: list[tuple[Page | None, int]], issue: Issue) -> Iterator[tuple[Page | None, Article]]:
    for first in range(0, len(placed), AT_ONCE):
        some = placed[first : first + AT_ONCE]
        known = shown_articles([key for _, key in some], issue.newspaper)
        yield from ((page, known[key]) for page, key in some if key in known)


def listing_as_pdf(title: str, said: Sequence[str], entries: Iterable[tuple[str, Iterable[str]]]) -> bytes:
    """A list of headlines, each with what is told of it, under what is `said` of all."""
    lines = [line for text in said for line in broken(text, LOOKS["entry"], COLUMN_ROOM)]
    for headline, told in entries:
        lines += _by_words(headline, LOOKS["heading"], COLUMN_ROOM)
        lines += [line for text in told for line in broken(text, LOOKS["entry"], COLUMN_ROOM)]
    head = next(iter(said), title)
    return printed_sheaf(Sheaf(head, "报库", head, "", (), lines))


def _in_a_line(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


def _set(piece: Piece) -> list[SetLine]:
    """A piece of an article in the lines of a column; where it was printed stands in the head of the page."""
    if piece.kind in CENTRED:
        return _headline(piece, COLUMN_ROOM)
    if piece.kind == "printed":
        return []
    if piece.kind == "heading":
        return _by_words(piece.text, LOOKS["heading"], COLUMN_ROOM)
    indent = 2 * BODY.size if piece.kind in ("paragraph", "note") else 0
    return broken(piece.text, LOOKS.get(piece.kind, BODY), COLUMN_ROOM, indent)


def _headline(piece: Piece, room: float, large: bool = False) -> list[SetLine]:
    look = LOOKS[piece.kind]
    size = LARGE.get(piece.kind, look.size) if large else look.size
    return _centred(piece.text, replace(look, size=size, leading=size * 1.45), room)


def _centred(text: str, look: SetLine, room: float) -> list[SetLine]:
    return [centred(line.text, line, room) for line in _by_words(text, look, room)]


def _by_words(text: str, look: SetLine, room: float) -> list[SetLine]:
    """A headline in lines about equally long that end between words, as its printed spaces and its words part it."""
    parts = printed_pieces(settable(text))
    found = balanced_lines(parts, lambda piece: set_width(piece, look.size, look.bold), room)
    return [replace(look, text=line, above=0 if n else look.above) for n, line in enumerate(found)]
