"""The tree of a request as what the store is asked, and as needles for the highlighter."""

import calendar
import re
from collections.abc import Iterator

from archive.language import segmentation
from archive.language.folding import fold, strip_space
from archive.language.typed import has_words, trimmed, typed_words
from search.index.fields import ZONES
from search.query.dated import is_time
from search.query.highlight import Needle
from search.query.syntax import AllOf, AnyOf, Excluded, Node, Range, Term, is_operator, terms
from search.store.expressions import All, Between, Either, Everything, Expression, Has, HasAny, HasWords, Not

FIRST_YEAR, LAST_YEAR = 1, 9999
LONG_RUN = 10  # characters of several words that may be one headline
LARGEST = 999_999_999
BETWEEN_NAMES = re.compile("[、,;/]")  # folded


def stop_words() -> frozenset[str]:
    return segmentation.folded_entries("stop_words") | question_words()


def question_words() -> frozenset[str]:
    return segmentation.folded_entries("question_words")


def expression_for(node: Node) -> Expression | None:
    """What the store is asked for `node`; None where it asks nothing."""
    match node:
        case Term(text, _, _) if not strip_space(fold(text)):
            return None  # nothing that anybody sees, and that could be looked for
        case Term(text, field, exact):
            return Has(field, text) if exact or not has_words(fold(text)) else asked_as_typed(node)
        case Range(column, first, last):
            return date_range(first, last) if column == "date" else number_range(column, first, last)
        case Excluded(part):
            inner = expression_for(part)
            return None if inner is None else Not(inner)
        case AllOf(parts):
            asked = expressions_for(asking(parts))
            return All(asked) if asked else None
        case AnyOf(parts):
            asked = expressions_for(parts)
            return Either(asked) if asked else None


def expressions_for(parts: tuple[Node, ...]) -> tuple[Expression, ...]:
    return tuple(asked for part in parts if (asked := expression_for(part)) is not None)


def asked_as_typed(term: Term) -> Expression:
    """All words of what was typed without quotes; of a question, and of what is asked whole, only itself; of authors,
    their names.

    The words of a question are no list of what an article holds: 什么 and 谁 stand for the answer. An article
    that happens to hold them all is seldom it, so a question that nobody printed goes on to the ORed rung. Nor are
    the characters of a name: who is asked for as 菲刘 is not everybody whose name has them.
    """
    text = trimmed(fold(term.text))
    if names := author_names(term):
        return All(tuple(asked_of_authors(term, name) for name in names))
    if term.whole or is_question(term):
        return Has(term.field, text, whole_numbers=True, first=term.first)
    return HasWords(term.field, text)


def asked_of_authors(term: Term, name: str) -> Expression:
    """A name, or the one that it leads to."""
    asked = tuple(Has(term.field, each, whole_numbers=True) for each in called_so(term, name))
    return asked[0] if len(asked) == 1 else Either(asked)


def called_so(term: Term, name: str) -> list[str]:
    """A name asked of authors, folded, and the one that it leads to."""
    return [name, *(fold(standing) for reference, standing in term.see if reference == name)]


def is_question(node: Node) -> bool:
    """Several words typed without quotes, a question word or a question mark at the end among them."""
    if not isinstance(node, Term) or node.exact:
        return False
    words = segmentation.words(fold(node.text))
    return len(words) > 1 and (fold(node.text).endswith("?") or not question_words().isdisjoint(words))


def asking(parts: tuple[Node, ...]) -> tuple[Node, ...]:
    """Without punctuation that stands alone beside words (`高新区 — 招商`), and operators that join nothing there
    (`经济 AND`); beside ranges alone they are the words."""
    kept = tuple(
        part
        for part in parts
        if not isinstance(part, Term) or part.exact or (has_words(fold(part.text)) and not is_operator(part.text))
    )
    return kept if any(True for part in kept for _ in terms(part)) else parts


def passed_over(node: Node) -> Iterator[Term]:
    """The punctuation and operators that are not asked for, as they stand alone beside words."""
    if isinstance(node, AllOf):
        kept = asking(node.parts)
        yield from (part for part in node.parts if isinstance(part, Term) and part not in kept)
        for part in kept:
            yield from passed_over(part)
    elif isinstance(node, AnyOf):
        for part in node.parts:
            yield from passed_over(part)
    elif isinstance(node, Excluded):
        yield from passed_over(node.part)


def loosened(tree: AllOf) -> Expression | None:
    """The ORed rung: at least one of the words typed without quotes, question and stop words dropped, or one of the
    times among them; what is `required_beside_words` stays as asked. None where there are no such words, as where
    nothing but times stands beside a field.
    """
    if not (words := loose_words(tree)):
        return None
    times = tuple(part for part in tree.parts if is_time(part))
    some = Either((any_word(words[0].field, words), *expressions_for(times)))
    return All((some, *expressions_for(required_beside_words(tree))))


