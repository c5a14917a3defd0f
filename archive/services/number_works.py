"""Personal numbers hidden in everything that the archive holds, and printed again: asked at once, done by run_worker.

What is asked changes the numbers' rows in the transaction that notes it, so that whatever is written from then on is as
it is to be. The texts that were held before are brought into line after that, in one walk for all numbers of a work. So
nothing that others save meanwhile is missed, one that was killed just walks again, and only its end says that it is
done.
"""

import time
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import models, transaction
from django.utils import timezone

from archive.language.personal_numbers import shown, without_parts
from archive.loader.changes import name_of
from archive.models import NumberAct, NumberWork, PersonalNumber, Problem
from archive.models.printed import public, with_texts
from archive.services import worker
from archive.services.personal_numbers import Rewritten, forget_pictures, open_number_doubts, rewrite, rows_to_look_at
from archive.services.problems import settle_problems
from archive.signals import numbers_hidden, run_ended

PROGRESS_EVERY = 1.0  # seconds
HIDDEN, RESTORED = NumberAct.Verb.HIDDEN, NumberAct.Verb.RESTORED
StopCheck = Callable[[], object]


def ask_number_work(
    verb: NumberAct.Verb, numbers: Iterable[PersonalNumber], by: User, reason: str = ""
) -> NumberWork | None:
    """Have numbers hidden, or printed again, in every text; None where all of them are so."""
    with transaction.atomic():
        keys = [number.pk for number in numbers]
        differing = PersonalNumber.objects.filter(pk__in=keys, hidden=verb == RESTORED)
        chosen = list(differing.values_list("pk", flat=True))
        if not chosen:
            return None
        differing.update(hidden=verb == HIDDEN)
        work = NumberWork.objects.create(verb=verb, reason=reason.strip(), by=by, by_name=name_of(by))
        work.numbers.set(chosen)
        worker.call()
    return work


def waiting_works() -> models.QuerySet[NumberWork]:
    """What is asked and not done, in the order in which it was asked."""
    return NumberWork.objects.filter(done_at=None).order_by("pk")


def fulfil_next_work(check: StopCheck) -> bool:
    """Do what was asked first; False where nothing is. `check` is called often, and may raise KeyboardInterrupt: the
    work then waits for the next that calls."""
    work = waiting_works().first()
    if work is None:
        return False
    fulfil_work(work, check)
    return True


def fulfil_work(work: NumberWork, check: StopCheck = lambda: None) -> Rewritten:
    """Bring every text into line with the numbers of a work, and say that it is done once the index has it, too."""
    watched = _Watched(work, check)
    if work.verb == HIDDEN:
        done = rewrite(public, watched.count, watched.hear)
    else:
        done = Rewritten()
        for number in work.numbers.filter(hidden=False):
            done.add(rewrite(_printing(number), watched.count, watched.hear, holding=number.mark))
    run_ended.send_robust(sender=PersonalNumber)
    _finish(work)
    return done


def _printing(number: PersonalNumber) -> Callable[[Any], Any]:
    """What prints a number again: it alone, as what an editor wrote beside another could not be found to be hidden."""
    digits = {number.code: number.digits}
    return lambda value: with_texts(value, lambda text: shown(text, digits))


class _Watched:
    """How far a work is, on its row."""

    def __init__(self, work: NumberWork, check: StopCheck) -> None:
        self.work, self.check = work, check
        self.looked_at, self.noted_at = 0, time.monotonic()
        NumberWork.objects.filter(pk=work.pk).update(looked_at=0, rows=rows_to_look_at())

    def count(self, rows: int) -> None:
        self.check()
        self.looked_at += rows
        if time.monotonic() - self.noted_at > PROGRESS_EVERY:
            NumberWork.objects.filter(pk=self.work.pk).update(looked_at=self.looked_at)
            self.noted_at = time.monotonic()

    def hear(self, articles: list[int]) -> None:
        self.work.articles.add(*articles)


def bar_parts(work: NumberWork, numbers: Collection[str]) -> None:
    """Doubts quote a text up to a cut, which may leave a part of a number that nobody can tell for one."""
    doubts = Problem.objects.filter(source__articles__in=work.articles.values("pk")).distinct()
    for key, message in list(doubts.values_list("pk", "message")):
        if (barred := without_parts(message, numbers)) != message:
            Problem.objects.filter(pk=key).update(message=barred)


def _finish(work: NumberWork) -> None:
    """Put on record, for each number, what was done; its doubts are settled. A number of which the contrary was asked
    meanwhile is the next work's."""
    hiding, numbers = work.verb == HIDDEN, list(work.numbers.all())
    if hiding:
        forget_pictures()
    with transaction.atomic():
        NumberAct.objects.bulk_create(
            NumberAct(verb=work.verb, by=work.by, by_name=work.by_name, reason=work.reason, number=number)
            for number in numbers
        )
        if hiding:
            bar_parts(work, [number.digits for number in numbers])
            settle_problems(open_number_doubts(numbers), Problem.State.MENDED, work.by, "隐去号码")
            numbers_hidden.send(sender=PersonalNumber)
        else:
            doubts = Problem.objects.filter(number__in=numbers)
            settle_problems(doubts, Problem.State.CONFIRMED, work.by, "恢复号码")
        NumberWork.objects.filter(pk=work.pk).update(done_at=timezone.now())
