"""How a request was read, told to the reader: a sentence, and chips that can each be taken away."""

import html
import re
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString

from archive.language.dates import in_chinese
from archive.language.folding import fold, fold_with_offsets, strip_space
from archive.language.typed import has_words, placed_words
from archive.models.prepared import any_of, as_one_value, prepared
from search.index.columns import NONE
from search.index.fields import page_name
from search.models import Suggestion
from search.query.compile import (
    asking,
    author_names,
    expression_for,
    passed_over,
)
from search.query.dated import MOST_TIMES, is_time, only_time, only_words, time_readings, times_left
from search.query.facets import UNKNOWN
from search.query.filters import FACETS
from search.query.papers import papers_label
from search.query.request import SCOPES, SearchRequest
from search.query.results import SearchPage
from search.query.syntax import (
    AllOf,
    AnyOf,
    Excluded,
    Node,
    Range,
    Term,
    is_bare_field,
    is_operator,
    is_unread_range,
    quoted,
    ranges,
    terms,
    unknown_dates,
    unpaired,
)

FIELD_NAMES = {
    "title": "标题",
    "author": "作者",
    "column_name": "栏目",
    "body": "正文",
    "heading": "小标题",
    "caption": "图说",
    "editor_note": "编者按",
    "dateline": "电头",
}


TIME_KINDS = {"date": "时间", "issue": "期号", "printed_page": "版次"}
# A pasted paragraph is not taken apart word by word.
MOST_CHIPS = 24
WORDS_OF_TERM = 4  # that one may have


@dataclass(frozen=True)
class Chip:
    """One part of a request: `kind` 词, 逐字, 不含 …; `without` is the request without it.

    A 词组 is words that are a term of the archive (专项债券), asked each; `as_run` asks for it as the run that it is.
    """

    kind: str
    label: str
    without: SearchRequest
    as_run: SearchRequest | None = None


def described(node: Node) -> SafeString:
    """A tree in words: 高新区 且 “营商环境” 且不含 招商."""
    match node:
        case Term(text, field, exact):
            label = FIELD_NAMES.get(field, "")
            return format_html("{}<b>{}</b>", label and f"{label}含", f"“{text}”" if exact else _seen(text))
        case Range():
            return format_html("{}", range_label(node))
        case Excluded(part):
            return format_html("不含 {}", described(part))
        case AnyOf((Term(text), Range() as meant)) if text == range_label(meant):
            return format_html("<b>{}</b>（字样或{}）", text, TIME_KINDS[meant.column])
        case AnyOf(parts):
            return format_html("（{}）", format_html_join(" 或 ", "{}", ((_within(part),) for part in parts)))
        case AllOf(parts):
            return format_html_join(" 且 ", "{}", ((described(part),) for part in asking(parts)))


def _seen(text: str) -> str:
    return text if strip_space(fold(text)) else "看不见的字"


def _within(part: Node) -> SafeString:
    several = isinstance(part, AllOf) and len(part.parts) > 1
    return format_html("（{}）", described(part)) if several else described(part)


def chips(request: SearchRequest) -> list[Chip]:
    """One chip for each word, phrase, field, range, exclusion and group typed, and for each filter set."""
    known = terms_within(request)
    typed = [chip for part in asking(request.tree.parts) for chip in _typed(part, request, known)]
    filters = [
        Chip(FACETS.get(name, "日期"), _filter_value(request, name, value), request.changed(**{name: ""}))
        for name, value in request.filters.items()
    ]
    if request.papers:
        filters.append(Chip("报纸", papers_label(request), request.changed(papers="")))
    return typed[:MOST_CHIPS] + filters


def telling_chips(request: SearchRequest) -> list[Chip]:
    """The chips; none where they would only say again, word for word, what stands in the box."""
    found = chips(request)
    said = len(found) == 1 and found[0].kind == "词" and found[0].label == request.q
    return [] if said else found


def chosen_options(request: SearchRequest) -> list[str]:
    """What is chosen of the options beside the words."""
    scope = [SCOPES[request.scope]] if request.scope != "content" else []
    return scope + (["逐字精确"] if request.exact else [])


def terms_within(request: SearchRequest) -> set[str]:
    """Neighbouring words of what was typed that are together a term of the archive's vocabulary, folded."""
    plain = (part for part in request.tree.parts if isinstance(part, Term) and not part.exact)
    placed = [placed_words(fold(part.text)) for part in plain]
    runs = {run for words in placed for first in range(min(MOST_CHIPS, len(words))) for _, run in _runs(words[first:])}
    if not runs:
        return set()
    asked, wanted = request.asked_papers, as_one_value(runs)
    if asked is None:
        return {folded for (folded,) in _terms(runs=wanted)}
    return {folded for (folded,) in _terms_of(papers=as_one_value(paper.pk for paper in asked), runs=wanted)}


