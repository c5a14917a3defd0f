"""资料汇编: the articles of a list as one document - title page, contents, texts, references, how to check it - block
by block, for whoever sets it as Word, PDF or HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.utils import timezone

from archive.clippings.checksums import checked_text, checksum, how_to_check
from archive.clippings.gathering import Clipping, gathered, loaded_by_portions
from archive.clippings.lists import ClippingList
from archive.language.dates import in_chinese
from archive.language.titles import UNTITLED, titled
from archive.models import Article
from archive.takeaway.citations import reference
from archive.takeaway.pdf import cost
from archive.takeaway.reference_lists import CitationStyle, ListedReference
from archive.takeaway.texts import Piece, one_line, pieces

USUAL_TITLE = "剪报资料汇编"
TEXTS_AT_ONCE = 20  # articles whose texts are held in memory
NOT_OF_A_TEXT = ("printed", "citation")
HEADED = "title"  # stands in the heading of an article already
NAMED_PAPERS = 6


class CompiledBlock(NamedTuple):
    """A line, headline or paragraph. `kind` is name, fact, chapter, contents, article, lacking, remark, reference or
    plain, or that of a piece of an article (archive.takeaway.texts); `anchor` is its own, `link` where it leads."""

    kind: str
    text: str
    anchor: str = ""
    link: str = ""
    level: int = 0


@dataclass(frozen=True)
class Compilation:
    """What is compiled: `there` is the address of the list, `site` what the addresses in it begin with, `most` how many
    characters (as they cost to set) such a file has."""

    listed: ClippingList
    style: CitationStyle
    site: str
    there: str
    most: int

    @cached_property
    def clippings(self) -> list[Clipping]:
        return gathered(self.listed)

    @cached_property
    def shown(self) -> list[Clipping]:
        return [each for each in self.clippings if each.article]

    @property
    def title(self) -> str:
        return self.listed.title or USUAL_TITLE

    @cached_property
    def references(self) -> dict[int, ListedReference]:
        """Under the places of the list."""
        cited = [reference(each.article, self.site) for each in self.shown if each.article]
        return dict(zip((each.place for each in self.shown), self.style.listed(cited), strict=True))

    def opening(self) -> Iterator[CompiledBlock]:
        """The title page."""
        yield CompiledBlock("name", self.title)
        yield CompiledBlock("fact", f"收文章{len(self.shown)}篇{self._lacking()}")
        articles = [each.article for each in self.shown if each.article]
        papers = list(dict.fromkeys(titled(article.newspaper.name) for article in articles))
        named = "、".join(papers[:NAMED_PAPERS]) + (f"等{len(papers)}种报纸" if len(papers) > NAMED_PAPERS else "")
        if papers:
            yield CompiledBlock("fact", f"选自{named}{_span(articles)}")
        yield CompiledBlock("fact", f"{in_chinese(timezone.localdate())}编，据报库当日所存的文字")
        yield CompiledBlock("fact", f"引文格式：{self.style.label}")
        for sentence in self.listed.told:
            yield CompiledBlock("lacking", sentence)
        yield CompiledBlock("fact", f"这份清单的地址：{self.there}", link=self.there)

    def contents(self) -> Iterator[CompiledBlock]:
        yield CompiledBlock("chapter", "目录", "contents")
        for each in self.clippings:
            yield CompiledBlock("contents", f"{_headed(each)}{_dated(each)}", link=f"#{anchor_of(each)}")
        yield CompiledBlock("contents", "参考文献", link="#references")
        yield CompiledBlock("contents", "校验和与说明", link="#checking")

    def texts(self) -> Iterator[CompiledBlock]:
        """Each article whole, or why it is not."""
        keys = [each.article.pk for each in self.shown if each.article]
        loaded = loaded_by_portions(keys, TEXTS_AT_ONCE)
        room = self.most
        for each in self.clippings:
            yield CompiledBlock("article", _headed(each), anchor_of(each))
            if each.told:
                yield CompiledBlock("lacking", each.told)
            article = next(loaded)[1] if each.article else None
            if each.note:
                yield from (CompiledBlock("remark", line) for line in f"批注：{each.note}".split("\n"))
            if article is None:
                if each.article:
                    yield CompiledBlock("lacking", "这篇文章刚刚撤回，正文没有收。")
                continue
            told = [piece for piece in pieces(article, self.site) if piece.kind not in NOT_OF_A_TEXT]
            needs = sum(map(cost, told))
            if needs <= room:
                room -= needs
                yield from self._whole(each, article, told)
            else:
                yield from self._source(each, article)
                yield CompiledBlock("lacking", "篇幅所限，这份文件没有收它的正文；全文见上面的地址。")

    def _whole(self, each: Clipping, article: Article, told: Sequence[Piece]) -> Iterator[CompiledBlock]:
        yield from (CompiledBlock(piece.kind, piece.text, level=piece.level) for piece in told if piece.kind != HEADED)
        yield from self._source(each, article)
        yield CompiledBlock("source", f"SHA-256：{checksum(checked_text(article))}")

    def _source(self, each: Clipping, article: Article) -> Iterator[CompiledBlock]:
        """Where it was printed, how it is cited, where it stands."""
        place = [article.page.label if article.page else "", article.column.name if article.column else ""]
        printed = " ".join([f"{titled(article.newspaper.name)}{article.date_text}", *filter(None, place)])
        yield CompiledBlock("source", f"{printed} {self.references[each.place].mark}", link="#references")
        there = self.site + article.get_absolute_url()
        yield CompiledBlock("source", there, link=there)

    def closing(self) -> Iterator[CompiledBlock]:
        """The references, in the order of their style; what a checksum is."""
        yield CompiledBlock("chapter", "参考文献", "references")
        for listed in sorted(self.references.values(), key=lambda each: each.place):
            yield CompiledBlock("reference", listed.text)
        yield CompiledBlock("chapter", "校验和与说明", "checking")
        yield CompiledBlock(
            "plain", f"文字出自报库，版权属原报社及作者；批注是编者的。共{len(self.clippings)}条{self._lacking()}。"
        )
        if self.shown and self.shown[0].article:
            yield from (CompiledBlock("plain", line) for line in how_to_check(self.shown[0].article, self.site))

    def _lacking(self) -> str:
        lacking = len(self.clippings) - len(self.shown)
        return f"，另有{lacking}条没有正文，原因写在各条之下" if lacking else ""


def anchor_of(clipping: Clipping) -> str:
    return f"a{clipping.place}"


def _headed(clipping: Clipping) -> str:
    """The number in the list and the main deck."""
    title = clipping.article.title or UNTITLED if clipping.article else f"（未收）编号 {clipping.number}"
    return f"{clipping.place}. {one_line(title)}"


def _dated(clipping: Clipping) -> str:
    article = clipping.article
    return f"（{article.newspaper.name}，{article.date_text}）" if article else ""


def _span(articles: Sequence[Article]) -> str:
    days = sorted(article.date for article in articles if article.day and article.date)
    if not days:
        return ""
    first, last = in_chinese(days[0]), in_chinese(days[-1])
    return f"，{first}" if first == last else f"，{first}至{last}"
