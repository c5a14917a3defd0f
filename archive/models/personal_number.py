"""Numbers that belong to a person (个人号码) and stand, or stood, in printed text.

The digits are here and nowhere else once a number is hidden: archive.models.printed sees to that.
"""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models

from archive.language.hidden_writing import STEMS_OF_A_CODE, code_mark, codes_of
from archive.language.number_kinds import ID_CARD, MOBILE, OLD_ID_CARD
from archive.language.personal_numbers import FoundNumber, as_hidden

ASKED_AT_ONCE = 500  # numbers


class PersonalNumberQuerySet(models.QuerySet["PersonalNumber"]):
    def note(self, found: Iterable[FoundNumber]) -> None:
        """Make a row for each number that has none. What its check character proves to be an identity card is hidden
        from then on; others wait for an editor, since a phone may be printed to be called."""
        kinds = {number.digits: number.kind for number in found}
        fresh = sorted(kinds.keys() - self.known(kinds, "digits"))
        self.bulk_create(
            PersonalNumber(code=code, digits=digits, kind=kinds[digits], hidden=kinds[digits] == ID_CARD)
            for digits, code in zip(fresh, self.unused_codes(len(fresh)), strict=True)
        )

    def unused_codes(self, count: int) -> list[int]:
        """Codes that no number has: by chance, so that they tell neither how many there are nor which is older, and
        another archive, whose exports may come in here, has others."""
        stems = STEMS_OF_A_CODE
        while self.count() + count > 10 ** (stems - 1):
            stems += 1
        found: dict[int, None] = {}  # in the order in which they were drawn
        while len(found) < count:
            code = secrets.choice(codes_of(stems))
            if not self.filter(code=code).exists():
                found[code] = None
        return list(found)

    def known(self, digits: Iterable[str], column: str, **only: object) -> set[Any]:
        """The values of a column of those of these digits."""
        as_one_value, values = list(digits), set[Any]()
        for start in range(0, len(as_one_value), ASKED_AT_ONCE):
            rows = self.filter(digits__in=as_one_value[start : start + ASKED_AT_ONCE], **only)
            values.update(rows.values_list(column, flat=True))
        return values

    def codes(self, digits: Iterable[str]) -> dict[str, int]:
        """The code of each of these numbers that is hidden, by its digits."""
        keys = self.known(digits, "pk", hidden=True)
        return dict(self.filter(pk__in=keys).values_list("digits", "code"))


class PersonalNumber(models.Model):
    """A number, with the code by which hidden text names it."""

    class Kind(models.TextChoices):
        ID_CARD = ID_CARD, "身份证号码"
        OLD_ID_CARD = OLD_ID_CARD, "15位身份证号码"
        MOBILE = MOBILE, "手机号码"

    code = models.PositiveBigIntegerField("代号", unique=True, editable=False)
    digits = models.CharField("号码", max_length=18, unique=True, editable=False)
    kind = models.CharField("类别", max_length=12, choices=Kind, editable=False)
    hidden = models.BooleanField("已隐去", default=False, db_index=True, editable=False)
    found_at = models.DateTimeField("发现时间", auto_now_add=True)

    objects = PersonalNumberQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "个人号码"
        ordering = ["-id"]
        permissions = [("hide_personalnumber", "可以隐去号码"), ("reveal_personalnumber", "可以查看和恢复隐去的号码")]

    def __str__(self) -> str:
        """As hidden text has it, hidden or not: what shows rows by what they are called tells no number."""
        return as_hidden(self.kind, self.digits, self.code)

    @property
    def mark(self) -> str:
        return code_mark(self.code)
