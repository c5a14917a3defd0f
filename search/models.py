"""What the search app keeps in the database."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from archive.models import Article, Newspaper
from archive.models.from_rows import FromRows

LAST = chr(0x10FFFF)  # of all code points
MARKED = 500  # articles that one statement marks


class DirtyArticle(models.Model):
    """An article whose place in the index is out of date; written in the transaction that changed it.

    Several rows of one article are no harm: each mark is a row of its own, so that a mark made while
    the article is being indexed is not lost.
    """

    is_unseen = True

    # No foreign key: the article may be gone.
    article_id = models.PositiveBigIntegerField("文章")
    # In the index in use, but perhaps not in the one beside it: that is being built, or kept until this one has served.
    drained = models.BooleanField("已入现用索引", default=False, db_index=True)
    marked_at = models.DateTimeField("标记时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "待更新的文章"

    def __str__(self) -> str:
        return str(self.article_id)

    @staticmethod
    def enqueue(article_ids: Iterable[int]) -> None:
        """Have the index follow these articles (primary keys), in the caller's transaction."""
        DirtyArticle.objects.bulk_create([DirtyArticle(article_id=key) for key in article_ids], batch_size=MARKED)


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


class DictionaryEntry(models.Model):
    """What editors add to the dictionaries of archive/language/dictionaries/, one entry a row."""

    class Dictionary(models.TextChoices):
        LOCAL_NAMES = "local_names", "本地名称"
        SYNONYMS = "synonyms", "同义词"
        STOP_WORDS = "stop_words", "停用词"
        QUESTION_WORDS = "question_words", "疑问词"

    dictionary = models.CharField("词典", max_length=20, choices=Dictionary, default=Dictionary.LOCAL_NAMES)
    entry = models.CharField("词条", max_length=200, help_text="同义词一行一组，以空格分开；其余一行一词")

    class Meta:
        verbose_name = verbose_name_plural = "检索词典"
        ordering = ["dictionary", "entry"]
        constraints = [models.UniqueConstraint(fields=["dictionary", "entry"], name="one_entry_a_dictionary")]

    def __str__(self) -> str:
        return self.entry


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def offered_in(self, newspapers: Sequence[Newspaper] | None) -> models.QuerySet[Any]:
        """Those that articles of the newspapers (None: of any) have, the most frequent first; `held` is how many."""
        held: models.F | models.Sum = models.F("articles")
        if newspapers is not None:
            # A sum has no index: SQLite would go through all of a newspaper for the few suggestions.
            paper, keys = models.F("counts__newspaper") + 0, [each.pk for each in newspapers]
            self = self.alias(paper=paper).filter(paper__in=keys)
            held = models.F("counts__articles") if len(newspapers) == 1 else models.Sum("counts__articles")
        return self.annotate(held=held).order_by("-held", "folded")


class Suggestion(FromRows):
    """A term or name that the box may offer, with how it is spelled; made when the index is written."""

    class Kind(models.TextChoices):
        TERM = "term", "常见词"
        COLUMN = "column", "栏目"
        CONTRIBUTOR = "contributor", "作者"

    kind = models.CharField("类别", max_length=12, choices=Kind)
    text = models.CharField("词", max_length=200)
    folded = models.CharField("归一", max_length=200, db_index=True)
    # The same from back to front, for words whose first half is mistyped.
    backwards = models.CharField("倒写", max_length=200, db_index=True)
    spelling = models.CharField("拼音", max_length=800)
    initials = models.CharField("首字母", max_length=200)
    articles = models.PositiveIntegerField("篇数", default=0)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "检索提示"
        constraints = [models.UniqueConstraint(fields=["kind", "folded"], name="one_suggestion_a_kind")]
        # With all that is asked for at a keystroke: thousands begin with a letter, and no row of them is looked up.
        indexes = [
            models.Index(fields=["spelling", "articles"], name="suggestion_spelled"),
            models.Index(fields=["initials", "spelling", "articles"], name="suggestion_begun"),
        ]

    def __str__(self) -> str:
        return self.text


class SuggestionCount(models.Model):
    """In how many published articles of a newspaper a suggestion is; it is offered in no other."""

    # Nothing to follow: who remakes the table empties this one first, and need not look for each row's counts.
    suggestion = models.ForeignKey(
        Suggestion, models.DO_NOTHING, verbose_name="提示", related_name="counts", db_index=False
    )
    newspaper = models.ForeignKey(Newspaper, models.CASCADE, verbose_name="报纸", related_name="+", db_index=False)
    articles = models.PositiveIntegerField("篇数")
    # As the suggestion has them, for the indexes.
    folded = models.CharField("归一", max_length=200, default="")
    spelling = models.CharField("拼音", max_length=800, default="")
    initials = models.CharField("首字母", max_length=200, default="")

    class Meta:
        verbose_name = verbose_name_plural = "各报篇数"
        constraints = [models.UniqueConstraint(fields=["suggestion", "newspaper"], name="one_count_a_newspaper")]
        indexes = [
            models.Index(fields=["newspaper", "folded", "articles", "suggestion"], name="count_folded"),
            models.Index(fields=["newspaper", "spelling", "articles", "suggestion"], name="count_spelled"),
            models.Index(fields=["newspaper", "initials", "spelling", "articles", "suggestion"], name="count_begun"),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion}：{self.articles}篇"


def beginning(field: str, start: str) -> models.Q:
    """`field` begins with `start`, as a range: SQLite uses its index for that, and not for LIKE."""
    return models.Q(**{f"{field}__gte": start, f"{field}__lt": start + LAST})
