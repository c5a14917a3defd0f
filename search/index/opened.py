"""The index as this process has it open: where it lies, what shape it has, its newest state."""

from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from archive.language import segmentation
from archive.models import Article
from search.index import vocabulary
from search.index.article_index import ArticleIndex
from search.index.columns import column_kinds
from search.index.fields import ZONES
from search.store.container import CorruptContainer
from search.store.reader import Library, NoIndex, Reader
from search.store.schema import Document, IndexLayout
from search.store.writer import GenerationWriter, Pointer

# Raised when an index must be rebuilt because its format changed. Whoosh's table of contents names modules of
# search.store, so that moving one of them is a new format too. (2: search.engine.store became search.store; 3: the
# pointer has checksums.)
FORMAT = 3
CACHE_BYTES = 64 * 1024 * 1024


class IndexUnavailable(Exception):
    """No index answers: not built yet, or not readable. The message says what to do."""


class OpenIndex:
    """The index in `folder`, of which this process may keep `cache_bytes` decoded."""

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        self.folder = folder
        self.library = Library(folder, cache_bytes, self.shape)

    @cached_property
    def layout(self) -> IndexLayout:
        kinds = column_kinds()
        return IndexLayout(
            zones=ZONES,
            columns=tuple(name for name, is_list in kinds.items() if not is_list),
            lists=tuple(name for name, is_list in kinds.items() if is_list),
        )

    @cached_property
    def shape(self) -> str:
        """An index of another shape cannot be read or added to; one cut otherwise only ranks a little worse."""
        return f"{FORMAT}:{','.join((*self.layout.zones, *self.layout.columns, *self.layout.lists))}"

    def fingerprint(self) -> str:
        """Of all that an index is made of beside its articles: where it differs, a rebuild is due."""
        return f"{self.shape}/{segmentation.fingerprint()}/{vocabulary.VERSION}"

    def pointer(self) -> Pointer | None:
        """What is in use, of whatever shape; None where no index was ever built, or none that this release knows."""
        return Pointer.read(self.folder)

    def is_writable(self) -> bool:
        """Whether there is an index to which articles can be added."""
        pointer = self.pointer()
        return pointer is not None and pointer.has_shape(self.shape)

    def reader(self) -> Reader:
        """The newest state committed by any process. Raises IndexUnavailable."""
        try:
            reader = self.library.latest()
        except NoIndex as error:
            raise IndexUnavailable(str(error)) from error
        segmentation.follow(reader.pointer.fingerprint)
        return reader

    def writer(self) -> GenerationWriter:
        """Of the index in use. Raises IndexUnavailable where it is missing or damaged."""
        try:
            return GenerationWriter.current(self.folder, self.layout)
        except (FileNotFoundError, CorruptContainer) as error:
            raise IndexUnavailable(str(error)) from error

    def document(self, article: Article) -> Document:
        """What is indexed of an article, loaded `for_reading`."""
        prepared = article_index().full_prepare(article)
        return Document(
            key=article.pk,
            units=tuple(prepared["text"]),
            columns={name: prepared[name] for name in self.layout.columns},
            lists={name: tuple(prepared[name]) for name in self.layout.lists},
        )


@cache
def article_index() -> ArticleIndex:
    return ArticleIndex()


@lru_cache(maxsize=4)
def open_index(folder: Path, cache_bytes: int = CACHE_BYTES) -> OpenIndex:
    """One for the whole process; Haystack makes a backend for each thread."""
    return OpenIndex(folder, cache_bytes)


def default_index() -> OpenIndex:
    """The index of Haystack's default connection."""
    options: dict[str, Any] = settings.HAYSTACK_CONNECTIONS["default"]
    return open_index(Path(options["PATH"]), options.get("CACHE_BYTES", CACHE_BYTES))
