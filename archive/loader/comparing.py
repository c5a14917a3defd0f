"""What the rows of a source hold against what its file says, in words. Nothing is written.

What an editor changed is left out. What an article only points at (newspaper, issue, page, column, people) is found by
the name that the file has for it; where no row is called so any more, an editor gave it another name, and whether the
article points at the right one is not told.
"""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Model, Q

from archive.ingest.types import ParsedIssue, ParsedSource, PortionLine, ReadyArticle, UnreadableSource
from archive.ingest.words.pages import canonical_page
from archive.language.dates import precision_of
from archive.language.digits_read import digits_read
from archive.language.folding import strip_space
from archive.language.names import person_name
from archive.loader.content import Content, content_of_rows, is_of_undone, is_retired, resolved_content
from archive.loader.editions import FIELD_LABELS, value_of
from archive.loader.identity import pair, sound_claims
from archive.loader.names import RowsByName, moved_days
from archive.loader.records import key_of, line_of_record, record_contents
from archive.loader.sources import claims_of_no_article
from archive.loader.whole import claimed_by, deleted_among, lines_of_article
from archive.models import (
    NEVER_PUBLISHED,
    Article,
    Column,
    Contributor,
    Issue,
    Newspaper,
    NewspaperBasis,
    Page,
    RowChange,
    SourceFile,
    Status,
    led_to,
    with_references,
)
from archive.models.article import ArticleQuerySet, body_paragraphs
from archive.models.printed import original, public

POINTERS = ("newspaper", "issue", "page", "column")
PRINTED = {"weekday_printed": "weekday", "lunar_printed": "lunar_date"}  # of an issue's row, and of its masthead
_MAY_BE_HIDDEN = re.compile("[0-9█]{4,}")  # of a text with its digits as they read
RENAMED = -1  # in the place of the key of a row that no name of the file leads to
# What is compared, by names as in Article.edited_fields, and what an editor calls it. A file says nothing of a status.
COMPARED = {
    **{name: label for name, label in FIELD_LABELS.items() if name not in (*POINTERS, "contributors")},
    "position": "次序",
    "source_key": "文件内编号",
    "claims": "出处",
    "confidence": "把握",
    "corrects": "更正哪一篇",
    "fingerprint": "文字指纹",
}


class HeldNames(RowsByName):
    """Looks up what an article points at, and makes nothing: what is not found has the key RENAMED."""

    def __init__(self, source: SourceFile) -> None:
        super().__init__(moved=moved_days([source]))
        self._days = {then: now for (_, then), now in self.moved.items()}
        self._of_source = source.newspaper
        self._papers = {called: paper for paper in Newspaper.objects.defer("profile") for called in paper.names}
        self._found: dict[tuple[Any, ...], Any] = {}

    def _row(self, model: type[Model], **by: Any) -> Any:
        if RENAMED in by.values():
            return model(pk=RENAMED)
        key = (model, *by.values())
        if key not in self._found:
            found = with_references(model._default_manager.filter(**by)).first()
            self._found[key] = led_to(found) if found else model(pk=RENAMED)
        return self._found[key]

    def day_now(self, newspaper: str, day: str) -> str:
        return self._days.get(day, day)

    def newspaper(self, name: str) -> tuple[Newspaper, NewspaperBasis]:
        paper = self._papers.get(name, Newspaper(pk=RENAMED)) if name else self._of_source
        return paper, NewspaperBasis.NAMED if name else NewspaperBasis.COLLECTION

    def column(self, newspaper: Newspaper, name: str) -> Column | None:
        return self._row(Column, newspaper=newspaper.pk, name=public(name)) if name else None

    def contributor(self, name: str) -> Contributor:
        found: Contributor = self._row(Contributor, name=public(person_name(name)))
        return found

    def issue(self, newspaper: Newspaper, parsed: ParsedIssue | None) -> Issue | None:
        if parsed is None or precision_of(parsed.date) != "day":
            return None
        found: Issue = self._row(Issue, newspaper=newspaper.pk, date=datetime.date.fromisoformat(parsed.date))
        if found.pk == RENAMED and newspaper.pk != RENAMED:
            return None  # an issue that an editor gave another day is known by both
        return found

    def page(self, issue: Issue | None, number: str, section: str) -> Page | None:
        number = canonical_page(number)
        return self._row(Page, issue=issue.pk, number=number) if issue and number else None


