"""Layouts of what is set in columns, line by line, or by its decks alone.

Text with headings set apart, verse, numbered captions, pages that say a title several times, mottos above a headline.
"""

from collections.abc import Callable

from archive.ingest.labelling.states import LineState
from archive.ingest.training import articles, editions, furniture_words, parts, records, words
from archive.ingest.training.pen import Pen

_FORMS = (
    "{}",
    "{}",
    "{}",
    "{}",
    "{}",
    "{n}、{}",
    "（{n}）{}",
    "{d}. {}",
    "0{d} {}",
    "【{}】",
    "◆ {}",
    "“{}”",
    "{} {2}",
)


def short_head(pen: Pen) -> None:
    """Newspaper, day and page in the signs of a file, on one line or two, or nothing."""
    if pen.chance(0.4):
        return
    sign = pen.pick((" ", "　", "/", " / ", "|", "，", "·"))
    day = pen.date(pen.pick(("", "{y}年{m}月{d}日", "{y}-{m:02}-{d:02}")))
    fields = [pen.pick((pen.paper, f"《{pen.paper}》")), day, f"第{pen.page_number()}版"][: pen.pick((1, 2, 2, 3, 3))]
    if pen.chance(0.3):
        pen.rng.shuffle(fields)
    lines = [sign.join(fields)] if pen.chance(0.6) else fields
    for line in lines:
        pen.write(LineState.MASTHEAD, line, 0)


def sectioned(pen: Pen) -> None:
    """One article or two in long parts, each below a heading that may share no word with it, all set in one way."""
    pen.in_columns = pen.chance(0.65)
    short_head(pen)
    for _ in range(pen.pick((1, 1, 1, 2))):
        articles.invented_headline(pen, column=0.05)
        parts.front(pen, signed=0.7)
        form, own = pen.pick(_FORMS), pen.pick((0.0, 0.5, 1.0))
        led = pen.chance(0.3)
        first = True
        for number in range(pen.rng.randint(2, 5)):
            if number or led:
                pen.write(LineState.HEADING, _heading(pen, form, number + led, own), None, "heading")
            for text in pen.paragraphs(3):
                start = articles.dateline(pen) if first and pen.chance(0.4) else ""
                pen.write(LineState.FIRST, start + text)
                first = False
            if pen.chance(0.1):
                articles.caption(pen)
        parts.tail(pen)


def _heading(pen: Pen, form: str, number: int, own: float) -> str:
    """A heading in a form; a share of them has the words of the story, others say something of their own."""

    def said(shortest: int, longest: int) -> str:
        if pen.chance(own):
            return pen.clause(shortest, longest)
        return pen.corpus.clause(pen.rng, shortest, longest)

    text = form.replace("{n}", articles.CHINESE[(number - 1) % 10]).replace("{d}", str(max(1, number)))
    return text.replace("{2}", said(4, 8)).replace("{}", said(4, 12))


def plain_column(pen: Pen) -> None:
    """A title and its text in columns, and nothing else: no head, no author, hardly a sign."""
    pen.in_columns = pen.chance(0.7)
    for _ in range(pen.pick((1, 1, 2, 3))):
        pen.begin()
        pen.write(LineState.TITLE, pen.headline(34) if pen.chance(0.7) else pen.clause(4, 14), 1, "title")
        if pen.chance(0.4):
            pen.write(LineState.BYLINE, pen.pick((pen.name(), articles.byline(pen))))
        for text in pen.paragraphs(pen.pick((1, 2, 6))):
            pen.write(LineState.FIRST, text.rstrip("。") if pen.chance(0.05) else text)
        if pen.chance(0.25):
            pen.write(LineState.BYLINE, pen.pick((f"（{pen.name()}）", pen.name(), articles.sender(pen))))


