"""Markdown: which lines are headings, captions and pictures, and what of them is print."""

import pytest

from archive.ingest.pipeline import parse
from archive.ingest.readers import formats, markdown
from tests import hostile


def printed(line):
    """The text of a line without its marks."""
    return "".join(c for i, c in enumerate(line.text) if not any(a <= i < b for a, b in line.marks)).strip()


def only_line(text):
    (line,) = markdown.read_text("x.md", text, "utf-8").lines
    return line


@pytest.mark.parametrize(
    ("text", "markup", "print_"),
    [
        ("## 比技能 展风采", "h2", "比技能 展风采"),
        ("#标题前没有空格", "h1", "标题前没有空格"),
        ("**本报记者 孔茜**", "strong", "本报记者 孔茜"),
        ("- 新建公园三处", "li", "新建公园三处"),
        ("> 新建公园三处", "", "新建公园三处"),
        (">> 新建公园三处", "", "新建公园三处"),
        ("> - 新建公园三处", "li", "新建公园三处"),
        (">* 新建公园三处", "li", "新建公园三处"),
        (">新建公园三处", "", ">新建公园三处"),
        ("---", "rule", "---"),
        ("[返回首页](/index.html)", "link", "返回首页"),
        ("详见[公告](/a.html)全文。", "", "详见公告全文。"),
        ("![](a.jpg)", "picture", ""),
        ("![](a.jpg)_选手正在比赛。_", "caption", "选手正在比赛。"),
        ("![](https://a.cn/b_c/1000)_3月，选手正在比赛。_", "caption", "3月，选手正在比赛。"),
        ("![选手正在进行焊接比赛](a.jpg)", "caption", "选手正在进行焊接比赛"),
        ("![图片1](a.jpg)", "alt", "图片1"),
        ("![码头](a.jpg)", "alt", "码头"),
        ("![微信图片_20230506](a.jpg)", "alt", "微信图片_20230506"),
        ("![焊接比赛现场照片.jpg](a.jpg)", "alt", "焊接比赛现场照片.jpg"),
        ("选手比赛。![图片1](a.jpg)", "caption", "选手比赛。"),
        ("这是*重要*的一步，_不可少_。", "", "这是重要的一步，不可少。"),
        ("**“稳”**字当头，***又稳又快***。", "", "“稳”字当头，又稳又快。"),
        ("**甲****乙**", "", "甲乙"),
        ("**外面*里面*外面**", "", "外面里面外面"),
        ("运行`make`即可，见``a`b``。", "", "运行make即可，见a`b。"),
        ("见[公告_一_](http://a.cn/_b_*c*.html)。", "", "见公告_一_。"),
        ("** 本报记者 孔茜 **", "strong", "本报记者 孔茜"),
    ],
)
def test_a_line(text, markup, print_):
    line = only_line(text)
    assert line.text == text
    assert (line.markup, printed(line)) == (markup, print_)


@pytest.mark.parametrize(
    "text",
    [
        "面积5*3，体积5*3*2，长2*4米。",
        "变量a_b和c_d，照片清河_1_2。",
        "他说了***的话，又说了***。",
        "电话138****1234、139****5678。",
        "王*明、李*华和张*三人到会。",
        "李**、王**等人到会。",
        "姓名____，电话____。",
        "北纬35`30`，东经118`20`。",
        "数据*见表，数据 * 见图 * 。",
        r"写作\*号\*的。",
    ],
)
def test_signs_that_are_text_stay(text):
    assert printed(only_line(text)) == text


def test_a_described_picture_is_a_figure_of_the_article():
    text = "# 职业技能大赛举行\n\n五月四日，大赛在英才港举行，二百余名选手参加。\n\n![选手正在进行焊接比赛](a.jpg)\n"
    (article,) = parse(markdown.read_text("x.md", text, "utf-8")).articles
    assert [caption.text for caption in article.captions] == ["选手正在进行焊接比赛"]


def test_a_head_tells_fields_by_whatever_name_crawlers_give_them():
    text = "---\nsource: 高新区报\nauthors:\n  - 孔茜\n  - 周洋\npubdate: 2023-05-06\n---\n正文。\n"
    meta = markdown.read_text("x.md", text, "utf-8").meta
    assert meta == {"newspaper": "高新区报", "author": ["孔茜", "周洋"], "date": "2023-05-06"}


def test_rules_round_plain_text_are_no_head():
    assert markdown.read_text("x.md", "---\n开栏的话: [没有合上\n---\n正文。\n", "utf-8").meta == {}


