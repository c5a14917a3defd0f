"""What the editors' desk asks of the index: settings.ARTICLES_BY_WORDS names it."""

import logging

from search.query.answer import selected_articles
from search.query.compile import expression_for
from search.query.request import SearchRequest
from search.store.damage import IndexUnavailable

log = logging.getLogger(__name__)


def keys_of_words(words: str, most: int) -> list[int] | None:
    """Primary keys of the published articles that have all that `words` ask for, in the readers' syntax, the newest
    first, no more than `most`; None where no index answers."""
    request = SearchRequest.from_params({"q": words, "sort": "newest"}, None)
    if not request.has_words:
        return []  # else an index gives all there is
    try:
        return [int(result.pk) for result in selected_articles(request, expression_for(request.tree))[:most]]
    except IndexUnavailable:
        log.exception("the desk's search: no index answers")
        return None