def loose_words(tree: AllOf) -> list[Term]:
    """Words typed without quotes, one of which is enough for the ORed rung: of the whole text, else, where no time
    stands beside them, of one field."""
    plain = [part for part in asking(tree.parts) if isinstance(part, Term) and not part.exact]
    words = [part for part in plain if has_words(fold(part.text))]
    if any(map(is_time, tree.parts)) or of_field(words, "content"):
        return of_field(words, "content")
    return of_field(words, words[0].field) if words else []


def required_beside_words(tree: AllOf) -> tuple[Node, ...]:
    """What the ORed rung asks as it was typed: phrases, other fields, exclusions, ranges, groups."""
    loose = loose_words(tree)
    return tuple(part for part in asking(tree.parts) if part not in loose and not is_time(part))


def typed_run(typed: str, tree: AllOf) -> str:
    """What was typed as one run, folded, without punctuation at its ends; "" where it was not, or was quoted whole.

    Of a long one the blanks and quotation marks are taken for those of a headline.
    """
    run = trimmed(strip_space(fold(typed)))
    words = [part for part in tree.parts if isinstance(part, Term) and part.field == "content"]
    as_one = len(words) == 1 or len(run) >= LONG_RUN
    return run if as_one and len(words) == len(tree.parts) and not all(word.exact for word in words) else ""


def phrases_alone(tree: AllOf) -> Expression | None:
    """The rung below: the phrases and all else but the words typed beside them, which only rank. None where there is
    no phrase, or no word to do without.
    """
    words = words_beside_phrases(tree)
    if not words:
        return None
    ranking = tuple(any_word(field, of_field(words, field)) for field in dict.fromkeys(term.field for term in words))
    return All((*expressions_for(required_without_words(tree)), Either((*ranking, Everything()))))


def words_beside_phrases(tree: AllOf) -> list[Term]:
    """Words typed without quotes and asked of a field that a phrase is asked of."""
    asked = [part for part in asking(tree.parts) if isinstance(part, Term)]
    fields = {term.field for term in asked if term.exact}
    return [term for term in asked if not term.exact and term.field in fields]


def required_without_words(tree: AllOf) -> tuple[Node, ...]:
    """What the lowest rung asks: all but the words beside phrases."""
    words = words_beside_phrases(tree)
    return tuple(part for part in asking(tree.parts) if part not in words)


def of_field(asked: list[Term], field: str) -> list[Term]:
    return [term for term in asked if term.field == field]


def any_word(field: str, asked: list[Term]) -> HasAny:
    words = dict.fromkeys(word for term in asked for word in words_of(term))
    return HasAny(field, tuple(words), " ".join(term.text for term in asked))


def words_of(term: Term) -> list[str]:
    """The words of a term that tell something; all of them where none does. A name is one, and what it leads to."""
    if names := author_names(term):
        return [each for name in names for each in called_so(term, name)]
    words, idle = typed_words(fold(term.text)), stop_words()
    return [word for word in words if word not in idle] or words


def author_names(term: Term) -> list[str]:
    """The names, folded, that a term without quotes asks of authors: 刘菲、张三. None where it asks another field."""
    typed = BETWEEN_NAMES.split(fold(term.text)) if term.field == "author" else ()
    return [name for part in typed if (name := trimmed(part))]


def needles(tree: AllOf) -> list[Needle]:
    """What to mark for a tree: runs, and the words of those typed without quotes."""
    return list(dict.fromkeys(_needles(tree)))


def _needles(tree: AllOf) -> Iterator[Needle]:
    for term in terms(tree):
        units = None if term.field == "content" else frozenset(ZONES[term.field])
        if term.exact:
            yield Needle.from_text(term.text, units)
            continue
        run = trimmed(fold(term.text)) or term.text
        yield Needle.from_text(run, units, whole_numbers=True)
        for word in words_of(term) if not term.whole else ():
            if word != run:
                yield Needle.from_text(word, units, whole_numbers=True, whole=run if len(word) == 1 else "")


def number_range(column: str, first: str, last: str) -> Between:
    """Articles whose number in `column` is known and from `first` to `last`, "" for open."""
    return Between(column, int(first or 1), int(last or LARGEST))


def date_range(first: str, last: str) -> Between:
    """Articles of these years, or, where a month or day is named, articles whose month or day is known."""
    precision = max(first.count("-"), last.count("-"))
    low, high = bound(first or f"{FIRST_YEAR:04}", 1), bound(last or f"{LAST_YEAR:04}", 12)
    if precision == 0:
        return Between("year", low // 10_000, high // 10_000)
    if precision == 1:
        return Between("month", low // 100, high // 100)
    return Between("date", low, high)


def bound(date: str, open_month: int) -> int:
    """2021, 2021-5 or 2021-5-10 (of the calendar) as yyyymmdd; what it leaves open is the first (month 1) or the last
    (month 12).
    """
    numbers = [int(number) for number in date.split("-")]
    year = max(FIRST_YEAR, numbers[0])
    month = numbers[1] if len(numbers) > 1 else open_month
    day = numbers[2] if len(numbers) > 2 else (1 if open_month == 1 else calendar.monthrange(year, month)[1])
    return year * 10_000 + month * 100 + day