def poems_of_several(pen: Pen) -> None:
    """Poems one below the other, each with its author above or below, in stanzas of free lines or in columns."""
    if pen.chance(0.5):
        short_head(pen)
    if pen.chance(0.2):
        pen.write(LineState.COLUMN, pen.pick(words.COLUMN_NAMES), 1)
    above, signed = pen.chance(0.75), pen.pick(("{}", "{}", "□{}", "□ {}", "作者：{}", "（{}）", "◎{}", "文/{}"))
    between, apart, columns = pen.pick((0, 1, 1, 2)), pen.pick((0, 1, 1)), pen.chance(0.1)
    for _ in range(pen.rng.randint(1, 4)):
        title = pen.corpus.clause(pen.rng, 4, 8)[: pen.pick((2, 2, 3, 4, 5, 6, 8))]
        pen.write(LineState.TITLE, title, between, "title")
        if above:
            pen.write(LineState.BYLINE, signed.replace("{}", pen.printed_name()), 0)
        longest, stopped = pen.pick((7, 9, 12, 16)), pen.chance(0.25)
        for stanza in range(pen.rng.randint(1, 5)):
            for at in range(pen.pick((1, 2, 3, 4, 4, 4, 5, 8))):
                line = pen.corpus.clause(pen.rng, 3, longest)
                line += pen.pick(("，", "。", "，", "")) if stopped else ""
                line += f"　　{pen.corpus.clause(pen.rng, 3, longest)}" if columns else ""
                pen.write(LineState.VERSE, line, (apart if stanza or at == 0 else 0) if at == 0 else 0)
        if not above and pen.chance(0.8):
            pen.write(LineState.BYLINE, signed.replace("{}", pen.printed_name()))


def said_again(pen: Pen) -> None:
    """A saved page that says its title in its window, above the head and right above the text."""
    pen.begin()
    title = pen.headline(34)
    sign = pen.pick(("_", "-", " - ", "|", " | ", "—", "--"))
    pen.write(LineState.FURNITURE, sign.join((title, *((pen.site,) if pen.chance(0.7) else (pen.paper, pen.site)))))
    if pen.chance(0.6):
        pen.write(LineState.FURNITURE, title, 0)
    between: list[Callable[[], None]] = [
        lambda: short_head(pen),
        lambda: parts.info_line(pen),
        lambda: parts.furniture(pen, furniture_words.PAGE_BUTTONS, 2),
        lambda: parts.page_mark(pen),
    ]
    for part in pen.rng.sample(between, pen.rng.randint(1, 2)):
        part()
    pen.write(LineState.TITLE, title, pen.pick((0, 0, 1)), "title")
    parts.front(pen, info=0.3, signed=0.6)
    articles.body(pen, most=6)
    parts.tail(pen)
    if pen.chance(0.5):
        parts.furniture(pen, furniture_words.TAIL_BUTTONS, 3)


def listed_edition(pen: Pen) -> None:
    """The page of an edition: its pages and the titles on this one, right above the article that is one of them."""
    pen.write(LineState.FURNITURE, pen.paper + pen.pick(("数字版", "电子版", "数字报", "电子报", "在线阅读")), 0)
    pen.write(LineState.MASTHEAD, pen.date(), 0) if pen.chance(0.7) else None
    parts.page_list(pen)
    if pen.chance(0.6):
        editions.electronic_mark(pen)
    if pen.chance(0.6):
        rubric = f"{pen.pick(('本版', '本页', '此版', '当日'))}{pen.pick(('标题', '稿件', '内容', '文章', '目次'))}"
        pen.write(LineState.CONTENTS, rubric + pen.pick(("", "：")), 0)
    pen.begin()
    own, gap = pen.headline(34), pen.pick((0, 0, 1))
    titles = [own, *(pen.title(30) for _ in range(pen.rng.randint(1, 6)))]
    pen.rng.shuffle(titles)
    sign = pen.pick(("", "", "", "• ", "· ", "□ ", "{d}. "))
    for number, title in enumerate(titles, 1):
        pen.write(LineState.CONTENTS, sign.replace("{d}", str(number)) + title, gap)
    pen.write(LineState.TITLE, own, gap, "title")
    parts.front(pen, info=0.2, signed=0.7)
    articles.body(pen, most=6)
    parts.furniture(pen, furniture_words.TEXT_BUTTONS + furniture_words.PAGE_BUTTONS, 3)


