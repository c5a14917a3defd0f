"""Suggestions while one types: words, names, columns and titles, by characters, pinyin or initials.

Words and names come from the table that index.suggestion_table keeps, titles from the search itself.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from django.db.models import Case, Q, QuerySet, Value, When

from archive.addresses.links import list_address
from archive.language import pinyin
from archive.language.folding import fold, strip_space
from archive.models import Article, Column, Contributor, Newspaper
from search.models import Suggestion, beginning
from search.query import SearchRequest, ranked
from search.query.syntax import AllOf, Term

LONGEST = 40  # characters typed that are looked at
SHOWN = 8
TITLES = 3
TITLES_SPELLED = 30  # newest titles among which one is looked for that goes on as it is spelled
LATIN = 1  # word of Latin letters that begins as typed, before those spelled so
LOOKED_AT = 60  # rows whose spelling is compared
READINGS = 8  # ways to read letters as syllables that are asked for
MOST_LETTERS = 16  # that are read so
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
LETTERS = re.compile(r"[a-z0-9']+")
KINDS = Suggestion.Kind


@dataclass(frozen=True)
class Suggested:
    """`text` goes into the box; `kind` is what a reader is told it is; `address` its own page; `date` an article's."""

    text: str
    kind: str
    address: str = ""
    date: str = ""


@dataclass(frozen=True)
class Typed:
    """What is in the box so far, folded: characters, then letters that spell what follows (' between syllables)."""

    key: str
    characters: str
    letters: str

    @classmethod
    def from_text(cls, text: str) -> "Typed":
        text = unicodedata.normalize("NFC", text[: 2 * LONGEST]).translate(
            {ord("ü"): "v", ord("Ü"): "v", ord("’"): "'"}
        )
        key = strip_space(fold(text))[:LONGEST]
        tail = next((key[start:] for start in range(len(key) + 1) if LETTERS.fullmatch(key, start)), "")
        characters = key.removesuffix(tail) if tail else key
        return cls(key, characters, tail if not characters or HAN.match(characters) else "")


def suggest(text: str, newspaper: Newspaper | None, limit: int = SHOWN) -> list[Suggested]:
    """What may be meant by what is typed so far, the most frequent first, then titles that hold it.

    Only what articles of that newspaper have. Raises search.store.damage.IndexUnavailable where no index answers.
    """
    typed = Typed.from_text(text)
    if not typed.key:
        return []
    rows = words_beginning(typed, newspaper)[:limit]
    titles = titles_holding(typed, newspaper)
    pages = pages_of(rows, newspaper)
    found = [Suggested(row.text, row.get_kind_display(), pages.get((row.kind, row.text), "")) for row in rows]
    articles = [Suggested(each.title, "标题", each.get_absolute_url(), each.date_text) for each in titles]
    found = [*found[: limit - len(articles)], *articles]
    return list({suggested.text: suggested for suggested in found}.values())


def words_beginning(typed: Typed, newspaper: Newspaper | None) -> list[Suggestion]:
    """Rows whose text, pinyin or initials begin so; those that are just that first, then the most frequent."""
    within = Suggestion.objects.offered_in(newspaper)
    as_typed = beginning("folded", typed.key)
    if not typed.letters:
        return list(within.filter(as_typed)[:LOOKED_AT])
    letters = typed.letters.replace("'", "")
    spelling = pinyin.spelled(typed.characters) + letters
    initials = pinyin.initials(typed.characters) + letters
    latin = [] if typed.characters else list(within.filter(as_typed)[:LATIN])
    after = beginning("folded", typed.characters) if typed.characters else Q()
    whole = Case(When(Q(spelling=spelling) | Q(initials=initials), then=Value(0)), default=Value(1))
    spelled = (beginning("spelling", spelling) | beginning("initials", initials)) & after
    rows = list(within.filter(spelled).order_by(whole, "-held", "folded")[:LOOKED_AT])
    if "'" in typed.letters:
        rows = _spelled_so(rows, typed)
    rows += _spelled_so(abbreviated(within, typed.characters, letters), typed)
    return list({row.pk: row for row in (*latin, *rows)}.values())


def abbreviated(within: QuerySet[Suggestion], characters: str, letters: str) -> list[Suggestion]:
    """Rows with the initials of some syllables and all of others: wukl, 高xinq. Not each is spelled so to its end."""
    wanted = Q()
    for pieces in islice(pinyin.abbreviations(letters), READINGS) if len(letters) <= MOST_LETTERS else ():
        initials = pinyin.initials(characters) + "".join(piece[0] for piece in pieces)
        wanted |= beginning("initials", initials) & beginning("spelling", pinyin.spelled(characters) + pieces[0])
    return list(within.filter(wanted)[:LOOKED_AT]) if wanted else []


def _spelled_so(rows: list[Suggestion], typed: Typed) -> list[Suggestion]:
    return [row for row in rows if goes_on(row.folded, typed)]


def goes_on(text: str, typed: Typed) -> bool:
    """Whether folded `text` has the characters typed, and after them what the letters spell."""
    _, found, after = text.partition(typed.characters) if typed.characters else ("", "", text)
    return bool(found or not typed.characters) and pinyin.begins_with(pinyin.syllables(after), typed.letters)


def titles_holding(typed: Typed, newspaper: Newspaper | None) -> list[Article]:
    """The newest articles, one a title, whose titles hold the characters and go on with what the letters spell."""
    if len(typed.characters) < 2 or not HAN.search(typed.characters):
        return []
    asked = SearchRequest(newspaper, typed=AllOf((Term(typed.characters, "title", exact=True),)), sort="newest")
    keys = ranked(asked, TITLES_SPELLED if typed.letters else TITLES)
    articles = Article.objects.published().select_related("newspaper").defer("claims").in_bulk(keys)
    titles = {articles[key].title: articles[key] for key in reversed(keys) if key in articles}
    fitting = [title for title in reversed(titles) if not typed.letters or goes_on(strip_space(fold(title)), typed)]
    return [titles[title] for title in fitting[:TITLES]]


def pages_of(rows: list[Suggestion], newspaper: Newspaper | None) -> dict[tuple[str, str], str]:
    """(kind, name) -> address of the page in that newspaper that a column or an author has."""
    if newspaper is None:
        return {}
    named = {kind: {row.text for row in rows if row.kind == kind} for kind in (KINDS.COLUMN, KINDS.CONTRIBUTOR)}
    columns = Column.objects.filter(newspaper=newspaper, name__in=named[KINDS.COLUMN]) if named[KINDS.COLUMN] else ()
    people = Contributor.objects.filter(name__in=named[KINDS.CONTRIBUTOR]) if named[KINDS.CONTRIBUTOR] else ()
    found: list[tuple[str, Column | Contributor]] = [
        *((KINDS.COLUMN, row) for row in columns),
        *((KINDS.CONTRIBUTOR, row) for row in people),
    ]
    return {(kind, row.name): list_address(row, newspaper) for kind, row in found}
