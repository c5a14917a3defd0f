"""Layouts of synthetic pages: what stands on the pages of papers, of their web editions and of databases.

Each layout writes one page with a pen. LAYOUTS says how often each is drawn."""

from collections.abc import Callable

from archive.ingest.labelling.states import LineState
from archive.ingest.training import articles, columns, editions, furniture_words, lists, parts, records, words
from archive.ingest.training.pen import Pen


def one_article(pen: Pen) -> None:
    if pen.chance(0.05):
        parts.furniture(pen, furniture_words.GREETINGS, 1)
    if pen.chance(0.3):
        parts.page_mark(pen)
    if pen.chance(0.05):
        articles.introduced(pen)
    articles.invented_headline(pen)
    if pen.chance(0.12):
        articles.captions(pen)
    parts.front(pen, info=0.15, signed=0.5)
    articles.body(pen, most=8)
    parts.tail(pen)


def headline_last(pen: Pen) -> None:
    """An article as its boxes were made: the text first, who wrote it, and the headline at the end."""
    articles.body(pen, headed=False, most=4, sections=0.0)
    if pen.chance(0.7):
        pen.write(LineState.BYLINE, articles.byline(pen), None, "byline")
    articles.invented_headline(pen, column=0.0)


def masthead(pen: Pen) -> None:
    """Name, date and numbers of the issue, on one line or several."""
    total, weekday = pen.rng.randint(20, 9999), pen.pick(words.WEEKDAY_NAMES)
    date = pen.date("{y}年{m}月{d}日")
    bare = pen.corpus.clause(pen.rng, 4, 8)[: pen.pick((3, 4, 4))]  # 五洲风雷: no word says that it is a newspaper
    lines = [pen.pick((pen.paper, f"《{pen.paper}》", " ".join(pen.paper), bare))]
    lines += [
        f"{date} 星期{weekday}",
        f"第{total}期",
        f"总第{total}期 今日{pen.rng.choice((4, 8, 16))}版",
        f"国内统一刊号：CN{pen.rng.randint(10, 64)}-{pen.rng.randint(1, 99):04}",
    ]
    lines += [
        pen.filled("新闻热线：{phone}"),
        f"{pen.place}日报社主办",
        pen.filled("网址：www.example.com 邮箱：news@example.com"),
    ]
    lines = [lines[0], lines[1], *pen.rng.sample(lines[2:], pen.rng.randint(0, 4))]
    if pen.chance(0.4):
        lines = ["　".join(lines[:3]), *lines[3:]]
    for line in lines:
        pen.write(LineState.MASTHEAD, line, 0)


def printed_page(pen: Pen) -> None:
    """A page as print has it: masthead, articles of all kinds, who made the page."""
    if pen.chance(0.7):
        masthead(pen)
    if pen.chance(0.5):
        parts.page_mark(pen)
    if pen.chance(0.3):
        articles.credits(pen)
    signed = pen.pick((0.2, 0.6, 0.9))
    for at in range(pen.rng.randint(2, 5)):
        if at and pen.chance(0.1):
            parts.page_mark(pen)
        articles.invented_headline(pen)
        parts.front(pen, signed=signed)
        kind = pen.rng.random()
        if kind < 0.06:
            articles.interview(pen)
        else:
            articles.body(pen, most=4, sections=0.2)
        parts.tail(pen)


def briefs(pen: Pen) -> None:
    """Short news without headlines, each with its dateline; above them a rubric or nothing."""
    if pen.chance(0.4):
        parts.page_mark(pen)
    for _ in range(pen.rng.randint(2, 5)):
        for at, text in enumerate(pen.paragraphs(2)):
            pen.write(LineState.FIRST if at else LineState.OPENING, text if at else articles.dateline(pen) + text)


def titled_briefs(pen: Pen) -> None:
    """Short news with headlines, one paragraph or two each, signed or not; above them a rubric or nothing."""
    if pen.chance(0.6):
        parts.page_mark(pen)
    if pen.chance(0.5):
        pen.write(LineState.COLUMN, pen.pick(words.RUBRICS), 1)
    signed, gap = pen.chance(0.5), pen.pick((0, 0, 1))
    led = pen.chance(0.4)
    for _ in range(pen.rng.randint(3, 6)):
        pen.begin()
        title = f"{pen.place} {pen.clause(4, 8)} {pen.clause(4, 8)}" if led else pen.headline(28)
        pen.write(LineState.TITLE, title, gap, "title")
        for text in pen.paragraphs(pen.pick((1, 1, 2))):
            pen.write(LineState.FIRST, text)
        if signed and pen.chance(0.7):
            pen.write(LineState.BYLINE, articles.sender(pen))
    if pen.chance(0.2):
        parts.furniture(pen, furniture_words.TEXT_BUTTONS, 2)


