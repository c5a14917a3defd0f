"""Where a new edition of a file says something else of what an editor changed, or has it no longer: neither is dropped
silently.

What the editor wrote stays. What the new edition says goes with a problem (存疑), which shows the difference; an editor
takes the one or the other (archive.services.problems). What is not settled when a further edition comes goes along
with that: its problems say what the newest edition has.
"""

import difflib
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet

from archive.language.folding import strip_space
from archive.loader import rows
from archive.loader.content import (
    CONTENT_PARTS,
    GROUPS,
    POINTS_AT,
    Content,
    content_of_rows,
    retired,
)
from archive.loader.identity import sound_claims
from archive.loader.sources import settle_alike
from archive.models import NEVER_PUBLISHED, Article, Contributor, Problem, SourceFile, Status
from archive.models.printed import original

DIFFERS, LACKS = CODES = "edition_differs", "edition_lacks"
# Names in Article.edited_fields that a source speaks of -> what an editor calls them.
FIELD_LABELS = {
    "newspaper": "报纸",
    "issue": "期",
    "page": "版",
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
ALIKE = 0.3  # the share of pairs of characters that makes two articles likely the same
LOOKED_AT = 50  # articles among which the likest is sought


def differences(
    pairs: Sequence[tuple[Article, Content]], source: SourceFile, previous: SourceFile | None
) -> list[Problem]:
    """A problem, not saved, for each field that an editor changed and `source`, an edition that replaces `previous`,
    says otherwise: where it says it anew, or nobody has settled yet what an edition before said."""
    edited = [
        (article, wanted) for article, wanted in pairs if article.edited_fields and article.source_id != source.pk
    ]
    if not edited:
        return []
    open_ones = Problem.objects.filter(
        source=previous, code=DIFFERS, state=Problem.State.OPEN, article__in=[article for article, _ in edited]
    )
    undecided = set(open_ones.values_list("article", "proposed__field"))
    return [
        _differing(article, wanted, name, source)
        for article, wanted in edited
        for name in _met(article, wanted)
        if (article.pk, name) in undecided or _says_anew(article, wanted, name)
    ]


def _met(article: Article, wanted: Content) -> Iterator[str]:
    """The fields that an editor changed and `wanted` has otherwise."""
    before = content_of_rows(article)
    for name in article.edited_fields:
        if name in FIELD_LABELS and _plain(value_of(before, name)) != _plain(value_of(wanted, name)):
            yield name


def _plain(value: Any) -> Any:
    """A value without how it is known."""
    if not isinstance(value, dict):
        return value
    return {column: part for column, part in value.items() if not column.endswith(("_basis", "_reason"))}


def _says_anew(article: Article, wanted: Content, name: str) -> bool:
    """Whether the source says of a field what no edition before said: by its words, or, where words of its own need
    not stand in the article (its page, its day), by what they were read as."""
    if name not in GROUPS:
        return said_of(sound_claims(article.claims), name) != said_of(wanted.columns["claims"], name)
    theirs = _plain(value_of(wanted, name))
    kept = article.problems.filter(code=DIFFERS, state=Problem.State.CONFIRMED, proposed__field=name)
    if theirs in [_plain(problem.proposed["value"]) for problem in kept if problem.proposed]:
        return False
    last = next((each for each in article.revisions.order_by("-number") if name not in each.edited_fields), None)
    return last is None or _plain(value_of(Content.from_json(last.content), name)) != theirs


def _differing(article: Article, wanted: Content, name: str, source: SourceFile) -> Problem:
    ours, theirs = value_of(content_of_rows(article), name), value_of(wanted, name)
    said = f"新版原文的{FIELD_LABELS[name]}改了，编辑也改过，现在用的是编辑的。\n{difference(name, ours, theirs)}"
    problem = Problem(source=source, article=article, code=DIFFERS, message=said)
    lines = [line for _, first, last, *_ in wanted.columns["claims"] for line in (first, last)]
    problem.first_line, problem.last_line = min(lines, default=None), max(lines, default=None)
    problem.proposed = {"field": name, "value": theirs}
    return problem


def stays(article: Article, source: SourceFile) -> bool:
    """Whether an article that `source`, a new edition, no longer has is left as it is: an editor changed it."""
    return bool(article.edited_fields) and article.status == Status.PUBLISHED and article.source_id != source.pk


def left_by(old: Sequence[Article], source: SourceFile) -> tuple[list[Article], list[Article]]:
    """Of articles that `source` lacks: those that go, and those that stay with a problem, as an editor changed them.

    A draft goes by being deleted, since no reader knows of it; one that an editor changed, split or joined is left.
    """
    drafts = [article for article in old if article.status in NEVER_PUBLISHED]
    divided = set(
        Article.objects.filter(pk__in=[article.pk for article in drafts]).divided().values_list("pk", flat=True)
    )
    rows.discard_drafts(article for article in drafts if not article.edited_fields and article.pk not in divided)
    left = [article for article in old if article.status not in NEVER_PUBLISHED]
    staying = [article for article in left if stays(article, source)]
    return [article for article in left if article not in staying], staying


def left_standing(previous: SourceFile | None) -> QuerySet[Problem, Any]:
    """Keys of the articles that stayed though `previous` or an edition before it had them no longer."""
    kept = Problem.objects.filter(source=previous, code=LACKS).exclude(state=Problem.State.MENDED)
    return kept.values("article") if previous else Problem.objects.none().values("article")


def lacking(article: Article, source: SourceFile, previous: SourceFile | None, heir: Article | None = None) -> Problem:
    """The problem, not saved, of an article that stays: what is taken instead is its withdrawal. It is settled where
    the same was settled of `previous`. `heir` holds most of its lines; else the likest of `source` is named."""
    beside = heir or likest(article, source)
    there = f"新版里最像它的是《{beside}》（{beside.permanent_id}）。" if beside else "新版里也没有像它的。"
    said = f"编辑改过的这一篇，新版原文里没有了，现在照旧登着。{there}采用新版原文即撤回这一篇，确认无误即留下它。"
    problem = Problem(source=source, article=article, code=LACKS, message=said)
    problem.proposed = {"field": "status", "value": value_of(retired(article, beside), "status")}
    before = Problem.objects.filter(source=previous, article=article, code=LACKS).first()
    if before:
        settle_alike(problem, before)
    return problem


def likest(article: Article, source: SourceFile) -> Article | None:
    """The article of `source` whose text is most like that of `article`, among those that came in later and have its
    title, place or page; none where none is like it."""
    near = Q(title=article.title) | Q(position=article.position) | Q(page=article.page_id, page__isnull=False)
    later = source.articles.published().filter(batch__gt=article.batch_id or 0)
    others = later.filter(near).with_parts().order_by("position")
    mine = _pairs_of(article)
    alike = [(_share(mine, _pairs_of(other)), -n, other) for n, other in enumerate(others[:LOOKED_AT])]
    share, _, best = max(alike, default=(0.0, 0, None))
    return best if share >= ALIKE else None


def _pairs_of(article: Article) -> set[tuple[str, str]]:
    return set(pairwise(strip_space(article.title + "".join(section.body for section in article.sections.all()))))


def _share(one: set[tuple[str, str]], other: set[tuple[str, str]]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))