def compare_document(parsed: ParsedSource, source: SourceFile) -> Iterator[str]:
    """Where the rows of a page or story differ from what reading it gave."""
    if source.text != public(parsed.text):
        yield "存下的原文与文件不同"
    if source.claims != public(claims_of_no_article(parsed)):
        yield "未入文章的行与文件不同"
    names = HeldNames(source)
    parsed = replace(parsed, issue=names.as_moved(parsed.issue))
    wanted = [resolved_content(parsed, index, names) for index in range(len(parsed.articles))]
    held = [article for article in compared_rows(source) if not is_retired(article)]
    lines = parsed.text.split("\n")
    held_lines = [lines_of_article(article, lines) for article in held]
    wanted_lines = [claimed_by(lines, content.columns["claims"]) for content in wanted]
    partner, _ = pair(held_lines, wanted_lines)
    left_out = deleted_among(wanted_lines, held_lines, [source])
    for number, content in enumerate(wanted):
        if number in left_out:
            continue
        if number in partner:
            yield from differing(held[partner[number]], content)
        else:
            yield f"缺《{content.columns['title'][:20]}》一篇"
    for article in (article for index, article in enumerate(held) if index not in partner.values()):
        if not is_taken_back(article) and not (article.edited_fields and article.status in NEVER_PUBLISHED):
            yield f"{named(article)}不在文件里"
    for issue, label, printed, _ in _printed_otherwise(parsed, source):
        if not printed:  # which a reading fills in
            yield f"{issue}的{label}没有了"
    there = {(code, _whatever_is_hidden(message)) for code, message in source.problems.values_list("code", "message")}
    doubted = [doubt for doubt in parsed.problems if doubt.article not in left_out]
    yield from _without({(doubt.code, _whatever_is_hidden(doubt.message)) for doubt in doubted} - there)


def compare_records(portion: Sequence[PortionLine], source: SourceFile) -> Iterator[str]:
    """The same for some lines of a file of ready-made articles."""
    found = [(number, record) for number, record in portion if isinstance(record, ReadyArticle)]
    keys = [key_of(record) for _, record in found]
    held = {article.source_key: article for article in compared_rows(source).filter(source_key__in=keys)}
    deleted = {key for key, _ in source.deleted}
    numbers = [number for number, _ in portion]
    near = Q(first_line__range=(min(numbers, default=0), max(numbers, default=0))) | Q(first_line=None)
    rows = source.problems.filter(near).values_list("code", "message")
    there = {(code, _whatever_is_hidden(message)) for code, message in rows}
    unread = [str(said) for _, said in portion if isinstance(said, UnreadableSource)]
    doubted = {("record_unreadable", _whatever_is_hidden(said)) for said in unread}
    for (number, record), key, content in zip(
        found, keys, record_contents(found, source, HeldNames(source)), strict=True
    ):
        article = held.get(key)
        if article is None and key in deleted:
            continue
        if article is None:
            yield f"第 {number} 行的《{content.columns['title'][:20]}》没有入库"
        elif line_of_record(article) in (number, None):  # else the line of another record of the same key
            yield from differing(article, content)
            doubted |= {(doubt.code, _whatever_is_hidden(doubt.message)) for doubt in record.problems}
    yield from _without(doubted - there)


def _whatever_is_hidden(message: str) -> str:
    """What a doubt says, alike whether or not a number that it quotes, or a part of one, was hidden since."""
    return _MAY_BE_HIDDEN.sub("█", digits_read(original(message)))


def _without(doubts: set[tuple[str, str]]) -> Iterator[str]:
    """What is said of doubts of which no row is there."""
    if doubts:
        yield f"少了 {len(doubts)} 条存疑（{min(doubts)[1][:40]}）"


def misprinted(parsed: ParsedSource, source: SourceFile) -> Iterator[str]:
    """Where the row of an issue says of what its masthead printed what no masthead of it says, nor an editor wrote."""
    for issue, label, held, said in _printed_otherwise(parsed, source):
        if held and not _printed_elsewhere(issue, held, source):
            yield f"{issue}的{label}是“{held}”，{source.origin} 的报头是“{said}”"


def _printed_otherwise(parsed: ParsedSource, source: SourceFile) -> Iterator[tuple[Issue, str, str, str]]:
    """Issue, label, what its row has and what its masthead says, where they differ and no editor did it."""
    names = HeldNames(source)
    masthead = names.as_moved(parsed.issue)
    issue = names.issue(names.newspaper(masthead.newspaper)[0], masthead) if masthead else None
    if issue is None or issue.pk == RENAMED:
        return
    for column, name in PRINTED.items():
        held, said, label = getattr(issue, column), getattr(masthead, name), _label(Issue, column)
        if held != said and not _edited_by_hand(issue, label):
            yield issue, label, held, said


def _label(model: type[Model], column: str) -> str:
    """What a form calls a field."""
    return str(getattr(model._meta.get_field(column), "verbose_name", column))


def _edited_by_hand(row: Model, label: str) -> bool:
    """Whether an editor changed the field of this label in a row, or added the row."""
    changes = RowChange.objects.filter(kind=row._meta.label_lower, row_id=row.pk)
    return any(
        change.how == RowChange.How.ADDED or label in [field[0] for field in change.fields] for change in changes
    )


