"""Rows that give every page of the desk something to show, and the addresses of those pages."""

import json

from tests.browser.conftest import Site

SET_UP = """
import json, tempfile
from pathlib import Path
from django.contrib.auth.models import User
from django.core.management import call_command
from archive.models import *
from archive.services import statuses
from archive.services.articles import by_hand, write_article
from archive.services.corrections import keep_suggestion
from archive.services.correctable import place_at
from archive.services.dividing import AS_HEADING, join_articles
from archive.services.marked_text import marked_text
from archive.loader.content import content_of_rows
folder = Path(tempfile.mkdtemp())
(folder / "桃溪报.txt").write_text(
    "桃溪报\\n2022年3月4日 星期五 第1版\\n\\n春耕备好18台农机\\n\\n"
    "　　本报讯（记者 周晓禾）3月3日，柳湾村,备好春耕的农机。\\n"
    "　　“农机都检修过了，全村备好16台农机。\\n　　联系电话13812345678。\\n\\n桥通了\\n\\n"
    "　　本报讯（记者 周小禾）3月3日，柳湾村的桥通车，村民走上了新桥。\\n", encoding="utf-8")
(folder / "滨河新闻.txt").write_text(
    "滨河新闻\\n2021年11月5日 星期五 第1版\\n\\n河堤上的灯亮了\\n\\n"
    "　　本报讯（记者 周晓禾）11月4日傍晚，滨河大堤上的路灯全部亮起，散步的居民多了起来。\\n\\n早市搬到了桥东\\n\\n"
    "　　本报讯（记者 周晓禾）11月4日，滨河早市搬到桥东，摊位比从前宽了一倍。\\n", encoding="utf-8")
call_command("ingest", str(folder), draft=True, verbosity=0)
user = User.objects.get(username="bianji")
batch = ImportBatch.objects.latest("pk")
draft = Article.objects.get(source__batch=batch, title__contains="农机")
lamps, market = Article.objects.filter(source__batch=batch, source__name__contains="滨河").order_by("position", "pk")
join_articles(lamps.pk, market.pk, AS_HEADING, user)
article = Article.objects.filter(title__contains="八条路").first() or Article.objects.published().first()
article = Article.objects.with_parts().get(pk=article.pk)
content = content_of_rows(article)
content.columns["dateline"] = "本报济宁讯"
write_article(article.pk, content, by_hand(user))
correction = keep_suggestion(place_at(article, 1), "改后的一段。", "地名写错", "192.0.2.9", "柳先生")
names = [Contributor.objects.get_or_create(name=name)[0].pk for name in ("周晓禾", "周小禾")]
number = PersonalNumber.objects.order_by("pk").last()
act = statuses.apply_to_all(statuses.VERBS["withdraw"], Article.objects.filter(permanent_id="none"), user, "试")
paper = Newspaper.main()
column = Column.objects.get_or_create(newspaper=paper, name="身边事")[0]
section = PaperSection.objects.get_or_create(newspaper=paper, name="要闻")[0]
keys = dict(batch=batch.pk, draft=draft.pk, joined=market.pk, article=article.pk, correction=correction.pk,
    number=number.pk, act=act.pk, column=column.pk, one=names[0], other=names[1],
    issue=Issue.objects.order_by("pk").last().pk,
    paper=paper.pk, source=article.source_id,
    section=section.pk, user=user.pk)
rows = marked_text(content_of_rows(article)).split("\\n")
keys["line"] = next(n for n, row in enumerate(rows, start=1) if n > 1 and row.startswith("# "))
hidden = PersonalNumber.objects.get_or_create(
    digits="11010519491231002X", defaults=dict(code=99, kind="id_card", hidden=True))[0]
print(json.dumps(keys | {"hidden": hidden.pk}))
"""
ADDRESSES = {
    "front": "",
    "upload": "archive/importbatch/upload/",
    "batches": "archive/importbatch/",
    "batch": "archive/importbatch/{batch}/change/",
    "review": "archive/importbatch/{batch}/review/{draft}/",
    "publish": "archive/importbatch/{batch}/publish/all/",
    "undo": "archive/importbatch/{batch}/undo/",
    "sources": "archive/sourcefile/",
    "source": "archive/sourcefile/{source}/change/",
    "queue": "queue/",
    "queue item": "queue/correction/{correction}/",
    "queue draft": "queue/doubted/{draft}/",
    "problems": "archive/problem/",
    "articles": "archive/article/",
    "article": "archive/article/{article}/change/",
    "draft": "archive/article/{draft}/change/",
    "joined draft": "archive/article/{joined}/change/",
    "new article": "archive/article/add/",
    "split": "archive/article/{article}/split/?line={line}",
    "join": "archive/article/{draft}/join/",
    "move": "archive/article/{draft}/move/",
    "history": "archive/article/{article}/history/",
    "version": "archive/article/{article}/history/1/",
    "withdraw": "archive/article/{article}/status/withdraw/",
    "issues": "archive/issue/",
    "issue": "archive/issue/{issue}/change/",
    "day of issue": "archive/issue/{issue}/name/",
    "papers": "archive/newspaper/",
    "paper": "archive/newspaper/{paper}/change/",
    "holdings": "archive/holdingsentry/",
    "holdings, new": "archive/holdingsentry/add/",
    "sections": "archive/papersection/",
    "section": "archive/papersection/{section}/change/",
    "columns": "archive/column/",
    "column": "archive/column/{column}/change/",
    "people": "archive/contributor/",
    "person": "archive/contributor/{one}/change/",
    "merge": "archive/contributor/merge/?keys={one}&keys={other}",
    "split name": "archive/contributor/{one}/split/",
    "rename": "archive/contributor/{one}/rename/",
    "table": "archive/contributor/import/",
    "corrections": "archive/correction/",
    "correction": "archive/correction/{correction}/change/",
    "numbers": "archive/personalnumber/",
    "number": "archive/personalnumber/{number}/change/",
    "hidden number": "archive/personalnumber/{hidden}/change/",
    "number acts": "archive/numberact/",
    "acts": "archive/bulkact/",
    "act": "archive/bulkact/{act}/change/",
    "row changes": "archive/rowchange/",
    "accounts": "auth/user/",
    "account": "auth/user/{user}/change/",
    "new browser": "new-browser/",
    "password": "password_change/",
    "guide": "guide/",
    "chapter": "guide/edit/",
}


def desk_addresses(site: Site) -> dict[str, str]:
    """Name -> address of a page of each kind; makes the rows that they show."""
    keys = json.loads(site.manage("shell", "-v0", "-c", SET_UP).splitlines()[-1])
    return {name: "/admin/" + address.format(**keys) for name, address in ADDRESSES.items()}
