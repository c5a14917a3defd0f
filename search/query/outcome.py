"""What was found of what was asked, told to the reader: the sentence, and how far the articles have all of it."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from search.query.compile import (
    asking,
    is_question,
    loose_words,
    of_field,
    required_beside_words,
    required_without_words,
)
from search.query.dated import is_time
from search.query.papers import papers_label
from search.query.reading import FIELD_NAMES, described, filter_label, notes, unmarked
from search.query.request import SORTS, SearchRequest
from search.query.results import SearchPage
from search.query.syntax import AnyOf, Node, Term

NOT_ALL = "没有一篇含全部所检各词"
NOT_WHOLE = "没有一篇写全所检的词"
MOST_SAID = 120  # characters of a query in the sentence: three hundred would fill a phone, and stand in the box


def sentence(page: SearchPage) -> SafeString:
    """在《济宁高新新闻》2021年中检索 高新区 且 营商环境，按相关度，共4篇。"""
    request: SearchRequest = page.request
    where = f"在{papers_label(request)}"
    named = "、".join(filter_label(request, name, value) for name, value in request.filters.items())
    asked = Truncator(described(request.tree)).chars(MOST_SAID, "…", html=True)
    what = f"检索 {asked}" if request.tree.parts else "浏览全部文章"
    order = SORTS[request.order]
    return format_html("{}{}中{}，按{}，共{}篇", where, named, mark_safe(what), order, page.total)  # noqa: S308 escaped by described


def rung_told(page: SearchPage) -> SafeString:
    """What the articles found have, where none has all that was asked, or as it was typed; "" where one does. No full
    stop."""
    request: SearchRequest = page.request
    required = still_required(page)
    within = format_html("在{}的文章里，", required) if required else ""
    match page.rung:
        case "all" if page.is_scattered and not page.close and _asks_one(request):
            return mark_safe("没有一篇原样写有所检的词，以下各篇是分开写有其中各字的")
        case "time" if page.total:
            return mark_safe("没有一篇写有这几个字，以下各篇是按所写的时间、期号或版次找到的")
        case "any" if request.reading != "loose":
            if not page.total and not of_field(loose_words(request.tree), "content"):
                return format_html("没有{}的文章", _all_of(request, asking(request.tree.parts)))
            if not page.total and required:
                return format_html("{}没有一篇写到所检的词", within)
            question = any(map(is_question, request.tree.parts))
            if not question and _asks_one(request):
                if page.total:  # a word of it, or a character
                    return format_html("{}{}，以下各篇至少含有它的一部分", within, NOT_WHOLE)
                return format_html("{}没有一篇写有所检的词", within)
            nothing = f"没有一篇{'逐字写有这个问句' if question else '同时含有所检各词'}"
            if not page.total:
                return format_html("{}，也没有一篇含有其中任何一个词", nothing)
            dated = "，或在所写的时间、期号、版次之内" if any(map(is_time, request.tree.parts)) else ""
            some = f"以下各篇至少含有其中一个词{dated}（“的”“什么”之类不计）"
            ordered = "，按相关度排列" if request.order == "relevance" else ""
            return format_html("{}{}，{}{}", within, nothing, some, ordered)
        case "phrase":
            nothing = "没有一篇既含有引号里的话、又含有所检的词"
            if page.total:
                return format_html("{}，以下是{}的文章，其余的词只用来排序", nothing, required)
            return format_html("{}，也没有{}的文章", nothing, required)
    return mark_safe("")


def _asks_one(request: SearchRequest) -> bool:
    """Whether a single word is looked for, or a run of them that no mark parts."""
    words = loose_words(request.tree)
    return len(words) == 1 and words[0].text.isalnum() and not any(map(is_time, request.tree.parts))


def shortfall(page: SearchPage) -> str:
    """In a few words, for a heading or the name of a file, how far the articles found are from what was asked; ""
    where each has all of it."""
    if not page.total:
        return ""
    if page.request.reading == "loose":
        return "含有任一所检的词"
    not_all = NOT_WHOLE if _asks_one(page.request) else NOT_ALL
    return {"any": not_all, "phrase": NOT_ALL, "time": "按所写的时间、期号或版次"}.get(page.rung, "")


def held_instead(page: SearchPage) -> str:
    """What the articles found hold where none has all that was asked, beside an offer of them; "" where one does."""
    lacking = shortfall(page)
    return f"{lacking}，只含有其中一部分" if page.is_missed and page.request.reading != "loose" else lacking


def said_plainly(page: SearchPage) -> list[str]:
    """What was searched, in how far the articles found have it, and what was left out: whole sentences without markup,
    for a file that leaves the page behind."""
    told = [unmarked(sentence(page)), unmarked(rung_told(page))]
    if page.request.reading == "loose":
        told.append("含有其中任何一个词的文章都列在这里")
    if page.close:
        told.append(f"没有一篇原样写有这些字，写得最接近的排在最前：{'、'.join(page.close)}")
    if page.left_out:
        told.append(f"这个检索太费时，下列部分没有计入：{'、'.join(page.left_out)}")
    if page.total > page.page_size:
        told.append(f"共找到{page.total}篇，这里是其中的前{page.page_size}篇")
    return [f"{text}。" for text in told if text]


def still_required(page: SearchPage) -> SafeString:
    """What every article of a looser rung has to have, filters too: 作者含新华社、写有“电视之父”、2021年."""
    request: SearchRequest = page.request
    parts = required_without_words(request.tree) if page.rung == "phrase" else required_beside_words(request.tree)
    return _all_of(request, parts)


def _all_of(request: SearchRequest, parts: Iterable[Node]) -> SafeString:
    """These parts and the filters, as what an article has."""
    filters = [filter_label(request, name, value) for name, value in request.filters.items()]
    return format_html_join("、", "{}", ((each,) for each in (*map(_had, parts), *filters)))


def _had(part: Node) -> SafeString:
    """A part as what an article has: 写有“电视之父”, 作者含新华社, 不含 招商."""
    is_text = (isinstance(part, Term) and not FIELD_NAMES.get(part.field)) or isinstance(part, AnyOf)
    return format_html("{}{}", "写有" if is_text else "", described(part))


def told(request: SearchRequest, found: SearchPage) -> list[str]:
    """`notes` and `rung_told` as unmarked sentences, for programs and feeds."""
    return [*notes(request, found), *filter(None, [unmarked(rung_told(found))])]
