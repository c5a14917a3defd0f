"""What an article is for readers (状态), and what they see of rows that articles show."""

from typing import ClassVar, Self, TypeVar

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef


class Status(models.TextChoices):
    """A draft has no address yet; what was published once is withdrawn, never a draft again."""

    DRAFT = "draft", "草稿"
    REVIEW = "review", "待审"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


# What readers have never seen: no address of theirs leads to it, and it may be deleted.
NEVER_PUBLISHED = (Status.DRAFT, Status.REVIEW)


Row = TypeVar("Row", bound=models.Model)


class ShownQuerySet(models.QuerySet[Row]):
    """Rows that articles show: issues, pages, columns and the like. `shown_as` is what articles call them."""

    shown_as: ClassVar[str]

    def for_readers(self) -> Self:
        """Those of which readers were ever given an article. What drafts alone brought in, or what nobody has filled
        yet, is none of these."""
        return self.filter(self.seen_by_readers())

    @classmethod
    def seen_by_readers(cls) -> Exists:
        articles = apps.get_model("archive", "Article")._default_manager.order_by()
        return Exists(articles.filter(**{cls.shown_as: OuterRef("pk")}).exclude(status__in=NEVER_PUBLISHED))