@prepared
def _terms(runs: Any) -> "QuerySet[Suggestion, tuple[str]]":
    return Suggestion.objects.filter(kind=Suggestion.Kind.TERM, folded__in=any_of(runs)).values_list("folded")


@prepared
def _terms_of(papers: Any, runs: Any) -> "QuerySet[Suggestion, tuple[str]]":
    """Not by the index of papers, of each of which SQLite would go through all: `+ 0` has none."""
    terms = Suggestion.objects.filter(kind=Suggestion.Kind.TERM, folded__in=any_of(runs))
    return terms.alias(paper=F("counts__newspaper") + 0).filter(paper__in=any_of(papers)).values_list("folded")


def _runs(placed: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """(words, run) of the first of these words with those that follow it without a gap, the longest run first."""
    (at, run), runs = placed[0], []
    for count, (place, word) in enumerate(placed[1:WORDS_OF_TERM], start=2):
        if place != at + len(run):
            break
        run += word
        runs.append((count, run))
    return runs[::-1]


def _typed(part: Node, request: SearchRequest, known: set[str]) -> list[Chip]:
    as_words = isinstance(part, Term) and not part.exact and not author_names(part)
    if isinstance(part, Term) and as_words and request.q[slice(*part.span)] == part.text:
        return _words(part, request, known)
    if is_time(part) and isinstance(part, AnyOf) and isinstance(meant := part.parts[-1], Range):
        return [
            Chip(
                TIME_KINDS[meant.column],
                "：".join(dict.fromkeys((request.q[slice(*part.span)], range_label(meant)))),
                _without(request, part.span),
            )
        ]
    label = unmarked(described(part))
    kind = {Excluded: "排除", Range: "范围", AnyOf: "任一", AllOf: "同时"}.get(type(part), "逐字")
    if isinstance(part, Term) and not part.exact:
        kind = FIELD_NAMES.get(part.field, "词")
        label = _seen(part.text)
    return [Chip(kind, label.removeprefix("不含 ").strip("（）"), _without(request, part.span))]


def _words(term: Term, request: SearchRequest, known: set[str]) -> list[Chip]:
    """A chip for each word of what was typed without quotes, and one for words that are `known` as a term."""
    kind = FIELD_NAMES.get(term.field, "词")
    folded, offsets = fold_with_offsets(term.text)
    if not has_words(folded):
        return [Chip(kind, _seen(term.text), _without(request, term.span))]
    found, placed = [], placed_words(folded)
    while placed:
        count, run = next(((n, run) for n, run in _runs(placed) if run in known), (1, placed[0][1]))
        start, end = offsets[placed[0][0]], offsets[placed[0][0] + len(run) - 1] + 1
        span, text = (term.span[0] + start, term.span[0] + end), term.text[start:end]
        without = _without(request, span)
        if count == 1:
            found.append(Chip(kind, text, without))
        else:
            found.append(Chip("词组" if kind == "词" else kind, text, without, _without(request, span, quoted(text))))
        del placed[:count]
    return found


def _without(request: SearchRequest, span: tuple[int, int], instead: str = "") -> SearchRequest:
    left, right = request.q[: span[0]].rstrip(), request.q[span[1] :].lstrip()
    return request.changed(q=" ".join(part for part in (left, instead, right) if part))


def notes(request: SearchRequest, found: SearchPage | None = None) -> list[str]:
    """What of a request was left out or taken otherwise than it was written: sentences, each without a full stop."""
    told = [*request.notes, *unread(request), *unknown_papers(request)]
    if found is not None and found.total and found.page != request.page:
        told.append(f"没有第{request.page}页，以下是最后一页（第{found.page}页）")
    if request.tree.parts and expression_for(request.tree) is None:
        told.append("检索词里没有看得见的字，没有可以查找的")
    if left := times_left(request.tree):
        told.append(f"只把前{MOST_TIMES}个时间读作时间，“{left[0]}”{'等' if len(left) > 1 else ''}按文字检索")
    alone = dict.fromkeys(term.text for term in passed_over(request.tree) if not _ends_quotation(term, request.q))
    told += [f"单独写的“{mark}”没有计入，要找它请加引号" for mark in alone]
    for mark in dict.fromkeys(unpaired(request.q)):
        kind, made = ("括号", "不作分组") if mark in "()（）" else ("引号", "不作逐字检索")
        told.append(f"{kind} {mark} 没有配上另一半，{made}")
    for term in (*terms(request.tree), *terms(request.tree, excluded=True)):
        told += [f"作者“{name}”见“{standing}”，连同后者名下的一起查找" for name, standing in term.see]
    for part in ranges(request.tree):
        told += [f"没有{in_chinese(date)}，按{range_label(part)}检索" for date in part.no_dates]
        if part.turned:
            told.append(f"范围的先后写反了，按{range_label(part)}检索")
    for name, known in request.named.items():
        if not known:
            told.append(f"没有地址名为“{getattr(request, name)}”的{FACETS[name]}，所以什么也没有找到")
    if found is not None and not found.total:
        told += [f"“{term.text}”里没有字，只找原样写有这些标点的文章" for term in marks_alone(request)]
    return told


def _ends_quotation(term: Term, typed: str) -> bool:
    """Whether it is the mark behind a quotation, as silent as at the end of words: 谁是“电视之父”？"""
    start = term.span[0]
    return start > 0 and not is_operator(term.text) and bool(re.fullmatch(r"[^\s(（]", typed[start - 1]))


def marks_alone(request: SearchRequest) -> list[Term]:
    """The terms without quotes that are nothing but punctuation, where no other is asked."""
    asked = list(terms(request.tree))
    alone = [term for term in asked if not term.exact and not has_words(fold(term.text))]
    return alone if alone == asked else []


def unread(request: SearchRequest) -> list[str]:
    """What was written as a date, an issue or a page and is none, so that it is looked for as text."""
    told = []
    for term in (*terms(request.tree), *terms(request.tree, excluded=True)):
        if request.q[slice(*term.span)] != term.text:
            continue
        if is_unread_range(term.text):
            told.append(f"“{term.text}”不是能认的日期、期号或版次，按文字检索")
        if is_bare_field(term.text) and len(request.tree.parts) == 1:
            told.append(f"“{term.text}”后面没有写要找的词，按文字检索")
        told += [f"没有{in_chinese(date)}，“{term.text}”按文字检索" for date in unknown_dates(term.text)]
    return told


def unknown_papers(request: SearchRequest) -> list[str]:
    """The newspapers chosen that the archive has not."""
    known = {newspaper.slug for newspaper in request.chosen_papers}
    made = "没有计入" if known else "所以什么也没有找到"
    return [f"没有地址名为“{slug}”的报纸，{made}" for slug in request.chosen_slugs if slug not in known]


def range_label(part: Range) -> str:
    """What a reader is told of a range: 2021年5月至2021年11月, 总第501期, 01版."""
    if part.column == "printed_page":
        names = [page_name(int(end)) if end else "" for end in (part.first, part.last)]
        return names[0] if part.first == part.last else f"{names[0] or '首版'}–{names[1] or '末版'}"
    if part.column == "issue":
        numbers = part.first if part.first == part.last else f"{part.first or '最早'}–{part.last or '最新'}"
        return f"总第{numbers}期"
    first, last = (in_chinese(date) if date else "" for date in (part.first, part.last))
    return first if first == last else f"{first or '最早'}至{last or '最新'}"


def filter_label(request: SearchRequest, name: str, value: str) -> str:
    """What a reader sees of a filter in a sentence."""
    label = _filter_value(request, name, value)
    if value == NONE:
        return f"{FACETS[name]}{label}"
    if name in request.named:
        return f"作者{label}" if name == "contributor" else f"“{label}”{FACETS[name]}"
    return label


def _filter_value(request: SearchRequest, name: str, value: str) -> str:
    """The same beside its kind; a slug that nobody has stands as it is."""
    if value == NONE:
        return UNKNOWN
    if name in request.named:
        return next((label for _, label in request.named[name].values()), value)
    return in_chinese(value) + {"since": "起", "until": "止"}.get(name, "")


@dataclass(frozen=True)
class OtherReading:
    """A word that may be a time: `text`, what it `means`, whether it is asked as `either`, and each reading alone."""

    text: str
    means: str
    either: bool
    as_time: SearchRequest
    as_words: SearchRequest
    # What the same means in years before, and the request that asks it.
    earlier: tuple[tuple[str, SearchRequest], ...] = ()


def other_readings(request: SearchRequest) -> list[OtherReading]:
    """What may be a time, an issue or a page in a request, with the way to each reading."""
    if request.typed or request.exact:
        return []
    return [
        OtherReading(
            found.text,
            range_label(found.range),
            found.taken,
            request.changed(q=only_time(request.q, found)),
            request.changed(q=only_words(request.q, found)),
            tuple((range_label(days), request.changed(q=only_time(request.q, found, days))) for days in found.earlier),
        )
        for found in time_readings(request.tree)
    ]


def in_other_mode(request: SearchRequest) -> SearchRequest | None:
    """改为逐字精确, or back: 按词检索; None where both ask the same, as of what stands in quotation marks."""
    other = request.changed(exact=not request.exact)
    return other if other.tree != request.tree else None


def unmarked(marked_up: SafeString) -> str:
    """Without markup."""
    return html.unescape(strip_tags(marked_up))
