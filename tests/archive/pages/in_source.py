"""What tests of the source view ask of its pages, and how they bring a file in and change its articles."""

import re

from archive.loader.content import content_of_rows
from archive.models import Article, SourceFile
from archive.services import importing
from archive.services.articles import by_hand, write_article
from archive.services.files import find_files
from tests.factories import make_user

PHONE = "13974628351"
HEAD = "蓼河时报 2021年11月5日 星期五 第1版 要闻"
STORY = f"　　热心市民拨打{PHONE}寻亲，也可以来社区登记。"
REST = "　　居民当晚就来散步，孩子们也来了，一直玩到天黑。"


def bring_in(folder, name: str, data: bytes, **how: bool) -> SourceFile:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(data)
    with importing.import_batch("test", **how) as batch:
        list(importing.ingest(find_files([folder / name]), batch, "蓼河时报"))
    return SourceFile.objects.get(name=name)


def first_of(source: SourceFile) -> Article:
    return source.articles.order_by("position").first()


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def lines_by_part(page: str) -> dict[str, list[str]]:
    pairs = re.findall(r'<p class="what">(\w+)</p>(.*?)</section>', page, re.S)
    return {label: re.findall(r'id="L(\d+)"', told) for label, told in pairs}


def paragraphs_of(article: Article) -> list[str]:
    return [line for section in article.sections.order_by("position") for line in section.body.splitlines()]


def rewrite(article: Article, number: int, words: str) -> None:
    """One paragraph of an article of one section as an editor saves it."""
    paragraphs = paragraphs_of(article)
    write_paragraphs(article, [*paragraphs[:number], words, *paragraphs[number + 1 :]])


def write_paragraphs(article: Article, paragraphs: list[str]) -> None:
    content = content_of_rows(Article.objects.get(pk=article.pk))
    content.sections[0][2] = "\n".join(paragraphs)
    write_article(article.pk, content, by_hand(make_user()))
