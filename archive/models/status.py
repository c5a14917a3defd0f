"""What an article is for readers (状态), and what they see of rows that articles show."""

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


def seen_by_readers(field: str) -> Exists:
    """In a query of rows that articles show as `field`: those of which readers were ever given an article. What drafts
    alone brought in, or what nobody has filled yet, is none of these."""
    articles = apps.get_model("archive", "Article")._default_manager.order_by()
    return Exists(articles.filter(**{field: OuterRef("pk")}).exclude(status__in=NEVER_PUBLISHED))
