"""What an editor says to the parser's doubts."""

from collections.abc import Iterable

from django.db import transaction

from archive.loader import editions, rows
from archive.loader.content import content_of_rows
from archive.models import Problem
from archive.services.articles import announce_changed

State = Problem.State


def settle_problems(problems: Iterable[Problem], state: State) -> int:
    """Mark problems as confirmed (all is right) or mended. Returns how many were open or said otherwise before."""
    keys = [problem.pk for problem in problems]
    return Problem.objects.filter(pk__in=keys).exclude(state=state).update(state=state)


def take_proposed(problems: Iterable[Problem]) -> int:
    """Put what a new edition says into the articles, in the place of what an editor wrote; returns in how many places.

    The fields are the source's again from now on. Problems that propose nothing are left alone.
    """
    taken = 0
    with transaction.atomic():
        for problem in problems:
            proposed, article = problem.proposed, problem.article
            if not proposed or article is None or problem.state == State.MENDED:
                continue
            article.edited_fields = [name for name in article.edited_fields if name != proposed["field"]]
            article.save(update_fields=["edited_fields"])
            wanted = editions.with_value(content_of_rows(article), proposed["field"], proposed["value"])
            rows.change_articles([(article, wanted)], None)
            announce_changed([article.pk])
            settle_problems([problem], State.MENDED)
            taken += 1
    return taken
