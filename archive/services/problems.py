"""What an editor says to the parser's doubts."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from archive.loader import editions, rows
from archive.loader.changes import name_of
from archive.loader.content import content_of_rows
from archive.models import Problem
from archive.services.articles import announce_changed, by_hand, opened_at
from archive.services.history import pointing_at_rows


def settle_problems(problems: Iterable[Problem], state: Problem.State, by: User) -> int:
    """Mark problems as confirmed (all is right) or mended, and by whom. Returns how many said otherwise before."""
    keys = [problem.pk for problem in problems]
    differing = Problem.objects.filter(pk__in=keys).exclude(state=state)
    return differing.update(state=state, settled_at=timezone.now(), settled_by_name=name_of(by))


def take_proposed(problems: Iterable[Problem], by: User) -> int:
    """Put what a new edition says into the articles, in the place of what an editor wrote; returns in how many places.

    The fields are the source's again from now on. Problems that propose nothing, or what was deleted since, are left
    alone, and those of an article that the new edition has no longer where `by` may not withdraw one.
    """
    taken, may_withdraw = 0, by.has_perm("archive.withdraw_article")
    with transaction.atomic():
        for problem in problems:
            proposed = problem.proposed
            if not proposed or problem.article_id is None or problem.state == Problem.State.MENDED:
                continue
            if problem.code == editions.LACKS and not may_withdraw:
                continue
            article = opened_at(problem.article_id, None)
            marks = [name for name in article.edited_fields if name != proposed["field"]]
            now = content_of_rows(article)
            said = editions.with_value(now, proposed["field"], proposed["value"])
            wanted, deleted = pointing_at_rows(said, now)
            if proposed["field"] in deleted:
                continue
            if problem.code == editions.LACKS:
                wanted.columns["withdrawn_at"] = timezone.now()
            change = by_hand(by, reason="采用新版原文")
            announce_changed(rows.write_contents([(article, wanted)], change, {article.pk: marks}))
            settle_problems([problem], Problem.State.MENDED, by)
            taken += 1
    return taken
