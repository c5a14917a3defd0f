"""What was done: every change of an article with what it was before; editors' changes of rows that articles show;
what was done about personal numbers."""

from django.conf import settings
from django.db import models

from archive.models.article import Article
from archive.models.personal_number import PersonalNumber
from archive.models.printed import PrintedCharField, PrintedJSONField
from archive.models.source import ImportBatch, SourceFile
from archive.models.values import ReadableJSON


class BulkAct(models.Model):
    """One verb done to many articles, or to many doubts, at once; it can be taken back as a whole."""

    verb = models.CharField("操作", max_length=100)
    reason = PrintedCharField("原因", max_length=500, blank=True)
    articles = models.PositiveIntegerField("篇数", default=0)
    problems = models.PositiveIntegerField("条数", default=0)  # of doubts that it settled
    # Of what else waited: readers' corrections that it decided, files that it put aside.
    items = models.PositiveIntegerField("件数", default=0)
    # [[kind, id, before, after], …] of the columns and contributors whose names it changed: what is named in
    # archive.services.authority_rows.FIELDS; before is null where it made the row.
    names = PrintedJSONField("名称改动", default=list, editable=False, encoder=ReadableJSON)
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True)
    by_name = models.CharField("操作人", max_length=150, blank=True)
    # The batch of which it published drafts.
    batch = models.ForeignKey(
        ImportBatch, models.SET_NULL, verbose_name="批次", null=True, blank=True, related_name="acts", editable=False
    )
    undone_at = models.DateTimeField("取消时间", null=True, blank=True)
    undone_by_name = models.CharField("取消人", max_length=150, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量操作"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        if self.items and not self.problems:
            return f"{self.verb} {self.items} 件"
        counts = [(self.articles, "篇"), (self.problems, "条")]
        return f"{self.verb} {'、'.join(f'{count} {of}' for count, of in counts if count) or '0 篇'}"


class Revision(models.Model):
    """A change of an article: what version `number` was, and who made the next one of it, when, how and why.

    The newest version is the article's rows themselves, so that what never changed is kept once.
    """

    class Kind(models.TextChoices):
        EDIT = "edit", "编辑"
        STATUS = "status", "改变状态"
        CORRECTION = "correction", "采纳读者纠错"
        RESTORE = "restore", "恢复旧版"
        MERGE = "merge", "并入另一篇"
        BULK = "bulk", "批量操作"
        ISSUE = "issue", "随期改日期"
        IMPORT = "import", "导入或重新解析"
        UNDO = "undo", "撤销导入或批量操作"

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="文章", related_name="revisions")
    number = models.PositiveIntegerField("版本", default=1)
    kind = models.CharField("方式", max_length=12, choices=Kind, default=Kind.IMPORT)
    reason = PrintedCharField("原因", max_length=500, blank=True)
    at = models.DateTimeField("时间", null=True)  # null where the first release kept no time
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True)
    # Stays where the account is deleted; empty where a program did it.
    by_name = models.CharField("操作人", max_length=150, blank=True)
    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, verbose_name="批次", null=True, blank=True, related_name="revisions"
    )
    act = models.ForeignKey(
        BulkAct, models.PROTECT, verbose_name="批量操作", null=True, blank=True, related_name="revisions"
    )
    content = PrintedJSONField("改前内容", encoder=ReadableJSON)  # archive.loader.content.Content.as_json()
    edited_fields = models.JSONField("改前编辑改过", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ["article", "-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="one_revision_a_version")]

    def __str__(self) -> str:
        return f"{self.article}（第{self.number}稿）"


class RowChange(models.Model):
    """What an editor changed in a row that has a form of its own but is no article (a newspaper, an issue, a column);
    and that one added or deleted a row of any kind."""

    class How(models.TextChoices):
        ADDED = "added", "新建"
        CHANGED = "changed", "修改"
        DELETED = "deleted", "删除"

    # As Django labels it: archive.column.
    kind = models.CharField("类别", max_length=100)
    row_id = models.PositiveBigIntegerField("编号")
    name = PrintedCharField("名称", max_length=300, blank=True)  # what the row was called then
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True)
    by_name = models.CharField("操作人", max_length=150, blank=True)  # stays where the account is deleted
    how = models.CharField("操作", max_length=10, choices=How, default=How.CHANGED)
    # [[what the form calls the field, before, after], …], as editors read them.
    fields = PrintedJSONField("改动", default=list, encoder=ReadableJSON)

    class Meta:
        verbose_name = verbose_name_plural = "改动记录"
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "row_id"])]

    def __str__(self) -> str:
        return f"{self.get_how_display()}：{self.name or self.row_id}"


class NumberAct(models.Model):
    """What somebody did about a number, or who took a kept file that has hidden ones; never changed."""

    class Verb(models.TextChoices):
        HIDDEN = "hidden", "隐去"
        RESTORED = "restored", "恢复"
        REVEALED = "revealed", "查看号码"
        TAKEN = "taken", "下载原件"

    number = models.ForeignKey(
        PersonalNumber, models.PROTECT, verbose_name="个人号码", null=True, blank=True, related_name="acts"
    )
    source = models.ForeignKey(
        SourceFile,
        models.SET_NULL,
        verbose_name="原始文件",
        null=True,
        blank=True,
        related_name="number_acts",
    )
    verb = models.CharField("操作", max_length=10, choices=Verb)
    reason = PrintedCharField("原因", max_length=500, blank=True)
    at = models.DateTimeField("时间", auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True)
    by_name = models.CharField("操作人", max_length=150, blank=True)  # stays where the account is deleted

    class Meta:
        verbose_name = verbose_name_plural = "个人号码的处理记录"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}：{self.number or self.source or ''}"


class NumberWork(models.Model):
    """What is asked about numbers and takes time, as every text is looked through: run_worker does it. The row is its
    state; the numbers' own rows say from the start what texts are to be."""

    is_unseen = True

    VERBS = [(verb.value, verb.label) for verb in (NumberAct.Verb.HIDDEN, NumberAct.Verb.RESTORED)]

    verb = models.CharField("操作", max_length=10, choices=VERBS)
    numbers = models.ManyToManyField(PersonalNumber, verbose_name="个人号码", related_name="works")
    articles = models.ManyToManyField(Article, verbose_name="涉及的文章", related_name="+")
    reason = PrintedCharField("原因", max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True)
    by_name = models.CharField("操作人", max_length=150, blank=True)
    at = models.DateTimeField("提出时间", auto_now_add=True)
    looked_at = models.PositiveIntegerField("已查", default=0)  # rows, of which there are `rows`
    rows = models.PositiveIntegerField("共", default=0)
    done_at = models.DateTimeField("做完时间", null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "隐去和恢复号码"
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.numbers.count()} 个号码"

    @property
    def overtaken(self) -> int:
        """Of how many numbers the contrary was asked since."""
        return self.numbers.filter(hidden=self.verb == NumberAct.Verb.RESTORED).count()
