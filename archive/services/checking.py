"""Whether the archive is what it should be: every check names what is wrong, and what mends it.

Nothing here deletes a source, a row or an editor's text. What can be mended is mended from what is kept: a source
is read again, which leaves alone what an editor changed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from archive.ingest.readers.rawlines import raw_lines
from archive.ingest.types import UnreadableSource
from archive.loader import kept
from archive.models import Article, ImportBatch, SourceFile
from archive.services.files import RECORDS


@dataclass(frozen=True)
class Finding:
    """`check` is the name of the check; `mend` what --repair would do in words, empty where it can do nothing;
    `reread` a source to be read again."""

    check: str
    said: str
    mend: str = ""
    reread: SourceFile | None = None


def check_database() -> Iterator[Finding]:
    """SQLite's own checks: of its pages, and of keys that point at no row."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        for (said,) in cursor.fetchall():
            if said != "ok":
                yield Finding("database", f"数据库已损坏：{said}。请停止服务，从备份恢复。")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchmany(20):
            yield Finding("database", f"表 {table} 第 {row} 行指向 {parent} 里没有的行。请从备份对照。")


def check_sources() -> Iterator[Finding]:
    """The bytes of every source against their checksum."""
    for source in SourceFile.objects.only("sha256", "origin", "size").order_by("pk").iterator():
        try:
            with source.path.open("rb") as file:
                digest, size = kept.sha256_of(file), source.path.stat().st_size
        except OSError as error:
            yield Finding(
                "sources", f"原始文件 {source.path}（来自 {source.origin}）读不出：{error.strerror}。请从备份取回。"
            )
            continue
        if digest != source.sha256:
            yield Finding(
                "sources", f"原始文件 {source.path}（来自 {source.origin}）已损坏，校验和不符。请从备份取回。"
            )
        elif size != source.size:
            yield Finding("sources", f"原始文件 {source.path} 有 {size} 字节，库里记的是 {source.size}。请查对。")


def check_orphans() -> Iterator[Finding]:
    """Files among the sources that no row knows: kept by an import that went no further."""
    known = set(SourceFile.objects.values_list("sha256", flat=True))
    for path in sorted(Path(settings.SOURCES_DIR).glob("*/*")):
        if path.name.endswith(kept.DRAFT):
            yield Finding("orphans", f"{path} 是没写完的原始文件，写它的进程已经不在。", mend="删去半成品")
        elif path.name not in known:
            yield Finding("orphans", f"{path} 不属于任何一行。再导入它来自的文件即可，不必删除。")


def check_rows() -> Iterator[Finding]:
    """Rows against the sources that they come from."""
    stale = Article.objects.published().filter(source__live=False).exclude(edited_fields__icontains='"status"')
    for article in stale.select_related("source").defer("claims", "source__text", "source__claims"):
        yield Finding(
            "rows", f"文章 {article.permanent_id}《{article}》的原始文件 {article.source} 已不在用。请在后台查看。"
        )
    for source in SourceFile.objects.filter(live=True, replaced_by__isnull=False).defer("text", "claims"):
        yield Finding("rows", f"原始文件 {source}（第 {source.pk} 号）在用，却又记有新版。请在后台查看。")
    for source in SourceFile.objects.filter(live=True).exclude(resume_at=None).defer("text", "claims"):
        yield Finding("rows", f"{source.origin} 只导入到第 {source.resume_at} 行之前。请再运行一次 ingest。")
    for batch in ImportBatch.objects.filter(state=ImportBatch.State.RUNNING):
        yield Finding("rows", f"{batch}记为进行中，导入却没有在运行。", mend="下次导入时记为中断")


def check_claims() -> Iterator[Finding]:
    """What articles and sources claim of the text, against the text: each character is claimed once."""
    for source in SourceFile.objects.filter(live=True, resume_at=None).order_by("pk").iterator(chunk_size=20):
        of_articles = list(Article.objects.filter(source=source).values_list("claims", flat=True))
        said = records_differ(source, of_articles) if RECORDS.search(source.name) else text_differs(source, of_articles)
        if said:
            yield Finding("claims", f"{source.origin}：{said}", mend="从原始文件重新解析", reread=source)


def text_differs(source: SourceFile, of_articles: Iterable[list[Any]]) -> str:
    """What is wrong with the claims on the text of a source; empty where nothing is."""
    claimed: Counter[str] = Counter()
    lines = source.text.split("\n")
    for claim in (*source.claims, *(claim for claims in of_articles for claim in claims)):
        _, first, last, text = claim[:4]
        if not 1 <= first <= last <= len(lines):
            return f"有一处出处指向第 {first}–{last} 行，原文只有 {len(lines)} 行。"
        claimed.update("".join(text.split()))
    there = Counter("".join(source.text.split()))
    lost, invented = (there - claimed).total(), (claimed - there).total()
    return f"原文有 {lost} 个字没有归属，另有 {invented} 个字原文里没有。" if lost or invented else ""


def records_differ(source: SourceFile, of_articles: Iterable[list[Any]]) -> str:
    """The same for a file of ready-made articles, whose lines are claimed whole."""
    stated = {claims[0][1]: claims[0][3] for claims in of_articles if claims}
    try:
        for line in raw_lines(source.path):
            text = stated.pop(line.number, None)
            if text is not None and text != line.data.decode(line.encoding, "backslashreplace").strip():
                return f"第 {line.number} 行与文章记下的不同。"
    except (UnreadableSource, OSError) as error:
        return f"读不出（{error}）。"
    return f"第 {min(stated)} 行不在文件里。" if stated else ""


ARCHIVE_CHECKS: dict[str, Callable[[], Iterator[Finding]]] = {
    "database": check_database,
    "sources": check_sources,
    "orphans": check_orphans,
    "rows": check_rows,
    "claims": check_claims,
}
