"""Who made an article (作者) and in which role (记者, 通讯员, 摄影 …)."""

from typing import Any

from django.db import models

from archive.addresses.links import list_address
from archive.models.authority import AuthorityName, AuthorityQuerySet
from archive.models.newspaper import Newspaper, unused_slug
from archive.models.printed import PrintedCharField, PrintedSlugField


class Role(models.TextChoices):
    REPORTER = "记者", "记者"
    CORRESPONDENT = "通讯员", "通讯员"
    INTERN = "实习生", "实习生"
    YOUNG_REPORTER = "小记者", "小记者"
    AUTHOR = "作者", "作者"
    PHOTOGRAPHER = "摄影", "摄影"
    TEXT_AND_PICTURES = "文图", "文图"
    DESIGN = "制图", "制图"
    PLANNING = "策划", "策划"
    COMMENTATOR = "评论员", "评论员"
    CONTRIBUTED = "供稿", "供稿"
    COMPILED = "整理", "整理"
    NARRATOR = "口述", "口述"
    TRANSLATOR = "翻译", "翻译"
    EDITOR = "编辑", "编辑"
    RESPONSIBLE_EDITOR = "责编", "责编"
    ART_EDITOR = "美编", "美编"
    PROOFREADER = "校对", "校对"
    REVIEWER = "审核", "审核"
    PRODUCER = "监制", "监制"
    PRODUCTION = "制作", "制作"
    UNKNOWN = "", "未标明"


class ContributorQuerySet(AuthorityQuerySet):
    shown_as = "contributors"


class Contributor(AuthorityName):
    name = PrintedCharField("姓名", max_length=100, unique=True)
    slug = PrintedSlugField("地址名", max_length=100, unique=True, allow_unicode=True, editable=False)

    objects = ContributorQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "作者"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unused_slug(type(self), self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return list_address(self, Newspaper.main())


class Contribution(models.Model):
    """One contributor's part in one article."""

    article = models.ForeignKey("archive.Article", models.CASCADE, verbose_name="文章", related_name="contributions")
    contributor = models.ForeignKey(Contributor, models.PROTECT, verbose_name="作者", related_name="contributions")
    role = models.CharField("身份", max_length=20, choices=Role, default=Role.UNKNOWN, blank=True)
    position = models.PositiveIntegerField("次序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "署名作者"
        ordering = ["article", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "contributor", "role"], name="one_role_once_an_article")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.contributor}".strip()
