"""What editors know of spans of days of which a newspaper's archive has no issues."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from archive.language.dates import in_chinese
from archive.models.newspaper import Newspaper
from archive.models.printed import PrintedCharField

EARLIEST_YEAR = 1800  # a year before is a slip: its ledger would draw every year since


class HoldingsEntry(models.Model):
    """An entry of the ledger (馆藏记录): from one day to another, both included, no issue came out, or is to be had."""

    class Kind(models.TextChoices):
        SUSPENDED = "suspended", "休刊"
        LOST = "lost", "已佚"
        ELSEWHERE = "elsewhere", "未收"

    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸", related_name="holdings_entries")
    first = models.DateField("起", db_index=True)
    last = models.DateField("止", help_text="这一天也在内；只有一天的，与“起”写同一天")
    kind = models.CharField(
        "类别",
        max_length=10,
        choices=Kind,
        help_text="休刊：这些日子没有出报。已佚：出过，已知无存。未收：出过，本库没有收，或藏在别处",
    )
    reason = PrintedCharField("说明", max_length=300, blank=True, help_text="如“春节休刊”“藏济宁市档案馆”，读者看得到")
    source = PrintedCharField("依据", max_length=300, blank=True, help_text="如“2021年2月9日休刊启事”，读者看得到")

    class Meta:
        verbose_name = verbose_name_plural = "馆藏记录"
        ordering = ["newspaper", "first"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")),
                name="holdings_entry_in_order",
                violation_error_message="“止”在“起”之前。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.newspaper} {self.told}"

    @property
    def told(self) -> str:
        """2021年2月11日至2021年2月17日 休刊"""
        days = "至".join(dict.fromkeys((in_chinese(self.first), in_chinese(self.last))))
        return f"{days} {self.get_kind_display()}"

    def clean(self) -> None:
        """ValidationError of days that nobody can know, and of days of which another entry says something else."""
        if not (self.first and self.last):
            return
        today = timezone.localdate()
        late = {name: day for name in ("first", "last") if (day := getattr(self, name)) > today}
        if late:
            raise ValidationError(
                {name: f"{in_chinese(day)}还没有到：只能记到今天。年份写对了吗？" for name, day in late.items()}
            )
        if self.first.year < EARLIEST_YEAR:
            raise ValidationError({"first": f"{in_chinese(self.first)}太早：年份写对了吗？"})
        others = HoldingsEntry.objects.filter(
            newspaper=self.newspaper_id, first__lte=self.last, last__gte=self.first
        ).exclude(kind=self.kind)
        if other := others.exclude(pk=self.pk).first():
            raise ValidationError(f"这些日子已有另一条记录：{other.told}。同一天只能记一种，请改其中一条的起止或类别。")
