"""Loads a parsed source: one transaction, and the same again changes nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.db.models import Q

from archive.ingest.types import Doubt as ParsedProblem
from archive.ingest.types import ParsedSource
from archive.language.folding import strip_space
from archive.language.personal_numbers import without_parts
from archive.loader import checks, editions, rows
from archive.loader.content import (
    Content,
    brings_drafts,
    entering,
    is_retired,
    meeting,
    resolved_content,
    retired,
)
from archive.loader.identity import claimed_lines, pair, permanent_ids, sound_claims
from archive.loader.names import RowsByName, moved_days
from archive.loader.number_doubts import PERSONAL_NUMBER, doubt_numbers
from archive.loader.sources import (
    FileFacts,
    Loaded,
    SourcesBefore,
    replace_edition,
    settle_alike,
    sources_before,
    write_source,
)
from archive.models import Article, ImportBatch, Problem, SourceFile, Status
from archive.models.printed import hidden_in, original, public
from archive.signals import articles_changed


def load(parsed: ParsedSource, facts: FileFacts, batch: ImportBatch | None = None, newspaper: str = "") -> Loaded:
    """Bring the archive to what `parsed` says of this file, all or nothing.

    A file of the same origin that was in use before is replaced: its articles are paired with the new
    ones by their text. What an editor changed stays. articles_changed is sent inside the transaction; in
    a batch it says that more follows. What a batch of drafts adds are drafts, and so is what is added to a file that
    came in as drafts. A draft that an editor deleted comes again, as a draft, where the file is brought in, not where
    it is read again.
    """
    with transaction.atomic():
        held = sources_before(facts)
        state = held.as_json(batch)
        comes_back = held.take_over(batch)
        names = RowsByName(newspaper, moved_days(held.rows))
        parsed = replace(parsed, issue=names.as_moved(parsed.issue))
        source = write_source(parsed, facts, names, batch, held.known)
        if held.previous:
            replace_edition(held.previous, source)
        names.learn_people(person for article in parsed.articles for person in article.contributors)
        old = articles_before(held)
        coming = coming_articles(parsed, names, source, held, [lines for _, lines in old])
        if facts.is_reread:
            coming = [each for each in coming if not each.was_deleted]
        as_drafts = brings_drafts(batch) or held.came_as_drafts
        articles, touched = write_articles(coming, old, source, held, batch, comes_back, as_drafts)
        doubts = [
            *renumbered(parsed.problems, [each.index for each in coming]),
            *checks.duplicates(articles, checks.edited_in(source)),
            *checks.issue_doubts(parsed.issue, articles),
            *checks.put_aside_doubts(parsed, source.newspaper, names.papers),
        ]
        write_problems(doubts, source, articles, anew=held.known is None)
        doubt_numbers(parsed.text, [article.pk for article in articles], source)
        if touched:
            articles_changed.send(sender=Article, article_ids=touched, more=batch is not None)
        outcome = "new" if not held.rows else "updated" if touched or held.previous or comes_back else "unchanged"
        problems = source.problems.count()
        return Loaded(source, outcome, len(articles), problems, state)


def content_for(parsed: ParsedSource, index: int, names: RowsByName, source: SourceFile) -> Content:
    content = resolved_content(parsed, index, names)
    content.columns["source_id"] = source.pk
    return content


def claimed_by(lines: Sequence[str], claims: Sequence[Sequence[Any]]) -> Counter[str]:
    return claimed_lines(lines, [(first, last) for _, first, last, *_ in claims])


def lines_of_article(article: Article, lines: Sequence[str]) -> Counter[str]:
    """The lines of its source, `lines`, that an article claims; where its claims were lost, those of its own text."""
    if (claims := sound_claims(article.claims)) or article.status != Status.PUBLISHED:
        return claimed_by(lines, claims)
    texts = [part for section in article.sections.all() for part in (section.heading, *section.paragraphs)]
    # A page of nothing but pictures has its title from elsewhere.
    said = original([article.title, *texts]) if any(texts) else []
    return Counter(line for line in map(strip_space, said) if line)


def articles_before(held: SourcesBefore) -> list[tuple[Article, Counter[str]]]:
    """The articles that those of a file may be: of its own, of the edition before, and left from others; each with the
    lines that it claims."""
    came_from = Q(source__in=held.rows) | Q(pk__in=editions.left_standing(held.previous))
    rows_of = Article.objects.filter(came_from).as_read().with_parts().order_by("id")
    rows_of = rows_of.select_related("batch").prefetch_related("source")
    old = [article for article in rows_of if not is_retired(article)]
    lines_of = {article.source_id: original(article.source.text).split("\n") for article in old if article.source}
    return [(article, lines_of_article(article, lines_of[article.source_id])) for article in old]


@dataclass(frozen=True)
class Coming:
    """An article that a reading made, the `index`th of it: its content, the lines that it claims, and whether it is one
    that an editor deleted."""

    index: int
    content: Content
    lines: Counter[str]
    was_deleted: bool


def coming_articles(
    parsed: ParsedSource,
    names: RowsByName,
    source: SourceFile,
    held: SourcesBefore,
    old_lines: Sequence[Counter[str]],
) -> list[Coming]:
    contents = [content_for(parsed, index, names, source) for index in range(len(parsed.articles))]
    lines = parsed.text.split("\n")
    new_lines = [claimed_by(lines, content.columns["claims"]) for content in contents]
    deleted = deleted_among(new_lines, old_lines, held.rows)
    return [Coming(n, contents[n], new_lines[n], n in deleted) for n in range(len(contents))]


def deleted_among(new: Sequence[Counter[str]], old: Sequence[Counter[str]], sources: Iterable[SourceFile]) -> set[int]:
    """The places of those of the `new` articles that are drafts of `sources` which editors deleted, and none of the
    `old` articles that are in; by the lines that each claims."""
    deleted = [
        claimed_lines(original(source.text).split("\n"), map(tuple, lines))
        for source in sources
        for _, lines in source.deleted
    ]
    partner = pair([*old, *deleted], new)[0] if deleted else {}
    return {n for n, o in partner.items() if o >= len(old)}


def renumbered(doubts: Iterable[ParsedProblem], kept: Sequence[int]) -> list[ParsedProblem]:
    """The doubts of a reading, of whose articles only those at the places `kept` come in."""
    places: dict[int | None, int | None] = {None: None} | {index: place for place, index in enumerate(kept)}
    return [replace(doubt, article=places[doubt.article]) for doubt in doubts if doubt.article in places]


def write_articles(
    coming: Sequence[Coming],
    before: Sequence[tuple[Article, Counter[str]]],
    source: SourceFile,
    held: SourcesBefore,
    batch: ImportBatch | None,
    comes_back: bool,
    as_drafts: bool,
) -> tuple[list[Article], list[int]]:
    """The articles of the source in its order, and the keys of all that were added, changed or withdrawn."""
    old = [article for article, _ in before]
    contents = [each.content for each in coming]
    partner, heirs = pair([lines for _, lines in before], [each.lines for each in coming])
    fresh = [n for n in range(len(contents)) if n not in partner]
    ids = permanent_ids(source.sha256, [str(coming[n].index) for n in fresh])
    entered = [entering(contents[n], as_drafts or coming[n].was_deleted) for n in fresh]
    added = dict(zip(fresh, rows.add_articles(entered, ids, batch), strict=True))
    articles = [added[n] if n in added else old[partner[n]] for n in range(len(contents))]
    pairs = [(old[o], meeting(contents[n], old[o], brings_drafts(batch), comes_back)) for n, o in partner.items()]
    doubts = editions.differences(pairs, source, held.previous)
    left = sorted(set(range(len(old))) - set(partner.values()))
    heir_of = {old[o].pk: articles[heirs[o]] for o in left if o in heirs}
    going, staying = editions.left_by([old[o] for o in left], source)
    pairs += [(article, retired(article, heir_of.get(article.pk))) for article in going]
    changed = rows.change_articles(pairs, batch)
    doubts += [editions.lacking(article, source, held.previous, heir_of.get(article.pk)) for article in staying]
    if held.previous:
        source.problems.filter(code__in=editions.CODES).delete()  # of a time when this edition was in use before
    Problem.objects.bulk_create(doubts)
    return articles, [*(article.pk for article in added.values()), *changed]


def write_problems(
    doubts: Iterable[ParsedProblem], source: SourceFile, articles: Sequence[Article], anew: bool
) -> None:
    """The doubts of this parse; one that an editor has settled stays settled. `anew` where the source had none."""
    settled: dict[tuple[int | None, str, str], Problem] = {}
    if not anew:
        settled = {(p.article_id, p.code, p.message): p for p in source.problems.exclude(state=Problem.State.OPEN)}
        kept = (*editions.CODES, PERSONAL_NUMBER)  # which a parse of the same edition cannot give again
        source.problems.exclude(code__in=kept).delete()
    problems = []
    numbers = hidden_in(source.text)
    for doubt in doubts:
        article = articles[doubt.article] if doubt.article is not None else None
        problem = Problem(
            source=source,
            article=article,
            code=doubt.code,
            message=without_parts(public(doubt.message), numbers),
            first_line=doubt.first_line,
            last_line=doubt.last_line,
        )
        if before := settled.get((problem.article_id, doubt.code, problem.message)):
            settle_alike(problem, before)
        problems.append(problem)
    Problem.objects.bulk_create(problems)
