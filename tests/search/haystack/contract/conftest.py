from archive.models import Article
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper


@built_once
def articles():
    """Twelve articles of two papers, indexed; in the order in which they were made."""
    other = make_newspaper("任城报")
    for n in range(12):
        make_article(
            title=f"{('蓼河新城', '高新区', '任城区')[n % 3]}新闻第{n}号",
            body=f"市民<b>{n}</b>参观国际花园城市。\n{'刘章箭介绍' if n % 4 == 0 else '记者采访'}，人民代表大会召开。",
            date=f"20{19 + n % 4}-{1 + n % 12:02}-15",
            page="1",
            section=("要闻", "综合")[n % 2],
            people=((("刘菲", "记者"),) if n % 2 else (("薛坤", "记者"), ("刘菲", "摄影"))),
            newspaper=other if n >= 10 else None,
        )
    indexing.rebuild()
    return list(Article.objects.order_by("pk"))