def dated_pictures(pen: Pen) -> None:
    """Captions of whole sentences, each with its day, and what the photographer says of them."""
    if pen.chance(0.3):
        articles.invented_headline(pen)
    titled = bool(pen.pieces)
    for _ in range(pen.rng.randint(3, 9)):
        day = pen.pick((f"{pen.rng.randint(1, 12)}月{pen.rng.randint(1, 28)}日", "", f"图{pen.pick('①②③④')}："))
        told = f"{pen.clause(8, 20)}，{pen.clause(8, 20)}" + pen.pick(("", "。", f"。图为{pen.clause(6, 14)}"))
        pen.write(LineState.CAPTION, day + pen.pick(("", "，")) + told, None, "caption")
    articles.body(pen, headed=titled, most=3, sections=0.0)
    if pen.chance(0.6):
        pen.write(LineState.BYLINE, f"文：{pen.names(1)}", 0)
        pen.write(LineState.BYLINE, f"图：{pen.names(3)}", 0)
    if pen.chance(0.3):
        parts.furniture(pen, furniture_words.COPYRIGHT, 2)


def photo_page(pen: Pen) -> None:
    if pen.chance(0.4):
        parts.page_mark(pen)
    titled = pen.chance(0.6)
    if titled:
        articles.invented_headline(pen, column=0.3)
    elif pen.chance(0.3):
        pen.write(LineState.COLUMN, pen.pick(("图片新闻", "图片报道", "摄影报道", pen.pick(words.COLUMN_NAMES))))
    if pen.chance(0.45):
        articles.captions(pen, below_title=titled)
    articles.body(pen, headed=titled, most=2, sections=0.0)
    if pen.chance(0.6):
        who = f"{pen.pick(words.HOUSES)}{pen.pick(('记者', '通讯员', ''))} {pen.names(2)} "
        pen.write(LineState.BYLINE, who + pen.pick(("摄", "摄", "文/图", "摄影报道", "文/摄")))
    if pen.chance(0.2):
        parts.page_mark(pen)
    if pen.chance(0.2):
        articles.credits(pen)


def poems(pen: Pen) -> None:
    if pen.chance(0.4):
        parts.page_mark(pen)
    articles.poem(pen)


def database(pen: Pen) -> None:
    """Records of a newspaper database: issue and page, labels that may be empty, decks, text."""
    if pen.chance(0.6):
        pen.write(LineState.MASTHEAD, f"{pen.date('{y}年{m}月{d}日')}{pen.paper} 第{pen.rng.randint(1, 8)}版")
    if pen.chance(0.2):
        parts.title_list(pen)
    label = pen.pick(("专栏：", "栏目：", "专栏:", "专栏: "))
    record = _record_on_a_line if pen.chance(0.3) else _record
    for number in range(1, pen.rng.randint(2, 5)):
        record(pen, label, number)


def _record(pen: Pen, label: str, number: int) -> None:
    """Page, column, decks and text of a record, each on its line."""
    pen.write(LineState.PAGE, f"第{pen.rng.randint(1, 8)}版({pen.pick(('', pen.pick(words.SECTIONS)))})", 2)
    named = (
        (LineState.COLUMN, label + pen.pick(words.COLUMN_NAMES)) if pen.chance(0.35) else (LineState.FURNITURE, label)
    )
    pen.write(*named, 0)
    articles.invented_headline(pen, column=0.0)
    for _ in range(pen.rng.choice((0, 0, 0, 1, 2))):
        pen.write(LineState.SUBTITLE, pen.clause(10, 24), 0)
    if pen.chance(0.4):
        pen.write(LineState.BYLINE, articles.byline(pen), 0)
    articles.body(pen, most=3, sections=0.1)


def _record_on_a_line(pen: Pen, label: str, number: int) -> None:
    """The title of a record, numbered or not, and below it all of the record on one line, the title once more."""
    pen.begin()
    title = pen.headline(30)
    pen.write(LineState.TITLE, title if number % 2 and pen.chance(0.5) else f"{number}. {title}", 1, "title")
    mark = f"第{pen.rng.randint(1, 8)}版({pen.pick(('', pen.pick(words.SECTIONS)))}){label}"
    text = f"{title} {articles.dateline(pen) if pen.chance(0.6) else ''}{' '.join(pen.paragraphs(2))}"
    pen.write(LineState.PAGE, f"{mark} {text}", 1, then=LineState.FIRST)


