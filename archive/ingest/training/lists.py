"""Layouts of what sites and databases list: clipped items, briefs with their sources, prizes, texts on one line."""

from archive.ingest.labelling.states import LineState
from archive.ingest.training import articles, records, words
from archive.ingest.training.pen import Pen


def clipped_items(pen: Pen) -> None:
    """Titles that bear the site's name, a day or none, and the beginning of each text cut short by dots."""
    suffix = pen.pick(("", f"-{pen.site}", f" - {pen.site}", f"_{pen.site}", f"｜{pen.site}"))
    dots, dated = pen.pick(("....", "...", "……", "…", "")), pen.pick((0.0, 0.9))
    gap, above = pen.pick((0, 1, 1)), pen.chance(0.6)
    for _ in range(pen.rng.randint(2, 8)):
        pen.begin()
        pen.write(LineState.TITLE, pen.headline(34) + suffix, gap, "title")
        day = f"{pen.date('{y}-{m:02}-{d:02}')} {pen.time()}" if pen.chance(dated) else ""
        if above:
            pen.write(LineState.INFO, day, 0)
        text = (filed(pen) if pen.chance(0.3) else "") + pen.paragraphs(1)[0]
        pen.write(LineState.FIRST, text[: pen.rng.choice((40, 70, 110, 200))] + dots, 0)
        if not above:
            pen.write(LineState.INFO, day, 0)


def filed(pen: Pen) -> str:
    """How reporters are named before a text in Taiwan and by wires."""
    name, place = pen.name(), pen.place
    return pen.pick(
        (
            f"〔记者{name}／{place}报导〕",
            f"{pen.paper}【{name}／{place}报导】",
            f"（{place}社记者{name}{place}{pen.day}日电）",
            f"记者{name}／{place}报导 ",
        )
    )


def sourced_briefs(pen: Pen) -> None:
    """Briefs without headlines of their own, the source of each on a line below it."""
    form = pen.pick(("-- {}", "——{}", "来源：{}", "（来源：{}）", "（{}）", "（据{}）"))
    titled, gap = pen.chance(0.4), pen.pick((0, 1, 1))
    if pen.chance(0.2):
        pen.write(LineState.COLUMN, pen.pick(words.RUBRICS), 1)
    for _ in range(pen.rng.randint(2, 6)):
        pen.begin()
        text = pen.paragraphs(1)[0]
        if titled:
            text = f"【{pen.headline(20)}】{text}"
        elif pen.chance(0.4):
            text = articles.dateline(pen) + text
        pen.write(LineState.OPENING, text, gap)
        pen.write(LineState.INFO, form.replace("{}", records.source_name(pen)), 0)


def on_one_line(pen: Pen) -> None:
    """Articles each on one line, the headline right before dateline and reporters."""
    between = pen.pick((",", "，", " ", "　", ""))
    pen.begin()
    lead = f"本报{pen.place}{pen.day}日电(记者 {pen.name()})"
    text = "    ".join(pen.paragraphs(4))
    pen.write(LineState.TITLE, f"{pen.headline(34)}{between}{lead}{text}", then=LineState.FIRST)


def prizes(pen: Pen) -> None:
    """The announcement of prizes: who gave them, grades with their numbers, and works with their authors."""
    articles.invented_headline(pen, column=0.0)
    pen.write(LineState.FIRST, pen.paragraphs(1)[0])
    form = pen.pick(
        ("{name}《{work}》", "《{work}》 {name}", "《{work}》（{name}）", "{name} {work}", "《{work}》作者：{name}")
    )
    grades = pen.pick(
        (("特等奖", "一等奖", "二等奖", "三等奖"), ("一等奖", "二等奖", "三等奖", "优秀奖"), ("金奖", "银奖", "铜奖"))
    )
    counted, gap = pen.pick(("", "（{}名）", "（{}人）", "({}篇)", "：", "（{}个）")), pen.pick((0, 1))
    for grade in grades[pen.rng.randint(0, 1) :]:
        number = pen.rng.randint(1, 6)
        pen.write(LineState.HEADING, grade + counted.replace("{}", str(number)), gap, pen.pick(("heading", "")))
        for _ in range(number):
            work = pen.clause(4, 10) + pen.pick(("", "", "（组诗）", "（外二首）"))
            pen.write(LineState.LIST, form.format(name=pen.name(), work=work), 0)
    if pen.chance(0.5):
        pen.write(LineState.FIRST, pen.paragraphs(1)[0])
    if pen.chance(0.6):
        pen.write(LineState.LIST, f"{pen.place}{pen.pick(words.UNITS)}")
        pen.write(LineState.LIST, pen.date("{y}年{m}月{d}日"), 0)


def untitled(pen: Pen) -> None:
    """The text of an article whose title the page shows elsewhere: it begins at once, with headings between."""
    texts = pen.paragraphs(7)
    if pen.chance(0.5):
        texts[0] = (filed(pen) if pen.chance(0.4) else articles.dateline(pen)) + texts[0]
    headed, markup = pen.chance(0.7), pen.pick(("heading", "heading", ""))
    for at, text in enumerate(texts):
        if at and headed and pen.chance(0.5):
            pen.write(LineState.HEADING, pen.clause(5, 14), 1 if pen.chance(0.5) else None, markup)
        pen.write(LineState.FIRST if at else LineState.OPENING, text)
        if at == 0 and pen.chance(0.3):
            pen.write(LineState.BYLINE, pen.pick((f"记者：{pen.name()}", articles.byline(pen))))


def decked_stories(pen: Pen) -> None:
    """Stories of a saved page with their day below the title, and below that a further deck, an author."""
    for _ in range(pen.rng.randint(1, 3)):
        pen.begin()
        pen.write(LineState.TITLE, pen.headline(34), 1, "title")
        pen.write(LineState.INFO, pen.pick((pen.date(), f"{pen.date()} {records.source_name(pen)}")), 0, "date")
        if pen.chance(0.5):
            pen.write(LineState.SUBTITLE, pen.clause(8, 20), 0, pen.pick(("", "p")))
        if pen.chance(0.1):
            pen.write(LineState.CAPTION, f"图为{pen.clause(8, 16)}，{pen.clause(6, 16)}。", None, "caption")
        if pen.chance(0.5):
            pen.write(LineState.BYLINE, articles.byline(pen))
        articles.body(pen, most=5)
