"""What became of each sentence, as pages and tables tell it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from unicodedata import normalize
from urllib.parse import urlencode

from archive.language.folding import strip_space
from archive.language.titles import titled
from archive.layout.differences import TextPiece
from archive.models import Article
from search.index.fields import FORMER
from search.query.request import ALL_PAPERS
from search.query.syntax import quoted
from search.research.quotations.finding import SHORTEST_CLOSE, edits_taken
from search.research.quotations.sentences import QUOTATION_MARKS, Sentence

LONGEST_MARK = 100  # characters of what is marked in an article
QUOTATIONS = re.compile(f"[{''.join(map(chr, QUOTATION_MARKS))}]")
PLACE_NAMES = {
    **{"kicker": "引题", "title": "标题", "subtitle": "副题", "byline": "署名", "column": "栏目", "caption": "图说"},
    **{"editor_note": "编者按", "dateline": "电头", "heading": "小标题", FORMER: "改正前的文字"},
}


class State(StrEnum):
    """What became of a sentence, as readers are told."""

    VERBATIM = "照引"
    DIFFERS = "有出入"
    FORMER = "引自改正前的文字"
    WITHDRAWN = "见于已撤回的文章"
    MISSING = "没有找到"
    SHORT = "太短，没有查"
    LEFT_OUT = "没有查完"


@dataclass(frozen=True)
class PlaceInPrint:
    """Where in an article something stands: `text` as printed, in a field, there from `first` to `last`; of the body
    the number of its paragraph."""

    article: Article
    field: str
    text: str
    first: int
    last: int
    paragraph: int = 0

    @property
    def printed(self) -> str:
        return self.text[self.first : self.last]

    @property
    def name(self) -> str:
        return f"第{self.paragraph}段" if self.paragraph else PLACE_NAMES[self.field]

    @property
    def address(self) -> str:
        """Of the article, with this marked in it."""
        return f"{self.article.get_absolute_url()}?{urlencode({'q': phrase(self.printed)})}#hit-1"


@dataclass(frozen=True)
class Checked:
    """A sentence and what was found of it. `pieces` lead from what was typed to what is printed; `others` counts the
    other articles that have it. `now` is what a former wording became, `notices` are printed corrections of the
    article.
    """

    sentence: Sentence
    state: State
    place: PlaceInPrint | None = None
    pieces: Sequence[TextPiece] = ()
    edits: int = 0
    others: int = 0
    now: str = ""
    withdrawn: Article | None = None
    notices: Sequence[Article] = ()

    @cached_property
    def is_otherwise_set(self) -> bool:
        """Whether print has the same in another script, or with other marks. Space, width and case are no difference:
        pages set them otherwise than they are stored."""
        if self.place is None or self.edits:
            return False
        places = self.sentence.compared.places
        return as_set(self.sentence.text[places[0] : places[-1] + 1]) != as_set(self.place.printed)

    @property
    def search(self) -> str:
        """The query string of the search that finds all articles that have it."""
        return urlencode({"q": phrase(self.place.printed), "papers": ALL_PAPERS}) if self.place else ""

    @property
    def told(self) -> str:
        """What is to be known of it beside its state, in sentences; "" where there is nothing."""
        said = []
        if self.sentence.is_passage:
            said.append("整句在报上没有，只核对引号里的话；引号外的算作者自己的话。")
        elif self.sentence.behind:
            said.append("句后注的出处没有核对。")
        if self.place and self.is_otherwise_set:
            said.append(f"写法不同（繁体简体、异体字、引号、间隔号一类），报上作：{self.place.printed}")
        if self.state == State.FORMER:
            said.append(f"后来改过，现在作：{self.now}" if self.now else "后来改过，现在的文字里没有这一句。")
        said += [f"本文有更正，见{titled(each.title)}（{each.date_text}）。" for each in self.notices]
        if article := self.withdrawn:
            reason = article.withdrawn_reason or "编辑没有写明。"
            said.append(f"原在{titled(article.title)}（{article.date_text}），这篇文章已从本库撤回。撤回原因：{reason}")
        if self.state == State.DIFFERS and self.edits > edits_taken(self.sentence.asked):
            said.append("各分句报上都有，但次序不同，或中间还有别的话。")
        if self.state == State.MISSING and len(self.sentence.asked) < SHORTEST_CLOSE:
            said.append(f"不足{SHORTEST_CLOSE}字，只查一字不差的。")
        return "".join(said)


def as_set(text: str) -> str:
    return strip_space(normalize("NFKC", text)).casefold()


def phrase(printed: str) -> str:
    """What finds the text in an article as it stands there; of a long one the beginning, of one with every kind of
    quotation mark what stands before the first."""
    begin = printed[:LONGEST_MARK]
    try:
        return quoted(begin)
    except ValueError:
        return quoted(max(QUOTATIONS.split(begin), key=len))


@dataclass(frozen=True)
class Report:
    """`cut` sentences more there were than are looked at."""

    checked: Sequence[Checked]
    cut: int = 0

    @property
    def counts(self) -> list[tuple[State, int]]:
        held = [each.state for each in self.checked]
        return [(state, held.count(state)) for state in State if state in held]

    def numbers(self, state: State) -> list[int]:
        return [each.sentence.number for each in self.checked if each.state == state]