def day_file(pen: Pen) -> None:
    """The news of a day, numbered, with or without a list of contents above."""
    pen.write(LineState.MASTHEAD, f"{pen.paper} {pen.date()}")
    stories = [pen.story() for _ in range(pen.rng.choice((2, 3, 4, 5, 9)))]
    titles = [story.title[:40] for story in stories]
    if pen.chance(0.6):
        parts.title_list(pen, titles)
    lead = pen.pick(("", "", f"{pen.site}消息：", f"{pen.site}消息（{pen.clause(3, 5)}）：", f"据{pen.paper}报道，"))
    form = pen.pick(("{d}. {}", "{d}、{}", "({d}) {}", "{}", "{}", "● {}"))
    source = pen.pick(("", "", f"《{pen.paper}》（{pen.date('{y}年{m}月{d}日')} 第 {pen.page_number()} 版）"))
    sheets = pen.pick(("", "", "第 {} 页", "第{}页", "- {} -", "{}"))  # numbers of the sheets it was printed on
    for at, (title, story) in enumerate(zip(titles, stories, strict=True)):
        pen.begin(story)
        pen.write(LineState.TITLE, form.replace("{d}", str(at + 1)).replace("{}", title), 0 if sheets else 1, "title")
        pen.write(LineState.INFO, source, 0)
        first = len(pen.pieces)
        articles.body(pen, most=4, sections=0.0)
        pen.pieces[first].text = lead + pen.pieces[first].text
        pen.write(LineState.FURNITURE, sheets.replace("{}", str(at + 1)), 0)


def page_index(pen: Pen) -> None:
    """Beginnings of the articles of a page, as an electronic edition lists them."""
    pen.write(LineState.PAGE, f"{pen.date()} 第{pen.page_number()}版：{pen.pick(words.SECTIONS)}")
    sign, dots = pen.pick(("• ", "", "■ ", "· ")), pen.pick(("", "", "...", "……"))
    for _ in range(pen.rng.randint(2, 5)):
        pen.begin()
        title = pen.headline(24) if pen.chance(0.6) else pen.clause(4, 8)[: pen.rng.choice((2, 3, 4, 5))]
        pen.write(LineState.TITLE, sign + title, 1)
        if pen.chance(0.3):
            pen.write(LineState.SUBTITLE, pen.clause(8, 20), 1)
        if pen.chance(0.5):
            pen.write(LineState.BYLINE, f"□{pen.name()}", 1)
        for text in pen.paragraphs(2):
            pen.write(LineState.FIRST, text[: pen.rng.choice((40, 90, 200))] + dots, 1)
    if pen.chance(0.4):
        for number in range(1, pen.rng.randint(3, 9)):
            pen.write(LineState.FURNITURE, f"{sign}{number:02}", 1)


def notices(pen: Pen) -> None:
    if pen.chance(0.6):
        articles.invented_headline(pen)
    articles.notice(pen)


def names_page(pen: Pen) -> None:
    titled = pen.chance(0.6)
    if titled:
        articles.invented_headline(pen)
    articles.body(pen, headed=titled, most=2, sections=0.0)
    articles.list_of_names(pen)


LAYOUTS: tuple[tuple[Callable[[Pen], None], int], ...] = (
    (one_article, 20),
    (printed_page, 18),
    (editions.epaper, 22),
    (editions.portal, 16),
    (database, 8),
    (photo_page, 10),
    (poems, 8),
    (briefs, 9),
    (titled_briefs, 7),
    (dated_pictures, 3),
    (day_file, 7),
    (page_index, 5),
    (notices, 4),
    (names_page, 3),
    (headline_last, 3),
    (records.bare_records, 13),
    (records.stories_in_one, 6),
    (records.link_page, 11),
    (records.cells, 3),
    (lists.clipped_items, 4),
    (lists.sourced_briefs, 2),
    (lists.on_one_line, 1),
    (lists.prizes, 2),
    (lists.untitled, 2),
    (lists.decked_stories, 3),
    (columns.sectioned, 20),
    (columns.plain_column, 7),
    (columns.poems_of_several, 7),
    (columns.said_again, 5),
    (columns.listed_edition, 5),
    (columns.numbered_pictures, 5),
    (columns.decked, 6),
    (columns.wrapped_records, 7),
)
