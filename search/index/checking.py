"""The index against the rows that it was made from, and its files against what was written."""

from collections.abc import Iterator, Sequence

from archive.models import Article
from archive.services.checking import Counted, Finding
from search.index import indexing
from search.index.batches import in_batches
from search.index.opened import OpenIndex, default_index
from search.models import DirtyArticle
from search.store.agreement import differing_documents
from search.store.damage import IndexUnavailable
from search.store.integrity import differing_files

NAMED = 10  # articles or files that a finding names
MEND = "重建索引"
LACKING, LEFT_IN, OTHERWISE = "不在索引里", "在索引里，却未发布", "在索引里的文字或日期与库中不同"
ADVICE = {OTHERWISE: "请在后台核对：库中的对，就运行 rebuild_index；不对，就改回来。"}
BATCH = 500  # articles compared at a time


def check_index(counted: Counted) -> Iterator[Finding]:
    """Its files are those that were written; every published article is in it as its rows are, and nothing else is.

    What waits to be indexed is left out of account.
    """
    index = default_index()
    try:
        index.reader()
    except IndexUnavailable as error:
        yield Finding("index", f"没有可用的索引（{error}）。", mend=MEND)
        return
    if damaged := damaged_files(index):
        yield Finding("index", f"索引文件已损坏：{some(damaged)}。", mend=MEND)
        return  # what it says of articles means nothing
    if indexing.status()["stale"]:
        yield Finding("index", "索引由较早的规则或词典建成。", mend=MEND)
        return
    yield from disagreements(index, counted)


def damaged_files(index: OpenIndex) -> list[str]:
    """Names of files in use that are not as they were written. A commit may take files away meanwhile: then anew."""
    while pointer := index.pointer():
        try:
            manifest = pointer.read_manifest(index.folder)
            damaged = list(differing_files(index.folder / pointer.generation, manifest))
        except FileNotFoundError as missing:
            damaged = [str(missing.filename)]
        if not damaged or index.pointer() == pointer:
            return damaged
    return []


def disagreements(index: OpenIndex, counted: Counted) -> Iterator[Finding]:
    """Articles that the index lacks, has too many, or has otherwise than their rows are."""
    first = compared(index, counted)
    # What was changed and indexed between two questions is no fault: what differs is looked at once more.
    waiting = set(DirtyArticle.objects.values_list("article_id", flat=True))
    again = compared(index, counted, {key for keys in first.values() for key in keys}) if any(first.values()) else first
    for said, keys in first.items():
        if wrong := sorted((keys & again[said]) - waiting):
            mend = "" if said == OTHERWISE else MEND  # which of the two is right only a person can say
            yield Finding("index", f"有 {len(wrong)} 篇文章{said}（{some(wrong)}）。{ADVICE.get(said, '')}", mend=mend)


def compared(index: OpenIndex, counted: Counted, among: set[int] | None = None) -> dict[str, set[int]]:
    """Keys of articles (of all, or `among` these) by what is wrong with them."""
    reader = index.reader()
    held = set(reader.keys[reader.alive].tolist())
    published = set(Article.objects.published().values_list("pk", flat=True))
    both = sorted(held & published if among is None else held & published & among)
    otherwise: set[int] = set()
    for keys in counted(list(in_batches(both, BATCH)), len(both) // BATCH + 1):
        otherwise.update(differing_documents(reader, indexing.documents(keys), index.layout))
    return {LACKING: published - held, LEFT_IN: held - published, OTHERWISE: otherwise}


def some(names: Sequence[object]) -> str:
    """The first of the names."""
    return "、".join(map(str, names[:NAMED])) + ("…" if len(names) > NAMED else "")
