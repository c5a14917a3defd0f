"""Layouts of records: what databases, crawlers and saved lists make of articles, a line for each field."""

from collections.abc import Callable

from archive.ingest.labelling.states import LineState
from archive.ingest.training import articles, furniture_words, parts, words
from archive.ingest.training.pen import Pen

_FIELDS = ("day", "source", "author", "channel", "number")


def bare_records(pen: Pen) -> None:
    """Records one after the other without labels: a title, a text, and fields in an order that all of them share."""
    above = [name for name in _FIELDS if pen.chance(0.2)]
    below = [name for name in _FIELDS if name not in above and pen.chance(0.25)]
    pen.rng.shuffle(above)
    pen.rng.shuffle(below)
    apart, markup = pen.pick((0, 1, 1, 2)), pen.pick(("title", "title", ""))
    most, cut = pen.pick((1, 1, 2, 5)), pen.chance(0.25)
    signed, clocked = pen.chance(0.3), pen.chance(0.4)
    for at in range(pen.rng.choice((1, 1, 2, 3, 4, 6, 8))):
        pen.begin()
        pen.write(LineState.TITLE, _title(pen), apart if at else 0, markup)
        for name in above:
            _field(pen, name, clocked)
        if signed:
            pen.write(LineState.BYLINE, articles.byline(pen), 0, "byline")
        _text(pen, most, cut)
        for name in below:
            _field(pen, name, clocked)


def _title(pen: Pen) -> str:
    return (
        pen.headline(34)
        if pen.chance(0.8)
        else f"{pen.clause(4, 10)}{pen.pick((' ', '，', '？', '：'))}{pen.clause(4, 12)}"
    )


def _text(pen: Pen, most: int, cut: bool) -> None:
    """The paragraphs of a record, with a heading among many; in lists often the beginning alone, cut short."""
    texts = pen.paragraphs(most)
    if pen.chance(0.35):
        texts[0] = articles.dateline(pen) + texts[0]
    if cut:
        texts = [texts[0][: pen.rng.choice((60, 100, 140))]]
    for at, text in enumerate(texts):
        if at and pen.chance(0.12):
            articles.heading(pen, "{}", at)
        pen.write(LineState.FIRST, text)
    if pen.chance(0.05):
        articles.caption(pen)


def _field(pen: Pen, name: str, clocked: bool) -> None:
    """One field of a record on a line of its own."""
    if name == "day":
        day = pen.date(pen.pick(("", "{y}-{m:02}-{d:02}", "{y}-{m:02}-{d:02}")))
        pen.write(LineState.INFO, f"{day} {pen.time()}" if clocked else day, 0, "date")
    elif name == "source":
        pen.write(LineState.INFO, source_name(pen), 0)
    elif name == "author":
        pen.write(LineState.BYLINE, pen.name(), 0)
    elif name == "channel":
        pen.write(LineState.FURNITURE, pen.pick((*furniture_words.CHANNELS, *words.SECTIONS)), 0)
    else:
        pen.write(LineState.FURNITURE, str(pen.rng.randint(1, 99999)), 0)


def source_name(pen: Pen) -> str:
    """Where a story comes from, as sites print it alone on a line."""
    place = pen.place
    forms = (
        pen.paper,
        pen.site,
        f"《{pen.paper}》",
        f"{pen.site}-{pen.paper}",
        f"{place}气象台",
        f"{place}电视台",
        f"{place}大学",
    )
    return pen.pick((*forms, pen.paper, f"{place}{pen.pick(words.UNITS)}", f"{place}学院"))


def stories_in_one(pen: Pen) -> None:
    """Several stories in one record of which only the first headline is marked; others stand like headings."""
    signed, headed, column = pen.chance(0.5), pen.chance(0.4), pen.chance(0.2)
    for at in range(pen.rng.randint(2, 4)):
        pen.begin()
        title = pen.headline(28) if pen.chance(0.5) else pen.clause(6, 16)
        pen.write(LineState.TITLE, title, 1 if at and pen.chance(0.3) else None, "" if at else "title")
        if at == 0 and column:
            pen.write(LineState.INFO, source_name(pen), 0)
        if signed and pen.chance(0.3):
            pen.write(LineState.BYLINE, articles.byline(pen))
        texts = pen.paragraphs(4)
        if at or pen.chance(0.5):
            texts[0] = articles.dateline(pen) + texts[0]
        for number, text in enumerate(texts):
            if number and headed and pen.chance(0.4):
                articles.heading(pen, "{}", number)
            pen.write(LineState.FIRST, text)
    if pen.chance(0.3):
        articles.credits(pen)


