"""Each sentence of a text beside what the archive has of it."""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache, cached_property
from itertools import islice
from unicodedata import normalize
from urllib.parse import urlencode

import numpy as np

from archive.language.bulk_folding import folded_units
from archive.language.folding import fold_offsets, strip_space
from archive.language.titles import titled
from archive.layout.differences import TextPiece
from archive.models import Article, Newspaper
from archive.models.correction import texts_standing
from archive.models.shown_articles import shown_articles
from search.index.fields import FORMER, searchable_fields
from search.index.opened import default_index
from search.query.highlight import Needle
from search.query.request import ALL_PAPERS
from search.query.syntax import quoted
from search.research.quotations.aligning import changes, edits_of
from search.research.quotations.differing import of_whole_numbers, pieces_of
from search.research.quotations.finding import SHORTEST, SHORTEST_CLOSE, Finder, Found
from search.research.quotations.sentences import MOST_SENTENCES, QUOTATION_MARKS, Sentence, comparable, sentences_of
from search.research.quotations.withdrawn import withdrawn_holders
from search.store.bounds import OutOfTime, Spending

TRIED = 3  # articles of those that the index names: one may have been changed since
OLDEST_LAST = 100_000_000  # after every date of the index
LONGEST_PHRASE = 100  # characters of what is marked in an article
QUOTATIONS = re.compile(f"[{''.join(map(chr, QUOTATION_MARKS))}]")
FIELDS = {
    **{
        "kicker": "引题",
        "title": "标题",
        "subtitle": "副题",
        "byline": "署名",
        "column": "栏目",
        "caption": "图片说明",
    },
    **{"editor_note": "编者按", "dateline": "电头", "heading": "小标题", FORMER: "改正前的文字"},
}


class State(StrEnum):
    """What became of a sentence, as readers are told."""

    VERBATIM = "照引"
    DIFFERS = "有出入"
    FORMER = "引自改正前的文字"
    WITHDRAWN = "见于已撤回的文章"
    MISSING = "没有找到"
    SHORT = "太短，没有查"
    LEFT_OUT = "没有查完"


@dataclass(frozen=True)
class Place:
    """Where in an article something stands: `text` as printed, in a field, there from `first` to `last`; of the body
    the number of its paragraph."""

    article: Article
    field: str
    text: str
    first: int
    last: int
    paragraph: int = 0

    @property
    def printed(self) -> str:
        return self.text[self.first : self.last]

    @property
    def name(self) -> str:
        return f"第{self.paragraph}段" if self.paragraph else FIELDS[self.field]

    @property
    def address(self) -> str:
        """Of the article, with this marked in it."""
        return f"{self.article.get_absolute_url()}?{urlencode({'q': phrase(self.printed)})}#hit-1"


@dataclass(frozen=True)
class Checked:
    """A sentence and what was found of it. `pieces` lead from what was typed to what is printed; `others` counts the
    other articles that have it. `now` is what a former wording became, `notices` are printed corrections of the
    article.
    """

    sentence: Sentence
    state: State
    place: Place | None = None
    pieces: Sequence[TextPiece] = ()
    edits: int = 0
    others: int = 0
    now: str = ""
    withdrawn: Article | None = None
    notices: Sequence[Article] = field(default=())

    @cached_property
    def is_otherwise_set(self) -> bool:
        """Whether print has the same in another script, or with other marks. Space, width and case are no difference:
        pages set them otherwise than they are stored."""
        if self.place is None or self.edits:
            return False
        places = self.sentence.places
        return as_set(self.sentence.text[places[0] : places[-1] + 1]) != as_set(self.place.printed)

    @property
    def search(self) -> str:
        """The query string of the search that finds all articles that have it."""
        return urlencode({"q": phrase(self.place.printed), "papers": ALL_PAPERS}) if self.place else ""

    @property
    def told(self) -> str:
        """What is to be known of it beside its state, in sentences; "" where there is nothing."""
        said = (
            [f"写法不同（繁体简体、异体字、引号、间隔号一类），本库作：{self.place.printed}"]
            if self.is_otherwise_set and self.place
            else []
        )
        if self.state == State.FORMER:
            said.append(f"后来改过，现在作：{self.now}" if self.now else "后来改过，现在的文字里没有这一句。")
        said += [f"本文有更正，见{titled(each.title)}（{each.date_text}）。" for each in self.notices]
        if article := self.withdrawn:
            reason = article.withdrawn_reason or "编辑没有写明。"
            said.append(f"原在{titled(article.title)}（{article.date_text}），这篇文章已从本库撤回。撤回原因：{reason}")
        if self.state == State.MISSING and len(self.sentence.asked) < SHORTEST_CLOSE:
            said.append(f"不足{SHORTEST_CLOSE}字，只查一字不差的。")
        return "".join(said)


def as_set(text: str) -> str:
    return strip_space(normalize("NFKC", text)).casefold()


def phrase(printed: str) -> str:
    """What finds the text in an article as it stands there; of a long one the beginning, of one with every kind of
    quotation mark what stands before the first."""
    begin = printed[:LONGEST_PHRASE]
    try:
        return quoted(begin)
    except ValueError:
        return quoted(max(QUOTATIONS.split(begin), key=len))


@dataclass(frozen=True)
class Report:
    """`cut` sentences more there were than are looked at."""

    checked: Sequence[Checked]
    cut: int = 0

    @property
    def counts(self) -> list[tuple[State, int]]:
        held = [each.state for each in self.checked]
        return [(state, held.count(state)) for state in State if state in held]

    def numbers(self, state: State) -> list[int]:
        return [each.sentence.number for each in self.checked if each.state == state]