def test_aliases_and_depths_without_end_are_no_head():
    for name in ("aliases.md", "deep-head.md", "long-head.md"):
        source = formats.read(name, hostile.KINDS[name]())
        assert source.meta == {}
        assert "河堤上的路灯" in source.lines[-1].text


def test_a_day_that_no_calendar_has_is_no_head():
    assert markdown.read_text("x.md", "---\ndate: 2021-02-30\n---\n正文。\n", "utf-8").meta == {}


def test_a_bold_line_makes_a_text_one_of_markdown():
    assert markdown.looks_like("**河堤上的灯亮了**\n\n傍晚，灯亮了。")
    assert not markdown.looks_like("他说**不**行。\n\n** 河堤")


def test_a_head_in_chinese_says_what_one_in_english_does():
    keys = "标题: 河堤上的灯亮了\n报纸: 清河日报\n日期: 2018-11-02\n版次: 03\n记者: 王强"
    head = f"---\n{keys}\n---\n\n傍晚，河堤上的灯亮了。\n"
    assert markdown.read_text("a.md", head, "utf-8").meta == {
        "title": "河堤上的灯亮了",
        "newspaper": "清河日报",
        "date": "2018-11-02",
        "page": "3",
        "记者": "王强",
    }


def test_a_line_in_italics_is_read_without_its_marks():
    written = "# 河堤上的灯亮了\n\n*本报记者 王强*\n\n傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。\n"
    [article] = parse(markdown.read_text("a.md", written, "utf-8")).articles
    assert [(person.role, person.name) for person in article.contributors] == [("记者", "王强")]


def test_marks_within_sentences_are_claimed_apart_from_the_words():
    written = "# 河堤上的灯亮了\n\n傍晚，*清河镇*河堤上的路灯亮了，`散步`的人多了，长5*3米。\n\n![码头](a.jpg)\n"
    parsed = parse(markdown.read_text("a.md", written, "utf-8"))
    [article] = parsed.articles
    assert article.sections[0].paragraphs == ("傍晚，清河镇河堤上的路灯亮了，散步的人多了，长5*3米。",)
    assert "".join("".join(claim.text.split()) for claim in parsed.claims) == "".join(written.split())
    [alt] = [claim for claim in parsed.claims if claim.text == "码头"]
    assert (alt.target, alt.reason) == ("discarded", "图片替代文字")


@pytest.mark.parametrize("heading", ["**{}**", "### {}", "**（{}）**"])
def test_a_heading_that_is_a_number_alone_heads_its_part(heading):
    written = (
        f"# 河堤上的灯亮了\n\n{heading.format('一')}\n\n傍晚，清河镇河堤上的路灯亮了，散步的人多了。\n\n"
        f"{heading.format('二')}\n\n早晨，码头上的渔船回来了，买鱼的人排着队，张大爷称了三斤鲫鱼。\n"
    )
    [article] = parse(markdown.read_text("a.md", written, "utf-8")).articles
    assert [section.heading.strip("（）") for section in article.sections] == ["一", "二"]


@pytest.mark.parametrize(
    ("head", "key", "value"),
    [
        ("title: 河堤上的灯亮了\nheadline: false", "title", "河堤上的灯亮了"),
        ("headline: true\ntitle: 河堤上的灯亮了", "title", "河堤上的灯亮了"),
        ("headline: 头条\ntitle: 河堤上的灯亮了", "title", "河堤上的灯亮了"),
        ("title:\nheadline: 河堤上的灯亮了", "title", "河堤上的灯亮了"),
        ("author:\nwriter: 王强\nbyline: 李明", "author", "王强"),
        ("authors:\n  - 王强\n  - 李明\nauthor:", "author", ["王强", "李明"]),
        ("theme:\ncategory: 科普", "section", "科普"),
    ],
)
def test_a_field_counts_before_its_synonyms_and_a_yes_or_no_is_no_words(head, key, value):
    source = markdown.read_text("a.md", f"---\n{head}\n---\n\n傍晚，河堤上的灯亮了。\n", "utf-8")
    assert source.meta[key] == value
    told = [line.text for line in source.lines if line.markup == f"meta:{key}"]
    assert told
    assert all(str(word) in "".join(told) for word in (value if isinstance(value, list) else [value]))
    assert not any(word in "".join(told) for word in ("false", "true", "头条"))


ISSUE = "清河日报　2022年9月2日"
PARTS = ("新城从规划之初就坚持产城融合，先后编制专项规划十二项。", "新城道路通达四百余公里，配套设施不断完善。")
HEADINGS = ("规划先行", "建设提速")


