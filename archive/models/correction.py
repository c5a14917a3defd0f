"""What a reader would mend in a paragraph (纠错); it waits until an editor decides."""

from django.conf import settings
from django.db import models

from archive.models.article import Article
from archive.models.printed import PrintedCharField, PrintedTextField


class Correction(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "待处理"
        ACCEPTED = "accepted", "采纳"
        DECLINED = "declined", "不采纳"

    is_unseen = True  # what a reader sends changes no page

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="文章", related_name="corrections")
    paragraph = models.PositiveIntegerField("第几段", help_text="提交时，从 1 数起")
    printed = PrintedTextField("原文", help_text="提交时的那一段")
    suggested = PrintedTextField("改为", help_text="采纳前可以再改")
    reason = PrintedCharField("读者说明", max_length=500, blank=True)
    # Tells senders of one day apart, for the limit on how many they may send; no address can be had from it.
    sender = models.CharField("来源码", max_length=64, editable=False, db_index=True)
    state = models.CharField("处理", max_length=10, choices=State, default=State.WAITING, db_index=True)
    sent_at = models.DateTimeField("提交时间", auto_now_add=True, db_index=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="处理账号", null=True, blank=True, editable=False
    )
    # Stays where the account is deleted.
    decided_by_name = models.CharField("处理人", max_length=150, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "读者纠错"
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"《{self.article}》第{self.paragraph}段"
