"""The newspaper (报纸), its sections (版块) and its columns (栏目)."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.text import slugify

from archive.addresses import address


def unused_slug(model: type[models.Model], name: str, **within: object) -> str:
    """A slug for `name` that no other row of `model` (among those matching `within`) has.

    Chinese characters stay: the address of a column is its name. Never changed once given.
    """
    base = slugify(name, allow_unicode=True)[:80] or "x"
    slug, n = base, 1
    while model._default_manager.filter(slug=slug, **within).exists():
        n += 1
        slug = f"{base}-{n}"
    return slug


class Newspaper(models.Model):
    """A title. The main one stands at the root of the site, others under /papers/<slug>/."""

    name = models.CharField("报名", max_length=100, unique=True)
    also_called = models.CharField("又名", max_length=200, blank=True, help_text="多个名称以顿号分开")
    slug = models.SlugField("地址名", max_length=100, unique=True, allow_unicode=True)

    class Meta:
        verbose_name = verbose_name_plural = "报纸"

    def __str__(self) -> str:
        return self.name

    @property
    def is_main(self) -> bool:
        return self.slug == settings.MAIN_NEWSPAPER["slug"]

    @property
    def names(self) -> list[str]:
        return [self.name, *(n for n in self.also_called.split("、") if n)]

    @classmethod
    def main(cls) -> "Newspaper":
        """The main newspaper, made on first use from settings.MAIN_NEWSPAPER."""
        paper = settings.MAIN_NEWSPAPER
        return cls.objects.get_or_create(slug=paper["slug"], defaults=paper)[0]


class OfNewspaper(models.Model):
    """What sections and columns share: a name within a newspaper, and an address that stays."""

    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸")
    name = models.CharField("名称", max_length=200)
    slug = models.SlugField("地址名", max_length=100, allow_unicode=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unused_slug(type(self), self.name, newspaper=self.newspaper)
        super().save(*args, **kwargs)


class PaperSection(OfNewspaper):
    """A section of the paper (版块, 版名): 要闻, 综合, 副刊. A page belongs to one."""

    class Meta:
        verbose_name = verbose_name_plural = "版块"
        unique_together = [("newspaper", "name"), ("newspaper", "slug")]

    def get_absolute_url(self) -> str:
        return address("section", self.newspaper, slug=self.slug)


class Column(OfNewspaper):
    """A named recurring rubric (栏目): 专题访谈."""

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        unique_together = [("newspaper", "name"), ("newspaper", "slug")]

    def get_absolute_url(self) -> str:
        return address("column", self.newspaper, slug=self.slug)
