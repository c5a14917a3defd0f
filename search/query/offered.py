"""Questions to the table of suggestions, put together once: what was typed with a slip asks a dozen of them."""

import inspect
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from archive.models import Newspaper
from archive.models.prepared import Prepared
from search.models import Suggestion
from search.query.request import Papers

Row = TypeVar("Row")


class Offered(Generic[Row]):
    """Made of a function that narrows `Suggestion.objects.offered_in(…)`, given first, by what is asked, as
    `archive.models.prepared` has it; called with newspapers and values, it gives the rows. Of several newspapers,
    which few ask, Django puts the question together each time."""

    def __init__(self, ask: Callable[..., "QuerySet[Any, Row]"]) -> None:
        self.ask = ask
        self.__doc__ = ask.__doc__
        own = list(inspect.signature(ask).parameters.values())[1:]
        newspaper = inspect.Parameter("newspaper", inspect.Parameter.POSITIONAL_OR_KEYWORD)
        self.of_all: Prepared[Row] = Prepared(_signed(lambda **values: self._rows(None, values), own))
        self.of_one: Prepared[Row] = Prepared(
            _signed(lambda newspaper, **values: self._rows([Newspaper(pk=newspaper)], values), [newspaper, *own])
        )

    def __call__(self, newspapers: Papers, **values: object) -> list[Row]:
        if newspapers is None:
            return self.of_all(**values)
        if len(newspapers) == 1:
            return self.of_one(newspaper=newspapers[0].pk, **values)
        return list(self._rows(newspapers, values))

    def _rows(self, newspapers: Papers, values: dict[str, Any]) -> "QuerySet[Any, Row]":
        return self.ask(Suggestion.objects.offered_in(newspapers), **values)


def _signed(ask: Callable[..., Any], parameters: list[inspect.Parameter]) -> Callable[..., Any]:
    """The function with the parameters by which a prepared query knows its places."""
    ask.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return ask
