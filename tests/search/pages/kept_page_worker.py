"""One of several processes over one archive: reads lines of JSON, [verb, arguments …], and answers each with one.

The verbs are what a worker is asked (get), and what editors and imports do; `made_anew` is the page as it is where
nothing was kept.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from typing import Any

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.dev"
django.setup()

# ruff: noqa: E402  (Django knows no model before it is set up)
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from archive.models import Article, ArticleSection, Column, Contributor, Newspaper, PaperSection, Status
from archive.services import authorities, statuses
from archive.services.acts import NotPossible
from archive.services.correctable import place_at
from archive.services.corrections import accept, keep_suggestion
from search.index import indexing
from search.models import DictionaryEntry, RelatedArticles
from tests import factories

client = Client(SERVER_NAME="127.0.0.1")
DAYS = ("2021-11-05", "2021-11-12", "2022-11-05")


def set_up() -> list[str]:
    """A small archive of two newspapers; the addresses of all kinds of its pages."""
    call_command("migrate", verbosity=0)
    for paper in (None, factories.make_newspaper("乙报", slug="yibao")):
        for n in range(3):
            factories.make_article(
                f"蓼河新城第{n}期工程开工",
                body=f"蓼河新城第{n}期今天开工，市民前来参观水库。\n本报将继续报道。",
                date=DAYS[n % 3],
                page="1",
                section="要闻",
                column="走基层",
                people=(("林小满", "记者"),),
                newspaper=paper,
            )
    indexing.rebuild(processes=1)
    return sorted(set(pages()))


def pages() -> Iterator[str]:
    """Every kind of page in the main newspaper, some in the other."""
    yield from ("/", "/about/", "/issues/", "/issues/2021/", "/issues/2021-11/", "/columns/", "/sections/")
    yield from ("/contributors/", "/search/?q=蓼河", "/issues/2021-11-05/", "/issues/2021-11-05/1/", "/columns/走基层/")
    yield from ("/sections/要闻/", "/contributors/林小满/", "/search/help/")
    yield from ("/papers/yibao/", "/papers/yibao/issues/2021-11-05/", "/papers/yibao/search/?q=蓼河&papers=all")
    for article in Article.objects.select_related("newspaper"):
        yield article.get_absolute_url()
    yield f"{article.get_absolute_url()}?q=开工&n=1"
    yield f"{article.get_absolute_url()}source/"


def get(address: str, etag: str = "") -> list[object]:
    answer = client.get(address, headers={"If-None-Match": etag} if etag else {})
    return [answer.status_code, answer.headers.get("ETag", ""), answer.content.decode()]


def made_anew(address: str) -> list[object]:
    caches["pages"].clear()
    return get(address)


def change(what: str, which: int, text: str) -> str:
    """What was done; "" where it could not be."""
    article = Article.objects.order_by("pk")[which % Article.objects.count()]
    editor = User.objects.get_or_create(username="bianji")[0]
    try:
        return str(CHANGES[what](article, text, editor) or "")
    except NotPossible:  # a name that it has already, or another has
        return ""


def correct(article: Article, text: str, editor: User) -> object:
    if article.status != Status.PUBLISHED:
        return None
    accept(keep_suggestion(place_at(article, 1), f"更正{text}以后的第一段。", "", text), editor)
    return "corrected"


def take_back(article: Article, text: str, editor: User) -> object:
    verb = {Status.PUBLISHED: "withdraw", Status.WITHDRAWN: "republish"}[Status(article.status)]
    statuses.apply_verb(article.pk, statuses.VERBS[verb], editor, reason=text)
    return verb


def join(article: Article, text: str, editor: User) -> object:
    into = Article.objects.published().filter(newspaper=article.newspaper).exclude(pk=article.pk).first()
    if into is None or article.status != Status.PUBLISHED:
        return None
    return statuses.merge(article, into, editor) or "merged"


def give_title(article: Article, text: str, editor: User) -> object:
    return factories.edit(article, title=f"题目{text}")


def give_notice(article: Article, text: str, editor: User) -> object:
    """The printed notice (更正) of one is written of another."""
    other = Article.objects.exclude(pk=article.pk).order_by("-pk").first()
    return Article.objects.filter(pk=article.pk).update(corrects=other)


def rename(row: Column | Contributor, text: str, editor: User) -> object:
    return authorities.rename_authority(row, f"{row.name[:3]}{text}", editor, "改名")


CHANGES: dict[str, Any] = {
    "a correction": correct,
    "a withdrawal, or back": take_back,
    "a merge": join,
    "a title": give_title,
    "a notice": give_notice,
    "a column's name": lambda article, text, editor: rename(article.column, text, editor),
    "an author's name": lambda article, text, editor: rename(article.contributors.first(), text, editor),
    "a section's name": lambda _, text, __: PaperSection.objects.filter(slug="要闻").update(name=f"要闻{text}"),
    "a newspaper's names": lambda article, text, _: Newspaper.objects.filter(pk=article.newspaper_id).update(
        name=f"{article.newspaper.slug}{text}", also_called=text
    ),
    "an issue's number": lambda article, text, _: (
        type(article.issue)
        .objects.filter(pk=article.issue_id)
        .update(total_number=int(hashlib.sha256(text.encode()).hexdigest()[:4], 16))
    ),
    "a paragraph, by SQL": lambda article, text, _: ArticleSection.objects.filter(article=article).update(body=text),
    "related articles": lambda article, _, __: RelatedArticles.objects.filter(article=article).delete()[0],
    "a synonym": lambda _, text, __: DictionaryEntry.objects.get_or_create(dictionary="synonyms", entry=f"蓼河 {text}"),
    "the index alone": lambda _, __, ___: indexing.rebuild(processes=1) or "rebuilt",
}
VERBS: dict[str, Any] = {"set_up": set_up, "get": get, "made_anew": made_anew, "change": change}

if __name__ == "__main__":
    for line in sys.stdin:
        verb, *arguments = json.loads(line)
        print(json.dumps(VERBS[verb](*arguments)), flush=True)