def link_page(pen: Pen) -> None:
    """A saved page as text: window title, path and headline say the same; buttons, source, text, links of others."""
    pen.begin()
    title, channel = pen.headline(34), pen.pick(furniture_words.CHANNELS)
    between = pen.pick(("_", "-", " - ", "|", " | ", "--"))
    if pen.chance(0.6):
        pen.write(LineState.FURNITURE, between.join((title, channel, pen.site)[: pen.pick((2, 3))]))
    if pen.chance(0.5):
        parts.furniture(pen, furniture_words.PAGE_BUTTONS + furniture_words.GREETINGS, 3)
    if pen.chance(0.6):
        arrow = pen.pick((" > ", ">", " >> ", " » ", " / "))
        pen.write(LineState.FURNITURE, arrow.join(("首页", channel, pen.pick((title, "正文", title[:12] + "...")))))
    pen.write(LineState.TITLE, title, 1, "title")
    if pen.chance(0.15):
        pen.write(LineState.FURNITURE, title, 0, "p")
    between_parts: list[Callable[[], None]] = [
        lambda: pen.write(LineState.INFO, source_name(pen), 0),
        lambda: pen.write(LineState.INFO, f"{pen.date()} {pen.pick(('', pen.time()))}", 0, "date"),
        lambda: parts.furniture(pen, furniture_words.TEXT_BUTTONS, 3),
        lambda: parts.info_line(pen),
    ]
    for part in pen.rng.sample(between_parts, pen.rng.randint(1, 3)):
        part()
    if pen.chance(0.06):
        _signed_decks(pen)
    articles.body(pen, most=6)
    if pen.chance(0.3):
        pen.write(LineState.BYLINE, articles.byline(pen))
    if pen.chance(0.4):
        articles.credits(pen)
    _below_text(pen)


def _below_text(pen: Pen) -> None:
    """Neighbours, links and the notices of a site."""
    for word in pen.pick((("上一篇", "下一篇"), ("上一条", "下一条"), ())):
        pen.write(LineState.FURNITURE, f"{word}：{pen.title(24)}", 0)
    if pen.chance(0.5):
        parts.furniture(pen, furniture_words.TAIL_BUTTONS, 3)
    if pen.chance(0.4):
        parts.title_list(pen)
    if pen.chance(0.5):
        parts.furniture(pen, furniture_words.COPYRIGHT, 2)


def _signed_decks(pen: Pen) -> None:
    """Decks below the byline, each behind the sign that the byline has."""
    sign = pen.pick("□■◆●")
    pen.write(LineState.BYLINE, f"{sign} {pen.pick(words.HOUSES) or '本报'}记者 {pen.name()}")
    for _ in range(pen.rng.randint(2, 3)):
        pen.write(LineState.SUBTITLE, f"{sign} {pen.clause(8, 20)}")


def cells(pen: Pen) -> None:
    """A notice with a table whose cells stand on lines of their own, as browsers copy it."""
    pen.begin()
    pen.write(LineState.TITLE, pen.headline(30), 0, "title")
    for text in pen.paragraphs(2):
        pen.write(LineState.FIRST, text)
    heads = pen.rng.sample(
        ("姓名", "单位", "岗位", "学历", "职务", "编号", "专业", "名称", "地点", "序号", "备注", "电话"),
        pen.rng.randint(2, 6),
    )
    gap, values = pen.pick((0, 1, 1)), {head: pen.rng.random() < 0.3 for head in heads}
    for head in heads:
        pen.write(LineState.LIST, head, gap)
    shared = pen.clause(3, 6)
    for number in range(1, pen.rng.randint(3, 9)):
        for head in heads:
            cell = {
                "姓名": pen.printed_name(),
                "单位": f"{pen.place}{pen.pick(words.UNITS)}",
                "编号": f"{pen.rng.randint(1, 9999):04}",
                "序号": str(number),
                "电话": pen.filled("{phone}"),
            }.get(head) or (shared if values[head] else pen.clause(3, 8))
            pen.write(LineState.LIST, cell, gap)
    if pen.chance(0.7):
        pen.write(LineState.FIRST, pen.paragraphs(1)[0])
    if pen.chance(0.4):
        pen.write(LineState.LIST, f"{pen.place}{pen.pick(words.UNITS)}")
        pen.write(LineState.INFO, pen.date("{y}年{m}月{d}日"))