def numbered_pictures(pen: Pen) -> None:
    """A headline, its text, and below it or above the captions, counted or behind one sign, sentences or names."""
    if pen.chance(0.6):
        short_head(pen)
    articles.invented_headline(pen, column=0.1)
    pen.write(LineState.BYLINE, f"{pen.name()} {pen.pick(('文/图', '摄', '图/文', '摄影报道', '文 图'))}")
    form = pen.pick(("{c}{}", "{c}{}", "图{c}：{}", "图{d}：{}", "（图{d}）{}", "{d}. {}", "▲{}", "↑{}", "{}", "{}"))
    below, end = pen.chance(0.7), pen.pick(("。", "。", "", "。{n}摄"))
    if below:
        articles.body(pen, most=4, sections=0.0)
    for number in range(1, pen.rng.randint(3, 6)):
        told = pen.corpus.clause(pen.rng, 5, 16) if pen.chance(0.6) else f"{pen.clause(4, 9)}，{pen.clause(4, 10)}"
        text = form.replace("{c}", "①②③④⑤⑥"[number - 1]).replace("{d}", str(number)).replace("{}", told)
        pen.write(LineState.CAPTION, text + end.replace("{n}", pen.name()), None, "caption")
    if not below:
        articles.body(pen, most=4, sections=0.0)


def decked(pen: Pen) -> None:
    """A headline of three decks, none of which says by a sign which it is: motto or kicker, title, what it is of."""
    short_head(pen)
    if pen.chance(0.3):
        parts.page_mark(pen)
    pen.begin()
    kicker = pen.pick(
        (
            pen.corpus.clause(pen.rng, 4, 8),
            pen.corpus.clause(pen.rng, 4, 10),
            f"{pen.corpus.clause(pen.rng, 4, 7)} {pen.corpus.clause(pen.rng, 4, 7)}",
            f"{pen.place}{pen.clause(6, 16)}",
        )
    )
    marked, behind = pen.chance(0.65), pen.chance(0.6)
    if marked:
        pen.write(LineState.KICKER, kicker, 1)
    pen.write(LineState.TITLE, pen.headline(30), 0 if marked else 1, "title")
    if behind or not marked:
        about = pen.pick(("记{}", "来自{}的报告", "{}见闻", "写在{}之后", "{}纪实", "{}")).replace(
            "{}", pen.clause(5, 14)
        )
        pen.write(LineState.SUBTITLE, pen.pick(("——", "——", "—", "")) + about, 0)
    parts.front(pen, signed=0.8)
    articles.body(pen, most=5)
    parts.tail(pen)


def wrapped_records(pen: Pen) -> None:
    """Stories in columns below a head, each with its reporter's lead or a name, blank lines between or none."""
    pen.in_columns = True
    short_head(pen)
    gap, signed = pen.pick((0, 1, 1, 2)), pen.pick((0.0, 0.5, 1.0))
    for _ in range(pen.rng.randint(2, 5)):
        pen.begin()
        pen.write(LineState.TITLE, pen.headline(28) if pen.chance(0.7) else pen.clause(5, 14), gap, "title")
        if pen.chance(signed):
            pen.write(LineState.BYLINE, articles.byline(pen), 0)
        for at, text in enumerate(pen.paragraphs(3)):
            start = pen.pick((articles.dateline(pen), records.source_name(pen) + "消息：", "")) if at == 0 else ""
            pen.write(LineState.FIRST, start + text)
        if not signed and pen.chance(0.5):
            pen.write(LineState.BYLINE, articles.sender(pen))
