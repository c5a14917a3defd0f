"""Pictures of the pages of PDFs, beside the text that came from them: drawn by a process of its own, and kept.

A picture is named by the file, the page and the page's lines as the archive has them, so that no older one is found
once a number in them was hidden. Why there is none is kept in the same way.
"""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.conf import settings

from archive.addresses.links import address
from archive.disk.kept_files import KeptFile, KeptFolder, NotMadeNow
from archive.ingest.types import SourcePage, UnreadableSource
from archive.isolation.process import ReadingInterrupted, ReadingLimits, ReadingProcess, ReadingStopped
from archive.models import Article, SourceFile

EDITION = 1  # raised when the same page is drawn otherwise
MOST_KEPT = 500  # some 300 kB each
A_MINUTE = 20  # one or two seconds of processor time each
PATIENCE = 10  # seconds for another worker to finish its own: the first page of a file takes some
LIMITS = ReadingLimits(seconds=10, patience=2)
PICTURE, SAID = ".webp", ".txt"
UNPUBLISHED = "这一页上有没有公开的文字，所以不展示图片。"
TOO_MUCH = "这一页太大或太复杂，画不成图片。"
GONE = "保存的原始文件不在了，画不出图片。"


class NoPicture(Exception):
    """There is no picture of a page; the message tells a reader why."""


@dataclass(frozen=True)
class PageBeside:
    """A page beside the text: where its picture is, how large; why there is none, as far as is known (`said`).
    Whether there is one is `settled` once it was asked for."""

    number: int
    address: str
    width: int
    height: int
    said: str
    settled: bool


def pages_with(source: SourceFile, lines: Iterable[int]) -> list[SourcePage]:
    """The pages of a source on which some of these lines stand."""
    wanted = list(lines)
    return [page for page in source_pages(source) if _has_any(source, page, wanted)]


def source_pages(source: SourceFile) -> list[SourcePage]:
    return [SourcePage(*page) for page in source.pages]


def page_beside(article: Article, source: SourceFile, page: SourcePage, withheld: Collection[int]) -> PageBeside:
    """A page of the source of an article; `withheld` are lines that are not for readers."""
    there = address("page_picture", article.newspaper, permanent_id=article.permanent_id, number=page.number)
    if _has_any(source, page, withheld):
        return PageBeside(page.number, there, *page.pixels, said=UNPUBLISHED, settled=True)
    folder, name = _folder(), _name(source, page)
    ending = folder.ending(name)
    said = kept.content.decode() if ending == SAID and (kept := folder.found(name)) else ""
    return PageBeside(page.number, there, *page.pixels, said=said, settled=ending is not None)


def picture_of(source: SourceFile, page: SourcePage, withheld: Collection[int]) -> bytes:
    """The picture of a page as WebP, drawn where it is not kept. Raises NoPicture, NotMadeNow."""
    if _has_any(source, page, withheld):
        raise NoPicture(UNPUBLISHED)
    if not source.path.exists():
        raise NoPicture(GONE)
    folder, name = _folder(), _name(source, page)
    kept = folder.get(
        name,
        lambda: _drawn(source, page),
        still=lambda: _name(SourceFile.objects.get(pk=source.pk), page) == name,
    )
    if kept.ending == SAID:
        raise NoPicture(kept.content.decode())
    return kept.content


def _folder() -> KeptFolder:
    return KeptFolder(settings.PAGE_PICTURES_DIR, [PICTURE, SAID], MOST_KEPT, A_MINUTE, PATIENCE)


def _name(source: SourceFile, page: SourcePage) -> str:
    drawn_of = f"{EDITION} {page} {_kept_lines(source, page)}"
    return f"{source.sha256}-{page.number}-{hashlib.blake2b(drawn_of.encode(), digest_size=16).hexdigest()}"


def _lines_on(source: SourceFile, page: SourcePage) -> range:
    """The numbers of the lines of a page."""
    firsts = [*(each.first_line for each in source_pages(source)), source.text.count("\n") + 2]
    return next(range(first, following) for first, following in pairwise(firsts) if first == page.first_line)


def _has_any(source: SourceFile, page: SourcePage, lines: Iterable[int]) -> bool:
    there = _lines_on(source, page)
    return any(number in there for number in lines)


def _kept_lines(source: SourceFile, page: SourcePage) -> tuple[str, ...]:
    numbers = _lines_on(source, page)
    return tuple(source.text.split("\n")[numbers.start - 1 : numbers.stop - 1])


def _drawn(source: SourceFile, page: SourcePage) -> KeptFile:
    with ReadingProcess(LIMITS) as process:
        try:
            return KeptFile(PICTURE, process.ask("draw_page", str(source.path), page, _kept_lines(source, page)))
        except ReadingInterrupted as interrupted:
            raise NotMadeNow from interrupted
        except ReadingStopped:
            return KeptFile(SAID, TOO_MUCH.encode())
        except UnreadableSource as reason:
            return KeptFile(SAID, str(reason).encode())
