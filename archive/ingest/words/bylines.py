"""Who wrote it: bylines, signatures and credits in their many forms."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.ingest.draft import RowKind
from archive.ingest.types import ParsedContributor
from archive.ingest.words.names import is_name, is_sounded, names_in
from archive.ingest.words.reflow import open_pairs
from archive.ingest.words.signs import BULLETS, NAME_SEPARATORS, ORNAMENTS, SPACES

# The words with which newspapers name a role.
_WORDS = {
    "记者": "记者",
    "通讯员": "通讯员",
    "实习生": "实习生",
    "小记者": "小记者",
    "评论员": "评论员",
    "摄影": "摄影记者 图片记者 摄影报道 摄影 拍摄 供图 图 摄",
    "文图": "文/图 图/文 文图 图文 文/摄 文并摄 文并图",
    "作者": "作者 撰稿人 撰稿 撰文 执笔 采写 文字 文 社长 总编辑 副总编辑 总编 副总编 主任",
    "编辑": "本版编辑 值班编辑 编辑 编审 主编 值班主任 值班总编",
    "责编": "责任编辑 本版责编 责编",
    "美编": "美术编辑 本版美编 美编 版式设计 版式 设计 组版 排版",
    "校对": "责任校对 本版校对 校对 检校",
    "审核": "审核 终审 初审 复审 一审 二审 三审 审校 审读",
    "监制": "总监制 监制",
    "策划": "总策划 策划 统筹",
    "制作": "制作 剪辑",
    "制图": "制图 绘图 漫画",
    "整理": "整理",
    "口述": "口述",
    "翻译": "编译 翻译",
    "供稿": "供稿",
}
ROLES = {word: role for role, words in _WORDS.items() for word in words.split()}
AUTHOR_ROLES = {*ROLES.values()} - {"编辑", "责编", "美编", "校对", "审核", "监制", "策划", "制作", "制图"}
WRITER_ROLES = {"记者", "通讯员", "实习生", "评论员"}
RARE_SURNAMES_IN = {"记者", "通讯员", "摄影"}  # what follows these words is a name even with a surname that no list has
_MODIFIERS = "(?:特约|特派|首席|见习|实习|资深|全媒体|融媒体|融媒|主任|高级|学生|校园)*"
WRITERS = rf"{_MODIFIERS}(?:记者|通讯员|实习生|评论员)"  # roles of who writes reports, as a pattern
_LONG = "|".join(sorted((re.escape(word) for word in ROLES if len(word) > 1), key=len, reverse=True))
# One character is a role only where a sign or the end sets it apart: 文/张三, 李四 摄, but not 图片新闻.
_SHORT = r"(?<![\u3400-\u9fff])[文图摄](?=\s*[/:：／\\\s]|$)|(?<=[/／\\\s])[文图摄](?=\s|$)|摄$"
_ROLE = re.compile(rf"{_MODIFIERS}(?P<word>{_LONG})|(?P<short>{_SHORT})")
_BROKEN_WORD = re.compile(r"(记)\s+(者)|(通)\s*(讯)\s*(员)|(评)\s*(论)\s*(员)|(编)\s+(辑)|(摄)\s+(影)|(作)\s+(者)")
_WRITER = re.compile("记者|通讯员|实习生|评论员")
_BULLET = re.compile(rf"[{BULLETS}]\s*(?=[\u4e00-\u9fff]{{2,8}}\s*[:：])")  # ●策划：张三 ●统筹：李四
# 记者 张三本报通讯员, 通讯员张三清河日报记者: a house glued to the name before it.
_GLUED_HOUSE = re.compile(
    rf"({WRITERS}\s*[\u4e00-\u9fff]{{2,3}}?)(?=(?:本[报刊台网]|[\u4e00-\u9fff]{{2}}(?:[日晚晨早商]报|都市报|青年报)){WRITERS})"
)
# 文丨张三; the bar before a further label divides: 作者：张三 | 责编：李四.
_BAR = re.compile(r"(?<=[\u4e00-\u9fff])\s*[|｜丨]\s*(?=[\u4e00-\u9fff])(?![\u4e00-\u9fff/／]{1,8}\s*[:：])")
_BAR_AS_COLON = re.compile(rf"^({_MODIFIERS}(?:{_LONG}))\s*[|｜丨]\s*(?=[\u4e00-\u9fff][^|｜丨]*$)")  # 审核 | 张三
_HOUSE = re.compile(
    r"(?:(?:本|我)[报刊台网端社]|[\u4e00-\u9fffA-Za-z·]{1,14}?(?:报|刊|台|网|社|讯|在线|杂志|客户端|中心|融媒体?|发布|新闻|观察|集团|[省市区县州镇]))"
    r"?\s*(?:驻[\u4e00-\u9fff]{1,4})?(?:记者站)?\s*"
    r"|[\u4e00-\u9fff“”]{2,16}(?:学院|大学|委|会|局|院|公司|大队|支队)\s+|[\u4e00-\u9fff]都"  # 柳都记者, of a 都市报
)
_NAME_AND_HOUSE = re.compile(r"\s*([\u3400-\u9fff]{2,4})\s+本[报刊台网社]\s*")
_NAMELESS = re.compile(
    r"(?:本报|本刊|本台|新华社|人民日报|[\u4e00-\u9fff]{2,6}[报社])(?:特约)?(?:评论员|编辑部|综合报道|综合消息|综合|记者|通讯员)"
)
_LABEL = re.compile(
    r"(?:^|(?<=[\s|｜;；)）]))(?P<label>[\u4e00-\u9fff/／]{2,8}|[\u4e00-\u9fff]\s{1,2}[\u4e00-\u9fff])\s*[:：]\s*"
)
_WITH_PICTURES = re.compile(r"\s+(?:文\s*[/／]\s*图|图\s*[/／]\s*文|文图|图文|摄影报道|摄)\s*$")  # 记者：张三 文/图
_NO_ROLE = re.compile(
    r"时间|日期|星期|地[点址区]|单位|名称|主题|内容|项目|电话|热线|联系|咨询|报名|类别|分类|关键|问|答"
)
# What stands behind 作者： where a site knows nobody.
_UNNAMED = "佚名|匿名|未知|不详|网络|综合|转载"
_NOBODY = re.compile(rf"{_UNNAMED}|本[报刊台网站社]|[\u4e00-\u9fff]*(?:报|社|网|台|部|组|局|委)")
_NO_NAME_GIVEN = re.compile(r"[^\u3400-\u9fff]*|暂?无")
_NO_AUTHOR = re.compile(rf"{_UNNAMED}|{_NO_NAME_GIVEN.pattern}")
_PEN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}")
# What a speaker says behind his label, and no name has: 记者：谢谢您; and words that hardly any has.
_SAID = re.compile("[您吗呢吧们]|谢谢|你好")
_COMMON = re.compile("[你我他她它的了是啊谢不没这那很都好与和及]")
_SHORT_NAME = re.compile(r"[\u4e00-\u9fff]{2,3}")
_PLACE_ENDS = re.compile(
    r"(?:[省市县区乡镇村路街号队厂校院所局级班系连站馆社室科处委办]|公司|中心|大学|学校|小学|中学)$"
)
_READER = re.compile(
    r"(?:[\u4e00-\u9fff\d]{1,12}\s+|[\u4e00-\u9fff\d]{1,6})?"
    r"(?:读者|市民|村民|职工|学生|律师|教师|教授|医生|护士|民警|干部|农民|[果菜]农|工人|女工|作家|诗人|画家)\s+"
)  # 清河 读者 张三, 高三学生 张三
_PLACE = re.compile(
    rf"(?:[\u4e00-\u9fff\d]{{1,16}}{_PLACE_ENDS.pattern[:-1]}\s+)?(?:[\u4e00-\u9fff]{{0,10}}\d{{2,4}}级[\u4e00-\u9fff\d()（）]{{0,12}}\s+)"
    rf"|[\u4e00-\u9fff\d]{{1,16}}{_PLACE_ENDS.pattern[:-1]}\s+"
)  # 清河县河堤村 张三, 外国语学院 14级 张三
# 中共清河县委书记 张三
_POST = re.compile(
    r"[\u4e00-\u9fff、]{0,24}(?:书记|主席|主任|校长|院长|局长|部长|处长|科长|站长|厂长|[省市区县州乡镇]长|常委|委员)\s+"
)
_PLACE_BEHIND = re.compile(r"\s*[\u4e00-\u9fff]{2,8}\s*")
_PAPER = re.compile(r"[\u4e00-\u9fff]{2,10}(?:[日晚晨早时商周学快市]报|报社|日报|网|在线|通讯社|电视台|杂志)")
# 张三、李四／台北报道: how reports are signed in Taiwan.
_REPORTED = re.compile(r"([\u3400-\u9fff])\s*[/／]\s*[\u4e00-\u9fff]{2,8}?报[道导](?=[)）】\]〕]?$)")
# 文/张三 图/市消防支队提供: the pictures are nobody's.
_FROM_OFFICE = re.compile(r"(?<=[\u4e00-\u9fff])\s+[图文](?:片)?\s*[/／|｜]?\s*[\u4e00-\u9fff]{2,14}(?:提供|供图)$")
_BRACKETED = re.compile(r"[（(【\[〔]\s*([^（(【\[〔〕\]】)）]+?)\s*[)）】\]〕]")
MAX_LENGTH = 90
MOST_AUTHORS = 3  # more names alone on a line are a roll


@dataclass(frozen=True)
class Byline:
    """Contributors read from a byline; `glued` are words that had to be divided into names by guess."""

    contributors: tuple[ParsedContributor, ...]
    glued: tuple[str, ...] = ()


def read_byline(text: str, known: Sequence[str] = (), bare: bool = False) -> Byline | None:
    """The contributors of a text that is a byline and nothing else; None for any other text.

    `known` are names that are known to be meant; `bare` allows names without a role, if each has a surname.
    """
    if len(text) > MAX_LENGTH:
        return None
    if text.endswith(("提供", "供图")):
        text = _FROM_OFFICE.sub("", text)
    pen_name = bare and text.lstrip().startswith("□")  # before an author, whatever the name
    text = _REPORTED.sub(r"\1", mended(text).strip(ORNAMENTS))
    bracketed = _BRACKETED.fullmatch(text)
    text = bracketed[1].strip(ORNAMENTS) if bracketed else text
    if _NAMELESS.fullmatch(text):
        return Byline(())
    if not text or re.search("[。！？“”《》]|[:：]$", text) or open_pairs(text) or _PAPER.fullmatch(text):
        return None
    if _SAID.search(text):
        return None
    labelled = _labelled_segments(text)
    segments = labelled or _segments(_without_place(text) if bare else text)
    if not bare and not any(role for role, _ in segments):
        return None
    people: list[ParsedContributor] = []
    glued: list[str] = []
    for role, words in segments:
        found = names_in(words, known, strict=not (pen_name or labelled or role in RARE_SURNAMES_IN))
        if found is None:
            return None
        glued += found.glued
        people += [ParsedContributor(name, role) for name in found.names]
    return Byline(tuple(dict.fromkeys(people)), tuple(glued)) if people else None


def people_behind(role: str, words: str) -> Byline | None:
    """The people that the words behind a label of this role name, with the roles that words among them tell: 本报记者
    张三. Without people where it says that nobody or an office did it; None where it is no such words."""
    words = words.strip("\"'[],，；; \u3000")
    if _NO_NAME_GIVEN.fullmatch(words) or _NOBODY.fullmatch(words) or _NAMELESS.fullmatch(words):
        return Byline(())
    strict = role not in RARE_SURNAMES_IN
    found = names_in(words, strict=strict) or names_in(_without_place(words), strict=strict)
    if found is None and _is_pen_name(role or "作者", words):  # 庹一长: of a surname that no list has
        found = names_in(words)
    if found is not None:
        return Byline(tuple(ParsedContributor(name, role) for name in dict.fromkeys(found.names)), found.glued)
    read = read_byline(words)
    if read is not None:
        people = tuple(ParsedContributor(person.name, person.role or role) for person in read.contributors)
        return Byline(people, read.glued)
    return Byline(()) if _PLACE_ENDS.search(words) else None


def names_no_author(words: str) -> bool:
    """Whether the words behind a label say that nobody knows who wrote: 佚名, 不详, 无; an office is an author."""
    return _NO_AUTHOR.fullmatch(words.strip()) is not None


def role_of(words: str) -> str:
    """The role that words name, empty where they name none: 本报见习记者 is 记者.

    Of words for roles without anything between them the last one counts (文字编辑 is 编辑), else the first (编辑/校对).
    """
    found = list(_ROLE.finditer(words.strip()))
    last = next((at for at, (one, after) in enumerate(itertools.pairwise(found)) if one.end() < after.start()), -1)
    return ROLES[found[last]["word"] or found[last]["short"]] if found else ""


def role_of_label(label: str) -> str:
    """The role of the people behind a label, which ends with the word for it: 记者手记 is none."""
    label = re.sub(r"\s", "", label)
    ends = any(label.endswith(word) for word in ROLES if len(word) > 1 or word == label)
    return role_of(label) if ends else ""


def mended(text: str) -> str:
    """Role words that extraction broke (通讯 员) in one piece; a colon for the bar behind a role that begins a line of
    one (审核 | 张三), a stroke for any other (文丨张三)."""
    whole = _BROKEN_WORD.sub(lambda match: "".join(group for group in match.groups() if group), text.strip())
    whole = _BULLET.sub(" ", _BAR.sub("/", _BAR_AS_COLON.sub(r"\1：", whole)).replace("丨", "|"))
    return _GLUED_HOUSE.sub(r"\1 ", whole) if len(_WRITER.findall(whole)) > 1 else whole


def _segments(text: str) -> list[tuple[str, str]]:
    """(role, words with the names of those who have it), in order. The role stands before its names or behind."""
    found = list(_ROLE.finditer(text))
    if not found:
        return [("", text)]
    roles = [ROLES[match["word"] or match["short"]] for match in found]
    if len(roles) == 2 and roles[0] in RARE_SURNAMES_IN and roles[1] == "摄影" and text.endswith("摄"):
        roles[0] = "摄影"  # 本报记者 张三 摄
    starts = [match.start() for match in found[1:]] + [len(text)]
    words = [_trimmed(text[match.end() : start]) for match, start in zip(found, starts, strict=True)]
    for place, (role, after) in enumerate(itertools.pairwise(roles)):
        if role not in WRITER_ROLES and after in WRITER_ROLES and re.fullmatch(r"\S{2,8}", words[place]):
            words[place] = ""  # 采写/清都记者 张三: of whose house
    before = text[: found[0].start()]
    glued_house = bool(before) and not before[-1].isspace() and names_in(before, strict=True) is None
    certain = words[0] and names_in(words[0], strict=True) is not None  # 外乡记者看柳河 names nobody
    named = _NAME_AND_HOUSE.fullmatch(before)  # 张三 本报记者 李四: of the house is the second
    signed = named is not None and names_in(named[1], strict=True) is not None
    if (
        not before.strip()
        or (not signed and _HOUSE.fullmatch(before))
        or (not signed and glued_house and len(before) <= 10 and certain)
    ):
        return [(role, names) for role, names in zip(roles, words, strict=True) if names]
    before = _trimmed(before)
    if not words[-1]:
        return [(role, names) for role, names in zip(roles, [before, *words[:-1]], strict=True) if names]
    return [("", before), *((role, names) for role, names in zip(roles, words, strict=True) if names)]


def _labelled_segments(text: str) -> list[tuple[str, str]]:
    """(role, words with names) where a line consists of labels with names behind them: 撰文：… 插图：… 编辑：…

    Any label will do; one that no list has is the role itself. Empty where anything else stands on the line.
    """
    found = list(_LABEL.finditer(text))
    if not found or found[0].start() or any(_NO_ROLE.search(match["label"]) for match in found):
        return []
    starts = [match.start() for match in found[1:]] + [len(text)]
    segments: list[tuple[str, str]] = []
    for match, start in zip(found, starts, strict=True):
        label, words = re.sub(r"\s", "", match["label"]), _trimmed(_WITH_PICTURES.sub("", text[match.end() : start]))
        role = role_of(label) or label
        if names_in(words, strict=role not in RARE_SURNAMES_IN) is None and not _is_pen_name(label, words):
            office = read_byline(words)  # 作者：本报评论部主任 张三, 作者：本报记者 李四
            if office is None or not office.contributors:
                return []
            segments += [(person.role or role, person.name) for person in office.contributors]
        else:
            segments.append((role, words))
    return segments


def _is_pen_name(label: str, words: str) -> bool:
    """Whether a word behind 作者： is a name without a surname. Behind any role one of three characters is, and one
    that is written by its sound."""
    if label == "作者" and _PEN_NAME.fullmatch(words):
        return not _NOBODY.fullmatch(words)
    short = len(words) == 3 and _PEN_NAME.fullmatch(words) and not _NOBODY.fullmatch(words)
    plain = short and not (_COMMON.search(words) or _PLACE_ENDS.search(words))
    return bool(role_of_label(label)) and (bool(plain) or is_sounded(words))


def unread_people(text: str) -> tuple[str, str]:
    """A label of people in a line and the words behind it that are neither names nor an office; empty without any."""
    found = list(_LABEL.finditer(text.strip(ORNAMENTS + "（()）【】[]")))
    for match, after in itertools.zip_longest(found, found[1:]):
        words = match.string[match.end() : after.start() if after else None].strip(SPACES)
        role = role_of_label(match["label"])
        if role and not _is_pen_name(match["label"], words) and people_behind(role, words) is None:
            return match["label"], words
    return "", ""


def _without_place(text: str) -> str:
    """A signature without where its writer lives or works, or as what: 清河县河堤村 张三, 张三/清河, 县委书记 张三."""
    name, slash, place = text.replace("／", "/").partition("/")
    if slash and is_name(name.strip()) and _PLACE_BEHIND.fullmatch(place) and not is_name(place.strip()):
        return name
    match = _READER.match(text) or _PLACE.match(text) or _POST.match(text)
    found = names_in(text[match.end() :], strict=True) if match else None
    if match is None or found is None or found.glued or any(map(_PLACE_ENDS.search, found.names)):
        return text
    return text[match.end() :]


def _trimmed(words: str) -> str:
    words = words.strip(SPACES + ":：" + NAME_SEPARATORS)
    return re.sub(r"(?:^|[\s、，,]+)(?:本报|本刊|本台|[\u4e00-\u9fff]{2,8}(?:报|社|台|网))$", "", words)


def kind_of(text: str) -> RowKind | None:
    """BYLINE, SIGNATURE or CREDIT for a line that is nothing but that; None for any other line."""
    byline = read_byline(text)
    bracketed = bool(_BRACKETED.fullmatch(text.strip()))
    if byline is None:
        return RowKind.SIGNATURE if bracketed and read_byline(text, bare=True) else None
    if byline.contributors and not any(person.role in AUTHOR_ROLES for person in byline.contributors):
        return RowKind.CREDIT
    return RowKind.SIGNATURE if bracketed else RowKind.BYLINE


def wrote(text: str) -> bool:
    """Whether a byline names more than photographers: 记者 甲 摄 stands below a caption as well as below a headline."""
    byline = read_byline(text)
    return byline is not None and {person.role for person in byline.contributors} != {"摄影"}


def is_bare(text: str) -> bool:
    """Whether a short line holds nothing but names, each with a surname: a byline where a headline stands above."""
    found = read_byline(text, bare=True) if len(text) <= 20 else None
    return found is not None and not found.glued and len(found.contributors) <= MOST_AUTHORS


_BODY_OF_PEOPLE = re.compile(r"[\u4e00-\u9fff“”]{2,14}(?:组|编辑部|评论员|宣传部|研究室|办公室|记者站|通讯社)")


def is_author(text: str) -> bool:
    """Whether the last line of a headline names who wrote: people, or a body such as 区政协调研组."""
    return is_bare(text) or bool(_BODY_OF_PEOPLE.fullmatch(text.strip(ORNAMENTS)))


_SIGNED = re.compile(r"[（(]\s*([^（()）。]{2,60})\s*[)）]\s*$")
_SIGNED_BEHIND = re.compile(r"((?:图\s*/\s*文|文\s*/\s*图|文图|图文)[\s:：]*[\u4e00-\u9fff\s、]{2,24})$")
# 张三, 清河县 张三 (the space between them may have been lost in a conversion: 清河县?张三)
_SIGNED_BARE = re.compile(
    r"(?<=[。！？”])\s*(?P<whole>(?:[\u4e00-\u9fff]{2,12}[省市县区乡镇村][\s?？·]+)?(?P<name>[\u3400-\u9fff]{2,3}))$"
)
_PHOTO = re.compile(
    r"(?:^|[。\s（(])(?:本报|新华社)?(?:记者|通讯员)?\s*"
    r"([\u3400-\u9fff]{2,4}|[\u3400-\u9fff]\s{1,3}[\u3400-\u9fff])\s*摄(?:影(?:报道)?)?(?=$|[\s（(/。)）])"
)
# 本版图片由记者张三、通讯员李四摄
_PHOTOS_BY = re.compile(r"(?:图片|照片|本[版组]图)(?:均|全部)?由(?P<people>[^。，]{2,40}?)(?:拍摄|摄影?|提供)[。)）]*$")


def signature(text: str) -> tuple[str, Byline] | None:
    """The signature with which a paragraph ends, as printed, and who signed; None where there is none."""
    text = text[-MAX_LENGTH:]
    match = _SIGNED.search(text) or _SIGNED_BEHIND.search(text)
    byline = read_byline(match[1], bare=True) or _several_pen_names(match[1]) if match else None
    return (match[1].strip(), byline) if match and byline else None


def _several_pen_names(text: str) -> Byline | None:
    """Names of which one has a surname, where nothing but names of two or three characters stands: 望作信 李麟."""
    names = re.split(rf"[\s{re.escape(NAME_SEPARATORS)}]+", text.strip())
    several = 2 <= len(names) <= MOST_AUTHORS and all(_SHORT_NAME.fullmatch(name) for name in names)
    if not several or any(_PLACE_ENDS.search(name) for name in names) or not any(map(is_name, names)):
        return None
    return Byline(tuple(ParsedContributor(name) for name in names))


def unbracketed_signature(text: str) -> tuple[int, str]:
    """Where the name with which a last line ends begins, with its place before it, and the name: …风声雨声。张三

    (0, "") where none does.
    """
    match = _SIGNED_BARE.search(text)
    return (match.start("whole"), match["name"]) if match and is_name(match["name"]) else (0, "")


def photographers(text: str) -> list[ParsedContributor]:
    """The people of whom a caption says that they took the picture: 张三摄（新华社发）."""
    text = text[-MAX_LENGTH:]
    credit = _PHOTOS_BY.search(text)
    told = read_byline(credit["people"]) if credit else None
    if told:
        return [ParsedContributor(person.name, "摄影") for person in told.contributors]
    found = [names_in(match[1], strict=True) for match in _PHOTO.finditer(text)]
    return [ParsedContributor(name, "摄影") for names in found if names for name in names.names]
