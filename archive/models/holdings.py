"""What editors know of spans of days of which a newspaper's archive has no issues."""

from django.db import models

from archive.language.dates import in_chinese
from archive.models.newspaper import Newspaper
from archive.models.printed import PrintedCharField


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
        days = "至".join(dict.fromkeys((in_chinese(self.first), in_chinese(self.last))))
        return f"{self.newspaper} {days} {self.get_kind_display()}"
