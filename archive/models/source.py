"""Source files (原始文件), the runs that brought them in, and what the parser doubts (存疑)."""

from pathlib import Path, PurePath

from django.conf import settings
from django.db import models

from archive.models.newspaper import Newspaper
from archive.models.personal_number import PersonalNumber
from archive.models.printed import PrintedCharField, PrintedJSONField, PrintedTextField
from archive.models.values import ReadableJSON, moment_text


class ImportBatch(models.Model):
    """One run of `ingest`."""

    class State(models.TextChoices):
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        INTERRUPTED = "interrupted", "中断"
        UNDONE = "undone", "已撤销"

    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("结束", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.RUNNING)
    command = models.TextField("命令", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"第{self.pk}批（{moment_text(self.started_at)}）"


class SourceFile(models.Model):
    """A file as it came. Its bytes are kept for ever under DATA_DIR/sources, named by their hash."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    name = PrintedCharField("文件名", max_length=300)
    # Where it was found: a changed file at the same place is a new edition of the same source.
    origin = models.CharField("来处", max_length=1000, db_index=True)
    size = models.PositiveBigIntegerField("字节")
    encoding = models.CharField("编码", max_length=40, blank=True)
    reader = models.CharField("读取器", max_length=40)
    parser_version = models.CharField("解析规则版本", max_length=40)
    # The fingerprint of the newspaper's profile by which it was read; empty where it had none.
    profile_version = models.CharField("版式档案版本", max_length=12, blank=True)
    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸", related_name="sources")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, verbose_name="批次", null=True, related_name="sources")
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, verbose_name="新版", null=True, blank=True, related_name="replaces"
    )
    # Whether its articles are the ones in use: not so once a new edition replaced it, or its import was undone.
    live = models.BooleanField("在用", default=True, db_index=True)
    # A file of ready-made articles is loaded in portions: the first line not yet in; null when all are.
    resume_at = models.PositiveBigIntegerField("续传行", null=True, blank=True)
    # The text as the reader gave it, one line a source line: what the page beside the article shows.
    text = PrintedTextField("原文")
    # [[target, first_line, last_line, verbatim text, reason], …]: the masthead, and what is no part of an article.
    claims = PrintedJSONField("未入文章的行", default=list, encoder=ReadableJSON)
    added_at = models.DateTimeField("入库", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "原始文件"
        ordering = ["-added_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def path_of(sha256: str) -> Path:
        """Where the bytes with this hash (64 hexadecimal digits) are kept, there or not."""
        return Path(settings.SOURCES_DIR) / sha256[:2] / sha256

    @property
    def path(self) -> Path:
        return self.path_of(self.sha256)

    def read_bytes(self) -> bytes:
        """The bytes as they came; FileNotFoundError where DATA_DIR/sources was not restored."""
        return self.path.read_bytes()


class ImportEvent(models.Model):
    """What one run made of one file."""

    class Outcome(models.TextChoices):
        NEW = "new", "新入库"
        UNCHANGED = "unchanged", "未变"
        UPDATED = "updated", "已更新"
        FAILED = "failed", "失败"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="批次", related_name="events")
    source = models.ForeignKey(SourceFile, models.SET_NULL, verbose_name="原始文件", null=True, blank=True)
    origin = models.CharField("来处", max_length=1000)
    outcome = models.CharField("结果", max_length=10, choices=Outcome)
    articles = models.PositiveIntegerField("文章数", default=0)
    problems = models.PositiveIntegerField("存疑数", default=0)
    message = PrintedTextField("说明", blank=True)
    # What the source's row and problems were before, for undo_import; null where the source is new.
    source_before = PrintedJSONField("此前状态", null=True, editable=False, encoder=ReadableJSON)
    # Of bytes whose reading was stopped (by a limit, or a crash): under the same rules they are not tried again.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True, editable=False)
    parser_version = models.CharField("解析规则版本", max_length=40, blank=True, editable=False)
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入记录"
        ordering = ["batch", "id"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}：{self.file_name}"

    @property
    def file_name(self) -> str:
        return PurePath(self.origin).name


class Problem(models.Model):
    """Something the parser was not sure of; an editor confirms that all is right, or mends it."""

    class State(models.TextChoices):
        OPEN = "open", "待看"
        CONFIRMED = "confirmed", "确认无误"
        MENDED = "mended", "已改正"

    source = models.ForeignKey(SourceFile, models.CASCADE, verbose_name="原始文件", related_name="problems")
    article = models.ForeignKey(
        "archive.Article", models.CASCADE, verbose_name="文章", null=True, blank=True, related_name="problems"
    )
    # Of whom it is doubted whether the public may see it (代号 personal_number).
    number = models.ForeignKey(
        PersonalNumber, models.CASCADE, verbose_name="个人号码", null=True, blank=True, related_name="doubts"
    )
    code = models.CharField("代号", max_length=40)
    message = PrintedTextField("说明")
    first_line = models.PositiveIntegerField("起行", null=True, blank=True)
    last_line = models.PositiveIntegerField("止行", null=True, blank=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.OPEN, db_index=True)
    # What may be taken instead of what the article says: {"field": …, "value": …} (archive.loader.editions).
    proposed = PrintedJSONField("另一说", null=True, editable=False, encoder=ReadableJSON)
    settled_at = models.DateTimeField("处理时间", null=True, blank=True)
    # The name stays where the account is deleted.
    settled_by_name = models.CharField("处理人", max_length=150, blank=True)
    # The bulk act that settled it last, which may be taken back.
    act = models.ForeignKey(
        "archive.BulkAct", models.SET_NULL, verbose_name="批量操作", null=True, blank=True, related_name="doubts"
    )
    # Every settlement, the first one first: [[state, by whom, ISO time, how], …].
    settlements = models.JSONField("处理经过", default=list, editable=False, encoder=ReadableJSON)

    class Meta:
        verbose_name = verbose_name_plural = "存疑"
        permissions = [("settle_problem", "可以处理存疑")]
        ordering = ["source", "first_line", "id"]

    def __str__(self) -> str:
        return self.message
