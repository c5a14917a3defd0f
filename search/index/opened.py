"""The index as this process has it open: where it lies, what shape it has, its newest state."""

import logging
import os
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
from search.store.damage import RECALLED, DamagedIndex, IndexUnavailable, RebuildDue, marked_damage
from search.store.manifest import POINTER, Pointer
from search.store.reader import Library, Reader
from search.store.schema import Document, IndexLayout
from search.store.writer import SERVED, GenerationWriter, kept_commit

log = logging.getLogger(__name__)
CACHE_BYTES = 64 * 1024 * 1024


class OpenIndex:
    """The index in `folder`, of which this process may keep `cache_bytes` decoded."""

    def __init__(self, folder: Path, cache_bytes: int) -> None:
        self.folder = folder
        self.library = Library(folder, cache_bytes, self.shape)
        self.served = ""  # the generation that is known to have answered

    @cached_property
    def layout(self) -> IndexLayout:
        kinds = column_kinds()
        return IndexLayout(
            zones=ZONES,
            columns=tuple(name for name, is_list in kinds.items() if not is_list),
            lists=tuple(name for name, is_list in kinds.items() if is_list),
            tails=("body",),
        )

    @cached_property
    def shape(self) -> str:
        """An index of another shape cannot be read or added to; one cut otherwise only ranks a little worse."""
        return ",".join((*self.layout.zones, *self.layout.columns, *self.layout.lists))

    def fingerprint(self) -> str:
        """Of all that an index is made of beside its articles: where it differs, a rebuild is due."""
        return f"{self.shape}/{segmentation.fingerprint()}/{vocabulary.VERSION}"

    def pointer(self) -> Pointer | None:
        """The commit in use; None where no index was ever built. Raises IndexUnavailable."""
        return Pointer.read(self.folder)

    def reader(self) -> Reader:
        """The newest state committed by any process. Raises IndexUnavailable."""
        reader = self.library.latest()
        segmentation.follow(reader.fingerprint)
        return reader

    def writer(self) -> GenerationWriter:
        """Of the index in use. Raises IndexUnavailable where it is missing, damaged or of another shape."""
        if damage := self.damage():
            raise damage
        return GenerationWriter.current(self.folder, self.layout)

    def damage(self) -> RebuildDue | None:
        """Why the index must be built anew before anything is added to it; None where it need not be.

        Raises IndexUnavailable where it cannot be read for a reason that a rebuild does not mend.
        """
        try:
            pointer = self.library.latest().pointer
        except RebuildDue as reason:
            # As it was raised, it would keep the files open in which it was met, and their room on the disk.
            return type(reason)(*reason.args)
        said = marked_damage(self.folder / pointer.generation)
        return DamagedIndex(said) if said else None

    def recall(self) -> None:
        """Let every process open the index anew, or find that it cannot.

        None is to go on with a state that lacks changes which cannot be added to it.
        """
        try:
            if pointer := self.pointer():
                (self.folder / pointer.generation / RECALLED).touch()
                os.utime(self.folder / POINTER)
        except IndexUnavailable:
            pass  # whoever wrote to the pointer did as much: it is read again, and not understood
        except OSError as reason:  # a full or read-only disk
            log.warning("%s: readers are not told of the damage: %s", self.folder, reason)

    def kept(self) -> Pointer | None:
        """The last good commit before the generation in use, while it is kept and of this shape.

        Raises IndexUnavailable where that cannot be told now: whoever took it for None would forget what it lacks.
        """
        try:
            kept = kept_commit(self.folder, self.pointer())
            usable = kept is not None and kept.read_manifest(self.folder).has_shape(self.shape)
        except (FileNotFoundError, RebuildDue):
            return None
        return kept if usable else None

    def has_served(self, reader: Reader) -> None:
        """Told whenever a query was answered: what was kept until then may go."""
        if reader.pointer.kept is None or reader.pointer.generation == self.served:
            return
        self.served = reader.pointer.generation
        try:
            (self.folder / self.served / SERVED).touch()
        except OSError as reason:  # a full or read-only disk: what is kept stays a little longer
            log.warning("%s: not told that it serves: %s", self.served, reason)

    def document(self, article: Article) -> Document:
        """What is indexed of an article, best loaded as ArticleIndex does."""
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


def index_state() -> str | None:
    """The commit that answers now, by a name that no other commit has; None where none answers."""
    try:
        pointer = default_index().reader().pointer
    except IndexUnavailable:
        return None
    return f"{pointer.generation}-{pointer.number}"


def default_index() -> OpenIndex:
    """The index of Haystack's default connection."""
    options: dict[str, Any] = settings.HAYSTACK_CONNECTIONS["default"]
    return open_index(options["PATH"], options.get("CACHE_BYTES", CACHE_BYTES))
