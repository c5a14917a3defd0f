"""What a reader typed, read as syntax where it is syntax and as text everywhere else.

    高新区 "营商环境" -招商 (蓼河 或 泗河) 标题:开工 作者:刘菲 期:589 年:2021 2020..2023 2021-05..2021-11

Marks may be Chinese or Latin, full or half width. `parse` never raises: an unclosed quote or bracket,
an operator without operands, a field without a value is text. The cost is linear in the length.
"""

import datetime
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from archive.language.folding import fold, strip_space
from archive.language.numerals import COUNTING_NUMBER, number_of
from archive.language.times import days_meant
from search.index.fields import page_code

QUERY_FIELDS = {
    "标题": "title", "题名": "title", "title": "title",
    "作者": "author", "署名": "author", "记者": "author", "author": "author",
    "栏目": "column_name", "column": "column_name",
    "正文": "body", "body": "body",
    "小标题": "heading", "heading": "heading",
    "图说": "caption", "caption": "caption",
    "编者按": "editor_note",
    "电头": "dateline",
}  # fmt: skip
QUERY_COLUMNS = {
    "期": "issue", "总期": "issue", "issue": "issue",
    "版": "printed_page", "版次": "printed_page",
    "年": "date", "年份": "date", "year": "date", "日期": "date", "date": "date",
}  # fmt: skip
OR_WORDS = {"或", "OR", "|", "｜"}
AND_WORDS = {"且", "AND"}
NOT_WORDS = {"非", "NOT"}
OPERATORS = OR_WORDS | AND_WORDS | NOT_WORDS
# Opening mark -> the marks that close it. Chinese keyboards often type two of the same.
QUOTES = {'"': '"＂', "＂": '"＂', "“": "”“", "”": "”“", "「": "」", "『": "』", "｢": "｣", "﹁": "﹂", "﹃": "﹄"}
_CLOSING = frozenset(")）").union(*QUOTES.values())
MAX_DEPTH = 8

_names = "|".join(sorted({**QUERY_FIELDS, **QUERY_COLUMNS}, key=len, reverse=True))
_field = re.compile(rf"({_names})[:：]\s*(?=\S)", re.IGNORECASE)
_bare_field = re.compile(rf"({_names})[:：]", re.IGNORECASE)
_day = r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?)?"
_date_range = re.compile(rf"(?P<first>{_day})?\.\.(?P<last>{_day})?")
_number_range = re.compile(r"(?P<first>\d{1,9})?\.\.(?P<last>\d{1,9})?")
# 总第501期, 第1版, A02版: what stands round the number.
_issue_name = re.compile(rf"总?第?(\d{{1,9}}|{COUNTING_NUMBER})期?")
_page_name = re.compile(rf"第?([A-Za-z]?\d{{1,3}}|{COUNTING_NUMBER})版?")


@dataclass(frozen=True)
class Term:
    """Text asked of a field: the run itself where `exact`, else all its words.

    `whole`: the run, as words are asked: its numbers whole, without the punctuation at its ends. `first`: articles
    with that run rank before others. `see`: (a name asked of authors, the name that it leads to).
    """

    text: str
    field: str = "content"
    exact: bool = False
    span: tuple[int, int] = (0, 0)
    whole: bool = False
    first: bool = False
    see: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Range:
    """`column` (date, issue or printed_page) from `first` to `last`, both included, "" for open.

    Dates are 2021, 2021-05 or 2021-05-10; issues are total numbers; pages are as fields.page_code gives them.
    `no_dates` are those typed that no calendar has, asked for as far as it has them; `turned` where the last was typed
    first.
    """

    column: str
    first: str
    last: str
    span: tuple[int, int] = (0, 0)
    no_dates: tuple[str, ...] = ()
    turned: bool = False


@dataclass(frozen=True)
class Excluded:
    part: "Node"
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Node", ...]
    span: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Node", ...]
    span: tuple[int, int] = (0, 0)


Node = Term | Range | Excluded | AllOf | AnyOf


