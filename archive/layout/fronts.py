"""The front of an issue: what its first page has, set by weight, then the headlines of each page in print order."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.layout.issues import Sheet
from archive.layout.leads import place_of_lead
from archive.models import Article
from archive.models.shown_articles import with_sections

SECONDS = 3


@dataclass(frozen=True)
class Front:
    """`lead` and `seconds` are of the `first` page and have their texts; `rest` are its other articles, `others` the
    pages behind it."""

    lead: Article | None
    seconds: Sequence[Article]
    rest: Sequence[Article]
    first: Sheet | None
    others: Sequence[Sheet]


def front_of(sheets: Sequence[Sheet]) -> Front:
    """The front of the issue that has these pages; the articles that it sets large are given their texts: one query."""
    filled = [sheet for sheet in sheets if sheet.articles]
    if not filled:
        return Front(None, [], [], None, [])
    articles = list(filled[0].articles)
    lead = articles.pop(place_of_lead(articles))
    with_sections([lead, *articles[:SECONDS]])
    return Front(lead, articles[:SECONDS], articles[SECONDS:], filled[0], filled[1:])