def divided(*texts):
    """Headline and headings of each article of a Markdown text whose blocks are given."""
    parsed = parse(markdown.read_text("a.md", "\n\n".join(texts), "utf-8"))
    return [(article.title, [section.heading for section in article.sections]) for article in parsed.articles]


def parts(*numbers):
    numbered = zip(numbers, HEADINGS, PARTS, strict=True)
    return [block for number, heading, text in numbered for block in (f"## {number}{heading}", text)]


@pytest.mark.parametrize("numbers", [("一、", "二、"), ("（一）", "（二）"), ("1. ", "2. ")])
@pytest.mark.parametrize("front", [["# 新城建设纪实", ISSUE], [ISSUE, "# 新城建设纪实"]])
def test_numbered_headings_below_a_headline_are_of_its_article(front, numbers):
    headings = [f"{number}{heading}" for number, heading in zip(numbers, HEADINGS, strict=True)]
    (article,) = divided(*front, *parts(*numbers))
    assert article == ("新城建设纪实", headings)


@pytest.mark.parametrize(
    ("name", "numbers"), [("今日要闻", ("1. ", "2. ")), ("要闻", ("", "")), ("清河日报", ("", ""))]
)
def test_headings_below_the_name_of_a_section_or_a_paper_are_headlines(name, numbers):
    assert divided(f"# {name}", ISSUE, *parts(*numbers)) == [(title, [""]) for title in HEADINGS]


def test_a_section_ends_where_a_headline_of_its_level_stands():
    below = (
        "# 蓼河公园开门迎客",
        "## 一、三年建成",
        "公园占地六百亩，昨日开门迎客，首日游人过万。",
        "## 二、免费开放",
        "公园全年免费开放，早六点开门，晚十点关门。",
    )
    articles = divided("# 要闻", ISSUE, *parts("", ""), *below)
    assert articles[:2] == [(title, [""]) for title in HEADINGS]
    assert articles[2:] == [("蓼河公园开门迎客", ["一、三年建成", "二、免费开放"])]


LEAD = "本报讯（记者 王海）10日，记者从市统计局获悉，今年一季度全市生产总值同比增长。"
ITEMS = (
    "固定资产投资增长 15.2%",
    "规上工业增加值增长 9.8%",
    "全区今年新开工的十二个重点项目中已有八个完成主体结构封顶，其余四个项目也将在下半年陆续完成",
    "外贸进出口增长 4.1%",
)
END = "下一步，我市将继续加大对实体经济的支持力度，推动经济社会高质量发展，确保完成全年目标任务。"


@pytest.mark.parametrize("sign", ["-", "*", "+"])
@pytest.mark.parametrize("count", [2, 4])
@pytest.mark.parametrize("front", ["# 一季度经济运行良好", "---\ntitle: 一季度经济运行良好\n---"])
def test_each_item_of_a_list_is_a_line_of_its_article(front, count, sign):
    listed = "\n".join(f"{sign} {item}" for item in ITEMS[:count])
    text = "\n\n".join((front, LEAD, listed, "![新闻发布会现场的记者](a.jpg)", END))
    (article,) = parse(markdown.read_text("a.md", text, "utf-8")).articles
    (section,) = article.sections
    assert [said.replace(" ", "") for said in section.paragraphs[1:-1]] == [
        item.replace(" ", "") for item in ITEMS[:count]
    ]
    assert [caption.after_paragraph for caption in article.captions] == [1 + count]


@pytest.mark.parametrize("sign", ["> -", "> *", ">-", "> > -"])
@pytest.mark.parametrize("items", [ITEMS[:2], ("道路整修", "管网改造", "绿化提升")])
def test_each_item_of_a_quoted_list_is_a_line_of_its_article(items, sign):
    listed = "\n".join(f"{sign} {item}" for item in items)
    text = "\n\n".join(("# 一季度经济运行良好", LEAD, listed, END))
    (article,) = parse(markdown.read_text("a.md", text, "utf-8")).articles
    (section,) = article.sections
    assert [said.replace(" ", "") for said in section.paragraphs[1:-1]] == [item.replace(" ", "") for item in items]


def test_lines_of_a_quotation_are_one_paragraph():
    lines = (
        "他说，新城从规划之初就坚持产城融合，先后编制专项规划十二",
        "项，统筹生产生活生态三大布局，道路通达四百余公里，配套设",
        "施不断完善。",
    )
    quoted = "\n".join(f"> {line}" for line in lines)
    text = "\n\n".join(("# 一季度经济运行良好", LEAD, quoted, END))
    (article,) = parse(markdown.read_text("a.md", text, "utf-8")).articles
    assert len(article.sections[0].paragraphs) == 3
