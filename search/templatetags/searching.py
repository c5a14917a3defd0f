"""What the search page's templates need: addresses of other states of a search, addresses of its hits."""

from typing import Any

from django import template
from django.template import Context

from search.query import SearchRequest
from search.query.results import Hit, SearchPage

register = template.Library()


@register.simple_tag
def refined(request: SearchRequest, name: str = "", value: Any = "", **changes: Any) -> str:
    """The address of `request` with the filter called `name` set to `value`, and other changes."""
    return "?" + request.params(**({name: value} if name else {}), **changes)


@register.simple_tag(takes_context=True)
def hit_address(context: Context, hit: Hit) -> str:
    """The article's address; with the search and the hit's place in it, so that marks and next hit are found."""
    page: SearchPage = context["answer"]
    address: str = hit.article.get_absolute_url()
    if not page.request.has_words:
        return address
    place = page.first_place + context["forloop"]["counter0"]
    return f"{address}?{page.request.params(all_of='')}&n={place}#hit-1"