@dataclass(frozen=True)
class _Token:
    kind: str  # open close or and not field term
    start: int
    end: int
    text: str  # as typed
    node: Term | Range | None = None
    field: str = ""


def parse_query(text: str, *, field: str = "content", exact: bool = False, today: datetime.date | None = None) -> AllOf:
    """The tree of `text`; words without a field of their own are asked of `field`, as runs where `exact`.

    日期: takes times as people write them (archive.language.times) where it is told what `today` is.
    """
    return _Parser(list(_tokens(text, today)), field, exact).group()


def quoted(text: str) -> str:
    """`text` as one would type it to find the run itself. ValueError where it holds every kind of quote."""
    for opening, closing in (('"', '"'), ("“", "”"), ("「", "」"), ("『", "』")):
        if not set(text) & {opening, *QUOTES[opening]}:
            return opening + text + closing
    raise ValueError(f"Cannot be quoted, it holds every kind of quotation mark: {text!r}")


def unpaired(text: str) -> list[str]:
    """The brackets and quotation marks that stand in `text` without their other half."""
    *_, alone = _brackets(text)
    return [text[place] for place in alone]


def _brackets(text: str) -> tuple[set[int], set[int], list[int]]:
    """Where brackets that open a group and those that close it stand: matched, at a word's edge, not too deep; and
    where brackets and quotation marks stand that nothing closes or opens."""
    opens: set[int] = set()
    closes: set[int] = set()
    alone: list[int] = []
    stack: list[tuple[int, bool]] = []
    i, closing = 0, -1  # the second of two quotation marks with nothing between
    while i < len(text):
        if (end := _phrase_end(text, i)) is not None:
            i = end
            continue
        if text[i] in "(（":
            at_edge = i == 0 or text[i - 1].isspace() or text[i - 1] in "(（-－:："
            stack.append((i, at_edge and len(stack) < MAX_DEPTH))
        elif text[i] in ")）" and stack:
            opened, groups = stack.pop()
            if groups and text[opened + 1 : i].strip():
                opens.add(opened)
                closes.add(i)
        elif (end := _quote_end(text, i)) is not None:
            closing = end - 1
        elif (text[i] in _CLOSING or text[i] in QUOTES) and i != closing:
            alone.append(i)
        i += 1
    return opens, closes, sorted((*alone, *(opened for opened, _ in stack)))


def _phrase_end(text: str, start: int) -> int | None:
    """Just after the mark that closes the quote at `start`; None where no phrase begins there."""
    end = _quote_end(text, start)
    return end if end and text[start + 1 : end - 1].strip() else None


def _quote_end(text: str, start: int) -> int | None:
    """Just after the mark that closes the quote at `start`, of nothing too; None where no mark opens one."""
    closing = QUOTES.get(text[start])
    ends = [end for mark in closing or "" if (end := text.find(mark, start + 1)) > 0]
    return min(ends) + 1 if ends else None


def _tokens(text: str, today: datetime.date | None) -> Iterator[_Token]:
    opens, closes, _ = _brackets(text)
    i = 0
    while i < len(text):
        if text[i].isspace():
            i += 1
            continue
        token = _token(text, i, opens, closes, today)
        yield token
        i = token.end


def _token(text: str, i: int, opens: set[int], closes: set[int], today: datetime.date | None) -> _Token:
    if i in opens or i in closes:
        return _Token("open" if i in opens else "close", i, i + 1, text[i])
    if (end := _phrase_end(text, i)) is not None:
        return _Token("term", i, end, text[i:end], Term(text[i + 1 : end - 1], exact=True, span=(i, end)))
    if text[i] in "-－" and i + 1 < len(text) and not text[i + 1].isspace() and text[i + 1] not in "-－":
        return _Token("not", i, i + 1, text[i])
    if match := _field.match(text, i):
        return _field_token(text, match, opens, closes, today)
    end = _word_end(text, i, opens, closes)
    word = text[i:end]
    for kind, operators in (("or", OR_WORDS), ("and", AND_WORDS), ("not", NOT_WORDS)):
        if word in operators:
            return _Token(kind, i, end, word)
    return _Token("term", i, end, word, _range("date", word, (i, end)) or Term(word, span=(i, end)))


