"""An article (文章), its headed sections (小标题及其正文) and its figures (图片)."""

import datetime
from collections.abc import Iterator
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.query import ModelIterable

from archive.addresses.links import address
from archive.language.dates import in_chinese, iso_date, weekday_of
from archive.language.titles import UNTITLED
from archive.models.contributor import Contribution, Contributor
from archive.models.from_rows import FromRows
from archive.models.issue import Issue, Page
from archive.models.newspaper import Column, Newspaper
from archive.models.printed import PrintedCharField, PrintedJSONField, PrintedTextField
from archive.models.source import ImportBatch, SourceFile
from archive.models.status import NEVER_PUBLISHED, Status
from archive.models.values import ReadableJSON

# Characters of what one line of a headline, and a heading, may hold.
LONGEST_DECK, LONGEST_HEADING = 500, 300


class Precision(models.TextChoices):
    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    UNKNOWN = "unknown", "不详"


class Basis(models.TextChoices):
    """How a date is known."""

    MASTHEAD = "masthead", "报头"
    TEXT = "text", "文中写明"
    FILE_NAME = "file_name", "文件名"
    EDITOR = "editor", "编辑填写"
    GUESS = "guess", "据内容推定"
    NONE = "", "无"


class NewspaperBasis(models.TextChoices):
    """How it is known which newspaper printed an article."""

    NAMED = "named", "原件写明"
    GIVEN = "given", "导入时指定"
    COLLECTION = "collection", "据馆藏推定"
    EDITOR = "editor", "编辑填写"


# How acts are called by which text goes from one article to another; they are taken back as a whole or not at all.
DIVIDING_VERBS = SPLIT, JOIN = "拆分", "并入"
# In a query of articles knowing_withdrawals(): of a Revision's kinds those by which many are withdrawn at once.
TAKEN_BACK = Q(status=Status.WITHDRAWN, withdrawn_by__in=("bulk", "undo"))


class ArticlesOfPapers(ModelIterable["Article"]):
    """Articles with issue, page and column that know their newspaper without asking, as it is the article's."""

    def __iter__(self) -> "Iterator[Article]":
        for article in super().__iter__():
            article.share_newspaper()
            yield article


class ArticleQuerySet(models.QuerySet["Article"]):
    """What pages, admin and commands ask of articles."""

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def given_out(self) -> Self:
        """Those whose address readers were given: published, or withdrawn since."""
        return self.exclude(status__in=NEVER_PUBLISHED)

    def knowing_withdrawals(self) -> Self:
        """With `withdrawn_by` in the query: the kind of the change that withdrew each; null where none is on record."""
        versions = apps.get_model("archive", "Revision")._default_manager
        before = versions.filter(article=OuterRef("pk"), content__columns__status=Status.PUBLISHED)
        return self.alias(withdrawn_by=Subquery(before.order_by("-number").values("kind")[:1]))

    def taken_back_with_others(self) -> Self:
        """Those that one act, or the undoing of one or of an import, withdrew together with others."""
        return self.knowing_withdrawals().filter(TAKEN_BACK)

    def shown_or_waiting(self) -> Self:
        """All but what was withdrawn for good: what was taken back with others, and is of an import that stands, waits
        for an editor, who may publish it again."""
        again = TAKEN_BACK & Q(replaced_by=None) & ~Q(batch__state=ImportBatch.State.UNDONE)
        return self.knowing_withdrawals().filter(~Q(status=Status.WITHDRAWN) | again)

    def as_read(self) -> Self:
        """Those that a reading of a source made, or an editor wrote: none that was split off."""
        return self.filter(split_from=None)

    def divided(self) -> Self:
        """Those that an editor split or joined, whatever became of that."""
        versions = apps.get_model("archive", "Revision")._default_manager
        return self.filter(pk__in=versions.filter(act__verb__in=DIVIDING_VERBS).values("article"))

    def in_newspaper(self, newspaper: Newspaper) -> Self:
        return self.filter(newspaper=newspaper)

    def with_parts(self) -> Self:
        """With all that a version of an article holds beside its own columns, a query a part."""
        return self.prefetch_related("sections", "figures", "contributions")

    def for_reading(self) -> Self:
        """With all that an article's page or a search hit shows, in a fixed number of queries."""
        people = models.Prefetch("contributions", Contribution.objects.select_related("contributor"))
        # Claims are as long as the article again, and only its source page shows them; a profile is for imports. Few
        # articles correct another: a query where one does costs less than thirty columns of each.
        rows = self.select_related("newspaper", "issue", "page__section", "column")
        rows = rows.prefetch_related("sections", "figures", people, "corrects__newspaper")
        rows = rows.defer("claims", "newspaper__profile")
        rows._iterable_class = ArticlesOfPapers
        return rows

    def for_searching(self) -> Self:
        """As for_reading, with the corrections, whose former wordings are searched, too."""
        return self.for_reading().prefetch_related("shown_corrections")


