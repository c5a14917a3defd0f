"""SearchRequest: everything that decides an answer, as one frozen value with an address of its own."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from typing import Any, Self
from urllib.parse import quote_plus

from django.http import QueryDict

from archive.language.dates import in_chinese
from archive.language.folding import fold_with_offsets
from archive.models import Column, Contributor, Newspaper, PaperSection, led_to, with_references
from archive.takeaway.xmltext import legal
from search.index.columns import NONE
from search.query import syntax
from search.query.authors import with_standing_names
from search.query.dated import parsed_words
from search.query.filters import FACETS, MODELS

Papers = Sequence[Newspaper] | None  # those asked; None for all
SCOPES = {"content": "全文", "title": "标题", "author": "作者", "column": "栏目"}
SORTS = {"relevance": "相关度", "newest": "最新", "oldest": "最早", "pages": "期次版次"}
READINGS = ("typed", "loose")
PAGE_SIZES = (20, 50, 100)
# Longer input is cut: a pasted paragraph still finds, a pasted book costs nothing.
LONGEST_VALUE = 300
MAX_PAGE = 100_000
ALL_PAPERS = "all"
UNSEEN = "\u200b"  # stands for words of nothing that anybody sees: they find nothing, and the page says so

_date = re.compile(r"[1-9]\d{3}(-\d\d(-\d\d)?)?")
# Length of a date in an address -> what a reader is told it is.
DATE_FORMS = {4: "年份（2021）", 7: "年月（2021-05）", 10: "日期（2021-05-10）"}


class _Params:
    """What an address asks, value by value; `notes` tell a reader what was left out of it."""

    def __init__(self, params: QueryDict | Mapping[str, str]) -> None:
        self.params = params
        repeated = [name for name in ADDRESS_PARAMETERS if len(self.values(name)) > 1]
        self.notes: list[str] = [f"{name} 写了几次，只取最后一个" for name in repeated]
        # Programs that pass links on add names of their own (utm_source, from), which ask for nothing.
        for name in ("title", "author"):
            if given := legal(params.get(name, ""))[:30]:
                self.notes.append(f"不认得 {name}={given}，应写作 q={SCOPES[name]}:{given}，没有计入")

    def values(self, name: str) -> set[str]:
        """The different values that the address gives."""
        return set(self.params.getlist(name)) if isinstance(self.params, QueryDict) else set()

    def text(self, name: str) -> str:
        """Without what no page can show, and cut where it, or what it is folded to, reaches LONGEST_VALUE."""
        given = self.params.get(name, "")
        if not given:
            return ""
        shown = " ".join(legal(given).split())
        if legal(given) != given:
            self.notes.append("检索条件里有不能显示的控制字符，已略去")
        _, offsets = fold_with_offsets(shown[:LONGEST_VALUE])
        kept = offsets[LONGEST_VALUE] if len(offsets) > LONGEST_VALUE else LONGEST_VALUE
        if len(shown) > kept:
            self.notes.append(f"检索条件超过{LONGEST_VALUE}字，只取了前{LONGEST_VALUE}字")
        return shown[:kept].rstrip()

    def one_of(self, name: str, allowed: Any, default: Any) -> Any:
        return self.checked(name, lambda value: value in allowed) or default

    def date(self, name: str, *lengths: int) -> str:
        """A date of the calendar, of one of these lengths."""
        if not self.params.get(name):
            return ""
        forms = "、".join(DATE_FORMS[length] for length in lengths)
        known = self.checked(
            name, lambda value: bool(_date.fullmatch(value)) and len(value) in lengths, f"应写作{forms}"
        )
        if known != syntax.known_date(known):
            self.notes.append(f"没有{in_chinese(known)}，{name} 没有计入")
            return ""
        return known

    def number(self, name: str, most: int) -> int:
        """From 1 to `most`; 0 where none is given."""
        given = self.checked(
            name, lambda value: value.isascii() and value.isdigit() and bool(value.strip("0")), "应是从1起的数字"
        )
        number = given.lstrip("0")
        if len(number) > len(str(most)) or int(number or 0) > most:
            self.notes.append(f"{name}={given[:30]} 太大，按 {most} 计")
            return most
        return int(number or 0)

    def checked(self, name: str, is_right: Callable[[str], bool], wanted: str = "") -> str:
        given = self.params.get(name, "")
        if not given or is_right(given):
            return given
        self.notes.append(
            "，".join(part for part in (f"不认得 {name}={legal(given)[:30]}", wanted, "没有计入") if part)
        )
        return ""


@dataclass(frozen=True)
class SearchRequest:
    """What is asked of one newspaper, or of all where `newspaper` is None.

    Filters hold what an address holds: `year` "2021", `month` "2021-11", `day` "2021-11-05", slugs for
    `section`, `column` and `contributor`, "none" for articles without one, "" for no filter. `since`
    and `until` are years, months or days, both included. Pages count from 1.
    """

    newspaper: Newspaper | None = None
    # Of other newspapers than that of the address: "all", or slugs with commas between; "" for that one alone.
    papers: str = ""
    q: str = ""
    scope: str = "content"
    exact: bool = False
    year: str = ""
    month: str = ""
    day: str = ""
    since: str = ""
    until: str = ""
    section: str = ""
    column: str = ""
    contributor: str = ""
    sort: str = ""
    page: int = 1
    page_size: int = PAGE_SIZES[0]
    # The facet whose values are all listed, "" for none.
    all_of: str = ""
    # typed: nothing but what was written, no close run first; loose: any of the words, though all are found.
    reading: str = ""
    # A tree instead of words, for programs: no quoting, no parsing.
    typed: syntax.AllOf | None = None
    # What an address asked that was left out or taken otherwise: sentences for the reader, without a full stop.
    notes: tuple[str, ...] = ()

    @classmethod
    def from_params(cls, params: QueryDict | Mapping[str, str], newspaper: Newspaper | None) -> Self:
        """What an address asks. What cannot be read is left out, and `notes` say so: nothing is ever an error."""
        read = _Params(params)
        since, until = read.date("since", 4, 7, 10), read.date("until", 4, 7, 10)
        if since and until and since > until and not since.startswith(until):
            read.notes.append("起始日期晚于终止日期，已对调")
            since, until = until, since
        return cls(
            newspaper=newspaper,
            papers=read.text("papers"),
            q=read.text("q") or (UNSEEN if params.get("q") else ""),
            scope=read.one_of("scope", SCOPES, "content"),
            exact=read.one_of("exact", ("1",), "") == "1",
            year=NONE if params.get("year") == NONE else read.date("year", 4),
            month=read.date("month", 7),
            day=read.date("day", 10),
            since=since,
            until=until,
            sort=read.one_of("sort", SORTS, ""),
            page=max(1, read.number("page", MAX_PAGE)),
            page_size=int(read.one_of("size", [str(size) for size in PAGE_SIZES], PAGE_SIZES[0])),
            all_of=read.one_of("all_of", FACETS, ""),
            reading=read.one_of("reading", READINGS, ""),
            section=read.text("section"),
            column=read.text("column"),
            contributor=read.text("contributor"),
            notes=tuple(dict.fromkeys(read.notes)),
        )

    def changed(self, **changes: Any) -> Self:
        """This request with `changes`, back on page 1 where they name no other."""
        return replace(self, **{"page": 1, **changes})

    def params(self, **changes: Any) -> str:
        """The query string of this request, with `changes` where there are any."""
        # A page of results has a hundred of these addresses; nearly all of each is the same.
        pieces = self._own_parameters
        if changes:
            changed = {"page": 1, **changes}
            pieces = pieces | {name: _parameter(name, value) for name, value in changed.items()}
        return "&".join(filter(None, pieces.values()))

    @cached_property
    def _own_parameters(self) -> dict[str, str]:
        return {name: _parameter(name, getattr(self, name)) for name in PARAMETER_FIELDS}

    @cached_property
    def tree(self) -> syntax.AllOf:
        """The words read as syntax."""
        field = syntax.QUERY_FIELDS.get(self.scope, "content")
        return self.typed or with_standing_names(parsed_words(self.q, field=field, exact=self.exact))

    @property
    def chosen_slugs(self) -> list[str]:
        """The slugs of the newspapers chosen; none where this one or all are asked."""
        return [] if self.papers == ALL_PAPERS else list(dict.fromkeys(filter(None, self.papers.split(","))))

    @cached_property
    def chosen_papers(self) -> list[Newspaper]:
        return list(Newspaper.objects.for_readers().filter(slug__in=self.chosen_slugs)) if self.chosen_slugs else []

    @property
    def asked_papers(self) -> list[Newspaper] | None:
        """The newspapers whose articles are asked for; None for all."""
        if self.papers == ALL_PAPERS or (self.newspaper is None and not self.chosen_slugs):
            return None
        if self.chosen_slugs:
            return self.chosen_papers
        return [self.newspaper] if self.newspaper else None

    @property
    def only_paper(self) -> Newspaper | None:
        """The one newspaper that is asked; None for several."""
        asked = self.asked_papers
        return asked[0] if asked is not None and len(asked) == 1 else None

    @cached_property
    def named(self) -> dict[str, dict[int, tuple[str, str]]]:
        """Of the section, column and contributor filtered by: primary key -> (slug, name); {} for a slug nobody has.
        One that leads on is what it leads to."""
        named = {}
        for name, model in MODELS.items():
            if (slug := getattr(self, name)) not in ("", NONE):
                within: dict[str, Any] = {"slug": slug}
                if self.asked_papers is not None and model is not Contributor:
                    within["newspaper__in"] = self.asked_papers
                rows = model.objects.for_readers().filter(**within)
                found: list[Any] = [led_to(row) for row in with_references(rows)]
                named[name] = {row.pk: (slug, row.name) for row in found}
        return named

    def knowing(self, rows: Mapping[str, PaperSection | Column | Contributor]) -> Self:
        """This request, that need not ask of whom its filters are: section, column or contributor -> row."""
        self.__dict__["named"] = {name: {row.pk: (row.slug, row.name)} for name, row in rows.items()}
        return self

    @property
    def has_words(self) -> bool:
        return any(True for _ in syntax.terms(self.tree))

    @property
    def order(self) -> str:
        """The sort in force: relevance means nothing where there are no words."""
        if not self.has_words:
            return self.sort if self.sort in ("newest", "oldest", "pages") else "newest"
        return self.sort or "relevance"

    @property
    def filters(self) -> dict[str, str]:
        """The filters set beside the words."""
        names = ("year", "month", "day", "since", "until", "section", "column", "contributor")
        return {name: value for name in names if (value := getattr(self, name))}


_percent_encoded = lru_cache(maxsize=2000)(quote_plus)

# Fields that stand in an address, by what they are called there.
ADDRESS_PARAMETERS = {
    {"page_size": "size"}.get(field.name, field.name): field
    for field in fields(SearchRequest)
    if field.name not in ("newspaper", "typed", "notes")
}
# Field -> what it is called in an address, and the value that is not said there.
PARAMETER_FIELDS = {field.name: (name, field.default) for name, field in ADDRESS_PARAMETERS.items()}


def _parameter(field: str, value: object) -> str:
    """What a field of that value is in an address; "" where it need not be said."""
    name, default = PARAMETER_FIELDS[field]
    return "" if value == default else f"{name}={_percent_encoded('1' if value is True else str(value))}"
