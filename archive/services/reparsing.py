"""Better rules for kept sources: parse their bytes again."""

from collections.abc import Iterable, Iterator

from django.db import transaction

from archive import loader
from archive.ingest import pipeline
from archive.ingest.profiling import NO_PROFILES, Profiles
from archive.models import ImportBatch, NewspaperBasis, SourceFile
from archive.services import importing, profiles
from archive.services.files import RECORDS
from archive.services.importing import FileResult, Watch, unwatched


def reparse(sources: Iterable[SourceFile], batch: ImportBatch, watch: Watch = unwatched) -> Iterator[FileResult]:
    """Apply today's rules and profiles to kept sources; what an editor changed stays."""
    known = profiles.kept()
    for source in sources:
        try:
            result = reparse_source(source, batch, watch, known)
        except FileNotFoundError:
            said = f"保存的原始文件 {source.path} 不在了，请从备份恢复 DATA_DIR/sources。"
            result = importing.failed(source.origin, batch, said)
        except Exception as error:  # noqa: BLE001  a fault of ours on one source must not keep the others back
            result = importing.failed(source.origin, batch, importing.reason(error))
        yield result


def reparse_source(
    source: SourceFile, batch: ImportBatch, watch: Watch = unwatched, known: Profiles = NO_PROFILES
) -> FileResult:
    """UnreadableSource or OSError where the kept bytes cannot be read."""
    facts = loader.FileFacts(source.sha256, source.origin, source.size, pipeline.VERSION)
    newspaper = newspaper_given(source)
    if RECORDS.search(source.name):
        with source.path.open("rb") as stream:
            return importing.load_records(stream, loader.begin_records(source.name, facts, batch, newspaper), watch)
    parsed = pipeline.parse_bytes(source.name, source.read_bytes(), profiles.for_source(source, known))
    with transaction.atomic():
        return importing.record(loader.load(parsed, facts, batch, newspaper), source.origin, batch)


def newspaper_given(source: SourceFile) -> str:
    """The newspaper that the operator named when the file came in; empty where the file or the archive told."""
    given = source.articles.filter(newspaper_basis=NewspaperBasis.GIVEN).exists()
    return source.newspaper.name if given else ""