def said_of(claims: Sequence[Sequence[Any]], name: str) -> list[Any]:
    """What the source says of a field, verbatim."""
    if claims and claims[0][0] == "record":
        record = json.loads(original(claims[0][3]))  # hidden, a number is none that JSON knows
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


def difference(name: str, ours: Any, theirs: Any) -> str:
    """The lines that only one of two values of a field has: － of the editor's, ＋ of the new edition's."""
    marks = {"- ": "－", "+ ": "＋"}
    lines = [
        marks[line[:2]] + line[2 : LONGEST + 2]
        for line in difflib.ndiff(_lines(name, ours), _lines(name, theirs))
        if line[:2] in marks
    ]
    return "\n".join([*lines[:SHOWN], *(["……"] if len(lines) > SHOWN else [])])


def _lines(name: str, value: Any) -> list[str]:
    """A value as an editor reads it: rows by what they are called, no levels of sections, no places of captions."""
    if name == "contributors":
        people = Contributor.objects.in_bulk([key for key, _ in value])
        return [f"{role} {people[key]}".strip() for key, role in value if key in people]
    if name in CONTENT_PARTS:
        texts = [text for row in value for text in row if isinstance(text, str)]
        return [line for text in texts for line in text.splitlines() if line]
    return [_called(column, part) for column, part in _plain(value).items() if part not in (None, "")]


def _called(column: str, part: Any) -> str:
    model = POINTS_AT.get(column)
    return str(model._default_manager.get(pk=part)) if model else str(part)
