"""Where a new edition of a file says something else of what an editor changed: neither is dropped silently.

What the editor wrote stays in the article. What the new edition says goes with a problem (存疑), which shows the
difference; an editor takes the one or the other (archive.services.problems).
"""

import difflib
import json
from collections.abc import Iterator, Sequence
from typing import Any

from archive.loader.content import CONTENT_PARTS, GROUPS, Content, content_of_rows
from archive.models import Article, Problem, SourceFile

CODE = "edition_differs"
# Names in Article.edited_fields that a source speaks of -> what an editor calls them.
LABELS = {
    "kicker": "引题",
    "title": "主题",
    "subtitle": "副题",
    "byline": "署名",
    "dateline": "电头",
    "editor_note": "编者按",
    "date": "日期",
    "column": "栏目",
    "sections": "正文",
    "captions": "图说",
    "contributors": "作者",
}
# Where a claim, or a line of ready-made articles, says it under another name.
CLAIMED = {"contributors": ("contributors", "byline")}
MEMBERS = {"contributors": ("author", "contributors"), "byline": ("author", "byline"), "captions": ("figures",)}
MEMBERS |= {"sections": ("body", "sections")}
SHOWN = 12  # lines of a difference
LONGEST = 120  # characters of a line of it


def differences(article: Article, wanted: Content, source: SourceFile) -> Iterator[Problem]:
    """A problem, not saved, for each field that an editor changed and `source`, where it is a new edition, says anew
    and otherwise."""
    if article.source_id == source.pk:
        return
    before = content_of_rows(article)
    lines = [line for _, first, last, *_ in wanted.columns["claims"] for line in (first, last)]
    for name in article.edited_fields:
        if name not in LABELS or said_of(article.claims, name) == said_of(wanted.columns["claims"], name):
            continue
        ours, theirs = value_of(before, name), value_of(wanted, name)
        if ours != theirs:
            said = f"新版原文的{LABELS[name]}改了，编辑也改过，现在用的是编辑的。\n{difference(ours, theirs)}"
            problem = Problem(source=source, article=article, code=CODE, message=said)
            problem.first_line, problem.last_line = min(lines, default=None), max(lines, default=None)
            problem.proposed = {"field": name, "value": theirs}
            yield problem


def said_of(claims: Sequence[Sequence[Any]], name: str) -> list[Any]:
    """What the source says of a field, verbatim."""
    if claims and claims[0][0] == "record":
        record = json.loads(claims[0][3])
        return [record.get(member) for member in MEMBERS.get(name, (name,))]
    targets = CLAIMED.get(name, (name,))
    return [text for target, _, _, text in claims if target.partition("/")[0] in targets]


def value_of(content: Content, name: str) -> Any:
    """The value of a field, or of the columns that belong to it, as JSON."""
    plain = content.as_json()
    if name in CONTENT_PARTS:
        return plain[name]
    return {column: plain["columns"][column] for column in GROUPS.get(name, (name,))}


def with_value(content: Content, name: str, value: Any) -> Content:
    """The content with what value_of() gave of another."""
    plain = content.as_json()
    if name in CONTENT_PARTS:
        plain[name] = value
    else:
        plain["columns"] |= value
    return Content.from_json(plain)


def difference(ours: Any, theirs: Any) -> str:
    """The lines that only one of them has: － of the editor's, ＋ of the new edition's."""
    marks = {"- ": "－", "+ ": "＋"}
    lines = [
        marks[line[:2]] + line[2 : LONGEST + 2]
        for line in difflib.ndiff(_lines(ours), _lines(theirs))
        if line[:2] in marks
    ]
    return "\n".join([*lines[:SHOWN], *(["……"] if len(lines) > SHOWN else [])])


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [str(part) for part in value.values() if part not in (None, "")]
    return [line for part in value for text in part for line in str(text).splitlines() if line]
