"""How far a batch that was uploaded has come, file by file."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from archive.models import ImportBatch, ImportEvent, Upload

FAILURES_SHOWN = 20  # of one zip


@dataclass
class UploadReport:
    """A file that was uploaded, with what became of it; of a zip, of all that is in it."""

    upload: Upload
    outcomes: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    problems: int = 0
    failed: list[ImportEvent] = field(default_factory=list)
    source: int | None = None  # key of the source, where the upload is one file

    def add(self, event: ImportEvent) -> None:
        """Count what a run made of a file."""
        self.outcomes[event.get_outcome_display()] += 1
        self.articles += event.articles
        self.problems += event.problems
        if event.outcome == ImportEvent.Outcome.FAILED:
            self.failed.append(event)
        if event.origin == self.upload.origin:
            self.source = event.source_id

    @property
    def is_bundle(self) -> bool:
        """Whether what failed are files in a zip, which are told apart by their names."""
        return any(event.origin != self.upload.origin for event in self.failed)

    @property
    def state(self) -> str:
        """In words: 待读, 未收, 新入库, or 新入库 298 个，失败 2 个."""
        if self.upload.state == Upload.State.REFUSED or not self.outcomes:
            return self.upload.get_state_display()
        if self.outcomes.total() == 1:
            return next(iter(self.outcomes))
        return "，".join(f"{outcome} {count} 个" for outcome, count in self.outcomes.items())

    @property
    def shown_failures(self) -> Sequence[ImportEvent]:
        return self.failed[:FAILURES_SHOWN]


def uploads_of(batch: ImportBatch) -> list[UploadReport]:
    """The files of a batch as they came, each with what became of it, in two queries."""
    reports = {upload.origin: UploadReport(upload) for upload in batch.uploads.select_related("batch")}
    for event in batch.events.defer("source_before"):
        place, _, member = event.origin.partition("/")[2].partition("/")
        report = reports.get(event.origin) or reports.get(f"上传/{place}/{member.partition('/')[0]}")
        if report:
            report.add(event)
    return list(reports.values())
