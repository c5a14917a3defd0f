"""The newspaper (报纸), its sections (版块) and its columns (栏目)."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.text import slugify

from archive.addresses.links import list_address
from archive.language import pinyin
from archive.models.authority import AuthorityName, AuthorityQuerySet
from archive.models.from_rows import FromRows
from archive.models.prepared import prepared
from archive.models.printed import PrintedCharField, PrintedSlugField
from archive.models.status import ShownQuerySet
from archive.models.values import ReadableJSON


def unused_slugs(model: type[models.Model], names: Iterable[str], **within: object) -> dict[str, str]:
    """For each name a slug that no other row of `model` (among those matching `within`) has.

    Chinese characters stay: the address of a column is its name. Never changed once given.
    """
    rows = model._default_manager.filter(**within)
    bases = {name: slugify(name, allow_unicode=True)[:80] or "x" for name in names}
    taken = set(rows.filter(slug__in=bases.values()).values_list("slug", flat=True))
    slugs = {}
    for name, base in bases.items():
        slug, n = base, 1
        while slug in taken:
            n += 1
            slug = f"{base}-{n}"
            if rows.filter(slug=slug).exists():
                taken.add(slug)
        taken.add(slug)
        slugs[name] = slug
    return slugs


def unused_slug(model: type[models.Model], name: str, **within: object) -> str:
    """As unused_slugs, for one name."""
    return unused_slugs(model, [name], **within)[name]


class NewspaperQuerySet(ShownQuerySet["Newspaper"]):
    shown_as = "newspaper"

    def for_readers(self) -> Self:
        """Those of which readers were given an article, and the main one, whose site it is."""
        return self.filter(self.seen_by_readers() | models.Q(slug=settings.MAIN_NEWSPAPER["slug"]))

    def with_articles(self) -> Self:
        """Those that a list of newspapers names: the main one, too, has something to read."""
        return self.filter(self.seen_by_readers())


class Newspaper(FromRows):
    """A title. The main one stands at the root of the site, others under /papers/<slug>/."""

    name = models.CharField("报名", max_length=100, unique=True)
    also_called = models.CharField("又名", max_length=200, blank=True, help_text="多个名称以顿号分开")
    # ASCII: it stands in addresses as /papers/<slug>/, which Django's slug converter reads.
    slug = models.SlugField("地址名", max_length=100, unique=True, blank=True, help_text="留空则按报名的拼音")
    # What its files share, as archive.ingest.profile writes it; learnt from imports until an editor has it fixed.
    profile = models.JSONField("版式档案", default=dict, blank=True, encoder=ReadableJSON)
    profile_fixed = models.BooleanField(
        "版式档案已核定", default=False, help_text="勾选后，导入文件时不再自动增补这份档案。"
    )
    publishes_undoubted = models.BooleanField(
        "无疑即发布", default=False, help_text="勾选后，导入为草稿的文章读完即发布，有存疑的仍留作草稿。"
    )

    objects = NewspaperQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "报纸"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unused_slug(type(self), pinyin.spelled(self.name).encode("ascii", "ignore").decode())
        super().save(*args, **kwargs)

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
        return newspaper_shown(paper["slug"]) or cls.objects.get_or_create(slug=paper["slug"], defaults=paper)[0]


@prepared
def _shown_as(slug: Any) -> NewspaperQuerySet:
    return Newspaper.objects.for_readers().filter(slug=slug).order_by()


def newspaper_shown(slug: str) -> Newspaper | None:
    """The newspaper of which readers know by this slug; None where there is none."""
    return next(iter(_shown_as(slug=slug)), None)


class OfNewspaper(FromRows):
    """What sections and columns share: a name within a newspaper, and an address that stays."""

    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸")
    name = PrintedCharField("名称", max_length=200)
    slug = PrintedSlugField("地址名", max_length=100, allow_unicode=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.slug:
            self.slug = unused_slug(type(self), self.name, newspaper=self.newspaper)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return list_address(self, self.newspaper)


class SectionQuerySet(ShownQuerySet["PaperSection"]):
    shown_as = "page__section"


class ColumnQuerySet(AuthorityQuerySet):
    shown_as = "column"


class PaperSection(OfNewspaper):
    """A section of the paper (版块, 版名): 要闻, 综合, 副刊. A page belongs to one."""

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "版块"
        ordering = ["newspaper", "name"]
        unique_together = [("newspaper", "name"), ("newspaper", "slug")]


class Column(OfNewspaper, AuthorityName):
    """A named recurring rubric (栏目): 专题访谈."""

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["newspaper", "name"]
        unique_together = [("newspaper", "name"), ("newspaper", "slug")]
