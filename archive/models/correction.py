"""What a reader would mend in a paragraph or headline (纠错); it waits until an editor decides."""

from django.conf import settings
from django.db import models

from archive.models.article import Article
from archive.models.history import BulkAct
from archive.models.printed import PrintedCharField, PrintedTextField


class Correction(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", "待处理"
        ACCEPTED = "accepted", "采纳"
        DECLINED = "declined", "不采纳"

    class Part(models.TextChoices):
        KICKER = "kicker", "引题"
        TITLE = "title", "标题"
        SUBTITLE = "subtitle", "副题"
        HEADING = "heading", "小标题"
        PARAGRAPH = "paragraph", "段"
        CAPTION = "caption", "图片说明"

    # What a reader sends changes no page until it is accepted: then its article shows it.
    seen_where = {"state": State.ACCEPTED.value}

    article = models.ForeignKey(Article, models.CASCADE, verbose_name="文章", related_name="corrections")
    part = models.CharField("哪一部分", max_length=10, choices=Part, default=Part.PARAGRAPH)
    number = models.PositiveIntegerField("第几个", help_text="这一部分里的，提交时从 1 数起")
    printed = PrintedTextField("原文", help_text="提交时的文字")
    suggested = PrintedTextField("改为", help_text="采纳前可以再改")
    reason = PrintedCharField("读者说明", max_length=500, blank=True)
    # By which name the reader wishes to be thanked beside the article; empty where by none.
    credited_as = PrintedCharField("署名", max_length=40, blank=True, help_text="写在文章后面；空着就不写")
    # Tells senders of one day apart, for the limit on how many they may send; no address can be had from it.
    sender = models.CharField("来源码", max_length=64, editable=False, db_index=True)
    state = models.CharField("处理", max_length=10, choices=State, default=State.WAITING, db_index=True)
    sent_at = models.DateTimeField("提交时间", auto_now_add=True, db_index=True)
    decided_at = models.DateTimeField("处理时间", null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, verbose_name="处理账号", null=True, blank=True, editable=False
    )
    # Stays where the account is deleted.
    decided_by_name = models.CharField("处理人", max_length=150, blank=True, editable=False)
    refusal = PrintedCharField("不采纳的原因", max_length=500, blank=True)
    # Whether `printed` stands so in the article's source: else it is what an editor, or another reader, made of it.
    is_original = models.BooleanField("原文如此", default=False, editable=False)
    # By which it was decided, and which may be taken back.
    act = models.ForeignKey(
        BulkAct, models.SET_NULL, verbose_name="批量操作", null=True, blank=True, editable=False, related_name="decided"
    )
    # Of an accepted one the last change (Revision) that its places were carried over; null where it has none yet.
    carried_to = models.PositiveBigIntegerField(null=True, editable=False)
    # The articles of these places that have it now (archive.services.following): there its former wording is found, and
    # its reader thanked.
    shown_in = models.ManyToManyField(Article, verbose_name="见于", editable=False, related_name="shown_corrections")

    class Meta:
        verbose_name = verbose_name_plural = "读者纠错"
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"《{self.article}》{self.place_name}"

    def get_absolute_url(self) -> str:
        return address_of_place(self.article, self.part, self.number)

    @property
    def place_name(self) -> str:
        return name_of_place(self.part, self.number)

    @property
    def former_label(self) -> str:
        """How the wording is introduced that it put right."""
        return "原文作" if self.is_original else REPLACED

    @property
    def ends_sentence(self) -> bool:
        """Whether a full stop stands at the end of what it put right, and none is needed behind the quotation of it."""
        return self.printed.endswith(("。", "！", "？", "…", "。”", "！”", "？”"))


class CorrectedPlace(models.Model):
    """Where what an accepted correction put right stands in an article from one version on, until the next one of the
    same; archive.services.carrying writes it."""

    correction = models.ForeignKey(Correction, models.CASCADE, related_name="places")
    article = models.ForeignKey(Article, models.CASCADE, related_name="corrected_places")
    version = models.PositiveIntegerField()
    # [[from, up to], …] in archive.services.carrying.mendable_text(); none where nothing of it is left.
    spans = models.JSONField(default=list)

    class Meta:
        verbose_name = verbose_name_plural = "纠错所在"
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["correction", "article", "version"], name="one_place_a_version")]

    def __str__(self) -> str:
        return f"{self.correction_id}: {self.article_id}, {self.version}"


REPLACED = "改前作"  # introduces a wording that is none of the source's


DECK_PARTS = (Correction.Part.KICKER, Correction.Part.TITLE, Correction.Part.SUBTITLE)


def name_of_place(part: str, number: int) -> str:
    """How pages call the one of its part: 第3段, 标题, 第2个小标题."""
    kind = Correction.Part(part)
    if kind == Correction.Part.PARAGRAPH:
        return f"第{number}段"
    if kind in DECK_PARTS:
        return kind.label if number == 1 else f"{kind.label}第{number}行"
    return f"第{number}{'个' if kind == Correction.Part.HEADING else '条'}{kind.label}"


def address_of_place(article: Article, part: str, number: int) -> str:
    """Where it is read."""
    there = article.get_absolute_url()
    return f"{there}#p{number}" if part == Correction.Part.PARAGRAPH else there


def accepted_corrections(article: Article) -> list[Correction]:
    """The accepted corrections of paragraphs of an article, wherever they stood then, which it shows now, the first one
    first; those of which only the former wording stands were taken back by hand."""
    accepted = article.shown_corrections.all()
    standing = texts_standing(article) if accepted else set()
    shown = (each for each in accepted if each.suggested in standing or each.printed not in standing)
    return sorted(shown, key=lambda each: each.pk)


def former_wordings(article: Article) -> dict[str, str]:
    """What stood in an article before one of its accepted corrections and stands there no longer, each with how it is
    introduced. What a correction brought and another replaced is among it, also where the other was sent before the
    first was accepted, so that both say the same `printed`."""
    accepted = accepted_corrections(article)
    standing = texts_standing(article) if accepted else set()
    # A deck that was put right may be part of a line since a join.
    lines = [f" {line} " for line in standing]
    replaced = {
        each.suggested: REPLACED for each in accepted if not any(f" {each.suggested} " in line for line in lines)
    }
    return replaced | {each.printed: each.former_label for each in accepted if each.printed not in standing}


def texts_standing(article: Article) -> set[str]:
    """What a correction may be of, as it is now."""
    standing = {getattr(article, deck) for deck in DECK_PARTS} | {figure.caption for figure in article.figures.all()}
    for section in article.sections.all():
        standing |= {section.heading, *section.paragraphs}
    return standing
