"""No reader learns of a draft: every address of the site is asked, and none says a word that only drafts have."""

import html
import json
import re
from collections.abc import Iterator
from itertools import product
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from archive.models import Article, Column, Contributor, PaperSection, SourceFile
from search.index import indexing
from tests.factories import make_article, make_newspaper
from tests.unwrapped import unwrapped

pytestmark = pytest.mark.django_db

# In every text and name of a draft; nothing that is asked for has it, so that no page may say it.
MARK = "隐珠"
# In every text of a draft, too, and asked for.
WORD = "鲛绡"
NOTHING = "无此名目"  # what nobody is called


@pytest.fixture
def archive(data_dir, index_folder) -> Article:
    """Published articles with drafts all around them: beside them in the file, the issue, the newspaper."""
    lines = [
        "今日导读",
        f"{MARK}桥合龙见2版",
        "步道完工",
        "居民当晚就来散步。",
        f"{MARK}桥合龙",
        f"{WORD}织成，{MARK}有声。",
        "步道完工",
    ]
    paper = make_newspaper()
    file = {"newspaper": paper, "text": "\n".join(lines), "claims": [["aside", 1, 2, "", "目录"]]}
    source = SourceFile.objects.create(sha256="a" * 64, size=1, name="一版.txt", origin="一版.txt", **file)
    hidden = {
        "kicker": f"{MARK}眉",
        "subtitle": f"{MARK}副题{WORD}",
        "byline": f"本报记者 {MARK}儿",
        "editor_note": f"{MARK}按",
        "body": f"{WORD}织成，{MARK}有声。",
        "captions": (f"图为{MARK}桥。",),
        "headings": ((f"{MARK}小题", f"{MARK}之下。"),),
        "people": ((f"{MARK}儿", "记者"),),
        "column": f"{MARK}专栏",
        "status": "draft",
    }
    seen = make_article(
        "步道完工",
        body="居民当晚就来散步。",
        page="1",
        section="要闻",
        column="走基层",
        people=(("周禾", "记者"),),
        source=source,
        claims=[["title", 3, 3, ""], ["sections/0/paragraphs/0", 4, 4, ""]],
    )
    claims = [["title", 5, 5, ""], ["sections/0/paragraphs/0", 6, 6, ""], ["byline", 7, 7, ""]]
    draft = make_article(
        f"{MARK}桥合龙",
        page="9",
        section=f"{MARK}版",
        source=source,
        claims=claims,
        **hidden | {"permanent_id": "draft"},
    )
    make_article(f"{MARK}又一篇", date="2022-02-02", **hidden | {"status": "review"})
    make_article(f"{MARK}无日期", date=None, **hidden)
    make_article(f"{MARK}外埠", newspaper=make_newspaper(f"{MARK}日报", slug="hidden"), **hidden)
    make_article("更正一则", corrects=draft, body="前文有误。", newspaper=make_newspaper("蓼河时报", slug="lihe"))
    make_article("并去的一篇", status="withdrawn", withdrawn_reason="合并", replaced_by=draft)
    left = {"newspaper": paper, "text": f"路灯亮了\n灯下有人散步。\n{MARK}删去的草稿", "claims": []}
    once = SourceFile.objects.create(sha256="b" * 64, size=1, name="二版.txt", origin="二版.txt", **left)
    make_article("路灯亮了", source=once, body="灯下有人散步。", claims=[["title", 1, 2, ""]])
    indexing.rebuild()
    return seen


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    """The addresses of the site as routes, `papers/<str:paper>/issues/`; those of the desk aside."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def values() -> dict[str, list[str]]:
    """What stands for each part of a route: of what is published, and of drafts."""
    kinds = ("articles", "issues", "columns", "sections", "contributors", "lists")
    slugs = [row.slug for model in (Column, PaperSection, Contributor) for row in model.objects.all()]
    return {
        "paper": ["lihe", "hidden"],
        "permanent_id": list(Article.objects.values_list("permanent_id", flat=True)),
        "day": ["2021-11-05", "2022-02-02"],
        "month": ["2021-11", "2022-02"],
        "year": ["2021", "2022"],
        "number": ["1", "9"],
        "slug": slugs,
        "section": [f"{paper}-{kind}" for paper in ("jngxxw", "lihe", "hidden") for kind in kinds],
        "form": ["ris", "bibtex", "csl.json", "text"],
        "ending": ["csv", "xlsx", "docx", "pdf", "ris", "bib"],
        "rest": ["nothing"],
    }


# Addresses that ask the index by their parameters: what nobody may see is found by none of them, and is no 404.
OF_SEARCHES = ("search", "suggest", "/exports/found.")


def asked_with(path: str) -> list[str]:
    """The queries with which an address is asked, beside none."""
    columns = list(Column.objects.values_list("pk", "slug"))
    if path.endswith("/oai"):
        records = [f"verb={verb}&metadataPrefix=oai_dc" for verb in ("ListRecords", "ListIdentifiers")]
        return ["verb=Identify", "verb=ListSets", *records, *(f"{records[0]}&set=column-{pk}" for pk, _ in columns)]
    if path.endswith("/source/"):
        return ["lines=5-6"]
    if any(part in path for part in OF_SEARCHES):
        words = [f"q={word}" for word in (WORD, "jiaoxiao", "jx", "yinzhu", "yz", "织成", "步道完工")]
        papers = ["papers=all", "papers=hidden", "papers=all&q=步道"]
        return [*words, *papers, *(f"column={slug}&papers=all" for _, slug in columns)]
    return []


def addresses() -> list[str]:
    known = values()
    found = []
    for route in routes(get_resolver().url_patterns):
        parts = re.findall(r"<(?:\w+:)?(\w+)>", route)
        for chosen in product(*(known[part] for part in parts)):
            given = iter(chosen)
            path = "/" + re.sub(r"<(?:\w+:)?\w+>", lambda _, given=given: next(given), route)
            found += [path, *(f"{path}?{query}" for query in asked_with(path))]
    return found


def said(client: Client, address: str) -> tuple[int, str]:
    """The status and all that is said, however it is written."""
    answer = client.get(address)
    text = unwrapped(answer) + "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
    text = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), text)
    return answer.status_code, html.unescape(unquote(text))


def test_no_address_says_a_word_of_a_draft(client, archive):
    asked = addresses()
    assert len(asked) > 500
    found = {}
    for address in asked:
        status, text = said(client, address)
        assert status < 500, address
        if MARK in unquote(address):  # as of what does not exist
            if status != 404 and not any(part in address for part in OF_SEARCHES):
                found[address] = f"{status}, not 404"
            names = re.findall(f"{MARK}[^/?&.]*", unquote(address))
            for name in names:
                text = text.replace(name, NOTHING)
        if MARK in text:
            at = text.index(MARK)
            found[address] = text[max(0, at - 60) : at + 60]
    assert not found, json.dumps(found, ensure_ascii=False, indent=1)


def test_what_drafts_alone_brought_in_is_not_there(client, archive):
    assert client.get(f"{archive.get_absolute_url()}source/").status_code == 200
    for address in ("/papers/hidden/", "/issues/2022-02-02/", "/issues/2021-11-05/9/", "/articles/draft/"):
        assert client.get(address).status_code == 404, address
    assert (
        client.get("/api/v1/holdings/").json()["articles"]
        == Article.objects.published().in_newspaper(archive.newspaper).count()
    )
    assert client.get(f"/api/v1/search/?q={WORD}").json()["total"] == 0
    Article.objects.update(status="published")
    assert MARK in said(client, f"{archive.get_absolute_url()}source/")[1]
