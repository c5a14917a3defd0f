"""Each sentence of a text beside what the archive has of it."""

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import islice

import numpy as np

from archive.language.bulk_folding import folded_units
from archive.language.folding import fold_offsets, strip_space
from archive.models import Article, Newspaper
from archive.models.correction import texts_standing
from archive.models.shown_articles import shown_articles
from search.index.fields import FORMER, searchable_fields
from search.index.opened import default_index
from search.query.highlight import Needle
from search.research.quotations.aligning import NO_EDIT
from search.research.quotations.differing import quotation_difference
from search.research.quotations.finding import SHORTEST_VERBATIM, Finder, FoundRun
from search.research.quotations.passages import is_told_of, passages_of
from search.research.quotations.report import Checked, PlaceInPrint, Report, State
from search.research.quotations.sentences import MOST_SENTENCES, Sentence, sentences_of
from search.research.quotations.withdrawn import withdrawn_holders
from search.store.bounds import OutOfTime, Spending

ARTICLES_TRIED = 3  # articles of those that the index names: one may have been changed since
OLDEST_LAST = 100_000_000  # after every date of the index


def check_quotations(text: str, spending: Spending, paper: Newspaper, only: bool) -> Report:
    """The sentences of a text, looked for in `paper` first, or in that alone; of those that are printed nowhere what
    they quote. Raises IndexUnavailable."""
    every = sentences_of(text)
    check = partial(beside_archive, finder_in(spending, paper, only), paper, only)
    checked = check_as_they_fit(check, every[:MOST_SENTENCES])
    passages = [passages_of(each.sentence) if is_told_of(each) else [] for each in checked]
    by_itself = iter(check([passage for some in passages for passage in some]))
    parted = [
        part
        for each, some in zip(checked, passages, strict=True)
        for part in (islice(by_itself, len(some)) if some else (each,))
    ]
    numbered = [replace(each, sentence=replace(each.sentence, number=n)) for n, each in enumerate(parted, 1)]
    return Report(with_notices(numbered), len(every) - len(checked))


def check_as_they_fit(
    check: Callable[[Sequence[Sentence]], list[Checked]], sentences: Sequence[Sentence]
) -> list[Checked]:
    """What became of each. What numbers its line or names its source is the author's own, unless the sentence with it
    is nearer to print."""
    whole = check(sentences)
    forms = [each.sentence.bare_forms if unlikeness(each) else [] for each in whole]
    bare = iter(check([form for some in forms for form in some]))
    return [
        min((each, *islice(bare, len(some))), key=preference) if some else each
        for each, some in zip(whole, forms, strict=True)
    ]


def preference(checked: Checked) -> tuple[float, bool, int]:
    """Of several forms of a sentence the least is taken: what is nearest to print; of two alike that which cuts no
    number (1.5亿元) at its point; then the shorter."""
    sentence = checked.sentence
    cuts = sentence.before.rstrip().endswith((".", "．")) and sentence.text[:1].isdecimal()
    return unlikeness(checked), cuts, len(sentence.text)


def unlikeness(checked: Checked) -> float:
    """In characters, from print; what was not looked for is like nothing."""
    if checked.place or checked.withdrawn:
        return checked.edits
    return NO_EDIT if checked.state == State.MISSING else math.inf


def finder_in(spending: Spending, paper: Newspaper, only: bool) -> Finder:
    reader = default_index().reader()
    return Finder(reader, spending, reader.column("newspaper") == paper.pk if only else np.ones(reader.documents, bool))


def beside_archive(finder: Finder, paper: Newspaper, only: bool, sentences: Sequence[Sentence]) -> list[Checked]:
    """What became of each of the sentences."""
    reader = finder.reader
    found = {asked: found_or_late(finder, asked) for asked in dict.fromkeys(each.asked for each in sentences)}
    oldest = reader.column("date_oldest")
    order = np.where(reader.column("newspaper") == paper.pk, oldest, oldest + OLDEST_LAST)
    keys = {asked: first_keys(reader.keys, order, each) for asked, each in found.items() if isinstance(each, FoundRun)}
    articles = shown_articles({key for some in keys.values() for key in some}, paper)
    units = cache(folded_text)
    checked = []
    for sentence in sentences:
        each = found[sentence.asked]
        some = [articles[key] for key in keys.get(sentence.asked, ()) if key in articles]
        checked.append(
            beside_print(sentence, each, some, units) if isinstance(each, FoundRun) else Checked(sentence, each)
        )
    return with_withdrawn(checked, paper if only else None)


def with_withdrawn(checked: list[Checked], only: Newspaper | None) -> list[Checked]:
    """The same; what no article has word for word, but one that was withdrawn, is told to be of that."""
    asked = {each.sentence.asked for each in checked if each.state in (State.MISSING, State.DIFFERS)}
    held = withdrawn_holders(asked, only)
    return [
        Checked(each.sentence, State.WITHDRAWN, withdrawn=held[each.sentence.asked])
        if each.sentence.asked in held
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


def found_or_late(finder: Finder, asked: str) -> FoundRun | State:
    if len(asked) < SHORTEST_VERBATIM:
        return State.SHORT
    try:
        return finder.find(asked) or State.MISSING
    except OutOfTime:
        return State.LEFT_OUT


def first_keys(keys: np.ndarray, order: np.ndarray, found: FoundRun) -> list[int]:
    """The primary keys of the first of the articles found."""
    some = found.documents.take(order.take(found.documents).argsort(kind="stable")[:ARTICLES_TRIED])
    return list(map(int, keys.take(some)))


@dataclass(frozen=True)
class FoldedUnit:
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


def folded_text(article: Article) -> list[FoldedUnit]:
    """What of an article is searched, the text of now before former wordings."""
    units, found, paragraphs = searchable_fields(article), [], 0
    for (name, text), (_, folded) in zip(units, folded_units(units), strict=True):
        paragraphs += name == "body"
        found.append(FoldedUnit(name, text, strip_space(folded), paragraphs if name == "body" else 0))
    return sorted(found, key=lambda unit: unit.field == FORMER)


def beside_print(
    sentence: Sentence, found: FoundRun, articles: Sequence[Article], units: Callable[[Article], list[FoldedUnit]]
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
    place = PlaceInPrint(article, unit.field, unit.text, places[0], places[-1] + 1, unit.paragraph)
    edits, pieces = quotation_difference(sentence, unit.text, found.run, places)
    return Checked(
        sentence,
        State.FORMER if is_former else State.DIFFERS if edits else State.VERBATIM,
        place,
        pieces,
        edits,
        len(found.documents) - 1,
        became(article, unit.text) if is_former else "",
    )


def became(article: Article, former: str) -> str:
    """What stands in an article instead of a former wording; "" where that was changed again, or left out."""
    standing = texts_standing(article)
    put = (each.suggested for each in article.shown_corrections.all() if each.printed == former)
    return next((text for text in put if text in standing), "")
