"""Layouts of web editions: electronic pages of papers, and articles on portals."""

from archive.ingest.labelling.states import LineState
from archive.ingest.training import articles, furniture_words, parts, words
from archive.ingest.training.pen import Pen


def epaper(pen: Pen) -> None:
    """A page or article of a paper's electronic edition."""
    _edition_head(pen)
    head, pen.pieces = pen.pieces, []
    matter(pen)
    if pen.chance(0.2):
        parts.titles_above(pen)
    pen.pieces = head + pen.pieces
    if pen.chance(0.4):
        parts.furniture(pen, furniture_words.TEXT_BUTTONS + furniture_words.PAGE_BUTTONS, 5)
    if pen.chance(0.12):
        date = pen.pick((pen.date(), f"{pen.date('{y}年{m}月{d}日')} 星期", f"{pen.paper} {pen.date()}"))
        pen.write(LineState.MASTHEAD, date, 1)
    if pen.chance(0.2):
        parts.page_mark(pen)
    if pen.chance(0.2):
        parts.page_list(pen)
        parts.title_list(pen)
    copied(pen)
    site_tail(pen)


def _edition_head(pen: Pen) -> None:
    """What an edition puts above an article: its name, buttons, lists, the page."""
    if pen.chance(0.4):
        names = (*furniture_words.GREETINGS, f"{pen.paper} 数字报纸", pen.date(), f"{pen.paper} - {pen.site}")
        parts.furniture(pen, names, 2)
    if pen.chance(0.12):
        _slogan(pen)
    if pen.chance(0.4):
        parts.furniture(pen, furniture_words.PAGE_BUTTONS, 4)
    _lists_above(pen)
    if pen.chance(0.7):
        electronic_mark(pen)
    if pen.chance(0.3):
        parts.furniture(pen, furniture_words.PAGE_BUTTONS, 3)
    if pen.chance(0.3):
        parts.info_line(pen)
    if pen.chance(0.25):
        parts.furniture(pen, furniture_words.TEXT_BUTTONS, 3)


def _slogan(pen: Pen) -> None:
    """What an edition says of itself below its name, which has no word of the story."""
    dash = pen.pick(("—", "——", " ", "·"))
    first, second = (pen.corpus.clause(pen.rng, 4, 6)[:5] for _ in range(2))
    forms = (
        f"{first} {second}",
        f"《{pen.paper}》{dash}{first}{second}",
        f"{first}{dash}{second}",
        f"{pen.paper}客户端",
    )
    for text in pen.rng.sample(forms, pen.pick((1, 1, 2))):
        pen.write(LineState.FURNITURE, text, 1)


def _lists_above(pen: Pen) -> None:
    """Channels, links, pages and titles that an edition lists above an article."""
    if pen.chance(0.16):
        channels(pen)
    if pen.chance(0.06):
        parts.link_lists(pen)
    if pen.chance(0.06):
        pen.write(LineState.FURNITURE, f"{pen.clause(4, 6)} {pen.clause(4, 6)}", 1)
    if pen.chance(0.3):
        parts.page_list(pen)
    if pen.chance(0.25):
        parts.title_list(pen)
    elif pen.chance(0.1):
        parts.furniture(pen, tuple(furniture_words.CHANNELS), 1)


def matter(pen: Pen) -> None:
    """What an electronic page is about: one article with its front matter, of any kind."""
    kind = pen.rng.random()
    if kind < 0.1:
        articles.poem(pen)
        return
    before = len(pen.pieces)
    articles.invented_headline(pen, column=0.12)
    if pen.chance(0.12):  # the title once more, as a link or for the reader's screen
        if pen.chance(0.5):
            pen.write(LineState.FURNITURE, pen.pick(("图片新闻", "图片新闻", "正文", "标题", "内容")))
        for piece in [piece for piece in pen.pieces[before:] if piece.state is LineState.TITLE]:
            pen.write(LineState.FURNITURE, piece.text, 1)
    if pen.chance(0.35):
        parts.info_line(pen)
    if pen.chance(0.3):
        parts.furniture(pen, furniture_words.TEXT_BUTTONS, 3)
    if pen.chance(0.2):
        articles.captions(pen)
    if pen.chance(0.4):
        pen.write(LineState.BYLINE, articles.byline(pen), None, "byline")
    if kind < 0.18:
        articles.notice(pen)
    elif kind < 0.24:
        articles.interview(pen)
    elif kind < 0.3:
        articles.body(pen, most=2, sections=0.0)
        articles.list_of_names(pen)
    else:
        articles.body(pen, most=6)
    parts.tail(pen)


