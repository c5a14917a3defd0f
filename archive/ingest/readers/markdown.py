"""Markdown as crawlers and editors write it, with or without a YAML head.

Only the marks that say something of a newspaper text are read: headings, emphasis, code, pictures with their
captions, links, rules, list signs, and paragraphs in HTML. Every mark stays in the line and is named in
Line.marks, so that the source can be shown as it came.
"""

import datetime
import re
from collections.abc import Iterator, Mapping

import yaml

from archive.ingest.readers.markdown_inline import LINK_MARK, PICTURE_MARK, describes, inline_marks
from archive.ingest.readers.text import lines_of
from archive.ingest.types import Line, SourceText
from archive.ingest.words import labels

EXTENSIONS = (".md", ".markdown")

# What the head of a Markdown text calls the section of the paper, beside what all records do.
SECTION_KEYS = ("theme", "category")

MAX_HEAD = 64 * 1024  # characters

_HEADING = re.compile(r"\s{0,3}(#{1,6})(?:[ \t\u3000]+|(?=[^#\s]))")
_CLOSING_HASHES = re.compile(r"[ \t]+#+[ \t]*$")
_PARAGRAPH_TAG = re.compile(r"(?<=.)(?=<(?:p|div|br|h[1-6])\b[^<>]{0,500}>)", re.IGNORECASE)
_RULE = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*")
_QUOTE_SIGN = re.compile(r"\s{0,8}>(?:\s{0,3}>)*(?=\s|[-*+]\s|$)")
_ITEM_SIGN = re.compile(r"\s{0,8}[-*+](?=\s)")
_HEAD_KEY = re.compile(r"([\w-]+)\s*:")


def looks_like(text: str) -> bool:
    """Whether a text has a heading or a bold line in the way of Markdown, or a YAML head."""
    return (
        bool(re.search(r"(?m)^#{1,6} \S|^\*\*[^*\n]{1,80}\*\*\s*$", text[:100_000])) or _head_end(text.splitlines()) > 0
    )


def read_text(name: str, text: str, encoding: str) -> SourceText:
    """The lines of a Markdown text that has been decoded. Raises UnreadableSource for what limits.py forbids."""
    physical = [line.text for line in lines_of(text)]
    end = _head_end(physical)
    head = _head(physical[:end])
    named = _named(head)
    lines = list(_head_lines(physical[:end], named))
    broken_picture = False
    for body_line in physical[end:]:
        for part in _PARAGRAPH_TAG.split(body_line):
            line = _line(len(lines) + 1, part, inside_picture=broken_picture)
            broken_picture = _opens_picture(part) or (broken_picture and ")" not in part)
            lines.append(line)
    return SourceText(name, tuple(lines), encoding, reader="markdown", meta=_meta(head, named))


def _opens_picture(text: str) -> bool:
    """A picture whose address was broken over two lines."""
    return text.lstrip().startswith("![") and ")" not in text


def _head_end(lines: list[str]) -> int:
    """Number of lines of the YAML head, its two rules included; 0 where there is none."""
    if not lines or lines[0].strip() != "---":
        return 0
    for index, line in enumerate(lines[1:200], start=1):
        if line.strip() == "---":
            return index + 1 if isinstance(_load(lines[1:index]), Mapping) else 0
    return 0