def _field_token(
    text: str, match: re.Match[str], opens: set[int], closes: set[int], today: datetime.date | None
) -> _Token:
    """`标题:`, which asks the next term of a field; or the whole of `年:2021`, `日期:去年` and `期:580..589`."""
    name = match.group(1).lower()
    if name in QUERY_FIELDS:
        return _Token("field", match.start(), match.end(), match.group(), field=QUERY_FIELDS[name])
    end = _word_end(text, _phrase_end(text, match.end()) or match.end(), opens, closes)
    span = match.start(), end
    column = QUERY_COLUMNS[name]
    value = plain_number(column, unicodedata.normalize("NFKC", text[match.end() : end]))
    found = _range(column, value if ".." in value else f"{value}..{value}", span)
    if found is None and column == "date" and today and (dates := _dates_said(value, today)):
        found = _range(column, dates, span)
    return _Token("term", *span, text[slice(*span)], found or Term(text[slice(*span)], span=span))


def _dates_said(value: str, today: datetime.date) -> str:
    """Times as people write them, 去年 or 去年..今年, as ISO dates: 2025..2026; "" where either end is none."""
    ends = value.split("..")
    days = [days_meant(end, today) if end else None for end in (ends[0], ends[-1])]
    if len(ends) > 2 or any(end and not meant for end, meant in zip((ends[0], ends[-1]), days, strict=True)):
        return ""
    first, last = (meant.as_iso() if meant else ("", "") for meant in days)
    return f"{first[0]}..{last[1]}"


def plain_number(column: str, value: str) -> str:
    """总第501期 -> 501, A02版 -> 1002, each end of a range so (580..589, 至, 到); "" where one is no number (期:0)."""
    pattern = {"issue": _issue_name, "printed_page": _page_name}.get(column)
    if pattern is None:
        return value
    numbers = []
    for end in re.split(r"\.\.|[至到]", value):
        match = pattern.fullmatch(end)
        name = match[1] if match and match[1][-1].isdigit() else str(number_of(match[1])) if match else ""
        number = (page_code(name) if column == "printed_page" else int(name)) if name else 0
        if end and not number:
            return ""
        numbers.append(str(number) if end else "")
    return "..".join(numbers)


def is_unread_range(typed: str) -> bool:
    """Whether it asks for an issue, a page or a date by a value that is none: 期:0, 版:12345, 年:abc."""
    match = _field.match(typed)
    return match is not None and match[1].lower() in QUERY_COLUMNS


def is_operator(typed: str) -> bool:
    """Whether it is nothing but an operator, or a field without a value: OR, 标题:."""
    return typed in OPERATORS or is_bare_field(typed)


def is_bare_field(typed: str) -> bool:
    return _bare_field.fullmatch(typed) is not None


def unknown_dates(typed: str) -> tuple[str, ...]:
    """The date that this is the form of, where no calendar has it: 2021-02-30."""
    found = _range("date", f"{typed}..{typed}", (0, 0))
    return found.no_dates if found else ()


def _word_end(text: str, start: int, opens: set[int], closes: set[int]) -> int:
    end = start
    while end < len(text) and not text[end].isspace() and end not in closes:
        if end > start and (end in opens or _phrase_end(text, end) is not None):
            break
        end += 1
    return end


def _range(column: str, value: str, span: tuple[int, int]) -> Range | None:
    """`2021-05..2021-11`, `2021年5月..` or `580..589` as a range of `column`; None where it is none."""
    value = unicodedata.normalize("NFKC", value)
    if column == "date":
        value = re.sub(r"-(?=\.\.|$)", "", value.translate({ord("年"): "-", ord("月"): "-", ord("日"): None}))
    match = (_date_range if column == "date" else _number_range).fullmatch(value)
    if not match or not (match["first"] or match["last"]):
        return None
    typed = match["first"] or "", match["last"] or ""
    if column != "date":
        turned = bool(typed[0] and typed[1]) and int(typed[0]) > int(typed[1])
        return Range(column, *(typed[::-1] if turned else typed), span, turned=turned)
    first, last = map(known_date, typed)
    no_dates = tuple(
        date for date, known in zip(typed, (first, last), strict=True) if date.count("-") > known.count("-")
    )
    turned = bool(first and last) and _sortable(first) > _sortable(last, "99")
    ends = (last, first) if turned else (first, last)
    return Range(column, *ends, span, tuple(dict.fromkeys(no_dates)), turned)


