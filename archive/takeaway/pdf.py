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
from archive.takeaway.kept_pdfs import kept_pdf, pdf_in_turn
from archive.takeaway.pdf_pages import COLUMN_ROOM, ROOM, Sheaf, high, printed_sheaves
from archive.takeaway.pdf_type import SetLine, broken, centred, set_width, settable
from archive.takeaway.texts import Piece, pieces

MOST_IN_PDF = 300_000  # in one file: three seconds
OF_A_LINE = 20  # of a column
OF_A_HEADING = 6  # as many as itself: its lines end between words and are of a length
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
    "lacking": SetLine("", 9, 14, above=4),
    "entry": SetLine("", 9, 14),
    "page": SetLine("", 13, 22, above=16, stays=True, bold=True),
    "name": SetLine("", 30, 44, bold=True),
    "facts": SetLine("", 10.5, 20),
}
BETWEEN_ARTICLES = 20.0  # articles
HIGHEST_OPENING = 300.0
CENTRED = ("kicker", "title", "subtitle", "byline")
LARGE = {"kicker": 14, "title": 24, "subtitle": 14}  # over both columns


def as_pdf(article: Article, site: str) -> bytes:
    """The article: its headline over both columns, at the end how it is cited. Raises NotMadeNow."""
    told = list(_bounded(list(pieces(article, site)), MOST_IN_PDF))
    day = f"{article.date_text} {article.weekday}" if article.day else article.date_text
    number = article.issue.number_text if article.issue else ""
    head = _in_a_line(article.newspaper.name, day, number, article.page.name if article.page else "")
    author, address = article.byline or article.newspaper.name, site + article.get_absolute_url()
    facts = (article.headline, author, head, address)
    return kept_pdf((facts, told), lambda: Sheaf(*facts, *_article_set(told)))


def _article_set(told: Sequence[Piece]) -> tuple[list[SetLine], list[SetLine]]:
    """What stands over both columns, and what in them."""
    opening = [line for piece in told if piece.kind in CENTRED for line in _headline(piece, ROOM, large=True)]
    if high(opening) > HIGHEST_OPENING:  # more of it than a headline: it goes on from column to column
        opening = []
    return opening, [line for piece in told if not opening or piece.kind not in CENTRED for line in set_piece(piece)]


def _bounded(told: Sequence[Piece], most: int) -> Iterator[Piece]:
    """The first `most` characters, or as many pieces as cost that much; of more, what is lacking is said below the
    headline."""
    kept, room = [], most
    for piece in told:
        if room <= 0:
            break
        kept.append(replace(piece, text=piece.text[:room]))
        room -= cost(piece)
    total, shown = (sum(len(piece.text) for piece in of) for of in (told, kept))
    said = shown == total
    for piece in kept:
        if not said and piece.kind not in CENTRED:
            said = True
            lacking = f"全文共{total}字，这份文件只有前{shown}字；全文见网页，或下载 Word、纯文本。"
            yield Piece("lacking", lacking)
        yield piece


def cost(piece: Piece) -> int:
    """In characters: a short one takes a line all the same, and a heading what it takes to set it."""
    return max(len(piece.text), OF_A_LINE) * (OF_A_HEADING if piece.kind == "heading" else 1)