class _HeadLoader(yaml.SafeLoader):
    """Plain values only: a few hundred bytes of aliases to aliases stand for more text than there is in the world."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "an alias", parent.start_mark if parent else None)
        node: yaml.Node | None = super().compose_node(parent, index)
        return node


def _load(lines: list[str]) -> object:
    """The YAML of a head, or None: text between two rules need not be YAML."""
    text = "\n".join(lines)
    if len(text) > MAX_HEAD:
        return None
    try:
        return yaml.load(text, _HeadLoader)  # noqa: S506  a SafeLoader
    except (yaml.YAMLError, ValueError, RecursionError):  # ValueError: a day that no calendar has
        return None


def _head(lines: list[str]) -> dict[object, object]:
    values = _load(lines[1:-1]) if lines else None
    return dict(values) if isinstance(values, Mapping) else {}


def _named(head: Mapping[object, object]) -> dict[str, str]:
    """Our name of each key that tells something. A synonym counts where the field, or an earlier synonym of it, has
    nothing; a yes or no (headline: false) is of the program, no words of the paper."""
    told = [key for key, value in head.items() if _plain(value) not in ("", []) and not isinstance(value, bool)]
    named: dict[str, str] = {}
    for key in sorted(told, key=lambda key: _meta_name(key) != str(key).lower()):
        name = _meta_name(key)
        if name not in named.values():
            named[str(key)] = name
    return named


def _meta(head: Mapping[object, object], named: Mapping[str, str]) -> dict[str, object]:
    """The values of a head by our names; what is named otherwise keeps its own name."""
    others = {str(key).lower(): _plain(value) for key, value in head.items() if str(key) not in named}
    return others | {named[str(key)]: _plain(value) for key, value in head.items() if str(key) in named}


def _meta_name(key: object) -> str:
    """Our name of a key, in whatever language: 标题 is title. What is no key of ours keeps its own."""
    name = str(key).lower()
    if name in SECTION_KEYS:
        return "section"
    told = labels.RECORD_NAMES.get(name, "") if name.isascii() else labels.KEYS.get(name, "")
    return told if told not in ("", "other", "body", "people") else name


def _plain(value: object) -> object:
    """A text or a list of texts; dates as ISO, nothing as an empty text."""
    if isinstance(value, list):
        return [str(_plain(item)) for item in value]
    if value is None or isinstance(value, Mapping):
        return ""
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    return str(value).strip()


def _head_lines(lines: list[str], named: Mapping[str, str]) -> Iterator[Line]:
    """Every line of the head says to which key it belongs; the key itself is a mark."""
    key = ""
    for number, text in enumerate(lines, start=1):
        match = _HEAD_KEY.match(text)
        if text.strip() == "---":
            yield Line(number, text, "rule")
            continue
        if match:
            key = named.get(match[1], match[1].lower())
        sign = re.match(r"\s*-(?=\s)", text)
        marks = ((0, match.end()),) if match else ((0, sign.end()),) if sign else ()
        yield Line(number, text, f"meta:{key}", marks)


def _line(number: int, text: str, *, inside_picture: bool) -> Line:
    if inside_picture or _opens_picture(text):
        return Line(number, text, "picture")
    if _RULE.fullmatch(text):
        return Line(number, text, "rule")
    heading = _HEADING.match(text)
    if heading:
        closing = _CLOSING_HASHES.search(text)
        marks = [(0, heading.end())] + ([closing.span()] if closing else [])
        return Line(number, text, f"h{len(heading[1])}", _merge(marks + inline_marks(text)))
    marks = inline_marks(text)
    quote = _QUOTE_SIGN.match(text)
    item = _ITEM_SIGN.match(text, quote.end() if quote else 0)
    marks += [sign.span() for sign in (quote, item) if sign]
    return Line(number, text, _markup(text, _merge(marks), item is not None), _merge(marks))


def _markup(text: str, marks: tuple[tuple[int, int], ...], listed: bool) -> str:
    """What the marks say of the line as a whole."""
    printed = "".join(c for i, c in enumerate(text) if not any(a <= i < b for a, b in marks)).strip()
    stripped = text.strip()
    if PICTURE_MARK.search(text):
        alone = PICTURE_MARK.fullmatch(stripped)
        return "picture" if not printed else "alt" if alone and not describes(alone[1]) else "caption"
    if LINK_MARK.fullmatch(stripped):
        return "link"
    if re.fullmatch(
        r"(?:<[pd][^<>]{0,200}>)?(?:\*\*|__|<strong>|<b>)[^*<>]{1,200}(?:\*\*|__|</strong>|</b>)(?:</p>|</div>)?",
        stripped,
    ):
        return "strong"
    if stripped.startswith("<p") or stripped.startswith("<div"):
        return "p"
    return "li" if listed else ""


def _merge(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Marks in order, overlapping ones as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
