"""Articles of synthetic pages, part by part: headline, byline, text, captions, and the other kinds of matter."""

import re

from archive.ingest.labelling.states import LineState
from archive.ingest.training import words
from archive.ingest.training.pen import Pen

CHINESE = "一二三四五六七八九十"


def invented_headline(pen: Pen, column: float = 0.15) -> None:
    """The decks: a column, a kicker, a title on one line or two, a subtitle, in any measure of completeness."""
    pen.begin()
    if pen.chance(column):
        name = pen.pick(words.COLUMN_NAMES)
        pen.write(
            LineState.COLUMN, pen.pick((name, f"【{name}】", f"■{name}", f"——{name}——", f"●{name}", f"[{name}]")), 1
        )
    gap, kicked = 1, pen.chance(0.2)
    if kicked:
        end = pen.pick(("", "", "", "强调", "指出", "时强调", "会议要求"))
        pen.write(LineState.KICKER, pen.clause(8, 22) + (" " + pen.clause(6, 16) if pen.chance(0.3) else "") + end, gap)
        gap = 0
    title = pen.clause(5, 13) if pen.chance(0.7 if kicked else 0.25) else pen.headline()
    if pen.chance(0.06):
        title = _short_title(pen)
    if pen.chance(0.12):
        parts: tuple[str, ...] = (pen.clause(4, 10), pen.clause(5, 12))
    else:
        parts = tuple(re.split(r"\s+", title, maxsplit=1)) if pen.chance(0.4) else (title,)
    if pen.chance(0.06):
        parts = (f"{pen.clause(3, 8)}：", pen.clause(6, 16))
    for part in parts:
        pen.write(LineState.TITLE, part, gap, "title")
        gap = 0
    if pen.chance(0.22):
        dash = pen.pick(("——", "——", "—", "", "", ""))
        pen.write(LineState.SUBTITLE, dash + (pen.title(28) if dash and pen.chance(0.5) else pen.clause(7, 20)), gap)
        if pen.chance(0.2):
            pen.write(LineState.SUBTITLE, pen.clause(7, 20), 0)


def _short_title(pen: Pen) -> str:
    """A title of two to five characters, those of two set apart (坚　守) as often as not."""
    words_of = pen.clause(4, 8)[: pen.rng.choice((2, 2, 3, 4, 5))]
    return pen.pick((" ", "　", "")).join(words_of) if len(words_of) == 2 else words_of


def sender(pen: Pen) -> str:
    """Who sent a letter or a brief, below it."""
    name, place = pen.printed_name(), pen.place
    return pen.pick(
        (
            f"（{name}）",
            f"({pen.names(3)})",
            f"（{name}/{place}）",
            f"{name}（{place}）",
            f"（{place} {name}）",
        )
    )


def byline(pen: Pen) -> str:
    house, role = pen.pick(words.HOUSES), pen.pick(words.ROLES)
    plain = f"{house}{role} {pen.names()}"
    second = f" {pen.pick(('通讯员', '实习生', '记者'))} {pen.names(2)}" if pen.chance(0.35) else ""
    forms = (
        plain + second,
        plain + second + pen.pick(("", " 文/摄", " 摄", " 报道", " 文/图")),
        f"□{pen.printed_name()}",
        f"□ {pen.names(2)}",
        f"作者：{pen.name()}",
        f"文/{pen.name()}",
        f"□ {plain}",
        f"（{plain}）",
        f"■{house}{role} {pen.name()}",
        f"●{pen.name()}",
        pen.names(2),
        f"{role}：{pen.names(2)}",
        f"撰文：{pen.name()} 摄影：{pen.name()}",
        f"{pen.place}市{pen.pick(words.PLACE_FIRST)}庄镇 {pen.name()}",
        f"{pen.name()} 文 {pen.name()} 摄",
        f"◎{pen.name()}",
        f"/ {pen.name()}",
        f"社长 {pen.name()} 总编 {pen.name()}",
        f"{pen.name()}（{pen.place}）",
        f"作者：{house}{role} {pen.name()}",
        f"{pen.names(2)}摄影报道",
        f"N{house or '本报'}{role} {pen.names(2)}",
        f"来源：《{pen.paper}》 作者：{pen.paper}{role} {pen.name()} 编辑：{pen.name()}",
        f"{pen.pick(('文', '图', '文字', '图片'))}：{pen.names(3)}",
        f"⊙{pen.name()}",
    )
    return pen.pick(forms)


