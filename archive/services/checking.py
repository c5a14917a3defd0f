"""Whether the archive is what it should be: every check names what is wrong, and what mends it.

Nothing here deletes a source, a row or an editor's text. What can be mended is mended from what is kept: a source
is read again, which leaves alone what an editor changed. (The check of rows against sources is in rereading.py.)
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Protocol, TypeVar

from django.conf import settings
from django.db import connection

from archive.ingest.readers.rawlines import raw_lines
from archive.ingest.types import UnreadableSource
from archive.language.folding import strip_space
from archive.loader import kept
from archive.loader.comparing import named
from archive.loader.identity import sound_claims
from archive.models import Article, ImportBatch, SourceFile
from archive.models.printed import original
from archive.services import importing, reparsing
from archive.services.files import RECORDS

Item = TypeVar("Item")
NAMED_AT_ONCE = 10  # articles that a sentence names


@dataclass(frozen=True)
class Finding:
    """`check` is the name of the check; `mend` what --repair would do in words, empty where it can do nothing;
    `reread` a source to be read again. A finding that `is_remark` only says what the check cannot tell."""

    check: str
    said: str
    mend: str = ""
    reread: SourceFile | None = None
    is_remark: bool = False


class Counted(Protocol):
    """Passes items on, and may show how many of so many were taken."""

    def __call__(self, items: Iterable[Item], total: int, /) -> Iterable[Item]: ...


Check = Callable[[Counted], Iterator[Finding]]


def undisturbed(name: str) -> Callable[[Check], Check]:
    """Decorator of a check that an import would lead astray: it raises ImportRunning beside one, and remarks where one
    began meanwhile."""

    def decorate(check: Check) -> Check:
        @wraps(check)
        def checked(counted: Counted) -> Iterator[Finding]:
            if importing.is_running():
                raise importing.ImportRunning("导入正在进行，请等它结束后再查。")
            before, found = _newest_batch(), False
            for finding in check(counted):
                found = True
                yield finding
            if found and (importing.is_running() or _newest_batch() != before):
                yield Finding(name, "检查期间有导入在进行，上面所列可能只是它的中途。请再查一次。", is_remark=True)

        return checked

    return decorate


def _newest_batch() -> int | None:
    return ImportBatch.objects.order_by("-pk").values_list("pk", flat=True).first()


def to_reread(check: str, source: SourceFile, said: str) -> Finding:
    """A finding that reading the source again mends; which is not offered where its bytes are missing or damaged."""
    try:
        with source.path.open("rb") as stream:
            reparsing.refuse_damaged(source, stream)
    except (UnreadableSource, OSError):
        return Finding(check, f"{said}它的原始文件缺失或已损坏，不能重读：请先从备份取回 {source.path}。")
    return Finding(check, said, mend="从原始文件重新解析", reread=source)


def check_database(counted: Counted) -> Iterator[Finding]:
    """SQLite's own checks: of its pages, and of keys that point at no row."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(20)")
        for (said,) in cursor.fetchall():
            if said != "ok":
                yield Finding("database", f"数据库已损坏：{said}。{FROM_A_BACKUP}")
        cursor.execute("PRAGMA foreign_key_check")
        for table, row, parent, _ in cursor.fetchmany(20):
            yield Finding("database", f"表 {table} 第 {row} 行指向 {parent} 里没有的行。请从备份对照。")


FROM_A_BACKUP = "请停止服务，从备份恢复（restore）。"


def check_sources(counted: Counted) -> Iterator[Finding]:
    """The bytes of every source against their checksum."""
    sources = SourceFile.objects.only("sha256", "origin", "size").order_by("pk")
    total = sources.count()
    if total and not Path(settings.SOURCES_DIR).is_dir():
        yield Finding("sources", f"文件夹 {settings.SOURCES_DIR} 不在，{total} 份原始文件都缺。请从备份取回。")
        return
    for source in counted(sources.iterator(), total):
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
            said = f"原始文件 {source.path} 有 {size} 字节，库里记的是 {source.size}。"
            yield to_reread("sources", source, said) if source.live else Finding("sources", f"{said}请查对。")


@undisturbed("orphans")
def check_orphans(counted: Counted) -> Iterator[Finding]:
    """Files among the sources that no row knows: kept by an import that went no further."""
    known = set(SourceFile.objects.values_list("sha256", flat=True))
    for path in sorted(Path(settings.SOURCES_DIR).glob("*/*")):
        if path.name.endswith(kept.UNFINISHED):
            yield Finding("orphans", f"{path} 是没写完的原始文件，写它的进程已经不在。", mend="删去半成品")
        elif path.name not in known:
            yield Finding("orphans", f"{path} 不属于任何一行。再导入它来自的文件即可，不必删除。")


@undisturbed("claims")
def check_claims(counted: Counted) -> Iterator[Finding]:
    """What articles and sources claim of the text, against the text: each character is claimed once."""
    sources = SourceFile.objects.filter(live=True, resume_at=None).order_by("pk")
    for source in counted(sources.iterator(chunk_size=20), sources.count()):
        articles = list(Article.objects.filter(source=source).only("permanent_id", "title", "source_key", "claims"))
        damaged = [article for article in articles if sound_claims(article.claims) != article.claims]
        if sound_claims(source.claims) != source.claims:
            said = "未入文章的行的记录已损坏。"
        elif damaged:
            said = f"{'、'.join(map(named, damaged[:NAMED_AT_ONCE]))}的出处的记录已损坏。"
        else:
            said = (records_differ if RECORDS.search(source.name) else text_differs)(source, articles)
        if said:
            yield to_reread("claims", source, f"{source.origin}：{said}")


def text_differs(source: SourceFile, articles: Iterable[Article]) -> str:
    """What is wrong with the claims on the text of a source; empty where nothing is."""
    claimed: Counter[str] = Counter()
    lines = [strip_space(line) for line in original(source.text).split("\n")]
    for claim in original([*source.claims, *(claim for article in articles for claim in article.claims)]):
        _, first, last, text = claim[:4]
        if not 1 <= first <= last <= len(lines):
            return f"有一处出处指向第 {first}–{last} 行，原文只有 {len(lines)} 行。"
        text = strip_space(text)
        if text not in "".join(lines[first - 1 : last]):
            return f"第 {first}–{last} 行的出处与原文不同。"
        claimed.update(text)
    there = Counter("".join(lines))
    lost, invented = (there - claimed).total(), (claimed - there).total()
    return f"原文有 {lost} 个字没有归属，另有 {invented} 个字原文里没有。" if lost or invented else ""


def records_differ(source: SourceFile, articles: Sequence[Article]) -> str:
    """The same for a file of ready-made articles, whose lines are claimed whole."""
    lost = [article for article in articles if article.source_key and not article.claims]
    if lost:
        return f"{'、'.join(map(named, lost[:NAMED_AT_ONCE]))}没有出处。"
    stated = {article.claims[0][1]: original(article.claims[0][3]) for article in articles if article.claims}
    try:
        for line in raw_lines(source.path):
            text = stated.pop(line.number, None)
            if text is not None and text != line.data.decode(line.encoding, "backslashreplace").strip():
                return f"第 {line.number} 行与文章记下的不同。"
    except (UnreadableSource, OSError) as error:
        return f"读不出（{error}）。"
    return f"第 {min(stated)} 行不在文件里。" if stated else ""