def issue_as_pdf(issue: Issue, site: str) -> bytes:
    """The issue page by page under its 报头; of one with more than MOST_IN_PDF, what it lacks is said. Raises
    NotMadeNow."""
    printed = f"{in_chinese(issue.date)} {issue.weekday}"
    head = _in_a_line(issue.newspaper.name, printed, issue.number_text)
    day = _in_a_line(printed, almanac(issue.date).lunar, issue.number_text)
    placed = [(sheet.page, article.pk) for sheet in sheets_of(issue) for article in sheet.articles]
    told: list[tuple[str, list[Piece]]] = []
    room = MOST_IN_PDF
    for page, article in _read(placed, issue):
        own = [piece for piece in pieces(article, site) if piece.kind != "citation"]
        told.append((page.name if page else "", list(_bounded(own, room))))
        room -= sum(map(cost, own))
        if room <= 0:
            break
    count = len(told)
    lacking = f"这一期共{len(placed)}篇，这里是前{count}篇，其余见本期网页。" if count < len(placed) else ""
    facts = (head, issue.newspaper.name, head, site + issue.get_absolute_url())

    def set_in_type() -> Sheaf:
        opening = [*set_centred(issue.newspaper.name, LOOKS["name"], ROOM), *set_centred(day, LOOKS["facts"], ROOM)]
        lines: list[SetLine] = []
        for name, articles in groupby(told, lambda told: told[0]):
            lines += set_by_words(name, LOOKS["page"], COLUMN_ROOM) if name else []
            for _, own in articles:
                of_article = [line for piece in own for line in set_piece(piece)]
                lines += [replace(line, above=BETWEEN_ARTICLES) for line in of_article[:1]] + of_article[1:]
        lines += broken(lacking, LOOKS["citation"], COLUMN_ROOM) if lacking else []
        return Sheaf(*facts, opening, lines)

    return kept_pdf((facts, day, told, lacking), set_in_type)


def _read(placed: list[tuple[Page | None, int]], issue: Issue) -> Iterator[tuple[Page | None, Article]]:
    for first in range(0, len(placed), AT_ONCE):
        some = placed[first : first + AT_ONCE]
        known = shown_articles([key for _, key in some], issue.newspaper)
        yield from ((page, known[key]) for page, key in some if key in known)


def listing_as_pdf(title: str, said: Sequence[str], entries: Iterable[tuple[str, Iterable[str]]]) -> bytes:
    """A list of headlines, each with what is told of it, under what is `said` of all. Raises NotMadeNow."""
    told = list(entries)
    head = next(iter(said), title)

    def set_in_type() -> Sheaf:
        lines = [line for text in said for line in broken(text, LOOKS["entry"], COLUMN_ROOM)]
        for headline, of_article in told:
            lines += set_by_words(headline, LOOKS["heading"], COLUMN_ROOM)
            lines += [line for text in of_article for line in broken(text, LOOKS["entry"], COLUMN_ROOM)]
        return Sheaf(head, "报库", head, "", (), lines)

    return pdf_in_turn(lambda: printed_sheaves(set_in_type()))


def _in_a_line(*facts: str) -> str:
    return " · ".join(fact for fact in facts if fact)


def set_piece(piece: Piece) -> list[SetLine]:
    """A piece of an article in the lines of a column; where it was printed stands in the head of the page."""
    if piece.kind in CENTRED:
        return _headline(piece, COLUMN_ROOM)
    if piece.kind == "printed":
        return []
    if piece.kind == "heading":
        return set_by_words(piece.text, LOOKS["heading"], COLUMN_ROOM)
    indent = 2 * BODY.size if piece.kind in ("paragraph", "note") else 0
    return broken(piece.text, LOOKS.get(piece.kind, BODY), COLUMN_ROOM, indent)


def _headline(piece: Piece, room: float, large: bool = False) -> list[SetLine]:
    look = LOOKS[piece.kind]
    size = LARGE.get(piece.kind, look.size) if large else look.size
    return set_centred(piece.text, replace(look, size=size, leading=size * 1.45), room)


def set_centred(text: str, look: SetLine, room: float) -> list[SetLine]:
    """As `set_by_words`, each line in the middle."""
    return [centred(line.text, line, room) for line in set_by_words(text, look, room)]


def set_by_words(text: str, look: SetLine, room: float) -> list[SetLine]:
    """A headline in lines about equally long that end between words, as its printed spaces and its words part it."""
    parts = printed_pieces(settable(text))
    found = balanced_lines(parts, lambda piece: set_width(piece, look.size, look.bold), room)
    return [replace(look, text=line, above=0 if n else look.above) for n, line in enumerate(found)]
