"""How far a batch that was uploaded has come, file by file, and what is to be said of files that gave no article."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count

from archive.models import Article, ImportBatch, ImportEvent, Problem, SourceFile, Upload
from archive.services.drafts import CAME

NOTES_SHOWN = 20  # of one zip
ARTICLES_SHOWN = 3  # of a file that was in already
REASONS_SHOWN = 4
NOTHING_IN_IT = (
    "没有读出文章{}。请点文件名看原文里每一行的去处：里面有文章的，用“文章”里的“增加”照录，并把文件交给维护者改进读法；"
    "本来就没有文章的，不用管。"
)
NO_RECORD = "没有读出文章{}。每行要写一篇文章，是一个 JSON 对象，至少有 title 或 body；请改好再传。"


@dataclass(frozen=True)
class FileNote:
    """What is to be said of a file that gave nothing new: why, and what to do or where its articles are."""

    event: ImportEvent
    said: str
    articles: Sequence[Article] = ()
    more: int = 0  # articles beside these


@dataclass
class UploadReport:
    """A file that was uploaded, with what became of it; of a zip, of all that is in it."""

    upload: Upload
    outcomes: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    problems: int = 0
    silent: list[ImportEvent] = field(default_factory=list)  # of files that gave nothing new
    notes: list[FileNote] = field(default_factory=list)  # on the first of these
    source: int | None = None  # key of the source, where the upload is one file

    def add(self, event: ImportEvent) -> None:
        """Count what a run made of a file."""
        self.outcomes[event.get_outcome_display()] += 1
        self.articles += event.articles
        if event.origin == self.upload.origin:
            self.source = event.source_id
        if not event.articles or event.outcome not in CAME:
            self.silent.append(event)

    @property
    def is_bundle(self) -> bool:
        """Whether what is said is of files in a zip, which are told apart by their names."""
        return any(event.origin != self.upload.origin for event in self.silent)

    @property
    def state(self) -> str:
        """In words: 待读, 未收, 新入库, or 新入库 298 个，失败 2 个."""
        if self.upload.state == Upload.State.REFUSED or not self.outcomes:
            return self.upload.get_state_display()
        if self.outcomes.total() == 1:
            return next(iter(self.outcomes))
        return "，".join(f"{outcome} {count} 个" for outcome, count in self.outcomes.items())


def uploads_of(batch: ImportBatch) -> list[UploadReport]:
    """The files of a batch as they came, each with what became of it, in a fixed number of queries."""
    reports = {upload.origin: UploadReport(upload) for upload in batch.uploads.select_related("batch")}
    opened = Problem.objects.filter(
        state=Problem.State.OPEN, source__live=True, source__in=batch.events.values("source")
    )
    counts = dict(opened.order_by().values_list("source").annotate(Count("pk")))
    for event in batch.events.defer("source_before"):
        place, _, member = event.origin.partition("/")[2].partition("/")
        report = reports.get(event.origin) or reports.get(f"上传/{place}/{member.partition('/')[0]}")
        if report:
            report.add(event)
            report.problems += counts.pop(event.source_id, 0)
    shown = [event for report in reports.values() for event in report.silent[:NOTES_SHOWN]]
    notes = {note.event.pk: note for note in notes_on(shown)}
    for report in reports.values():
        report.notes = [notes[event.pk] for event in report.silent[:NOTES_SHOWN]]
    return list(reports.values())


def notes_on(silent: Sequence[ImportEvent]) -> list[FileNote]:
    """A note for each of these files, which failed, gave no article, or were in already."""
    keys = [event.source_id for event in silent if event.source_id]
    sources = SourceFile.objects.defer("text").in_bulk(keys)
    rows = Article.objects.filter(source__in=keys).only("pk", "title", "source", "status").order_by("position", "pk")
    held, said = defaultdict(list), defaultdict(list)
    for article in rows:
        held[article.source_id].append(article)
    for problem in Problem.objects.filter(source__in=keys, article=None, state=Problem.State.OPEN):
        said[problem.source_id].append(problem.message)
    notes = []
    for event in silent:
        articles, source = held[event.source_id], sources.get(event.source_id or 0)
        if event.outcome == ImportEvent.Outcome.FAILED or source is None:
            notes.append(FileNote(event, event.message))
        elif not event.articles:
            notes.append(FileNote(event, why_nothing(source, said[source.pk])))
        else:
            before = f"与第 {source.batch_id} 批的“{source.name}”一字不差，没有再导入。文章在："
            notes.append(FileNote(event, before, articles[:ARTICLES_SHOWN], len(articles[ARTICLES_SHOWN:])))
    return notes


def why_nothing(source: SourceFile, said: Sequence[str]) -> str:
    """Why a file gave no article, as far as is known, and what to do."""
    if source.reader == "jsonl":
        return NO_RECORD.format(f"：{said[0].rstrip('。')}" if said else "")
    lines: Counter[str] = Counter()
    for target, first, last, _, reason in source.claims:
        lines[reason or ("报头" if target.startswith("issue") else "其他")] += last - first + 1
    as_what = "、".join(f"{reason} {count} 行" for reason, count in lines.most_common(REASONS_SHOWN))
    return NOTHING_IN_IT.format(f"：所有的行都认作了别的（{as_what}）" if as_what else "")