def check(text: str, spending: Spending, paper: Newspaper, only: bool) -> Report:
    """The sentences of a text, looked for in `paper` first, or in that alone. Raises IndexUnavailable."""
    every = sentences_of(text)
    sentences = every[:MOST_SENTENCES]
    reader = default_index().reader()
    of_paper = reader.column("newspaper") == paper.pk
    finder = Finder(reader, spending, of_paper if only else np.ones(reader.documents, bool))
    found = {asked: found_or_late(finder, asked) for asked in dict.fromkeys(each.asked for each in sentences)}
    oldest = reader.column("date_oldest")
    order = np.where(of_paper, oldest, oldest + OLDEST_LAST)
    keys = {asked: first_keys(reader.keys, order, each) for asked, each in found.items() if isinstance(each, Found)}
    articles = shown_articles({key for some in keys.values() for key in some}, paper)
    units = cache(folded_text)
    checked = []
    for sentence in sentences:
        each = found[sentence.asked]
        some = [articles[key] for key in keys.get(sentence.asked, ()) if key in articles]
        checked.append(compared(sentence, each, some, units) if isinstance(each, Found) else Checked(sentence, each))
    checked = with_notices(with_withdrawn(checked, paper if only else None))
    return Report(checked, len(every) - len(sentences))


def with_withdrawn(checked: list[Checked], only: Newspaper | None) -> list[Checked]:
    """The same; what no article has word for word, but one that was withdrawn, is told to be of that."""
    asked = {each.sentence.asked for each in checked if each.state in (State.MISSING, State.DIFFERS)}
    held = withdrawn_holders(asked, only)
    return [
        Checked(each.sentence, State.WITHDRAWN, withdrawn=held[each.sentence.asked])
        if each.sentence.asked in held and each.state in (State.MISSING, State.DIFFERS)
        else each
        for each in checked
    ]


def with_notices(checked: list[Checked]) -> list[Checked]:
    """The same, knowing which printed notices correct the articles."""
    of_article: dict[int, list[Article]] = defaultdict(list)
    keys = {each.place.article.pk for each in checked if each.place}
    for notice in Article.objects.published().filter(corrects__in=keys).select_related("newspaper").order_by("date"):
        of_article[notice.corrects_id or 0].append(notice)
    return [
        replace(each, notices=of_article[each.place.article.pk])
        if each.place and each.place.article.pk in of_article
        else each
        for each in checked
    ]


def found_or_late(finder: Finder, asked: str) -> Found | State:
    if len(asked) < SHORTEST:
        return State.SHORT
    try:
        return finder.find(asked) or State.MISSING
    except OutOfTime:
        return State.LEFT_OUT


def first_keys(keys: np.ndarray, order: np.ndarray, found: Found) -> list[int]:
    """The primary keys of the first of the articles found."""
    some = found.documents.take(order.take(found.documents).argsort(kind="stable")[:TRIED])
    return list(map(int, keys.take(some)))


@dataclass(frozen=True)
class Unit:
    """A text of an article that nothing found may leave; `plain` as it is compared."""

    field: str
    text: str
    plain: str
    paragraph: int

    @cached_property
    def places(self) -> list[int]:
        """For each character of `plain` the index in `text` of the one that it came from."""
        ((_, folded),) = folded_units([(self.field, self.text)])
        placed = zip(fold_offsets(self.text, folded), folded, strict=True)
        return [place for place, character in placed if not character.isspace()]


def folded_text(article: Article) -> list[Unit]:
    """What of an article is searched, the text of now before former wordings."""
    units, found, paragraphs = searchable_fields(article), [], 0
    for (name, text), (_, folded) in zip(units, folded_units(units), strict=True):
        paragraphs += name == "body"
        found.append(Unit(name, text, strip_space(folded), paragraphs if name == "body" else 0))
    return sorted(found, key=lambda unit: unit.field == FORMER)


def compared(
    sentence: Sentence, found: Found, articles: Sequence[Article], units: Callable[[Article], list[Unit]]
) -> Checked:
    """The sentence beside the run that was found, in the first of the articles that prints it today, or else did."""
    needle = Needle(found.run, whole_numbers=True)
    held = (
        (unit.field == FORMER, nth, article, unit, at)
        for nth, article in enumerate(articles)
        for unit in units(article)
        for at in islice(needle.places(unit.plain), 1)
    )
    first = min(held, key=lambda each: each[:2], default=None)
    if first is None:
        return Checked(sentence, State.MISSING)  # it was changed since the index was written
    is_former, _, article, unit, at = first
    places = unit.places[at : at + len(found.run)]
    place = Place(article, unit.field, unit.text, places[0], places[-1] + 1, unit.paragraph)
    own, theirs = comparable(sentence.asked), comparable(found.run)
    differences = changes(own, theirs)
    shown = of_whole_numbers(differences, own, theirs)
    return Checked(
        sentence,
        State.FORMER if is_former else State.DIFFERS if differences else State.VERBATIM,
        place,
        pieces_of(sentence.text, sentence.places, unit.text, places, shown),
        edits_of(differences),
        len(found.documents) - 1,
        became(article, unit.text) if is_former else "",
    )


def became(article: Article, former: str) -> str:
    """What stands in an article instead of a former wording; "" where that was changed again, or left out."""
    standing = texts_standing(article)
    put = (each.suggested for each in article.shown_corrections.all() if each.printed == former)
    return next((text for text in put if text in standing), "")
