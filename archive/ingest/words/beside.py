"""Whom a line names beside what it says of the issue or of the story: 来源：清河日报 2021年11月5日 第2版 记者：张三."""

import re

from archive.ingest.draft import RowKind
from archive.ingest.words import bylines, pages
from archive.ingest.words.imprint import STRONG, Imprint, read_imprint
from archive.ingest.words.labels import KEYS, is_label
from archive.ingest.words.names import is_name
from archive.ingest.words.signs import SEPARATORS

LONGEST_OF_PEOPLE = 90  # characters of such a line
# Who wrote, with the house before it: 本报记者, （通讯员, 文/. Those who make the paper (编辑, 社长) are the issue's.
_REPORTER = re.compile(
    rf"[（(]?[\u4e00-\u9fff]{{0,8}}?(?P<role>{bylines.WRITERS}|作者|撰文|撰稿|采写|摄影|(?<![\u4e00-\u9fff])[文图]\s*[/／])"
)
_LABEL = re.compile(r"(?<![\u4e00-\u9fff])(?P<label>[\u4e00-\u9fff/／]{2,8}|[文图])\s*[:：]")
_BOUNDS = STRONG | {"newspaper", "page", "number", "weekday", "source", "label", "time", "url", "counter", "button"}
_PART = re.compile(r"[^，,\s][^，,]*(?<!\s)")
FEWEST_CITED = 3  # parts of a citation
_OF_DAY = {"date", "weekday", "time"}
_OF_PEOPLE = (RowKind.BYLINE, RowKind.CREDIT)


def people_beside(text: str) -> list[tuple[int, int]]:
    """The slices of a line that name people of a story, by a word for what they did before the names.

    Who edited goes with who wrote, and with the source of a story; else he made the page, as mastheads say.
    """
    places = _beginnings(text) if len(text) <= LONGEST_OF_PEOPLE else []
    if not places:
        return _cited(text)
    line = read_imprint(text)
    bounds = [field for field in line.fields if field.name in _BOUNDS]
    found: list[tuple[int, int]] = []
    for start, role in places:
        if found and role < found[-1][1]:
            continue
        begin = max([start, *(field.end for field in bounds if field.name != "source" and field.end <= role)])
        limit = min([field.start for field in bounds if field.start > begin], default=len(text))
        ends = [limit, *(later for later, _ in reversed(places) if begin < later < limit)]
        slices = (_trimmed(text, begin, end) for end in ends)
        found += [piece for piece in slices if bylines.kind_of(text[slice(*piece)]) in _OF_PEOPLE][:1]
    of_story = "source" in line.kinds or any(_wrote(text[slice(*piece)]) for piece in found)
    return [_in_brackets(text, *piece) for piece in found] if of_story else []


def signed_day(text: str) -> tuple[int, int] | None:
    """The slice of a line of a day and who wrote, names alone, that has the names: 张三　2021年11月5日; None for any
    other line."""
    line = read_imprint(text) if len(text) <= LONGEST_OF_PEOPLE else Imprint()
    if "date" not in line.kinds or line.kinds - _OF_DAY or len(line.rest) != 1:
        return None
    begin, end = line.rest[0]
    names = text[begin:end]
    return (begin, end) if bylines.is_bare(names) and not pages.SECTION.fullmatch(names) else None


def _cited(text: str) -> list[tuple[int, int]]:
    """The author with whom a citation begins or ends, set apart from newspaper, day and page by commas, a name alone:
    张三，《清河日报》，2021年11月5日，第2版."""
    parts = list(_PART.finditer(text)) if len(text) <= LONGEST_OF_PEOPLE else []
    if len(parts) < FEWEST_CITED:
        return []
    ends = [part for part in (parts[0], parts[-1]) if is_name(part[0]) and not pages.SECTION.fullmatch(part[0])]
    kinds = read_imprint(text).kinds
    cites = kinds >= {"newspaper", "date"} and kinds <= {"newspaper", "date", "page", "section"}
    return [ends[0].span()] if cites and len(ends) == 1 else []


def _beginnings(text: str) -> list[tuple[int, int]]:
    """Where who wrote, or a label of people, may begin in a text, and where the word for what they did does."""
    wrote = [(match.start(), match.start("role")) for match in _REPORTER.finditer(text)]
    labelled = [(match.start(), match.start()) for match in _LABEL.finditer(text) if _may_be_role(match["label"])]
    return sorted(wrote + labelled)


def _may_be_role(label: str) -> bool:
    """Whether a label is one of people, or one that no list has: 题字：张三."""
    return bool(bylines.role_of_label(label)) or not (is_label(label) or label in KEYS)


def _wrote(words: str) -> bool:
    return bool(_REPORTER.match(words)) and bylines.kind_of(words) is RowKind.BYLINE


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int]:
    """A slice without the separators around its words."""
    words = text[begin:end]
    begin += len(words) - len(words.lstrip(SEPARATORS))
    return begin, begin + len(words.strip(SEPARATORS))


def _in_brackets(text: str, begin: int, end: int) -> tuple[int, int]:
    """A slice with the round brackets right around it: （记者 张三）."""
    return (begin - 1, end + 1) if text[begin - 1 : begin] + text[end : end + 1] in ("()", "（）") else (begin, end)
