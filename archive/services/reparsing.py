"""Better rules for kept sources: parse their bytes again."""

from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO

from archive import loader
from archive.ingest import version
from archive.ingest.learning import Profiles
from archive.ingest.types import UnreadableSource
from archive.loader import kept
from archive.models import ImportBatch, NewspaperBasis, SourceFile
from archive.services import profiles
from archive.services.files import RECORDS
from archive.services.reading_ahead import DocumentToRead, FileResult, RecordsToRead, Watch, read_and_load, unwatched


def reparse(sources: Iterable[SourceFile], batch: ImportBatch, watch: Watch = unwatched) -> Iterator[FileResult]:
    """Apply today's rules and profiles to kept sources; what an editor changed stays."""
    known = profiles.kept()
    return read_and_load(((source.origin, partial(take_source, source, known)) for source in sources), batch, watch)


def take_source(source: SourceFile, known: Profiles) -> DocumentToRead | RecordsToRead:
    """UnreadableSource or OSError where the kept bytes cannot be had, or are no longer those that came in."""
    newspaper = newspaper_given(source)
    if not source.path.exists():
        raise UnreadableSource(f"保存的原始文件 {source.path} 不在了，请从备份恢复 DATA_DIR/sources。")
    facts = loader.FileFacts(
        source.sha256, source.origin, source.path.stat().st_size, version.rules_version(), is_reread=True
    )
    if RECORDS.search(source.name):
        with source.path.open("rb") as stream:
            refuse_damaged(source, stream)
        return RecordsToRead(source.name, facts, newspaper)
    data = source.read_bytes()
    refuse_damaged(source, BytesIO(data))
    return DocumentToRead(source.name, facts, newspaper, data, lambda: None, profiles.for_source(source, known))


def refuse_damaged(source: SourceFile, stream: kept.ByteStream) -> None:
    """UnreadableSource where the kept bytes are no longer those that came in."""
    if kept.sha256_of(stream) != source.sha256:
        raise UnreadableSource(f"保存的原始文件 {source.path} 已损坏（SHA-256 不符），没有重读，请从备份恢复。")


def newspaper_given(source: SourceFile) -> str:
    """The newspaper that the operator named when the file came in; empty where the file or the archive told."""
    given = source.articles.filter(newspaper_basis=NewspaperBasis.GIVEN).exists()
    return source.newspaper.name if given else ""
