"""Personal names: what has the form of one, and the names in a run of words."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.ingest.words.signs import NAME_SEPARATORS
from archive.ingest.words.surnames import COMPOUND, SINGLE

# A part of a name that is written by its sound (弗拉基米尔·伊里奇) has hardly more than six characters.
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,6}(?:[·•][\u3400-\u9fff]{1,6}){1,3}")
# Tibetan and Turkic names without a · have no surname, and only characters that write sounds.
_SOUNDS = (
    "阿艾买麦提尔江古丽孜热依布拉木库班万吐逊努塔克巴哈德勒力玉素甫迪里夏提帕尼亚米娜姆罕吾斯曼卡玛合肉苏甘赛凯沙乌"
    "扎西次仁卓央金吉多杰旦增丹索朗格桑平措罗白嘉青洛顿珠才让加藏尕旺堆达瓦普边贡曲珍强拥忠姐郎泽列真"
)
_SOUNDED = re.compile(rf"[{_SOUNDS}]{{4,7}}")
_HAN = re.compile(r"[\u3400-\u9fff]")
_BETWEEN = re.compile(
    rf"[\s{re.escape(NAME_SEPARATORS)}]+(?:和\s+)?|(?<=[\u3400-\u9fff]{{2}})和(?=[\u3400-\u9fff]{{2}})"
)  # 和 begins a name, too: 和丽琼
# 深圳报道, 综合报道, 发自北京: what may stand behind the last name.
_BEHIND = re.compile(
    r"(?:\s{1,4}[\u4e00-\u9fff]{2,6}|\s{0,4})(?:综合|联合|摄影|现场|一线)?\s{0,4}报\s{0,4}[道导]\s*$"
    r"|\s{1,4}(?:发自|采写于?)[\u4e00-\u9fff]{2,6}\s*$"
)
# 刘晓晨柳河报道: nothing parts the last name from the place.
_PLACE_GLUED = re.compile(r"[\u4e00-\u9fff]{2,4}")
_SPACED = re.compile(r"[\u3400-\u9fff](?:\s+[\u3400-\u9fff]){2}")
MOST_GLUED = 16  # characters
# Words that begin with a surname, and stand where names do.
_WORDS = {"简讯", "文章", "全文", "高级", "高中", "方面", "安全", "平安", "金融", "时间", "计划", "项目"}
_WORDS |= {"公告", "通告", "通知", "启事", "声明", "更正"}
_WORDS |= {"江苏", "江西", "安徽", "云南", "成都", "温州", "常州"}
# What stands behind 记者, 通讯员 or 摄影 and says what they wrote or do: 记者手记, 摄影作品.
_WORDS |= {"手记", "札记", "笔记", "日记", "日志", "后记", "随笔", "随感", "感言", "感悟", "心得"}
_WORDS |= {"寄语", "点评", "短评", "快评", "述评", "评论", "观察", "调查", "视点", "视线", "视角"}
_WORDS |= {"体验", "亲历", "见闻", "走访", "探访", "暗访", "专访", "采访", "回访", "追踪", "连线"}
_WORDS |= {"直击", "提问", "热线", "在线", "行动", "帮办", "风采", "沙龙", "作品", "来稿", "选登"}
_WORDS |= {"提醒", "了解", "核实", "现场", "培训"}
_UNIT = re.compile(r"(?<=[\u3400-\u9fff])\s*[（(][^（）()]{2,20}[)）]")


@dataclass(frozen=True)
class FoundNames:
    """Names in the order of the print; `glued` are the words that had to be divided by their surnames."""

    names: tuple[str, ...]
    glued: tuple[str, ...] = ()


def is_name(text: str) -> bool:
    """Whether a text has the form of a Chinese name: a surname and one or two characters, or a · in it."""
    if not _NAME.fullmatch(text) or text in _WORDS:
        return False
    if "·" in text or "•" in text:
        return True
    if text[:2] in COMPOUND:
        return 3 <= len(text) <= 4
    return text[0] in SINGLE and len(text) <= 3


def is_sounded(text: str) -> bool:
    """Whether a text may be a Tibetan or Turkic name, written by its sound: 扎西顿珠."""
    return bool(_SOUNDED.fullmatch(text))


def names_in(words: str, known: Sequence[str] = (), strict: bool = False) -> FoundNames | None:
    """The names of which a run of words consists; None where it has anything else.

    Characters that stand alone were spaced out (康  岩) and are put together in twos; a surname that stands alone
    begins the name behind it (王 建华). `known` names help to divide what is glued; `strict` asks for a surname of
    every name.
    """
    spaced = _SPACED.fullmatch(words.strip())
    if spaced and is_name(_BETWEEN.sub("", spaced[0])):
        return FoundNames((_BETWEEN.sub("", spaced[0]),))  # 刘 振 华
    words = _UNIT.sub("", words)
    behind = _BEHIND.search(words)
    tokens = [token for token in _BETWEEN.split(words[: behind.start()] if behind else words) if token]
    names: list[str] = []
    glued: list[str] = []
    if tokens and behind and not behind[0][0].isspace():
        name, place = _place_apart(tokens[-1], known)
        tokens[-1] = name
        glued += [name + place] if is_name(place) else []
    pending = ""
    for token, behind_it in itertools.zip_longest(tokens, tokens[1:], fillvalue=""):
        if pending and (is_name(pending + token) or (len(token) == 1 and _HAN.fullmatch(token))):
            names.append(pending + token)
            pending = ""
            continue
        surname = token in COMPOUND and is_name(token + behind_it) and not is_name(behind_it)
        if not pending and (surname or (len(token) == 1 and _HAN.fullmatch(token))):
            pending = token
            continue
        parts = divided(token, known)
        if pending or parts is None or (strict and not all(is_name(part) for part in parts)):
            return None
        if len(parts) > 1:
            glued.append(token)
        names += parts
    if pending or not names or (strict and not all(is_name(name) for name in names)):
        return None
    return FoundNames(tuple(names), tuple(glued))


def _place_apart(token: str, known: Sequence[str]) -> tuple[str, str]:
    """A name and the place that is glued to it right before 报道 (刘晓晨柳河); the token and nothing without one.

    Two names of three characters are two, and one of two characters in that place is rather a place's.
    """
    if token in known or is_name(token) or any(all(len(name) == 3 for name in way) for way in divisions(token, known)):
        return token, ""
    for size in (4, 3) if token[:2] in COMPOUND else (3, 2):
        name, place = token[:size], token[size:]
        if is_name(name) and _PLACE_GLUED.fullmatch(place) and (len(place) == 2 or not is_name(place)):
            return name, place
    return token, ""


def divided(token: str, known: Sequence[str] = ()) -> list[str] | None:
    """The names in a token: itself, or several printed without a space; None where it is none."""
    if token in _WORDS and token not in known:
        return None
    if token in known or is_name(token) or (len(token) <= 3 and _NAME.fullmatch(token)) or is_sounded(token):
        return [token]
    return max(divisions(token, known), key=lambda names: _likeness(names, known), default=None)


def divisions(token: str, known: Sequence[str] = ()) -> list[list[str]]:
    """Every way in which a token of up to MOST_GLUED characters consists of several names."""
    found: list[list[str]] = []
    for size in (3, 2, 4) if len(token) <= MOST_GLUED else ():
        head, tail = token[:size], token[size:]
        if tail and (head in known or is_name(head)):
            whole = [[tail]] if tail in known or is_name(tail) else []
            found += [[head, *rest] for rest in (*whole, *divisions(tail, known))]
    return found


def _likeness(names: list[str], known: Sequence[str]) -> tuple[int, int]:
    """Known names count first, then few names."""
    return sum(name in known for name in names), -len(names)