def dateline(pen: Pen) -> str:
    place, day = pen.place, f"{pen.month}月{pen.day}日"
    agency = pen.pick(("本报", "本报", "本报", "本报", "新华社", "中新社", pen.paper, "据新华社"))
    head = pen.pick(("讯", "讯", f"{place}讯", f"{place}{day}电", f"{place}{day}讯"))
    role = pen.pick(words.ROLES)
    who = pen.pick(
        (
            "",
            f"（{role} {pen.names(2)}）",
            f"(记者 {pen.printed_name()} 通讯员 {pen.printed_name()})",
            f"（{pen.name()}）",
            f"（记者{pen.name()}）",
            f" {role} {pen.names(2)} 报道：",
            f" {role} {pen.name()}　",
            f" {role}{pen.name()} 通讯员{pen.name()} {pen.name()} ",
        )
    )
    text = f"{pen.paper[:2]}讯" if pen.chance(0.1) else agency + head
    return (f"【{text}】" if pen.chance(0.12) else text) + who + pen.pick((" ", "", "　"))


def body(pen: Pen, headed: bool = True, most: int = 6, sections: float = 0.3) -> None:
    """The paragraphs of an article, with headings of one kind or none, captions and buttons among them."""
    texts = pen.paragraphs(most)
    if pen.chance(0.4):
        texts[0] = dateline(pen) + texts[0]
    if pen.chance(0.15):
        texts[-1] += pen.pick((f"（{pen.name()}）", f"（{pen.pick(words.ROLES)} {pen.names(2)}）", f"（据{pen.site}）"))
    form = pen.pick(_HEADING_FORMS) if pen.chance(sections) and len(texts) > 1 else ""
    number, apart, gap = 0, pen.chance(0.3), None
    for at, text in enumerate(texts):
        if form and (at or pen.chance(0.3)) and pen.chance(0.6):
            heading(pen, form, number)
            number, gap = number + 1, 1 if apart else None
        first = LineState.FIRST if headed or at else LineState.OPENING
        pen.write(first, text, gap)
        gap = None
        if pen.chance(0.02):
            _enumeration(pen)
        if pen.chance(0.04):
            caption(pen)


def _enumeration(pen: Pen) -> None:
    """Short paragraphs that count things up, each but the last ending in a semicolon."""
    count = pen.rng.randint(2, 5)
    for at in range(count):
        end = "；" if at + 1 < count else "。"
        pen.write(LineState.FIRST, pen.pick((pen.title(30), f"{pen.clause(6, 20)}，{pen.clause(6, 16)}")) + end)


_HEADING_FORMS = (
    "{}",
    "{}",
    "{}",
    "{}",
    "{n}、{}",
    "（{n}）{}",
    "{d}.{}",
    "◆{}",
    "■ {}",
    "【{}】",
    "●{}",
    "“{}”",
    "{} {2}",
    "{}——{2}",
    "{}：{2}",
    "{}，{2}",
    "{}，{2}",
)


def heading(pen: Pen, form: str, number: int) -> None:
    words_of = pen.clause(4, 14) if pen.chance(0.7) else pen.title(16)
    text = (
        form.replace("{n}", CHINESE[number % 10])
        .replace("{d}", str(number + 1))
        .replace("{2}", pen.clause(4, 10))
        .replace("{}", words_of)
    )
    pen.write(LineState.HEADING, text, 1 if pen.chance(0.5) else None, "heading")
    if form == "{}" and pen.chance(0.2):
        pen.write(LineState.HEADING, pen.clause(5, 14), 0, "heading")