def known_date(date: str) -> str:
    """As much of 2021, 2021-5 or 2021-5-10 as the calendar has: the month of 2021-02-30, the year of 2021-13-01."""
    numbers = [int(number) for number in date.split("-")] if date else []
    for known in range(len(numbers), 1, -1):
        try:
            datetime.date(max(1, numbers[0]), *[*numbers[1:known], 1][:2])
        except ValueError:
            continue
        return "-".join(date.split("-")[:known])
    return date[:4]


def _sortable(date: str, open_part: str = "00") -> list[str]:
    """Its year, month and day, as texts that sort; `open_part` for those not named."""
    return [*(part.zfill(2) for part in date.split("-")), open_part, open_part][:3]


class _Parser:
    """Recursive descent: group = either*, either = part (或 part)*, part = -part | field:part | (group) | term."""

    def __init__(self, tokens: list[_Token], field: str, exact: bool) -> None:
        self.tokens, self.field, self.exact = tokens, field, exact
        self.i = 0

    @property
    def next(self) -> _Token | None:
        return self.tokens[self.i] if self.i < len(self.tokens) else None

    def group(self) -> AllOf:
        parts: list[Node] = []
        while (token := self.next) and token.kind != "close":
            if token.kind == "or" and parts and self.operand_follows():
                self.i += 1
                left, right = parts.pop(), self.part()
                options = (*left.parts, right) if isinstance(left, AnyOf) else (left, right)
                parts.append(AnyOf(options, (left.span[0], right.span[1])))
            elif token.kind == "and" and parts and self.operand_follows():
                self.i += 1
            else:
                parts.append(self.part())
        return AllOf(tuple(parts), (parts[0].span[0], parts[-1].span[1]) if parts else (0, 0))

    def operand_follows(self) -> bool:
        after = self.tokens[self.i + 1 : self.i + 2]
        return bool(after) and after[0].kind not in ("close", "or", "and")

    def part(self) -> Node:
        token = self.tokens[self.i]
        self.i += 1
        if token.kind == "open":
            inner = self.group()
            closing = self.tokens[self.i]  # there is one: brackets are syntax in pairs only
            self.i += 1
            return replace(inner.parts[0] if len(inner.parts) == 1 else inner, span=(token.start, closing.end))
        if token.node is not None:
            return self.asked(token.node)
        follows = self.next is not None and self.next.kind not in ("close", "or", "and", "not")
        if token.kind == "field" and self.next is not None and self.next.kind == "not":
            follows = self.operand_follows()  # 标题:-中国 is -标题:中国
        if token.kind == "not" and follows:
            part = self.part()
            return Excluded(part, (token.start, self.tokens[self.i - 1].end))
        if token.kind == "field" and follows:
            outer, self.field = self.field, token.field
            part = self.part()
            self.field = outer
            return replace(part, span=(token.start, part.span[1]))
        return self.asked(Term(token.text, span=(token.start, token.end)))

    def asked(self, node: Term | Range) -> Node:
        if isinstance(node, Range):
            return node
        return replace(node, field=self.field, exact=node.exact or self.exact, text=node.text.strip())


def terms(node: Node, *, excluded: bool = False) -> Iterator[Term]:
    """The terms that must or may be there; those that must not where `excluded`."""
    match node:
        case Term():
            if not excluded and strip_space(fold(node.text)):
                yield node
        case Excluded(part):
            if excluded:
                yield from terms(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from terms(part, excluded=excluded)


def ranges(node: Node) -> Iterator[Range]:
    """The ranges of a tree, excluded ones too."""
    match node:
        case Range():
            yield node
        case Excluded(part):
            yield from ranges(part)
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from ranges(part)
