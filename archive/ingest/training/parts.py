"""Parts that pages of several layouts have: what surrounds an article."""

from collections.abc import Callable

from archive.ingest.labelling.states import LineState
from archive.ingest.training import articles, furniture_words, words
from archive.ingest.training.pen import Pen


def front(pen: Pen, info: float = 0.0, signed: float = 0.5) -> None:
    """What stands between headline and text, in the orders in which it does."""
    parts: list[Callable[[], None]] = []
    if pen.chance(info):
        parts.append(lambda: info_line(pen))
    if pen.chance(signed):
        parts.append(lambda: pen.write(LineState.BYLINE, articles.byline(pen), None, "byline"))
    if pen.chance(0.06):
        parts.append(lambda: articles.note(pen))
    elif pen.chance(0.05):  # of several paragraphs: a byline shows where it ends
        articles.note(pen, pen.rng.randint(1, 2))
        pen.write(LineState.BYLINE, articles.byline(pen), None, "byline")
        return
    pen.rng.shuffle(parts)
    for part in parts:
        part()


def info_line(pen: Pen) -> None:
    """Date and source of a story as web editions print them, on one line or several."""
    date, clock, source = pen.date(), pen.time(), pen.pick((pen.paper, pen.site, pen.paper))
    url = pen.pick((f"http://www.{pen.rng.choice(('news', 'epaper', 'info'))}.example.cn ", "", ""))
    forms = (
        f"{date} {clock}　来源：{source}",
        f"{url}{date}{clock} {source}",
        f"（{date}） 来源：{source}",
        f"{source} {date} {clock}",
        f"发布时间：{date} | 来源：{source}",
        f"发布日期：{date}",
        f"时间：{date} {clock} 来源：{source}",
        f"{date} 来源：{source} 作者：{pen.name()} 浏览次数：{pen.rng.randint(3, 9000)}",
        f"{date}　　关键字：　来源：{source}",
        f"来源：{source}",
        f"{date}     浏览({pen.rng.randint(3, 900)})     (0)",
        f"{source} {date} {clock} {pen.pick(('大字', '字号', '我要评论', ''))}",
        f"[{date}]",
        f"({pen.month}月{pen.day}日)",
        f"日期：{date}　来源：{source}　编辑：{pen.name()}",
        f"{url}{date} {clock} {source} 我要评论",
        f"作者： 来源：{source} 时间：{date}",
        f"来源： 作者： 发表时间：{pen.month:02}-{pen.day:02} {clock}",
        f"刊发日期：{date} 阅读次数： 作者：{pen.name()}",
        f"{date} 来源：{source} 作者：{pen.pick(words.HOUSES)}记者 {pen.name()} 我有话说",
        f"编辑：{pen.name()} 点击数： 字号：",
        date,
        source,
        f"{date} {clock}",
        f"{source} | {date}",
    )
    pen.write(LineState.INFO, pen.pick(forms), markup="date")


def tail(pen: Pen) -> None:
    if pen.chance(0.15):
        pen.write(LineState.BYLINE, articles.byline(pen))
    elif pen.chance(0.08):
        pen.write(LineState.BYLINE, articles.sender(pen))
    if pen.chance(0.15):
        articles.credits(pen)
    if pen.chance(0.1):
        articles.caption(pen)


def page_mark(pen: Pen) -> None:
    number, section = pen.page_number(), pen.pick(words.SECTIONS)
    numeral = articles.CHINESE[pen.rng.randrange(8)]
    forms = (
        f"第{number}版：{section}",
        f"{number}版：{section}",
        f"第{number}版({section})",
        f"第{number}版：{section}·{pen.pick(words.SECTIONS)}",
        f"{number}：{section}",
        f"当前版：{number}版",
        f"第{number}版",
        f"{numeral}版 {section}",
        f"第{numeral}版",
        f"{number} {section}",
        number if number[0].isalpha() else f"{number}版",
        f"第{number}版：{pen.place}{number[-2:]}版",
    )
    pen.write(LineState.PAGE, pen.pick(forms), 1)


def page_list(pen: Pen) -> None:
    for number in range(1, pen.rng.randint(3, 9)):
        section = pen.pick(words.SECTIONS)
        pen.write(
            LineState.CONTENTS,
            pen.pick(
                (f"第{number:02}版：{section}", f"{number:02}版：{section}", f"第{number}版", f"{number:02}：{section}")
            ),
            0 if pen.chance(0.5) else 1,
        )


def titles_above(pen: Pen) -> None:
    """A list of a page's titles, that of the article among them, set above the article with buttons between."""
    before = pen.pieces
    pen.pieces = []
    own = [piece.text for piece in before if piece.state is LineState.TITLE][:1]
    titles = [pen.title(24) for _ in range(pen.rng.randint(1, 6))]
    titles.insert(pen.rng.randint(0, len(titles)), *own) if own else None
    sign, gap = pen.pick(("", "", "", "• ", "· ")), pen.pick((0, 0, 1))
    for title in titles:
        pen.write(LineState.CONTENTS, sign + title, gap)
    if pen.chance(0.6):
        furniture(pen, furniture_words.PAGE_BUTTONS + furniture_words.TEXT_BUTTONS, 3)
    pen.pieces += before


def link_lists(pen: Pen) -> None:
    """Rubrics with links below them, one a line, as sites put them above and below an article."""
    sign, gap = pen.pick(("• ", "• ", "· ", "", "- ", "> ")), pen.pick((0, 0, 1))
    common = words.SECTIONS + words.COLUMN_NAMES + furniture_words.NAVIGATION
    for rubric in pen.rng.sample(furniture_words.LINK_RUBRICS, pen.rng.randint(1, 3)):
        pen.write(LineState.FURNITURE, rubric, gap)
        titled = pen.chance(0.4)
        for _ in range(pen.rng.randint(3, 12)):
            link = pen.title(24) if titled else pen.pick((pen.pick(common), pen.place + pen.pick(words.PAPERS)))
            pen.write(LineState.CONTENTS if titled else LineState.FURNITURE, sign + link, gap)


def title_list(pen: Pen, titles: list[str] | None = None) -> None:
    """The titles of other articles, or of those that follow: one a line, or all on one."""
    titles = titles or [pen.title(22) for _ in range(pen.rng.randint(2, 7))]
    if pen.chance(0.45):
        own = [piece.text for piece in pen.pieces if piece.state is LineState.TITLE][:1]
        pen.write(LineState.CONTENTS, " ".join([*own, *titles, "广告"][: pen.rng.randint(2, 8)]))
        return
    if pen.chance(0.25):
        pen.write(
            LineState.CONTENTS, pen.pick(("目录", "本版目录", "导读", "本期要目", f"{pen.paper}目录", "标题列表"))
        )
    sign = pen.pick(("", "", "• ", "· ", "■", "- ", "{d}. ", "{d}、"))
    for number, title in enumerate(titles, 1):
        pen.write(LineState.CONTENTS, sign.replace("{d}", str(number)) + title, 0 if pen.chance(0.6) else 1)


def furniture(pen: Pen, texts: tuple[str, ...], most: int) -> None:
    gap = pen.pick((0, 0, 1))
    for text in pen.rng.sample(texts, min(pen.rng.randint(1, most), len(texts))):
        pen.write(LineState.FURNITURE, pen.filled(text), gap)
