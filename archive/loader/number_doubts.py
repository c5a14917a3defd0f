"""Doubts of a kind of their own: a number that may be somebody's, and no editor has said whether it may be seen.

They come from what rows hold, so that a reading of the source neither gives nor takes them.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef

from archive.language.personal_numbers import FoundNumber, found_numbers, told_numbers
from archive.loader.content import content_of_rows
from archive.models import Article, PersonalNumber, Problem, SourceFile
from archive.models.printed import possible_numbers_in, texts_in

PERSONAL_NUMBER = "personal_number"


def doubt_numbers(said: object, articles: Iterable[int], source: SourceFile | None = None) -> int:
    """Doubt the numbers of `said` (a value with all the text in question) that are neither hidden nor confirmed by an
    editor: in those of the articles (keys) that have them, and, where they stand in none, in `source` as a whole, since
    its page shows that, too. What is doubted already is left; returns how many doubts there are more.

    Articles of no source have no doubts: their numbers are on the list of numbers alone.
    """
    numbers = undecided_numbers(clear_numbers(said))
    if not numbers:
        return 0
    doubts, rest = [], dict(numbers)
    for article in Article.objects.filter(pk__in=list(articles)).with_parts():
        for digits, lines in lines_of_numbers(article):
            rest.pop(digits, None)
            if digits in numbers and article.source_id:
                doubts.append(_doubt(numbers[digits], article.source_id, article.pk, lines))
    if source:
        found = told_numbers(source.text, numbers)
        where = {number.digits: source.text.count("\n", 0, number.spans[0][0]) + 1 for number in found}
        doubts += [
            _doubt(number, source.pk, None, (where[digits], where[digits]))
            for digits, number in rest.items()
            if digits in where
        ]
    held = Problem.objects.filter(number__in=numbers.values(), source__live=True)
    doubted = set(held.values_list("number", "article"))
    fresh = [doubt for doubt in doubts if (doubt.number_id, doubt.article_id) not in doubted]
    return len(Problem.objects.bulk_create(fresh))


def clear_numbers(said: object) -> Iterator[FoundNumber]:
    """The numbers in the clear that a value has: what is found, and what is known and stands among other digits."""
    known = PersonalNumber.objects.known(possible_numbers_in(said), "digits")
    for text in texts_in(said):
        yield from found_numbers(text)
        yield from told_numbers(text, known)


def undecided_numbers(found: Iterable[FoundNumber]) -> dict[str, PersonalNumber]:
    """By their digits, those that are neither hidden nor confirmed by an editor as printed for all to see."""
    keys = PersonalNumber.objects.known({number.digits for number in found}, "pk", hidden=False)
    confirmed = Problem.objects.filter(number=OuterRef("pk"), state=Problem.State.CONFIRMED)
    rows = PersonalNumber.objects.filter(pk__in=keys).exclude(Exists(confirmed))
    return {number.digits: number for number in rows}


def lines_of_numbers(article: Article) -> Iterator[tuple[str, tuple[int | None, int | None]]]:
    """Each number (its digits) that readers see in an article, with the lines of its source that have it, if any do."""
    content = content_of_rows(article)
    claims = content.columns.pop("claims")
    for digits in dict.fromkeys(number.digits for number in clear_numbers(content)):
        claimed = (claim[1:3] for claim in claims if any(told_numbers(claim[3], {digits})))
        first, last = next(claimed, (None, None))
        yield digits, (first, last)


def _doubt(number: PersonalNumber, source: int, article: int | None, lines: tuple[int | None, int | None]) -> Problem:
    said = f"印有{number.get_kind_display()} {number}：若是私人的，请隐去；若是登出来供人联系的，请确认无误。"
    doubt = Problem(source_id=source, article_id=article, number=number, code=PERSONAL_NUMBER, message=said)
    doubt.first_line, doubt.last_line = lines
    return doubt