def _printed_elsewhere(issue: Issue, text: str, source: SourceFile) -> bool:
    """Whether another source of the issue has `text` in its masthead: the first that comes in is believed."""
    others = SourceFile.objects.filter(articles__issue=issue).exclude(pk=source.pk).distinct()
    said = (strip_space("".join(claim[3] for claim in sound_claims(other.claims))) for other in others)
    return any(strip_space(text) in each for each in said)


def compared_rows(source: SourceFile) -> ArticleQuerySet:
    """The articles that were read of a source with all that is compared, the oldest first."""
    rows = Article.objects.filter(source=source).as_read().select_related("batch")
    return rows.with_parts().order_by("id")


def differing(article: Article, wanted: Content) -> Iterator[str]:
    """The fields of an article that are not as they should be, in a sentence; nothing where all are."""
    held = content_of_rows(article)
    left_out = article.edited_fields
    fields = [
        label
        for name, label in COMPARED.items()
        if name not in left_out and value_of(held, name) != value_of(wanted, name)
    ]
    for name in POINTERS:
        key = wanted.columns[f"{name}_id"]
        if name not in left_out and key not in (RENAMED, held.columns[f"{name}_id"]):
            fields.append(FIELD_LABELS[name])
    if "page" not in left_out and wanted.columns["page_id"] == RENAMED != wanted.columns["issue_id"]:
        page = article.page
        if page and not _edited_by_hand(page, _label(Page, "number")):
            fields.append(FIELD_LABELS["page"])
    if "newspaper" not in left_out and not _is_known_so(held, wanted):
        fields.append("报纸依据")
    if "contributors" not in left_out and not _are_those(held.contributors, wanted.contributors):
        fields.append(FIELD_LABELS["contributors"])
    if fields:
        yield f"{named(article)}的{'、'.join(fields)}与文件不同"


def _is_known_so(held: Content, wanted: Content) -> bool:
    """Whether the file names the newspaper, and the row says so; else an operator gave it, or the archive is its."""
    basis, unnamed = held.columns["newspaper_basis"], (NewspaperBasis.GIVEN, NewspaperBasis.COLLECTION)
    allowed = (NewspaperBasis.NAMED,) if wanted.columns["newspaper_basis"] == NewspaperBasis.NAMED else unnamed
    return basis in allowed


def _are_those(held: Sequence[Sequence[Any]], wanted: Sequence[Sequence[Any]]) -> bool:
    """Whether people and their roles stand in the order of the file; one who was renamed may be anyone."""
    if RENAMED in [key for key, _ in wanted]:
        return {role for _, role in held} == {role for _, role in wanted}
    return list(map(list, held)) == list(map(list, wanted))


def unlike_claims(article: Article) -> Iterator[str]:
    """The texts of an article of a page or story that are not what its claims on the source say, in a sentence. White
    space aside a text is its claims one after the other, whatever the rules by which it was read."""
    claimed: defaultdict[str, str] = defaultdict(str)
    for target, _, _, text, *_ in original(sound_claims(article.claims)):
        if text:  # a line of ready-made articles is claimed as a whole
            claimed[target] += strip_space(text)
    fields = [
        label
        for name, label, target, text in _claimable(article)
        if name not in article.edited_fields and target in claimed and not _is_of(target, text, claimed[target])
    ]
    if fields:
        yield f"{named(article)}的{'、'.join(dict.fromkeys(fields))}与它的出处不符"


def _claimable(article: Article) -> Iterator[tuple[str, str, str, str]]:
    """Field, what an editor calls it, target of its claims, text as it was printed."""
    for name in ("kicker", "title", "subtitle", "editor_note"):
        yield name, FIELD_LABELS[name], name, original(getattr(article, name))
    for number, section in enumerate(article.sections.all()):
        yield "sections", FIELD_LABELS["sections"], f"sections/{number}/heading", original(section.heading)
        for place, paragraph in enumerate(body_paragraphs(original(section.body))):
            yield "sections", FIELD_LABELS["sections"], f"sections/{number}/paragraphs/{place}", paragraph
    for number, figure in enumerate(article.figures.all()):
        yield "captions", FIELD_LABELS["captions"], f"captions/{number}", original(figure.caption)


def _is_of(target: str, text: str, claimed: str) -> bool:
    """The words 编者按 are no part of a note."""
    said = strip_space(text)
    return claimed.endswith(said) if target == "editor_note" else said == claimed


def is_taken_back(article: Article) -> bool:
    """Whether it is withdrawn because the import that brought it in was undone."""
    return is_of_undone(article) and article.status == Status.WITHDRAWN


def named(article: Article) -> str:
    """An article by its number and the beginning of its title."""
    return f"文章 {article.permanent_id}《{str(article)[:20]}》"