def caption(pen: Pen, short: bool = False) -> None:
    who = pen.pick(
        (
            f"{pen.name()} 摄",
            f"{pen.name()}摄",
            f"本报记者 {pen.printed_name()} 摄",
            f"记者 {pen.name()} 摄",
            f"（{pen.name()} 摄）",
            f"{pen.place}日报记者 {pen.name()}/摄",
        )
    )
    words_of = pen.clause(3, 9) if short else pen.clause(8, 24)
    forms = (
        f"图为{words_of}。",
        f"图为{words_of}。{who}",
        f"{words_of}。{who}",
        f"▲{words_of}。",
        f"{words_of}。 {who}",
        f"●{words_of} {who}",
        f"{words_of} {who}",
        f"图①：{words_of}。",
        f"{words_of}。（资料图）",
        f"▲ {words_of}（{pen.name()} 摄）",
        f"△{words_of}",
        f"{words_of}（{pen.pick(('中新社', '新华社', '资料图片', '网络图片'))}）",
        f"图①：{words_of}。图②：{pen.clause(8, 20)}。",
    )
    pen.write(LineState.CAPTION, pen.pick(forms), 1 if pen.chance(0.4) else None, "caption")


def captions(pen: Pen, below_title: bool = True) -> None:
    """A row of short captions of one form, as below the title of a photo page; bare ones stand nowhere else."""
    bare = ("{}", "{}", "{}") if below_title else ()
    form = pen.pick((*bare, "●{} {who}", "● {} {who}", "▲{}", "{} {who}", "{}。{who}", "◆{}"))
    gap, closed_up = None, pen.chance(0.4)  # set apart as a block, or line by line as the page is
    for at in range(pen.rng.randint(2, 7)):
        if closed_up:
            gap = int(not at)
        who = f"{pen.name()}{pen.pick((' ', ''))}摄"
        text = form.replace("{who}", who).replace("{}", pen.clause(4, 8)[: pen.rng.choice((3, 4, 5, 8))])
        pen.write(LineState.CAPTION, text, gap, "caption")


def note(pen: Pen, further: int = 0) -> None:
    """An editor's note, its label beside its first paragraph or above it, and so many further paragraphs."""
    label, first = pen.pick(words.NOTE_LABELS), pen.paragraphs(1)[0]
    if pen.chance(0.25 if further else 0.12):
        pen.write(LineState.NOTE, label.strip("："))
        pen.write(LineState.NOTE, first)
    else:
        pen.write(LineState.NOTE, label + pen.pick(("", "　")) + first)
    for _ in range(further):
        pen.write(LineState.NOTE, pen.paragraphs(1)[0])


def introduced(pen: Pen) -> None:
    """A note above the headline of what it introduces, below the name of a column or alone."""
    if pen.chance(0.5):
        name = pen.pick(words.COLUMN_NAMES)
        pen.write(LineState.COLUMN, pen.pick((name, f"【{name}】")), 1)
    note(pen, pen.rng.randint(0, 2))


def credits(pen: Pen) -> None:
    role = pen.pick(words.CREDITS)
    if pen.chance(0.5):
        for role in pen.rng.sample(words.CREDITS, pen.rng.randint(1, 3)):
            pen.write(LineState.CREDITS, f"{role}：{pen.names(2)}", 0)
    else:
        more = f" {pen.pick(words.CREDITS)}：{pen.name()}" if pen.chance(0.5) else ""
        text = f"{role}{pen.pick(('：', ' ', ':'))}{pen.name()}{more}"
        pen.write(LineState.CREDITS, pen.pick((text, text, f"【{text}】", f"（{text}）", f"[{text}]")))


