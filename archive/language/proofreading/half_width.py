"""Punctuation of half width amid Chinese (GB/T 15834-2011 sets that of full width): 项目,全部 and "你好"."""

import re
from collections.abc import Iterator, Sequence

from archive.language.proofreading.remarks import LineKind, ProofCheck, ProofLine, Remark, quotation_of

_HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
# Also behind what closes a Chinese phrase: 《论语》,”
_CHINESE = r"[\u3400-\u9fff\U00020000-\U0003ffff”’》）」』]"
FULL_WIDTH = {",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。", "...": "……", "--": "——"}
_HALF_WIDTH = re.compile(
    rf"(?<={_CHINESE})(?:\.{{3,6}}|-{{2,}}|[,;:!?]|\.(?=\s*$|\s*{_HAN}))"
    rf"|(?P<quoted>(?P<quote>[\"'])(?=[^\"']{{0,80}}{_HAN})[^\"']{{1,80}}(?P=quote))"
    rf"|(?P<bracketed>\((?=[^()]{{0,80}}{_HAN})[^()]{{1,80}}\))"
)
SHOWN_MARKS = 4  # of a line, that its remark names


def half_width_marks(lines: Sequence[ProofLine]) -> Iterator[Remark]:
    """A remark for each line that has such marks, at the first of them."""
    for line in lines:
        found = list(_HALF_WIDTH.finditer(line.text)) if line.kind != LineKind.BYLINE else []
        if found:
            yield Remark(ProofCheck.HALF_WIDTH, line, found[0].start(), found[0].end(), _advice(line.text, found))


def _advice(text: str, found: Sequence[re.Match[str]]) -> str:
    proper = dict.fromkeys(f"{written} → {_full(match)}" for match in found if (written := _written(match)))
    counted = f"有{len(found)}处半角标点，第一处是" if len(found) > 1 else ""
    end = found[0].start() + 1 if found[0]["quoted"] or found[0]["bracketed"] else found[0].end()
    quote = quotation_of(text, found[0].start(), end)
    return f"{counted}{quote}：请改 {'　'.join(list(proper)[:SHOWN_MARKS])}　（汉字之间用全角标点）。"


def _written(match: re.Match[str]) -> str:
    if match["quoted"]:
        return match["quote"] * 2
    return "()" if match["bracketed"] else match[0]


def _full(match: re.Match[str]) -> str:
    if match["quoted"]:
        return "“”" if match["quote"] == '"' else "‘’"
    if match["bracketed"]:
        return "（）"
    return FULL_WIDTH.get(match[0]) or FULL_WIDTH["..." if match[0][0] == "." else "--"]
