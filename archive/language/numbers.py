"""Where numbers stand in folded text: with their decimals and separators of thousands, as print has them.

18 is no number of 18877, 17.618 or 18,877. A chain of several points is no number but parts of a date or an
address (2021.5.3), and a comma without three digits behind it divides (16,17,18).
"""

import re

PRINTED_NUMBER = re.compile(
    r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?(?!\.?[0-9])"  # 18,877.5
    r"|(?<![0-9]\.)[0-9]+\.[0-9]+(?!\.?[0-9])"  # 17.61
    r"|[0-9]+"
)
_HAN = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_FIGURE = r"[A-Za-z\d]"
# As printed, with what it counts: 12.5亿元, 2021年11月5日, 30多个.
COUNTED_NUMBER = (
    rf"{_FIGURE}*\d(?:[.,:/_~．，：／％%℃+–年月-]*(?:{_FIGURE}|[%％℃‰]))*"
    rf"[余多]?[十百千万亿]*(?:平方公里|平方米|立方米|公里|公斤|公顷|分钟|小时|人次|美元|欧元|港元|摄氏度|个月|周年|[{_HAN}])?"
)
CHINESE_NUMBER = re.compile("[〇零一二三四五六七八九十百千万亿两]+")
NUMBER_CHARACTERS = frozenset("0123456789.,")
NUMBER_REACH = 40  # characters looked at on each side: what goes on for longer is no number that anybody types


def cuts_number(text: str, at: int) -> bool:
    """Whether the place `at` of folded `text` lies inside a number, with some of it on each side."""
    if not 0 < at < len(text) or text[at - 1] not in NUMBER_CHARACTERS or text[at] not in NUMBER_CHARACTERS:
        return False
    start, end = at, at
    while start > max(0, at - NUMBER_REACH) and text[start - 1] in NUMBER_CHARACTERS:
        start -= 1
    while end < min(len(text), at + NUMBER_REACH) and text[end] in NUMBER_CHARACTERS:
        end += 1
    return any(number.start() < at < number.end() for number in PRINTED_NUMBER.finditer(text, start, end))


def stands_whole(text: str, start: int, end: int) -> bool:
    """Whether characters `start` to `end` (exclusive) begin and end where no number of folded `text` is cut."""
    return not cuts_number(text, start) and not cuts_number(text, end)


def may_cut_number(run: str) -> bool:
    """Whether there can be a text that holds `run` where a number goes on before or behind it."""
    return bool(run) and (run[0] in NUMBER_CHARACTERS or run[-1] in NUMBER_CHARACTERS)
