"""Better rules for kept sources: parse their bytes again."""

import hashlib
from collections.abc import Iterable, Iterator
from functools import partial

from archive import loader
from archive.ingest import pipeline
from archive.ingest.profiling import Profiles
from archive.ingest.types import UnreadableSource
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
    facts = loader.FileFacts(source.sha256, source.origin, source.size, pipeline.version())
    newspaper = newspaper_given(source)
    if not source.path.exists():
        raise UnreadableSource(f"保存的原始文件 {source.path} 不在了，请从备份恢复 DATA_DIR/sources。")
    with source.path.open("rb") as kept:
        if hashlib.file_digest(kept, "sha256").hexdigest() != source.sha256:
            raise UnreadableSource(f"保存的原始文件 {source.path} 已损坏（SHA-256 不符），没有重读，请从备份恢复。")
    if RECORDS.search(source.name):
        return RecordsToRead(source.name, facts, newspaper)
    own = profiles.for_source(source, known)
    return DocumentToRead(source.name, facts, newspaper, source.read_bytes(), lambda: None, own)


def newspaper_given(source: SourceFile) -> str:
    """The newspaper that the operator named when the file came in; empty where the file or the archive told."""
    given = source.articles.filter(newspaper_basis=NewspaperBasis.GIVEN).exists()
    return source.newspaper.name if given else ""