def electronic_mark(pen: Pen) -> None:
    """The page as an electronic edition names it, with buttons or a date beside it."""
    number, section = pen.page_number(), pen.pick(words.SECTIONS)
    beside = pen.pick(("", "", f" {pen.date()}", " 上一版 下一版", " 上一版3 4下一版", f"　{pen.date()}　{pen.paper}"))
    pen.write(
        LineState.PAGE,
        pen.pick(
            (
                f"第{number}版：{section}",
                f"当前版：{number}版",
                f"{number}版：{section}",
                f"当前版: {number}版",
                f"第{number}版:{section}/{pen.pick(words.SECTIONS)}",
                f"{number}：{section}",
            )
        )
        + beside,
        1,
    )


def site_tail(pen: Pen) -> None:
    """What a site puts below an article."""
    if pen.chance(0.3):
        before = pen.pick(("上一篇：", "上一条：", "上一篇:", "前一篇 ", "上篇：", "上篇:"))
        pen.write(LineState.FURNITURE, before + pen.title(24))
        pen.write(LineState.FURNITURE, before.replace("上", "下").replace("前", "后") + pen.title(24), 0)
    if pen.chance(0.4):
        parts.furniture(pen, furniture_words.TAIL_BUTTONS, 4)
    if pen.chance(0.3):
        pen.write(LineState.FURNITURE, pen.pick(furniture_words.TAIL_RUBRICS))
        parts.title_list(pen)
        if pen.chance(0.3):
            pen.write(LineState.FURNITURE, pen.pick(pen.paragraphs(1))[:120])
    if pen.chance(0.06):
        parts.link_lists(pen)
    if pen.chance(0.2):
        metadata = f"{pen.paper} {pen.pick(words.SECTIONS)} {pen.page_number()} {pen.title(16)}"
        pen.write(LineState.FURNITURE, metadata)
        pen.write(
            LineState.INFO,
            f"{pen.date()} {pen.paper}{pen.date('{y}-{m:02}-{d:02}')}"
            f"{pen.rng.randint(10000, 99999)};{pen.rng.randint(1000000, 9999999)} 2 {pen.date()}",
            0,
        )
    if pen.chance(0.45):
        parts.furniture(pen, furniture_words.COPYRIGHT, 3)


def portal(pen: Pen) -> None:
    """An article on a portal: navigation, breadcrumb, date and source below the title, inserts in the text."""
    _portal_head(pen)
    articles.invented_headline(pen, column=0.05)
    if pen.chance(0.85):
        parts.info_line(pen)
    if pen.chance(0.15):
        title_again(pen)
    if pen.chance(0.2):
        parts.furniture(pen, furniture_words.TEXT_BUTTONS, 2)
    if pen.chance(0.2):
        decks_again(pen)
    inserted_body(pen)
    parts.tail(pen)
    if pen.chance(0.2):
        parts.furniture(pen, furniture_words.ADVERTS, 3)
    copied(pen)
    site_tail(pen)


