"""Suggestions while one types: words, names, columns and titles, by characters, pinyin or initials.

Words and names come from the table that index.suggestion_table keeps, titles from the search itself.
"""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from archive.addresses.links import list_address
from archive.language import pinyin
from archive.language.folding import fold, strip_space
from archive.models import Article, Column, Contributor, Newspaper
from archive.models.prepared import prepared
from archive.models.shown_articles import article_links
from search.models import LAST, Suggestion, SuggestionCount, beginning
from search.query import SearchRequest
from search.query.answer import newest_with_title
from search.query.request import Papers

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
NEXT = "\0"  # put behind a text, it is the next text in order
Way = dict[str, tuple[str, str]]  # of being spelled: column -> from and to, the end not included


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
        text = pinyin.with_v(text[: 2 * LONGEST]).replace("’", "'")
        key = strip_space(fold(text))[:LONGEST]
        tail = next((key[start:] for start in range(len(key) + 1) if LETTERS.fullmatch(key, start)), "")
        characters = key.removesuffix(tail) if tail else key
        return cls(key, characters, tail if not characters or HAN.match(characters) else "")


def suggest(request: SearchRequest, limit: int = SHOWN) -> list[Suggested]:
    """What may be meant by what is typed so far, the most frequent first, then titles that hold it.

    Only what articles of the newspapers asked have. Raises search.store.damage.IndexUnavailable where no index answers.
    """
    typed = Typed.from_text(request.q)
    if not typed.key:
        return []
    rows = words_beginning(typed, request.asked_papers, limit)
    titles = titles_holding(typed, request)
    pages = pages_of(rows, request.only_paper)
    found = [Suggested(row.text, row.get_kind_display(), pages.get((row.kind, row.text), "")) for row in rows]
    articles = [Suggested(each.title, "标题", each.get_absolute_url(), each.date_text) for each in titles]
    found = [*found[: limit - len(articles)], *articles]
    return list({suggested.text: suggested for suggested in found}.values())


def words_beginning(typed: Typed, newspapers: Papers, limit: int) -> list[Suggestion]:
    """Rows whose text, pinyin or initials begin so; those that are just that first, then the most frequent."""
    if not typed.letters and newspapers is not None and len(newspapers) == 1:
        return _in_one_paper(newspaper=newspapers[0].pk, first=typed.key, after=typed.key + LAST)[:limit]
    as_typed = Suggestion.objects.offered_in(newspapers).filter(beginning("folded", typed.key))
    if not typed.letters:
        return list(as_typed[:limit])
    letters = typed.letters.replace("'", "")
    spelling = pinyin.spelled(typed.characters) + letters
    initials = pinyin.initials(typed.characters) + letters
    latin = [] if typed.characters else list(as_typed[:LATIN])
    spelled = rows_held(held_of_spelled(newspapers, ways_to_spell(spelling, initials)), typed)
    spelled.sort(key=lambda row: spelling != row.spelling and initials != row.initials)
    if "'" in typed.letters:
        spelled = [row for row in spelled if goes_on(row.folded, typed)]
    if len(spelled) < limit:
        begun = rows_held(held_of_spelled(newspapers, abbreviated(typed.characters, letters)), typed)
        spelled += [row for row in begun if goes_on(row.folded, typed)]
    return list({row.pk: row for row in (*latin, *spelled)}.values())[:limit]


@prepared
def _in_one_paper(newspaper: Any, first: Any, after: Any) -> "QuerySet[Suggestion]":
    """The few are chosen by the counts alone: hundreds begin with a character, and of them no other row is read."""
    counts = SuggestionCount.objects.filter(newspaper=newspaper)
    begun = counts.filter(folded__gte=first, folded__lt=after).order_by("-articles", "folded")
    held = Subquery(counts.filter(suggestion=OuterRef("pk")).values("articles"))
    return Suggestion.objects.filter(pk__in=begun.values("suggestion")[:SHOWN]).order_by(held.desc(), "folded")


def rows_held(held: dict[int, int], typed: Typed) -> list[Suggestion]:
    """Those of these primary keys that begin with the characters typed, first what most articles have."""
    after = beginning("folded", typed.characters) if typed.characters else Q()
    rows = Suggestion.objects.filter(after).in_bulk(held) if held else {}
    return sorted(rows.values(), key=lambda row: (-held[row.pk], row.folded))


def ways_to_spell(spelling: str, initials: str) -> list[Way]:
    """What is spelled just so, and what begins so. One letter begins the same words either way."""
    if len(initials) == 1:
        return [{"spelling": (spelling, spelling + LAST)}]
    named = (("spelling", spelling), ("initials", initials))
    return [{column: (start, start + end)} for end in (NEXT, LAST) for column, start in named]


def abbreviated(characters: str, letters: str) -> list[Way]:
    """What has the initials of some syllables and all of others: wukl, 高xinq. Not each is spelled so to its end."""
    ways: list[Way] = []
    for pieces in islice(pinyin.abbreviations(letters), READINGS) if len(letters) <= MOST_LETTERS else ():
        initials = pinyin.initials(characters) + "".join(piece[0] for piece in pieces)
        spelling = pinyin.spelled(characters) + pieces[0]
        ways.append({"initials": (initials, initials + LAST), "spelling": (spelling, spelling + LAST)})
    return ways


def held_of_spelled(newspapers: Papers, ways: list[Way]) -> dict[int, int]:
    """Suggestion (primary key) -> articles of the newspapers that have it; of each way, the LOOKED_AT that most have.

    One statement of a question for each way, which one index answers by itself: an OR, or a join for the newspaper,
    would look up each of the thousands of rows that begin with a letter.
    """
    if not ways or newspapers == []:
        return {}
    model, key = (Suggestion, "id") if newspapers is None else (SuggestionCount, "suggestion_id")
    papers = [newspaper.pk for newspaper in newspapers or ()]
    of_papers = f"newspaper_id IN ({', '.join(['%s'] * len(papers))}) AND " if papers else ""
    counted = f"{key}, SUM(articles) AS held" if len(papers) > 1 else f"{key}, articles AS held"
    group = f" GROUP BY {key}" if len(papers) > 1 else ""
    questions: list[str] = []
    asked: list[int | str] = []
    for way in ways:
        spelled = " AND ".join(f"{column} >= %s AND {column} < %s" for column in way)
        question = f"SELECT {counted} FROM {model._meta.db_table} WHERE {of_papers}{spelled}{group}"  # noqa: S608 own names
        questions.append(f"SELECT * FROM ({question} ORDER BY held DESC LIMIT {LOOKED_AT})")  # noqa: S608
        asked += [*papers, *(end for ends in way.values() for end in ends)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions), asked)
        return dict(cursor.fetchall())


def goes_on(text: str, typed: Typed) -> bool:
    """Whether folded `text` has the characters typed, and after them what the letters spell."""
    _, found, after = text.partition(typed.characters) if typed.characters else ("", "", text)
    return bool(found or not typed.characters) and pinyin.begins_with(pinyin.syllables(after), typed.letters)


def titles_holding(typed: Typed, request: SearchRequest) -> list[Article]:
    """The newest articles, one a title, whose titles hold the characters and go on with what the letters spell."""
    if len(typed.characters) < 2 or not HAN.search(typed.characters):
        return []
    asked = SearchRequest(request.newspaper, papers=request.papers)
    keys = newest_with_title(asked, typed.characters, TITLES_SPELLED if typed.letters else TITLES)
    articles = article_links(keys, request.newspaper)
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
