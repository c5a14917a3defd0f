"""What editors say to the parser's doubts: each by itself, or many as one act that can be taken back."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from archive.loader import editions, rows
from archive.loader.changes import Change, name_of
from archive.loader.content import GROUPS, POINTS_AT, Content, content_of_rows
from archive.loader.sources import SETTLED
from archive.models import Article, BulkAct, Problem, Revision
from archive.services.acts import bulk_act
from archive.services.articles import announce_changed, opened_at
from archive.services.pointers import pointing_at_rows


@dataclass(frozen=True)
class Settling:
    """What is said to doubts: `takes` where the article is given what a new edition proposes."""

    name: str
    label: str
    state: Problem.State
    takes: bool = False


SETTLINGS = {
    each.name: each
    for each in (
        Settling("confirm", "确认无误", Problem.State.CONFIRMED),
        Settling("mended", "已改正", Problem.State.MENDED),
        Settling("take_proposed", "采用新版原文", Problem.State.MENDED, takes=True),
    )
}


# The fields that name other rows, which may be deleted.
POINTING = ["contributors", *(name for name, columns in GROUPS.items() if POINTS_AT.keys() & set(columns))]


def settle_problems(
    problems: Iterable[Problem], state: Problem.State, by: User | None, how: str, act: BulkAct | None = None
) -> int:
    """Say that all is right (confirmed) or mended, by whom and `how`. Returns how many said otherwise before."""
    keys = [problem.pk for problem in problems]
    with transaction.atomic():
        differing = list(Problem.objects.filter(pk__in=keys).exclude(state=state))
        for problem in differing:
            say(problem, state, name_of(by), how, act)
            problem.settled_at, problem.settled_by_name = timezone.now(), name_of(by)
        save_settled(differing)
    return len(differing)


def say(problem: Problem, state: Problem.State, by_name: str, how: str, act: BulkAct | None) -> None:
    """One settlement more, as a part of an act; not saved."""
    problem.state, problem.act = state, act
    problem.settlements.append([state, by_name, timezone.now().isoformat(), how, act and act.pk])


def save_settled(problems: Iterable[Problem]) -> None:
    Problem.objects.bulk_update(problems, SETTLED, batch_size=rows.UPDATE_PORTION)


def doubts_fit_for(settling: Settling, problems: QuerySet[Problem], by: User) -> QuerySet[Problem]:
    """Those of `problems` of which this would say something else.

    What none proposes cannot be taken, nor what was deleted since; an article that the new edition has no longer is
    withdrawn by taking that, which not everybody may.
    """
    fit = problems.exclude(state=settling.state)
    if not settling.takes:
        return fit
    fit = fit.exclude(proposed=None).exclude(article=None)
    if not by.has_perm("archive.withdraw_article"):
        fit = fit.exclude(code=editions.LACKS)
    pointing = fit.filter(proposed__field__in=POINTING).select_related("article")
    return fit.exclude(pk__in=[problem.pk for problem in pointing if points_at_deleted(problem)])


def points_at_deleted(problem: Any) -> bool:
    """Whether a problem proposes a row (a column, a page, an author) that is no more."""
    now, field = content_of_rows(problem.article), problem.proposed["field"]
    _, deleted = pointing_at_rows(editions.with_value(now, field, problem.proposed["value"]), now)
    return field in deleted


def settle_all(settling: Settling, problems: QuerySet[Problem], by: User, seen: Mapping[int, int]) -> BulkAct:
    """Say one thing to many doubts, as one act. Where it changes articles, `seen` is the version of each that the
    editor saw, by key: StaleVersion where one was changed since, or is not among them; then nothing is done."""
    with bulk_act(settling.label, by) as act:
        fit = list(doubts_fit_for(settling, problems, by))
        if settling.takes:
            act.articles = take_proposed(fit, Change(Revision.Kind.BULK, by, settling.label, act=act), seen)
        act.problems = settle_problems(fit, settling.state, by, settling.label, act)
    return act


def take_proposed(problems: Iterable[Problem], change: Change, seen: Mapping[int, int]) -> int:
    """Put what a new edition says into the articles, in the place of what an editor wrote; returns into how many.

    The fields are the source's again from now on. StaleVersion as in settle_all.
    """
    of_article: dict[Any, list[Any]] = defaultdict(list)
    for problem in problems:
        of_article[problem.article_id].append(problem)
    for key, proposing in of_article.items():
        article = opened_at(key, seen.get(key, 0))
        fields = {problem.proposed["field"] for problem in proposing}
        marks = [name for name in article.edited_fields if name not in fields]
        announce_changed(rows.write_contents([(article, with_proposed(article, proposing))], change, {key: marks}))
    return len(of_article)


def with_proposed(article: Article, problems: Iterable[Any]) -> Content:
    """What an article would hold with all that these of its problems propose."""
    content = content_of_rows(article)
    for problem in problems:
        said = editions.with_value(content, problem.proposed["field"], problem.proposed["value"])
        content, _ = pointing_at_rows(said, content)
        if problem.code == editions.LACKS:
            content.columns["withdrawn_at"] = timezone.now()
    return content


def unsettle(act: BulkAct, by: User) -> int:
    """Put back what was said to doubts before an act, save those settled otherwise since; returns how many. They are
    again a part of the act that settled them before, if one did that stands."""
    problems = list(act.doubts.all())
    named = BulkAct.objects.in_bulk({entry[4] for problem in problems for entry in entries_of(problem)} - {None})
    for problem in problems:
        state, by_name, at, _, key = settled_before(problem, act, named)
        say(problem, Problem.State(state), name_of(by), f"取消：{act}", named.get(key or 0))
        problem.settled_by_name, problem.settled_at = by_name, at if state != Problem.State.OPEN else None
    save_settled(problems)
    return len(problems)


def entries_of(problem: Problem) -> list[list[Any]]:
    """The settlements of a doubt: [state, by whom, when, how, key of the act]; earlier releases kept none."""
    return [[*entry, None][:5] for entry in problem.settlements]


def settled_before(problem: Problem, act: BulkAct, named: Mapping[int, BulkAct]) -> list[Any]:
    """The settlement of a doubt that counted before the one by `act`, without those by acts that were taken back;
    `named` are the acts that they name, by key. Where none names `act`, an earlier release kept it, as the last."""
    entries = entries_of(problem)
    own = next((n for n, entry in enumerate(entries) if entry[4] == act.pk), len(entries) - 1)
    standing = [entry for entry in entries[:own] if entry[4] not in named or named[entry[4]].undone_at is None]
    return standing[-1] if standing else [Problem.State.OPEN, "", None, "", None]
