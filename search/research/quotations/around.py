"""What authors put around a quotation that is none of it: the number of its line before it, its source behind it.

Whether it was printed so is not told by its form: the patterns say what may be left away.
"""

import re

_LISTED = "\u2460-\u24ff\u2776-\u2793\u3220-\u3247\u3280-\u32b0"  # ① ⒈ ❶ ㈠
_ORDINAL = (
    "(?:第|其|例|注|引文)?(?:[0-9０-９]{1,3}(?:[.．][0-9０-９]{1,3})*|[〇零一二三四五六七八九十百]{1,5}"
    f"|[A-Za-zＡ-Ｚａ-ｚ]|[IVXivx\u2160-\u217f]{{1,5}}|[{_LISTED}])"
)
_BULLET = rf"[-–—•·‣*＊#＃>＞{_LISTED}\u2160-\u217f\u25a0-\u27bf\u2b00-\u2bff]+"
_NUMBER = (
    rf"[（(［\[【〔]{_ORDINAL}[）)］\]】〕][.．、，,：:]?"
    rf"|{_ORDINAL}(?:[、，：）)是]|[.．]|[,:](?![0-9０-９])|(?=\s))"
)
LINE_LABEL = re.compile(rf"\s*(?:{_NUMBER}|{_BULLET})\s*")  # 1. 2、 （一） ① 一、 (3) 第一， [4] • ●
MOST_LABELS = 3  # one behind the other

_NAMED = r"(?=[^（）()\n]*(?:[《社报网台刊讯]|[0-9０-９〇]年))"  # a newspaper, an agency, a site, a year
_SQUARE = rf"[［\[〔【](?:{_ORDINAL}|{_NAMED}[^［\[〔【\]］〕】\n]{{1,60}})[\]］〕】]"
_BRACKETED = rf"(?:{_SQUARE}|[（(]{_NAMED}[^（）()\n]{{1,60}}[）)])[。.；;]?"
_LINE_END = r"(?=[^\S\n]*(?:\n|\Z))"
_LAST = r"[^\n。！？!?]{1,60}[。.]?" + _LINE_END
_DASHED = rf"[—–―─-]+{_LAST}"
_DASHED_WORK = rf"[—–―─-]+\s*《{_LAST}"
_ORIGIN = "(?:来源|出处|摘自)"
_LABELLED = rf"{_ORIGIN}[：:]{_LAST}"
_REFERENCE = rf"[\u2460-\u24ff¹²³\u2070-\u2079]+[。.]?{_LINE_END}"
_NEXT_LINE = rf"\s*\n\s*(?:{_LABELLED}|(?:[—–―─]+|[（(]|{_ORIGIN}[：:]?)[^《\n。！？!?]{{0,10}}《{_LAST})"
# （《某报》2021年11月5日） ——《某报》 （某社） 【来源：某网】 来源：某网 [3] ③, also on a line of its own.
_ANYWHERE = rf"[^\S\n]*(?:{_BRACKETED}|{_DASHED_WORK}|{_LABELLED}|{_REFERENCE})|{_NEXT_LINE}"
SOURCE_LINE = _NEXT_LINE
SENTENCE_SOURCE = rf"(?:{_ANYWHERE}|[^\S\n]*{_DASHED})"  # behind a sentence, whoever said it
LINE_SOURCE = re.compile(rf"(?:{_ANYWHERE}|(?<=[”’』」〞》\"'。！？!?…]){_DASHED})+\Z")


def label_ends(text: str) -> list[int]:
    """Where what may number a line ends, the last first, and its beginning: 一、1. has two such ends."""
    ends = [0]
    while len(ends) <= MOST_LABELS and (label := LINE_LABEL.match(text, ends[-1])):
        ends.append(label.end())
    return ends[::-1]
