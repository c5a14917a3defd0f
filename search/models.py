"""What the search app keeps in the database."""

from django.db import models

from archive.models import Article


class DirtyArticle(models.Model):
    """An article whose place in the index is out of date; written in the transaction that changed it.

    Several rows of one article are no harm: each mark is a row of its own, so that a mark made while
    the article is being indexed is not lost.
    """

    # No foreign key: the article may be gone.
    article_id = models.PositiveBigIntegerField("文章")
    # In the index in use, but not yet in the one that is being built beside it.
    drained = models.BooleanField("已入现用索引", default=False, db_index=True)
    marked_at = models.DateTimeField("标记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待更新的文章"

    def __str__(self) -> str:
        return str(self.article_id)


class RelatedArticles(models.Model):
    """More like this (相关文章), worked out when the index is written, not when a page is read."""

    article = models.OneToOneField(
        Article, models.CASCADE, verbose_name="文章", primary_key=True, related_name="related_articles"
    )
    # Primary keys, the most like first. Some may be withdrawn or gone by now.
    article_ids = models.JSONField("相关文章", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "相关文章"

    def __str__(self) -> str:
        return f"{self.article}：{len(self.article_ids)}篇"
