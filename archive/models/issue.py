"""An issue (期) is one day's paper; a page (版) is one of its printed pages."""

import datetime
import re
from dataclasses import dataclass
from typing import Any, Self

from django.db import models
from django.db.models.functions import Length

from archive.addresses.links import address
from archive.language.dates import in_chinese, weekday_of
from archive.models.from_rows import FromRows
from archive.models.newspaper import Newspaper, PaperSection
from archive.models.printed import PrintedCharField
from archive.models.status import ShownQuerySet


class IssueQuerySet(ShownQuerySet["Issue"]):
    """What pages ask of issues."""

    shown_as = "issue"

    def in_newspaper(self, newspaper: Newspaper) -> Self:
        return self.filter(newspaper=newspaper)

    def once_of(self, newspaper: Newspaper, day: datetime.date) -> "Issue | None":
        """The issue that stood under this day last, before an editor gave it another."""
        former = self.in_newspaper(newspaper).filter(former_dates__date=day)
        return former.order_by("-former_dates__id").first()


class Told:
    """What every page has of an issue."""

    newspaper: Any
    date: Any
    total_number: Any

    def get_absolute_url(self) -> str:
        return address("issue", self.newspaper, day=self.date)

    @property
    def number_text(self) -> str:
        """总第589期: as every page has it; "" where no number is known."""
        return f"总第{self.total_number}期" if self.total_number else ""

    @property
    def weekday(self) -> str:
        """星期五: reckoned from the date; what the masthead printed is weekday_printed."""
        return weekday_of(self.date)


@dataclass(frozen=True)
class IssueRow(Told):
    """An issue as lists of a hundred show it: a fifth of the time that a model takes."""

    pk: int
    date: datetime.date
    total_number: int | None
    newspaper: Newspaper


class Issue(Told, FromRows):
    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸", related_name="issues")
    date = models.DateField("日期", db_index=True)
    total_number = models.PositiveIntegerField("总期号", null=True, blank=True, help_text="总第N期")
    year_number = PrintedCharField("年期号", max_length=50, blank=True, help_text="如 2021年第82期")
    weekday_printed = PrintedCharField("报头星期", max_length=10, blank=True, help_text="报头所印，照录")
    lunar_printed = PrintedCharField("报头农历", max_length=30, blank=True, help_text="报头所印，照录")
    publisher = PrintedCharField("主办", max_length=200, blank=True)
    publisher_label = models.CharField("主办字样", max_length=20, blank=True, help_text="报头所印：主管、主办、出版")

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "期"
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["newspaper", "date"], name="one_issue_a_day")]

    def __str__(self) -> str:
        return f"{self.newspaper} {in_chinese(self.date)} {self.number_text}".rstrip()


ListedIssue = Issue | IssueRow  # what rows and calendars take


class FormerDate(models.Model):
    """A day under which an issue stood before an editor gave it another: its old addresses lead on, and its sources
    are filed under it when they are read again, whatever their masthead says."""

    issue = models.ForeignKey(Issue, models.CASCADE, verbose_name="期", related_name="former_dates")
    date = models.DateField("原日期", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "期的原日期"
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["issue", "date"], name="one_former_date_once")]

    def __str__(self) -> str:
        return f"{self.date.isoformat()} → {self.issue}"


class PageQuerySet(ShownQuerySet["Page"]):
    shown_as = "page"


class Page(FromRows):
    issue = models.ForeignKey(Issue, models.CASCADE, verbose_name="期", related_name="pages")
    number = models.CharField("版次", max_length=10, help_text="如 1 或 A02，不补零")
    section = models.ForeignKey(
        PaperSection, models.SET_NULL, verbose_name="版块", null=True, blank=True, related_name="pages"
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版"
        ordering = ["issue", Length("number"), "number"]  # 2 before 10
        constraints = [models.UniqueConstraint(fields=["issue", "number"], name="one_page_a_number")]

    def __str__(self) -> str:
        """Of which issue, too: there are as many first pages as issues."""
        return f"{self.issue} {self.name}"

    def get_absolute_url(self) -> str:
        return address("page", self.issue.newspaper, day=self.issue.date, number=self.number)

    @property
    def name(self) -> str:
        """01版：要闻: within its issue."""
        return f"{self.label}：{self.section}" if self.section else self.label

    @property
    def label(self) -> str:
        """01版, A02版: as page navigation names it. A number of another form (2-3, 要闻版) stays as it is printed."""
        letters, digits = number_parts(self.number)
        number = f"{letters}{digits.zfill(2)}" if digits and re.fullmatch("[A-Za-z]*", letters) else self.number
        return f"{number.removesuffix('版')}版"


def number_parts(number: str) -> tuple[str, str]:
    """The letters of a page's number and its digits: ("A", "02") of A02."""
    letters = number.rstrip("0123456789")
    return letters, number[len(letters) :]