def _portal_head(pen: Pen) -> None:
    """What a portal puts above an article."""
    if pen.chance(0.7):
        items = pen.rng.sample(furniture_words.NAVIGATION, pen.rng.randint(4, 20))
        pen.write(LineState.FURNITURE, pen.pick((" ", " ", "", " | ", " - ")).join(["首页", *items]))
    if pen.chance(0.1):
        parts.furniture(pen, furniture_words.GREETINGS, 2)
    if pen.chance(0.2):
        channels(pen)
    if pen.chance(0.2):
        parts.furniture(pen, furniture_words.SIGN_IN, 2)
    if pen.chance(0.7):
        arrow = pen.pick((" > ", " > ", ">", " >> ", " » ", "-", " / "))
        crumbs = [
            pen.pick(("首页", f"{pen.site}首页", "新闻中心")),
            pen.pick(furniture_words.CHANNELS),
            pen.pick(("正文", pen.pick(furniture_words.CHANNELS), "正文")),
        ]
        pen.write(LineState.FURNITURE, pen.pick(("", "", "当前位置：", "您的位置：", pen.site)) + arrow.join(crumbs))
    if pen.chance(0.12):
        parts.furniture(pen, tuple(furniture_words.CHANNELS), 1)
    if pen.chance(0.08):
        parts.link_lists(pen)
    if pen.chance(0.05):
        pen.write(LineState.FURNITURE, pen.filled(pen.pick(furniture_words.SPONSORS)), 1)


def channels(pen: Pen) -> None:
    """The channels of a site, one a line: common ones, and those that only this site has."""
    gap, block = pen.pick((0, 1, 1)), pen.pick((0, 3))
    own = [form.format(pen.place) for form in furniture_words.OWN_CHANNELS]
    own += [pen.clause(4, 8)[:4] for _ in range(6)]
    common = words.SECTIONS + words.COLUMN_NAMES + furniture_words.NAVIGATION
    count = pen.rng.randint(3, 12)
    local = pen.pick((0, count // 2, count))
    items = pen.rng.sample(common, count - local) + pen.rng.sample(own, min(local, len(own)))
    for item in items:
        pen.write(LineState.FURNITURE, item, gap + block * pen.chance(0.1))


def title_again(pen: Pen) -> None:
    """The title once more right above the text, with or without a caption before it."""
    if pen.chance(0.4):
        articles.caption(pen)
    title = next(piece.text for piece in reversed(pen.pieces) if piece.state is LineState.TITLE)
    pen.write(LineState.FURNITURE, title, 1, pen.pick(("", "p")))


def decks_again(pen: Pen) -> None:
    """The whole headline in the text, as it was printed, below the title that the site has given already."""
    title = next(piece.text for piece in reversed(pen.pieces) if piece.state is LineState.TITLE)
    markup = pen.pick(("", "p"))
    if pen.chance(0.6):
        pen.write(LineState.KICKER, _long_deck(pen), markup=markup)
    pen.write(LineState.FURNITURE, title, markup=markup)
    if pen.chance(0.6):
        pen.write(LineState.SUBTITLE, _long_deck(pen), markup=markup)


def _long_deck(pen: Pen) -> str:
    return pen.clause(8, 24) if pen.chance(0.6) else f"{pen.clause(8, 20)}，{pen.clause(6, 16)}"


def copied(pen: Pen) -> None:
    """A stray number, and the text once more."""
    if pen.chance(0.06):
        texts = [
            piece.text for piece in pen.pieces if piece.state in (LineState.FIRST, LineState.OPENING, LineState.CAPTION)
        ]
        pen.write(LineState.FURNITURE, str(pen.rng.randint(1, 999)))
        if pen.chance(0.4):
            for text in texts:
                pen.write(LineState.FURNITURE, text)


def inserted_body(pen: Pen) -> None:
    """A text with advertisements and buttons between its paragraphs or within one."""
    before = len(pen.pieces)
    articles.body(pen, most=7)
    insert = pen.filled(pen.pick(furniture_words.ADVERTS + furniture_words.TEXT_BUTTONS))
    often = pen.chance(0.15)
    kept = pen.pieces[before:]
    del pen.pieces[before:]
    for piece in kept:
        pen.pieces.append(piece)
        if pen.chance(0.5 if often else 0.06):
            pen.write(LineState.FURNITURE, insert)
        elif piece.state is LineState.FIRST and len(piece.text) > 80 and pen.chance(0.05):
            at = pen.rng.randint(30, len(piece.text) - 20)
            piece.text, rest = piece.text[:at], piece.text[at:]
            parts.furniture(pen, furniture_words.ADVERTS, 2)
            pen.write(LineState.FURTHER, rest, 0)