class Article(FromRows):
    """One article. State changes go through archive.services, which tells who listens."""

    permanent_id = models.CharField("永久编号", max_length=40, unique=True, editable=False)
    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸", related_name="articles")
    newspaper_basis = models.CharField("报纸依据", max_length=20, choices=NewspaperBasis, blank=True, editable=False)
    issue = models.ForeignKey(Issue, models.PROTECT, verbose_name="期", null=True, blank=True, related_name="articles")
    page = models.ForeignKey(Page, models.PROTECT, verbose_name="版", null=True, blank=True, related_name="articles")
    column = models.ForeignKey(
        Column, models.PROTECT, verbose_name="栏目", null=True, blank=True, related_name="articles"
    )
    position = models.PositiveIntegerField("次序", default=0, help_text="在本期（或来源文件）中的先后，小的在前")

    kicker = PrintedCharField("引题", max_length=LONGEST_DECK, blank=True)
    title = PrintedCharField("主题", max_length=LONGEST_DECK)
    subtitle = PrintedCharField("副题", max_length=LONGEST_DECK, blank=True)
    byline = PrintedCharField("署名", max_length=500, blank=True, help_text="照原样；作者在下方分别登记")
    dateline = PrintedCharField("电头", max_length=100, blank=True)
    editor_note = PrintedTextField("编者按", blank=True)

    date = models.DateField("日期", null=True, blank=True, help_text="只知年月时填该月1日，只知年时填1月1日")
    date_precision = models.CharField("日期精度", max_length=10, choices=Precision, default=Precision.UNKNOWN)
    date_basis = models.CharField("日期依据", max_length=20, choices=Basis, default=Basis.NONE, blank=True)
    date_reason = PrintedCharField("依据说明", max_length=500, blank=True)

    status = models.CharField("状态", max_length=10, choices=Status, default=Status.PUBLISHED, db_index=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    withdrawn_reason = PrintedCharField("撤回原因", max_length=500, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="由此篇取代", null=True, blank=True, related_name="replaces"
    )
    corrects = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="更正哪一篇", null=True, blank=True, related_name="corrected_by"
    )

    source = models.ForeignKey(
        SourceFile,
        models.PROTECT,
        verbose_name="原始文件",
        null=True,
        blank=True,
        related_name="articles",
        editable=False,
    )
    # The article from which an editor split this one off; no reading of the source makes or unmakes it.
    split_from = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="拆自", null=True, blank=True, related_name="split_off", editable=False
    )
    # Of the longest paragraph (archive.loader.checks.fingerprint): two articles that share one are likely the same.
    fingerprint = models.CharField("文字指纹", max_length=16, blank=True, db_index=True, editable=False)
    # What a file of ready-made articles calls this one: finds it again in the file's next edition.
    source_key = PrintedCharField("文件内编号", max_length=200, blank=True, editable=False)
    # The run that first brought it in; null where an editor made it.
    batch = models.ForeignKey(
        ImportBatch,
        models.PROTECT,
        verbose_name="入库批次",
        null=True,
        blank=True,
        related_name="articles",
        editable=False,
    )
    # [[target, first_line, last_line, verbatim text], …]: which source lines each field came from.
    claims = PrintedJSONField("出处", default=list, editable=False, encoder=ReadableJSON)
    confidence = models.FloatField("把握", default=1.0, editable=False, help_text="0 到 1")
    # Names of the fields that an editor changed: a better parser leaves them alone.
    edited_fields = models.JSONField("编辑改过", default=list, editable=False)
    # Raised by every change; a form opened at another version is stale. Earlier ones are kept as Revisions.
    version = models.PositiveIntegerField("版本", default=1, editable=False)
    created_at = models.DateTimeField("入库", auto_now_add=True)
    modified_at = models.DateTimeField("修改", auto_now=True)

    contributors: models.ManyToManyField[Contributor, Contribution] = models.ManyToManyField(
        Contributor, through="Contribution", verbose_name="作者", related_name="articles"
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        ordering = ["-date", "position", "id"]
        indexes = [
            models.Index(fields=["newspaper", "status", "date", "position"]),
            models.Index(fields=["source", "source_key"]),
            # Of which issues readers were given anything, and what is the lead of an issue.
            models.Index(fields=["issue", "status", "page", "position"], name="article_print_order"),
            models.Index(fields=["newspaper", "modified_at"]),  # harvests, oldest change first
            models.Index(F("date").desc(), "position", "id", name="article_list_order"),
        ]
        permissions = [("publish_article", "可以发布文章"), ("withdraw_article", "可以撤回文章")]

    def __str__(self) -> str:
        return self.title or UNTITLED

    def get_absolute_url(self) -> str:
        return address("article", self.newspaper, permanent_id=self.permanent_id)

    @property
    def is_given_out(self) -> bool:
        """Whether readers were given its address: it is published, or was."""
        return self.status not in NEVER_PUBLISHED

    @property
    def went_into(self) -> "Article | None":
        """The article that replaced it, where readers know that one."""
        return self.replaced_by if self.replaced_by and self.replaced_by.is_given_out else None

    @property
    def headline(self) -> str:
        """The three decks on one line."""
        return " ".join(deck for deck in (self.kicker, self.title, self.subtitle) if deck)

    @property
    def year(self) -> int | None:
        return self.date.year if self.date else None

    @property
    def month(self) -> int | None:
        return self.date.month if self.date and self.date_precision in (Precision.DAY, Precision.MONTH) else None

    @property
    def day(self) -> datetime.date | None:
        return self.date if self.date_precision == Precision.DAY else None

    @property
    def date_is_guessed(self) -> bool:
        return self.date_basis == Basis.GUESS

    @property
    def iso_date(self) -> str:
        """2021-11-05, 2021-11 or 2021: no more than is known; "" where nothing is."""
        return iso_date(self.date, self.date_precision)

    @property
    def date_text(self) -> str:
        """2021年11月5日, 2021年11月, 2021年, 约2021年 or 日期不详."""
        about = "约" if self.date_is_guessed else ""
        return about + in_chinese(self.iso_date) if self.iso_date else "日期不详"

    @property
    def weekday(self) -> str:
        return weekday_of(self.day) if self.day else ""

    def share_newspaper(self) -> None:
        """Have what it stands in know its newspaper, its page its issue, as far as they are loaded."""
        known = self._state.fields_cache
        issue, page, column, paper = (known.get(name) for name in ("issue", "page", "column", "newspaper"))
        for row in (issue, column, page and page._state.fields_cache.get("section")):
            if row and row.newspaper_id == self.newspaper_id:
                row.newspaper = paper
        if page and issue and page.issue_id == issue.pk:
            page.issue = issue


def body_paragraphs(body: str) -> list[str]:
    """The paragraphs of a body: one a line, blank lines left out."""
    return [line for line in body.splitlines() if line.strip()]


class ArticleSection(FromRows):
    """A headed part of an article; level 0 the lead without heading, 2 heading, 3 sub-heading."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="文章", related_name="sections")
    position = models.PositiveIntegerField("次序", default=0)
    # What addresses call it (#s3); null where that is its place, counted from 1 (archive.loader.section_numbers).
    number = models.PositiveIntegerField("编号", null=True, editable=False)
    level = models.PositiveSmallIntegerField("级", choices=[(0, "导语"), (2, "小标题"), (3, "次级小标题")], default=0)
    heading = PrintedCharField("小标题", max_length=LONGEST_HEADING, blank=True)
    body = PrintedTextField("正文", blank=True, help_text="一段一行")

    class Meta:
        verbose_name = verbose_name_plural = "小节"
        ordering = ["article", "position", "id"]

    def __str__(self) -> str:
        return self.heading or "导语"

    @property
    def paragraphs(self) -> list[str]:
        return body_paragraphs(self.body)


class Figure(FromRows):
    """A figure, known by its caption (图说); the picture itself where one was kept."""

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="文章", related_name="figures")
    position = models.PositiveIntegerField("次序", default=0)
    caption = PrintedTextField("图说")
    # After which paragraph of the article the source has it, counted from 0 over all sections;
    # null where the source does not tell.
    after_paragraph = models.PositiveIntegerField("位于第几段后", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "图片"
        ordering = ["article", "position", "id"]

    def __str__(self) -> str:
        return self.caption
