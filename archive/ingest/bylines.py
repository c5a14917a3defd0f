"""Who wrote it: bylines, signatures and credits in their many forms, and the names in them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.ingest.draft import Kind
from archive.ingest.surnames import COMPOUND, SINGLE
from archive.ingest.types import ParsedContributor

# As printed -> the role; longer words first, since 摄影记者 is no 记者.
ROLES = {
    "摄影记者": "摄影", "图片记者": "摄影", "文字记者": "记者", "全媒体记者": "记者", "融媒体记者": "记者",
    "融媒记者": "记者", "特派记者": "记者", "首席记者": "记者", "实习记者": "记者", "见习记者": "记者",
    "特约记者": "记者", "驻地记者": "记者", "小记者": "小记者", "记者": "记者", "通讯员": "通讯员",
    "特约通讯员": "通讯员",
   "实习生": "实习生", "评论员": "评论员", "特约评论员": "评论员", "责任编辑": "编辑", "本版编辑": "编辑",
    "本版责编": "编辑", "值班编辑": "编辑", "见习编辑": "编辑", "责编": "编辑", "编辑": "编辑", "编审": "编辑",
    "美术编辑": "美编", "美编": "美编", "版式设计": "美编", "版式": "美编", "校对": "校对", "责任校对": "校对",
    "审核": "审核", "终审": "审核", "监制": "监制", "策划": "策划", "统筹": "策划", "制作": "制作", "制图": "制图",
    "图/文": "文图", "文/图": "文图", "文图": "文图", "图文": "文图", "文并摄": "文图", "摄影报道": "摄影",
    "摄影": "摄影", "供图": "摄影", "文/摄": "文图", "供稿": "供稿", "整理": "整理", "撰稿": "作者",
    "撰文": "作者", "作者": "作者", "文": "作者", "图": "摄影", "摄": "摄影",
}  # fmt: skip
CREDIT_ROLES = {"编辑", "美编", "校对", "审核", "监制", "策划", "制作", "制图"}
_SPLIT_WORDS = re.compile(r"(记)\s+(者)|(通)\s*(讯)\s*(员)|(评)\s*(论)\s*(员)|(编)\s+(辑)|(摄)\s+(影)|(作)\s+(者)")
_ROLE = re.compile("|".join(sorted(map(re.escape, ROLES), key=len, reverse=True)))
_HOUSE = re.compile(
    r"^(?:本报|本刊|本台|本网|[\u4e00-\u9fff]{2,8}(?:报|网|社|台|刊|杂志|日报|客户端|融媒体中心|融媒))?(?:驻[\u4e00-\u9fff]{2,4})?(?:特派|首席)?\s*$"
)
_TAIL = re.compile(r"\s*(?:[\u4e00-\u9fff]{2,4}\s*)??(?:综合)?(?:摄影)?(?:采写)?(?:报\s*道|电|讯|/)?\s*$")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_NAME = re.compile(r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,8}(?:·[\u3400-\u9fff]{1,8}){1,3}")
_BRACKETED = re.compile(r"^[（(【\[]\s*(.+?)\s*[)）】\]]$")
_ORNAMENT = re.compile(r"^[□■◎●△▲○◇◆/／|\-—―–\s]+|[□■◎●△▲○◇◆/／|\s]+$")


@dataclass(frozen=True)
class Byline:
    """Contributors read from a byline, and whether names had to be divided by guess."""

    contributors: tuple[ParsedContributor, ...]
    glued: tuple[str, ...] = ()


def read(text: str, known: Iterable[str] = (), bare: bool = False) -> Byline | None:
    """The contributors of a text that is a byline and nothing else; None for any other text.

    `known` are names that are known to be meant; `bare` allows names without a role.
    """
    text = _ORNAMENT.sub("", mended(text))
    bracketed = _BRACKETED.match(text)
    text = _ORNAMENT.sub("", bracketed[1]) if bracketed else text
    if not text or len(text) > 90 or re.search("[。！？；“”《》]", text):
        return None
    segments = _segments(text)
    if segments is None or (not bare and not any(role for role, _ in segments)):
        return None
    people: list[ParsedContributor] = []
    glued: list[str] = []
    for role, words in segments:
        names = _names(words, tuple(known), strict=not role)
        if names is None:
            return None
        glued += names[1]
        people += [ParsedContributor(name, role) for name in names[0]]
    return Byline(tuple(dict.fromkeys(people)), tuple(glued)) if people else None


def mended(text: str) -> str:
    """Role words that extraction broke (通讯 员) in one piece."""
    return _SPLIT_WORDS.sub(lambda match: "".join(group for group in match.groups() if group), text.strip())


def _segments(text: str) -> list[tuple[str, str]] | None:
    """(role, words with the names) in order; None where a role word is part of other text."""
    found = list(_ROLE.finditer(text))
    if not found:
        return [("", text)]
    before = text[: found[0].start()]
    segments: list[tuple[str, str]] = []
    if before.strip() and not _HOUSE.match(before):
        # 张三 摄 and 张三 文/图: the role stands behind the names
        if len(found) == 1 and not text[found[0].end() :].strip(" /／"):
            return [(ROLES[found[0][0]], before)]
        if len(found) > 1 or found[0][0] not in ("文", "图", "摄"):
            segments.append(("", before))
        else:
            return None
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        words = text[match.end() : end].strip(" :：/／,，、;；|")
        if end < len(text):
            words = re.sub(r"(?:本报|本刊)\s*$", "", words).strip()
        segments.append((ROLES[match[0]], words))
    return _shared(segments)


def _shared(segments: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Roles with no name of their own share the names that follow: 记者 通讯员 张三 is rare, 策划/制作 is not."""
    return [(role, words) for role, words in segments if words]