def verse(pen: Pen, rhymed: bool, stanzas: int) -> None:
    """Stanzas of free lines without stops, or four regular lines with them."""
    if rhymed:
        size, paired = pen.pick((5, 7)), pen.chance(0.4)  # two lines of verse on one of print
        gap = pen.pick((0, 0, 0, 1))
        for _ in range(pen.rng.choice((1, 1, 2))):
            lines = [_exactly(pen, size) + ("，", "。")[at % 2] for at in range(pen.pick((4, 4, 8)))]
            if paired:
                lines = [first + second for first, second in zip(lines[::2], lines[1::2], strict=True)]
            for at, line in enumerate(lines):
                pen.write(LineState.VERSE, line, 1 if at == 0 and pen.chance(0.5) else gap)
        return
    gap, apart = pen.pick((0, 0, 1)), pen.pick((0, 0, 0, 1))
    for _ in range(stanzas):
        for _ in range(pen.rng.randint(2, 9)):
            line = pen.clause(4, 12)
            if pen.chance(0.25):
                line = line[: len(line) // 2] + pen.pick((" ", "——", "，", "，")) + line[len(line) // 2 :]
            pen.write(LineState.VERSE, line[: pen.rng.choice((2, 4, 6, 9, 13))], gap)
            gap = apart
        gap = 1


def _exactly(pen: Pen, size: int) -> str:
    return re.sub(r"\W", "", pen.clause(size, size + 6))[:size].ljust(size, "山")


def poem(pen: Pen) -> None:
    rhymed = pen.chance(0.35)
    several = pen.chance(0.5)
    suites = ("诗三首", "诗二首", f"{pen.clause(2, 4)}（组诗）", f"{pen.clause(2, 4)}(外二首)", "短诗一组", "诗词二首")
    named = pen.chance(0.9) if several else pen.chance(0.04)
    pen.write(
        LineState.TITLE, pen.pick(suites) if named else pen.clause(4, 8)[: pen.rng.choice((2, 3, 3, 4, 6))], 1, "title"
    )
    if pen.chance(0.8):
        pen.write(
            LineState.BYLINE,
            pen.pick(
                (
                    *(f"□{pen.printed_name()}", f"□ {pen.name()}", pen.name(), f"作者：{pen.name()}"),
                    *(f"文/{pen.name()}", f"{pen.name()}（{pen.place}）"),
                )
            ),
        )
    for _ in range(pen.rng.randint(2, 3) if several else 1):
        if several:
            pen.write(
                LineState.HEADING,
                pen.clause(4, 8)[: pen.rng.choice((2, 2, 3, 4, 5))],
                pen.pick((1, 0)) if rhymed else 1,
            )
        verse(pen, rhymed, pen.rng.choice((1, 1, 2)) if several else pen.rng.randint(1, 4))
    if pen.chance(0.2):
        pen.write(LineState.BYLINE, f"（作者系{pen.place}市{pen.pick(words.UNITS)}职工）")


def list_of_names(pen: Pen) -> None:
    for at in range(pen.rng.randint(1, 3)):
        pen.write(
            LineState.HEADING,
            f"{CHINESE[at]}、{pen.clause(4, 10)}（{pen.rng.randint(3, 300)}名）" + pen.pick(("", "（按姓氏笔画为序）")),
            markup="heading",
        )
        for _ in range(pen.rng.randint(1, 4)):
            pen.write(LineState.LIST, " ".join(pen.printed_name() for _ in range(pen.rng.randint(3, 14))), 0)


def notice(pen: Pen) -> None:
    """A notice: text, labelled lines, signer and date."""
    body(pen, most=2, sections=0.0)
    for label in pen.rng.sample(
        ("联系电话", "监督电话", "咨询时间", "公示时间", "报名地点", "联系人", "咨询电话", "办公地点", "邮箱"),
        pen.rng.randint(1, 3),
    ):
        value = pen.pick(
            (
                pen.filled("{phone}"),
                f"{pen.date('{y}年{m}月{d}日')}至{pen.day}日",
                f"{pen.place}市{pen.clause(3, 6)}",
                pen.name(),
            )
        )
        pen.write(LineState.LIST, f"{label}：{value}")
    pen.write(LineState.LIST, f"{pen.place}{pen.pick(('市', '县', '区'))}{pen.pick(words.UNITS)}")
    pen.write(LineState.INFO, pen.date("{y}年{m}月{d}日"))


def interview(pen: Pen) -> None:
    asks, answers = pen.pick(
        (("记者", pen.name()), ("问", "答"), ("主持人", pen.name()), (pen.name()[0], pen.name()[0]))
    )
    if pen.chance(0.4):
        for label in ("主持人", "嘉　宾")[: pen.rng.randint(1, 2)]:
            pen.write(LineState.LIST, f"{label}：{pen.printed_name()}（{pen.place}市{pen.pick(words.UNITS)}）")
    for text in pen.paragraphs(6):
        pen.write(LineState.FIRST, f"{asks}：{pen.clause(6, 20)}？" if pen.chance(0.7) else f"{asks}：{text[:60]}")
        pen.write(LineState.FIRST, f"{answers}：{text}" if pen.chance(0.8) else f"{answers}：{pen.clause(2, 6)}。")
