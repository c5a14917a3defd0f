"""Source files (原始文件), the runs that brought them in, and what the parser doubts (存疑)."""

from pathlib import Path, PurePath

from django.conf import settings
from django.db import models

from archive.models.newspaper import Newspaper
from archive.models.personal_number import PersonalNumber
from archive.models.printed import PrintedCharField, PrintedJSONField, PrintedTextField
from archive.models.values import ReadableJSON, moment_text


class ImportBatch(models.Model):
    """Files that came together: one run of `ingest`, or one upload, which waits for run_worker and may take more runs.

    Whether it is published is no state of it: its articles say so, one by one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队等候"
        RUNNING = "running", "进行中"
        DONE = "done", "完成"
        INTERRUPTED = "interrupted", "中断"
        UNDONE = "undone", "已撤销"

    class Wish(models.TextChoices):
        UNDOUBTED = "undoubted", "发布全部无疑的"
        ALL = "all", "发布全部"
        SUBMIT = "submit", "全部送审"
        UNDO = "undo", "撤销这一批"

    started_at = models.DateTimeField("开始", auto_now_add=True)
    finished_at = models.DateTimeField("结束", null=True, blank=True)
    state = models.CharField("状态", max_length=12, choices=State, default=State.RUNNING)
    command = models.TextField("命令", blank=True)
    # Whose files that name no newspaper are; null where nobody said so.
    newspaper = models.ForeignKey(Newspaper, models.PROTECT, verbose_name="报纸", null=True, blank=True)
    as_drafts = models.BooleanField("先作草稿", default=False)
    # How many files there are to read, those in zips one by one; null until they were counted.
    files = models.PositiveIntegerField("文件数", null=True, blank=True)
    # How many of them were unpacked and looked at for what they share, before the first is read.
    looked_at = models.PositiveIntegerField("看过的文件数", default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="账号", null=True, blank=True)
    # The name stays where the account is deleted; empty where the command line did it.
    by_name = models.CharField("导入人", max_length=150, blank=True)
    # What somebody asked that run_worker is to do with it; empty where nothing is.
    wish = models.CharField("要做的", max_length=12, choices=Wish, blank=True, db_index=True)
    wished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="谁要做", null=True, blank=True, related_name="+"
    )
    # The fingerprint of the articles that were seen when it was asked; why it was not done, where it was not.
    wish_seen = models.CharField("看过的", max_length=64, blank=True, editable=False)
    wish_said = PrintedTextField("没有做成", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入批次"
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"第{self.pk}批（{moment_text(self.started_at)}）"

    @property
    def is_unfinished(self) -> bool:
        """Whether it waits to be read, or is being read."""
        return self.state in (self.State.WAITING, self.State.RUNNING)


class Upload(models.Model):
    """A file that came by the browser. Its bytes are kept under DATA_DIR/uploads by their hash until it is read."""

    class State(models.TextChoices):
        WAITING = "waiting", "待读"
        READ = "read", "已读"
        REFUSED = "refused", "未收"

    batch = models.ForeignKey(ImportBatch, models.CASCADE, verbose_name="批次", related_name="uploads")
    # As the browser called it; no two of a batch are called the same.
    name = PrintedCharField("文件名", max_length=300)
    size = models.PositiveBigIntegerField("字节")
    # Empty where it was refused before all of it had come.
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, db_index=True)
    state = models.CharField("状态", max_length=10, choices=State, default=State.WAITING, db_index=True)
    reason = PrintedTextField("说明", blank=True)  # why it was refused
    # By which an editor put it aside, and which may be taken back; null where nobody did.
    act = models.ForeignKey(
        "archive.BulkAct",
        models.SET_NULL,
        verbose_name="批量操作",
        null=True,
        blank=True,
        editable=False,
        related_name="refused_files",
    )

    class Meta:
        verbose_name = verbose_name_plural = "上传的文件"
        ordering = ["batch", "id"]
        constraints = [models.UniqueConstraint(fields=["batch", "name"], name="one_upload_a_name")]

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def path_of(sha256: str) -> Path:
        """Where the bytes with this hash (64 hexadecimal digits) are kept until they are read, there or not."""
        return Path(settings.DATA_DIR) / "uploads" / sha256

    @property
    def origin(self) -> str:
        """What its source is said to come from: a place of its own, so that no upload is a new edition of another."""
        return f"上传/第{self.batch_id}批/{self.name}"


class SourceFile(models.Model):
    """A file as it came. Its bytes are kept for ever under DATA_DIR/sources, named by their hash."""

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    name = PrintedCharField("文件名", max_length=300)
    # Where it was found: a changed file at the same place is a new edition of the same source.
    origin = PrintedCharField("来处", max_length=1000, db_index=True)
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
    # Of a PDF: [[number of the page, its first line, width, height in points], …] of the pages that have lines.
    pages = models.JSONField("版面", default=list, editable=False)
    # [[source_key, [[first_line, last_line], …]], …] of the drafts that editors deleted: no reading brings them again.
    deleted = PrintedJSONField("编辑删去的草稿", default=list, editable=False, encoder=ReadableJSON)
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
    origin = PrintedCharField("来处", max_length=1000)
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
    # By which an editor put it aside, and which may be taken back; null where nobody did.
    act = models.ForeignKey(
        "archive.BulkAct",
        models.SET_NULL,
        verbose_name="批量操作",
        null=True,
        blank=True,
        editable=False,
        related_name="failed_files",
    )

    class Meta:
        verbose_name = verbose_name_plural = "导入记录"
        ordering = ["batch", "id"]
        indexes = [models.Index(fields=["origin", "id"])]  # whether a file that failed came in later

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
    # Every settlement, the first one first: [[state, by whom, ISO time, how, key of its act or null], …].
    settlements = models.JSONField("处理经过", default=list, editable=False, encoder=ReadableJSON)

    class Meta:
        verbose_name = verbose_name_plural = "存疑"
        permissions = [("settle_problem", "可以处理存疑")]
        ordering = ["source", "first_line", "id"]

    def __str__(self) -> str:
        return self.message
