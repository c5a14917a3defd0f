"""From Haystack's tree of SQ objects to the store's expressions.

    SearchQuerySet().filter(content=HasWords("content", "高新区招商"), year=2021)

A value that is an expression of the store stands for itself, whatever field it is given to; that is how
search.query asks. Text fields are `content` (every searchable field), `title` (the three decks), `author`
(byline or a contributor's name) and each field that `search.index.fields` names. A plain string asked of a
text field is what a reader typed without quotes: every word of it must be there.
"""

from collections.abc import Callable
from typing import Any

from haystack.backends import BaseSearchQuery, SearchNode
from haystack.inputs import AutoQuery, BaseInput, Exact, Not

from search.index.columns import encode_value, is_list
from search.index.fields import ZONES
from search.store import expressions as ex

# Names under which Haystack's own documentation asks for everything.
EVERY_FIELD = ("content", "text")


class CannotAsk(ValueError):
    """The query asks something that this engine has no answer to; the message says what it has."""


class BaokuQuery(BaseSearchQuery):
    """Hands its backend an expression instead of a query string."""

    query_filter: SearchNode

    def build_query(self) -> ex.Expression:
        return expression(self.query_filter)

    def build_params(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        params: dict[str, Any] = super().build_params(*args, **kwargs)
        if self.narrow_queries:
            params["narrow_queries"] = [narrowing(query) for query in self.narrow_queries]
        if self.query_facets:
            params["query_facets"] = [(name, query, narrowing(f"{name}:{query}")) for name, query in self.query_facets]
        return params

    def build_query_fragment(self, field: str, filter_type: str, value: Any) -> str:
        """Only `narrow(SQ(…))` asks for this, as Haystack makes strings of what narrows."""
        return f"{field}:{value}"

    def run_mlt(self, **kwargs: Any) -> None:
        """Haystack forgets the slice here."""
        super().run_mlt(start_offset=self.start_offset, end_offset=self.end_offset, **kwargs)

    def add_filter(self, query_filter: SearchNode, use_or: bool = False) -> None:
        """Keeps each filter whole. (Haystack's own re-nests the tree, and loses negations in it.)"""
        connector = SearchNode.OR if use_or else SearchNode.AND
        query_filter = copyable(query_filter)
        if not self.query_filter:
            self.query_filter = SearchNode([query_filter], SearchNode.AND)
        else:
            self.query_filter = SearchNode([self.query_filter, query_filter], connector)


def copyable(node: Any) -> Any:
    """The same tree of Haystack's own nodes: those that `&`, `|` and `~` make under Django 5 lack what Haystack's
    deepcopy needs, and every clone of a SearchQuerySet is such a copy.
    """
    if not isinstance(node, SearchNode):
        return node
    return SearchNode([copyable(child) for child in node.children], node.connector, node.negated)


def expression(node: Any) -> ex.Expression:
    """Of a node of the tree, or of one (lookup, value) pair in it."""
    if not isinstance(node, SearchNode):
        return condition(*node)
    parts = tuple(expression(child) for child in node.children)
    if not parts:
        return ex.Everything()
    whole: ex.Expression = parts[0]
    if len(parts) > 1:
        whole = ex.Either(parts) if node.connector == SearchNode.OR else ex.All(parts)
    return ex.Not(whole) if node.negated else whole


def condition(lookup: str, value: Any) -> ex.Expression:
    """What one (lookup, value) pair asks."""
    if isinstance(value, ex.Expression):
        return value
    field, kind = SearchNode().split_expression(lookup)
    zone = "content" if field in EVERY_FIELD else field
    # `column` is a number among the filters; its printed name is asked as column_name.
    return of_zone(zone, kind, value) if zone in ZONES else of_column(field, kind, value)


def of_zone(zone: str, kind: str, value: Any) -> ex.Expression:
    match value:
        case AutoQuery():
            return auto(zone, str(value))
        case Exact():
            return ex.Has(zone, str(value))
        case Not():
            return ex.Not(ex.HasWords(zone, str(value)))
        case list() | tuple() | set() if kind == "in":
            return ex.Either(tuple(of_zone(zone, "exact", each) for each in value))
        case str() | BaseInput():
            if str(value) == "*":
                return ex.Everything()
            return ex.Has(zone, str(value)) if kind == "exact" else ex.HasWords(zone, str(value))
    raise CannotAsk(f"{zone}__{kind}={value!r}: text is asked for by an expression of search.store or a string.")


def auto(zone: str, text: str) -> ex.Expression:
    """Haystack's auto_query: "…" is exact, -… is not wanted, the rest must be there."""
    parts: list[ex.Expression] = []
    for i, piece in enumerate(AutoQuery.exact_match_re.split(text)):
        if i % 2:
            parts.append(ex.Has(zone, piece))
            continue
        for token in piece.split():
            unwanted = token.startswith("-") and len(token) > 1
            parts.append(ex.Not(ex.HasWords(zone, token[1:])) if unwanted else ex.HasWords(zone, token))
    return ex.All(tuple(parts)) if parts else ex.Everything()


COMPARISONS: dict[str, Callable[[str, int], ex.Expression]] = {
    "gte": lambda column, value: ex.Between(column, value, None),
    "gt": lambda column, value: ex.Between(column, value + 1, None),
    "lte": lambda column, value: ex.Between(column, None, value),
    "lt": lambda column, value: ex.Between(column, None, value - 1),
    "exact": lambda column, value: ex.In(column, (value,)),
    "content": lambda column, value: ex.In(column, (value,)),
}


def of_column(column: str, kind: str, value: Any) -> ex.Expression:
    if kind == "in":
        return ex.In(column, tuple(encode_value(column, each) for each in value))
    if is_list(column) and kind not in ("exact", "content"):
        raise CannotAsk(f"{column}__{kind}: a column of lists is asked for values (exact, in).")
    if kind == "range":
        low, high = value
        return ex.Between(column, encode_value(column, low), encode_value(column, high))
    if kind not in COMPARISONS:
        raise CannotAsk(f"{column}__{kind}: columns know {', '.join(sorted(COMPARISONS))}, in and range.")
    return COMPARISONS[kind](column, encode_value(column, value))


def narrowing(query: Any) -> ex.Expression:
    """What `narrow("field:value")` asks."""
    field, colon, value = str(query).partition(":")
    if not colon:
        raise CannotAsk(f"narrow({query!r}): give a field and its value, as in narrow('year:2021').")
    return condition(f"{field}__exact", value.strip().strip('"'))
