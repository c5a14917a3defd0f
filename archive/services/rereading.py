"""Rows against the sources that they come from: each kept source is read again, and held against its rows.

Rules and profiles may have changed since a source was read, and give something else today. Then its rows are only held
against their own claims on the text, which are verbatim; what the rules of today would do is a remark.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import F, Q

from archive.ingest import version
from archive.ingest.learning import Profiles
from archive.ingest.types import ParsedSource, UnreadableSource
from archive.isolation.process import ReaderFault, ReadingProcess
from archive.loader import comparing, editions
from archive.models import NEVER_PUBLISHED, Article, ImportBatch, SourceFile
from archive.services import profiles, reparsing
from archive.services.checking import Counted, Finding, to_reread, undisturbed
from archive.services.reading_ahead import RecordsToRead, read_portions

NAMED = 10  # sources that a sentence names
SAID = 20  # differences of one source that are told


@undisturbed("rows")
def check_rows(counted: Counted) -> Iterator[Finding]:
    """What rows say of themselves, then their texts against a reading of their sources."""
    yield from check_states()
    known, reading = profiles.kept(), _Reading()
    sources = SourceFile.objects.filter(live=True, resume_at=None).order_by("pk")
    with ReadingProcess() as process:
        for source in counted(sources.iterator(chunk_size=10), sources.count()):
            if said := reading.compare(source, known, process):
                yield to_reread("rows", source, f"{source.origin}：{'；'.join(said)}。")
    yield from (Finding("rows", f"{said}。请在后台的“期”里查对改正。") for said in reading.misprinted)
    if reading.unread:
        advice = "原始文件缺失或损坏的，先从备份取回；其余的请交给维护者。"
        yield Finding("rows", f"{_some(reading.unread)}读不出，没有对照。{advice}")
    if reading.otherwise:
        remark = "是按较早的规则或档案读的，今天读来有所不同，只对照了出处。要用今天的规则，运行 ingest --reparse。"
        yield Finding("rows", f"{_some(reading.otherwise)}{remark}", is_remark=True)


def check_states() -> Iterator[Finding]:
    """Rows of articles, sources and batches that contradict each other."""
    stale = (
        Article.objects.published().as_read().filter(source__live=False).exclude(edited_fields__icontains='"status"')
    )
    stale = stale.exclude(problems__code=editions.LACKS)  # an editor's, which a new edition has no longer
    for article in stale.select_related("source").defer("claims", "source__text", "source__claims"):
        yield Finding(
            "rows", f"文章 {article.permanent_id}《{article}》的原始文件 {article.source} 已不在用。请在后台查看。"
        )
    yield from check_corrections()
    for source in SourceFile.objects.filter(live=True, replaced_by__isnull=False).defer("text", "claims"):
        yield Finding("rows", f"原始文件 {source}（第 {source.pk} 号）在用，却又记有新版。请在后台查看。")
    for source in SourceFile.objects.filter(live=True).exclude(resume_at=None).defer("text", "claims"):
        yield Finding("rows", f"{source.origin} 只导入到第 {source.resume_at} 行之前。请再运行一次 ingest。")
    for batch in ImportBatch.objects.filter(state=ImportBatch.State.RUNNING):
        yield Finding("rows", f"{batch}记为进行中，导入却没有在运行。", mend="记为中断")


def check_corrections() -> Iterator[Finding]:
    """Articles that say that they correct one which they cannot."""
    wrong = Q(corrects=F("pk")) | Q(corrects__status__in=NEVER_PUBLISHED)
    for article in Article.objects.filter(wrong).defer("claims"):
        yield Finding(
            "rows", f"{comparing.named(article)}记着更正它自己，或更正从未发布过的一篇。请在后台改“更正哪一篇”。"
        )


@dataclass
class _Reading:
    """Reads sources again; `unread` are those that could not be, each with the reason, `otherwise` those that today's
    rules read in another way, `misprinted` what rows of issues say of their mastheads, which no reading mends."""

    unread: list[str] = field(default_factory=list)
    otherwise: list[str] = field(default_factory=list)
    misprinted: list[str] = field(default_factory=list)

    def compare(self, source: SourceFile, known: Profiles, process: ReadingProcess) -> list[str]:
        """What is wrong with the rows of a source."""
        try:
            taken = reparsing.take_source(source, known)
            if isinstance(taken, RecordsToRead):
                profile, said = "", compare_all_records(source, process)
            else:
                parsed: ParsedSource = process.ask("parse_document", taken.name, taken.data, taken.profiles)
                profile, said = parsed.profile, comparing.compare_document(parsed, source)
                if (source.parser_version, source.profile_version) == (version.rules_version(), profile):
                    self.misprinted += comparing.misprinted(parsed, source)
            differences = list(islice(said, SAID))
        except (UnreadableSource, OSError, ReaderFault) as error:
            process.end()  # it may be amid an answer
            self.unread.append(f"{source.origin}（{error}）")
            return []
        if not differences or (source.parser_version, source.profile_version) == (version.rules_version(), profile):
            return differences
        self.otherwise.append(source.origin)
        unlike = (said for article in comparing.compared_rows(source) for said in comparing.unlike_claims(article))
        return list(islice(unlike, SAID))


def compare_all_records(source: SourceFile, process: ReadingProcess) -> Iterator[str]:
    """Where the rows of a file of ready-made articles differ from what reading it gives."""
    for portion, _ in read_portions(source.path, 1, process):
        yield from comparing.compare_records(portion, source)


def _some(sources: list[str]) -> str:
    return f"{len(sources)} 份原始文件（{'、'.join(sources[:NAMED])}{'…' if len(sources) > NAMED else ''}）"
