"""提法首见: the page, its table as CSV, and the sentences behind each figure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.encoding import uri_to_iri
from django.utils.http import content_disposition_header

from archive.addresses.links import address, site_url
from archive.holdings.within import held_within
from archive.language.folding import fold, strip_space
from archive.language.titles import titled
from archive.layout.parts import ListPart
from archive.models import Article, Newspaper
from archive.models.shown_articles import shown_articles
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper
from archive.takeaway.streams import begun
from archive.takeaway.tables import TableRow, as_csv, csv_table, row_of
from search.index.columns import NONE
from search.index.opened import default_index
from search.pages.unavailable import needs_index
from search.research.phrases.asked import LONGEST_PHRASE, PHRASE_PARAMETERS, TIME_UNITS, PhrasesAsked
from search.research.phrases.companions import FEWEST_SENTENCES, MOST_DOCUMENTS, MOST_SENTENCES, SURE_RATIO, with_word
from search.research.phrases.counting import Occurrences, occurrences_of
from search.research.phrases.pictures import HEIGHT, LEFT, RIGHT, WIDTH
from search.research.phrases.report import count_phrases, marking, oldest_first, report
from search.research.phrases.sentences import Shown, shown_sentences
from search.research.phrases.tables import PER, Count, TimeRow
from search.store.bounds import Bounds, bounded, current_spending

# Five words that every article has take half of it in an archive of 100,000.
BOUNDS = Bounds(text=4_000_000_000, seconds=4)
NAME = "提法首见"
ROWS = 400  # of a table by days; the file has all
ARTICLES = 20  # on a page of sentences
SENTENCES = 12  # of an article
MOST_IN_TABLE = 2000  # articles whose sentences are in one file: some seconds


@read_only
@kept_by_version
@bounded(BOUNDS)
@needs_index
@of_newspaper
def phrases_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    asked = PhrasesAsked.from_params(request.GET, newspaper)
    reader = default_index().reader()
    told = report(reader, current_spending(), asked) if asked.phrases else None
    context = {
        "asked": asked,
        "report": told,
        "rows": [_linked(asked, row) for row in told.table.rows[:ROWS]] if told else [],
        "total": _linked(asked, told.table.total) if told else None,
        "rows_left": max(0, len(told.table.rows) - ROWS) if told else 0,
        "boxes": [
            (name, asked.phrases[n] if n < len(asked.phrases) else "") for n, name in enumerate(PHRASE_PARAMETERS)
        ],
        "ways": [(unit, said, asked.params(by=unit)) for unit, said in TIME_UNITS.items()],
        "series": told.picture.lines if told and told.picture else (),
        "frame": {"width": WIDTH, "height": HEIGHT, "left": LEFT, "right": RIGHT},
        "longest": LONGEST_PHRASE,
        "per": PER,
        "most_sentences": MOST_SENTENCES,
        "most_documents": MOST_DOCUMENTS,
        "least": FEWEST_SENTENCES,
        "sure": SURE_RATIO,
    }
    response = render(request, "research/phrases.html", context)
    if asked.phrases:
        response["X-Robots-Tag"] = "noindex"
    return response


class LinkedRow(NamedTuple):
    """A row, and for each phrase its count with the query of the sentences behind it."""

    row: TimeRow
    counts: Sequence[tuple[Count, str]]


def _linked(asked: PhrasesAsked, row: TimeRow) -> LinkedRow:
    when = row.time or ("" if row.name == "合计" else NONE)
    counts = [
        (count, replace(asked, phrases=(phrase,)).params(when=when))
        for phrase, count in zip(asked.phrases, row.counts, strict=True)
    ]
    return LinkedRow(row, counts)


@read_only
@bounded(BOUNDS)
@needs_index
@of_newspaper
def phrases_table(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """The table of the page as CSV, all of its rows."""
    asked = PhrasesAsked.from_params(request.GET, newspaper)
    if not asked.phrases:
        return redirect(address("phrases", newspaper))
    _, found, table = count_phrases(default_index().reader(), current_spending(), asked)
    said = [f"{NAME}：{'、'.join(asked.phrases)}", f"{_where(asked)}{'，' + asked.span if asked.span else ''}"]
    said += [
        f"“{phrase}”没有数完，实数更多" for phrase, each in zip(asked.phrases, found, strict=True) if not each.is_whole
    ]
    there = f"{site_url(request)}{address('phrases', newspaper)}?{asked.params()}"
    said.append(str(held_within(request, asked.searched)))
    said += ["计正文、标题、小标题、图说、编者按；字数不计空白", f"地址：{uri_to_iri(there)}"]
    lines = csv_table(_csv_rows(asked, [*table.rows, table.total], said))
    response = HttpResponse(b"".join(lines), "text/csv; charset=utf-8")
    name = f"{NAME} {' '.join(asked.phrases)[:40]}.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Robots-Tag"] = "noindex"
    return response


def _csv_rows(asked: PhrasesAsked, rows: Sequence[TimeRow], said: Iterable[str]) -> Iterator[Iterable[object]]:
    yield from ([text] for text in said)
    heads = [f"{phrase} {what}" for phrase in asked.phrases for what in ("次数", "篇数", "每十万字次数")]
    yield ["时间", "收录篇数", "收录字数", *heads]
    for row in rows:
        counts = [
            value
            for count in row.counts
            for value in (count.times, count.articles, "" if count.rate is None else f"{count.rate:.3f}")
        ]
        yield [row.time or row.name, row.articles, row.characters, *counts]


def _where(asked: PhrasesAsked) -> str:
    return titled(asked.newspaper.name) if asked.newspaper else "全部报纸"


class Held(NamedTuple):
    """An article, its sentences with the phrase, how many more it has than are shown."""

    article: Article
    sentences: list[Shown]
    more: int


class BehindFigure(NamedTuple):
    """What stands behind a figure: the phrase that was counted, a word in the same sentence, the articles, oldest
    first, as numbers of the index and as keys."""

    asked: PhrasesAsked
    found: Occurrences
    word: str
    keys: Sequence[int]

    def sentences(self, article: Article) -> list[Shown]:
        return shown_sentences(article, self.found.run, marking(self.asked.phrases[0]), self.word)

    def articles(self, first: int, end: int) -> Iterator[Article]:
        """Of those places, which still are there."""
        keys = self.keys[first:end]
        known = shown_articles(keys, self.asked.newspaper)
        return (known[key] for key in keys if key in known)


def _behind(asked: PhrasesAsked) -> BehindFigure:
    """BehindFigure a figure of the first phrase."""
    asked = replace(asked, phrases=asked.phrases[:1])
    reader, spending = default_index().reader(), current_spending()
    found = occurrences_of(reader, spending, asked.phrases[0], asked.documents(reader))
    word = strip_space(fold(asked.word))
    documents = oldest_first(reader, with_word(reader, spending, found, word) if word else found.documents)
    return BehindFigure(asked, found, word, [int(key) for key in reader.keys.take(documents)])


@read_only
@kept_by_version
@bounded(BOUNDS)
@needs_index
@of_newspaper
def phrases_sentences(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    """Every sentence with the first phrase of the address, the oldest first."""
    asked = PhrasesAsked.from_params(request.GET, newspaper)
    if not asked.phrases:
        return redirect(address("phrases", newspaper))
    behind = _behind(asked)
    pages = max(1, -(-len(behind.keys) // ARTICLES))
    page = min(asked.page, pages)
    held = []
    for article in behind.articles((page - 1) * ARTICLES, page * ARTICLES):
        sentences = behind.sentences(article)
        held.append(Held(article, sentences[:SENTENCES], max(0, len(sentences) - SENTENCES)))
    context = {
        "asked": behind.asked,
        "phrase": asked.phrases[0],
        "where": _where(asked),
        "found": behind.found,
        "articles": len(behind.keys),
        "held": held,
        "part": ListPart(held, page, pages),
        "marking": marking(asked.phrases[0]),
        "back": behind.asked.params(when="", word=""),
        "most": MOST_IN_TABLE,
    }
    response = render(request, "research/phrase_sentences.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


@read_only
@bounded(BOUNDS)
@needs_index
@of_newspaper
def phrases_sentences_table(request: HttpRequest, newspaper: Newspaper) -> HttpResponseBase:
    """The sentences of the page as CSV, a line each, of as many articles as such a file has."""
    asked = PhrasesAsked.from_params(request.GET, newspaper)
    if not asked.phrases:
        return redirect(address("phrases", newspaper))
    behind = _behind(asked)
    there = f"{site_url(request)}{address('phrases_sentences', newspaper)}?{behind.asked.params()}"
    said = [f"“{asked.phrases[0]}”各句", f"{_where(asked)}{'，' + asked.span if asked.span else ''}"]
    said += [f"句中又有“{asked.word}”"] if asked.word else []
    said += [] if behind.found.is_whole else [f"“{asked.phrases[0]}”没有数完，这里没有列全"]
    if len(behind.keys) > MOST_IN_TABLE:
        said.append(f"共{len(behind.keys)}篇，这里是最早的{MOST_IN_TABLE}篇")
    said += [str(held_within(request, asked.searched)), f"地址：{uri_to_iri(there)}"]
    chunks = as_csv(_sentence_rows(behind, site_url(request)), said)
    response = StreamingHttpResponse(iter(()) if request.method == "HEAD" else begun(chunks), "text/csv; charset=utf-8")
    name = f"{asked.phrases[0][:40]} 各句.csv"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    response["X-Robots-Tag"] = "noindex"
    return response


def _sentence_rows(behind: BehindFigure, site: str) -> Iterator[TableRow]:
    for first in range(0, min(len(behind.keys), MOST_IN_TABLE), ARTICLES):
        for article in behind.articles(first, min(first + ARTICLES, MOST_IN_TABLE)):
            for sentence in behind.sentences(article):
                yield replace(row_of(article, sentence.plain, site), address=site + sentence.address)
