"""The index against the rows that it was made from."""

from collections.abc import Iterator

from archive.models import Article
from archive.services.checking import Finding
from search.index import indexing
from search.index.opened import IndexUnavailable, default_index
from search.models import DirtyArticle

NAMED = 10  # articles that a finding names


def check_index() -> Iterator[Finding]:
    """Every published article is in the index, and nothing else is; what waits to be indexed is left out of account."""
    try:
        reader = default_index().reader()
    except IndexUnavailable as error:
        yield Finding("index", f"没有可用的索引（{error}）。", mend=MEND)
        return
    if indexing.status()["stale"]:
        yield Finding("index", "索引由较早的规则或词典建成。", mend=MEND)
    held = set(reader.keys[reader.alive].tolist())
    published = set(Article.objects.published().values_list("pk", flat=True))
    waiting = set(DirtyArticle.objects.values_list("article_id", flat=True))
    for said, keys in (("不在索引里", published - held - waiting), ("在索引里，却未发布", held - published - waiting)):
        if keys:
            named = "、".join(str(key) for key in sorted(keys)[:NAMED])
            yield Finding(
                "index", f"有 {len(keys)} 篇文章{said}（{named}{'…' if len(keys) > NAMED else ''}）。", mend=MEND
            )


MEND = "重建索引"