def _names(words: str, known: tuple[str, ...], strict: bool) -> tuple[list[str], list[str]] | None:
    """The names in the words after a role, and those that were glued; None where other words are there."""
    words = re.sub(r"(?:\s+[\u4e00-\u9fff]{2,6}\s*|\s*)(?:综合|联合|摄影|现场|一线|实习)?\s*报\s*道$", "", words)
    words = re.sub(r"\s*(?:发自|采写于?)[\u4e00-\u9fff]{2,6}$|\s+采写$|\s+摄$", "", words)
    tokens = [token for token in re.split(r"[\s、,，/／;；|和]+", words) if token]
    names: list[str] = []
    glued: list[str] = []
    pending = ""
    for token in tokens:
        if len(token) == 1 and _HAN.fullmatch(token):
            pending += token
            if len(pending) == 2:
                names.append(pending)
                pending = ""
            continue
        if pending:
            return None
        parts = divided(token, known)
        if parts is None or (strict and not all(is_name(part) for part in parts)):
            return None
        if len(parts) > 1:
            glued.append(token)
        names += parts
    return None if pending or not names else (names, glued)


def is_name(text: str) -> bool:
    """Whether a text has the form of a Chinese personal name: a surname and one or two characters, or a · in it."""
    if not _NAME.fullmatch(text):
        return False
    if "·" in text:
        return True
    if text[:2] in COMPOUND:
        return 3 <= len(text) <= 4
    return text[0] in SINGLE and len(text) <= 3


def divided(token: str, known: tuple[str, ...] = ()) -> list[str] | None:
    """The names in a token: itself, or several that were printed without a space; None where it is no name."""
    if token in known or is_name(token) or (len(token) <= 3 and _NAME.fullmatch(token)):
        return [token]
    best: list[str] | None = None
    for size in (3, 2, 4):
        head, tail = token[:size], token[size:]
        if not tail or not (head in known or is_name(head)):
            continue
        rest = divided(tail, known)
        if rest is None or not all(part in known or is_name(part) for part in rest):
            continue
        found = [head, *rest]
        if best is None or _likeness(found, known) > _likeness(best, known):
            best = found
    if best is None and _NAME.fullmatch(token) and len(token) <= 4 and token[0] in SINGLE:
        return [token]
    return best


def _likeness(names: list[str], known: tuple[str, ...]) -> tuple[int, int]:
    """Names that are known count first, then few names."""
    return sum(name in known for name in names), -len(names)


def kind_of(text: str) -> Kind | None:
    """BYLINE, SIGNATURE or CREDIT for a row that is nothing but that; None for any other row."""
    if len(text) > 90:
        return None
    byline = read(text)
    bracketed = bool(_BRACKETED.match(text.strip()))
    if byline is None:
        return Kind.SIGNATURE if bracketed and read(text, bare=True) else None
    if {person.role for person in byline.contributors} <= CREDIT_ROLES:
        return Kind.CREDIT
    return Kind.SIGNATURE if bracketed else Kind.BYLINE


_SIGNED = re.compile(
    r"[（(]\s*([^（()）。]{2,60})\s*[)）]\s*$|(?:^|[。！？”\s])\s*((?:图/文|文/图|图文|文图|摄影报道)[\s:：]*[\u4e00-\u9fff\s]{2,24})$"
)
_SIGNED_TAIL = re.compile(r"(?P<words>(?:图\s*/\s*文|文\s*/\s*图)[\s:：]*[\u4e00-\u9fff\s、]{2,24})$")


def signature(text: str) -> tuple[str, Byline] | None:
    """The signature with which a paragraph ends, as printed, and who signed; None where there is none."""
    match = _SIGNED.search(text) or _SIGNED_TAIL.search(text)
    if not match:
        return None
    words = next(group for group in match.groups() if group)
    byline = read(words, bare=True)
    return (words.strip(), byline) if byline else None


_PHOTO = re.compile(
    r"(?:^|[。\s（(])(?:本报记者|记者|通讯员)?\s*([\u3400-\u9fff]{1,4}(?:\s+[\u3400-\u9fff]{1,3})?)\s*摄(?=$|[\s（(/。])"
)


def photographers(text: str) -> list[ParsedContributor]:
    """The people of whom a caption says that they took the picture: 张三摄（新华社发）."""
    people = []
    for match in _PHOTO.finditer(text):
        names = _names(match[1], (), strict=True)
        people += [ParsedContributor(name, "摄影") for name in (names[0] if names else [])]
    return people


def bare(text: str) -> bool:
    """Whether a short line holds nothing but names, each with a surname: a byline where a headline stands above."""
    found = read(text, bare=True) if len(text) <= 20 else None
    return found is not None and not found.glued
