"""Saved pages: the story is found, the rest is listed, nothing that is seen is lost."""

import pytest
from lxml import html as parser

from archive.ingest import limits, pipeline
from archive.ingest.readers import html
from archive.ingest.types import UnreadableSource
from tests.archive.ingest.conservation import assert_conserved

PAGE = """<!DOCTYPE html><html><head><meta charset="gb2312"><title>老粮站改成乡村书屋_滨河新闻网</title>
<style>p { color: red }</style><script>var a = "不是正文";</script></head><body>
<div class="nav"><a href="/">首页</a> <a href="/yw">要闻</a> <a href="/fk">副刊</a></div>
<div class="path"><a href="/">首页</a> &gt; <a href="/fk">副刊</a> &gt; 正文</div>
<div class="main"><h1>老粮站改成乡村书屋</h1>
<div class="info">2021-11-05 09:12　来源：滨河新闻　作者：孟海潮</div><div>分享到：</div>
<div class="text"><!-- 正文 -->
<p>　　推开木门，一排排书架映入眼帘。这里原来是滨河镇的
老粮站，闲置了十多年。</p>
<p align="center"><img src="1.jpg"></p><p align="center">孩子们在书屋里读书。邱雨桐 摄</p>
<p><strong>旧仓房有了新用处</strong></p>
<p>　　“原来堆的是麦子，现在堆的是书。”管理员说，书屋周末最多时来了一百多人。<a href="/x">延伸</a></p>
<p style="display:none">看不见的字</p>
<p>　　镇里准备再改两处仓房，一处做展厅，一处做茶室。</p>
<p>（责任编辑：李慎言）</p>
<p>关注公众号，看更多好文章，每天都有新内容等着你。</p></div>
<div class="more"><h3>相关新闻</h3><ul><li><a href="/1">河堤上的灯亮了，居民说好</a></li>
<li><a href="/2">滨河镇召开秋收动员会</a></li></ul></div></div>
<div class="footer">Copyright © 滨河新闻网 版权所有，未经授权不得转载。举报电话：0000-000000</div></body></html>"""

# A page of an electronic edition: decks as plain cells, masthead and pages around.
EDITION = """<html><head><title>滨河日报 - 数字报</title></head><body>
<table><tr><td>2021年11月5日 星期五</td><td>第02版：要闻</td></tr></table>
<div class="list"><a href="1">第01版</a><a href="2">第02版</a></div>
<div class="article"><div class="head"><h3>为民办实事 一件接着一件干</h3>
<h1>滨河镇全部河堤装上路灯</h1><h4>——夜里散步不用打手电了</h4></div>
<div class="content"><p>本报讯（记者 孟海潮）6月3日晚，滨河镇最后一段河堤的路灯亮了。</p>
<p>据了解，这段河堤长1.2公里，共装灯六十盏，全部由太阳能供电。</p></div></div>
<div><a href="0">上一篇</a> <a href="3">下一篇</a></div></body></html>"""


def markups(page):
    source = html.read("a.html", page.encode())
    return {line.text: line.markup for line in source.lines}


def test_what_each_run_of_a_page_is():
    found = markups(PAGE)
    kept = {text.strip()[:8]: markup for text, markup in found.items() if markup != "navigation"}
    assert kept == {
        "老粮站改成乡村书": "h1",
        "2021-11-": "date",
        "推开木门，一排排": "p",
        "孩子们在书屋里读": "caption",
        "旧仓房有了新用处": "strong",
        "“原来堆的是麦子": "p",
        "镇里准备再改两处": "p",
        "（责任编辑：李慎": "p",
    }


def test_the_article_of_a_page():
    source = pipeline.parse_bytes("a.html", PAGE.encode("gb18030"))
    (article,) = source.articles
    assert (article.title, article.date) == ("老粮站改成乡村书屋", "2021-11-05")
    assert ("孟海潮", "作者") in [(person.name, person.role) for person in article.contributors]
    assert [section.heading for section in article.sections] == ["", "旧仓房有了新用处"]
    assert article.sections[0].paragraphs == ("推开木门，一排排书架映入眼帘。这里原来是滨河镇的老粮站，闲置了十多年。",)
    assert [caption.text for caption in article.captions] == ["孩子们在书屋里读书。邱雨桐 摄"]
    assert any("Copyright" in claim.text for claim in source.discarded)


def test_a_page_of_an_electronic_edition():
    source = pipeline.parse_bytes("b.html", EDITION.encode())
    (article,) = source.articles
    assert (article.kicker, article.title) == ("为民办实事 一件接着一件干", "滨河镇全部河堤装上路灯")
    assert article.subtitle == "——夜里散步不用打手电了"
    assert (article.date or source.issue.date) == "2021-11-05"
    assert [person.name for person in article.contributors] == ["孟海潮"]
    assert len(article.sections[0].paragraphs) == 2


@pytest.mark.parametrize("page", [PAGE, EDITION])
def test_every_visible_character_is_a_line_once(page):
    tree = parser.document_fromstring(page)
    seen = tree.xpath("//body//text()[not(ancestor::script|ancestor::style|ancestor::*[contains(@style,'none')])]")
    source = pipeline.parse_bytes("a.html", page.encode())
    assert "".join(source.text.split()) == "".join("".join(seen).split())
    assert "".join("".join(claim.text for claim in source.claims).split()) == "".join(source.text.split())


def test_a_line_break_between_chinese_characters_leaves_no_space():
    assert list(markups("<p>滨河\n新闻 good\nmorning 　早</p>")) == ["滨河新闻 good morning \u3000早"]


def test_the_date_of_the_head_where_the_page_shows_none():
    page = '<html><head><meta property="article:published_time" content="2021-11-05T08:00"></head><body><p>正文。</p>'
    assert html.read("a.html", page.encode()).meta == {"date": "2021-11-05T08:00"}


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body><script>render()</script></body></html>", "没有可见的文字"),
        ("<html>" + "<div>" * 600 + "深" + "</div>" * 600, "嵌套"),
        ("<html>" + "<div>" * 90_000 + "深", "嵌套"),
        ("<html><p>" + "长" * (limits.MAX_LINE_CHARACTERS + 1), "字符"),
    ],
)
def test_what_is_no_page_of_text_says_so(page, reason):
    with pytest.raises(UnreadableSource, match=reason):
        html.read("a.html", page.encode())


LISTED = """<html><body><ul class="list"><li><h4><a href="1">河堤上的灯亮了</a></h4>
<div>6月3日晚，滨河镇最后一段河堤的路灯亮了，散步的人多了起来。</div></li>
<li><h4><a href="2">渡口最后一班船</a></h4><div>船老大收了缆绳，说明天起大家就走桥上过了。</div></li>
<li><h4><a href="3">果园开园</a></h4><div>枝头挂满了果子，园主说今年雨水足，果子比去年甜。</div></li>
</ul></body></html>"""


def test_titles_of_a_list_that_lead_to_the_whole_texts_are_headings():
    found = markups(LISTED)
    assert (found["河堤上的灯亮了"], found["渡口最后一班船"]) == ("h4", "h4")


BESIDE = """<html><body><div class="box"><div class="menu"><a href="1">公司要闻</a></div><div class="right">
<h3>河堤上的灯亮了 <span><span>来源：滨河日报</span> <span>发布时间：2021-11-05</span></span></h3>
<div class="pic"><img src="1.jpg"><p>灯下的河堤</p></div><p>本报记者 王强</p>
<div class="text"><p>6月3日晚，滨河镇最后一段河堤的路灯亮了。</p><p>据了解，这段河堤长1.2公里，共装灯六十盏。</p>
<p><img src="2.jpg"></p><p>▲散步的人</p></div></div></div></body></html>"""


def test_the_heading_right_above_a_story_is_its_headline_and_what_stands_with_a_picture_its_caption():
    parsed = pipeline.parse(html.read("a.html", BESIDE.encode()))
    [article] = parsed.articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2021-11-05")
    assert [caption.text for caption in article.captions] == ["灯下的河堤", "散步的人"]
    assert [person.name for person in article.contributors] == ["王强"]
    assert len(article.sections[0].paragraphs) == 2


def test_below_the_credits_of_one_story_another_may_begin():
    story = "<h2>{}</h2><p>傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。</p><p>【编辑：王强】</p>"
    lines = html.read(
        "a.html", f"<html><body>{story.format('灯亮了')}{story.format('灯暗了')}</body></html>".encode()
    ).lines
    assert [line.text for line in lines if line.markup == "h2"] == ["灯亮了", "灯暗了"]


NAMED = """<body><table><tr><td>{}</td></tr><tr><td class="news_title">老船工的三十一本日记</td></tr></table>
<div><p>老船工的床头放着一只木箱，里面是三十一本航行日记。</p><p>他每天记下水位和风向，一天也没有断过。</p></div></body>"""


@pytest.mark.parametrize(("beside", "markup"), [("清河", "h1"), ("<h3>清河</h3>", "")])
def test_what_a_page_calls_its_title_is_its_headline_where_nothing_is_marked_as_one(beside, markup):
    assert markups(NAMED.format(beside))["老船工的三十一本日记"] == markup


def test_stories_side_by_side_are_all_kept():
    story = "<h2>{}</h2><table><tr><td>傍晚，河堤上的灯亮了，散步的人多了起来。<br>孩子们追着灯影跑。</td></tr></table>"
    found = markups("<body>" + "".join(map(story.format, ("灯", "渡口", "果园"))) + "</body>")
    assert {found[title] for title in ("灯", "渡口", "果园")} == {"h2"}


SEVERAL = "<h1>{}</h1><div>2021-11-05 来源：滨河日报</div><div><p>{}</p><p>孩子们追着灯影跑。</p></div>"


def test_a_page_with_several_main_headings_above_texts_has_several_stories():
    text = "傍晚，河堤上的路灯亮了，散步的人多了起来，老人说起从前的渡口，说了很久也没有说完，灯又暗了，人也散了。"
    page = "".join(SEVERAL.format(title, text) for title in ("河堤上的灯亮了", "渡口最后一班船"))
    parsed = pipeline.parse(html.read("a.html", f"<body><div>图片新闻</div>{page}</body>".encode()))
    assert_conserved(parsed)
    assert [article.title for article in parsed.articles] == ["河堤上的灯亮了", "渡口最后一班船"]


def test_a_blank_line_in_the_source_behind_a_sentence_begins_a_paragraph():
    found = markups(
        "<body><h1>河堤上的灯亮了</h1><p>傍晚，灯亮了。\r\n\r\n 人多了，\n\n孩子也多了。\n 跑着。</p></body>"
    )
    assert [text for text, markup in found.items() if markup == "p"] == ["傍晚，灯亮了。", "人多了，孩子也多了。跑着。"]


def test_a_button_and_the_name_of_a_dialog_are_no_headline():
    dialog = "<div><button>×</button><h4>查看活动详细</h4></div>"
    found = markups(f"<body>{dialog}<div><p>傍晚，河堤上的灯亮了，人多了起来。</p></div></body>")
    assert (found["×"], found["查看活动详细"]) == ("navigation", "navigation")


def test_a_page_that_hides_all_its_text_until_a_script_shows_it_is_read():
    titles = ["清河北渡口恢复通航", "柳河南码头改建动工", "河湾村旧渡成了公园"]
    slide = '<ul style="display: none;"><li><h2><a href="1">{0}</a></h2><h3>昨日，{0}，人们都来看。</h3></li></ul>'
    page = "<div>【电子报】</div>" + "".join(slide.format(title) for title in titles)
    parsed = pipeline.parse(html.read("a.html", page.encode()))
    assert_conserved(parsed)
    assert [article.title for article in parsed.articles] == titles


def test_what_the_index_of_a_page_hides_stays_hidden():
    page = '<p>第02版：要闻</p><ul><li><a href="1">河堤上的灯亮了</a></li></ul><p hidden>本站使用小饼干，请您同意。</p>'
    assert not any("小饼干" in line for line in markups(page))


def test_a_link_with_its_day_is_of_another_story():
    text = "傍晚，河堤上的路灯亮了，散步的人多了起来，孩子们追着灯影跑，老人说起从前的渡口。"
    page = (
        f'<div class="post"><h2>清河渡口今日恢复通航</h2><div>2021年06月18日 09:12</div><p>{text}</p><p>{text * 2}</p>'
        '<div><a href="1">河湾村旧渡，改建成公园</a><span>2022年10月20日</span></div></div>'
    )
    assert [markup for line, markup in markups(page).items() if line.startswith("河湾村旧渡")] == ["navigation"]


@pytest.mark.parametrize(
    ("kicker", "headline", "subtitle"),
    [
        ('<td class="font02">', '<td class="font01">', '<td class="font02">'),
        ('<p class="yinti">', "<h1>", '<p class="futi">'),
        ('<div id="PreTitle">', "<h1>", '<h2 class="sub-title">'),
    ],
)
def test_what_a_page_calls_decks_are_decks_wherever_they_stand(kicker, headline, subtitle):
    words = ("清河县办实事", "河堤上的路灯亮了", "两村夜里不再摸黑")
    decks = "".join(
        f"<table><tr><td>{tag}{said}</{tag[1:].split()[0].rstrip('>')}></td></tr></table>".replace("<td><td", "<td")
        for tag, said in zip((kicker, headline, subtitle), words, strict=True)
    )
    prose = "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们坐在石凳上说话。"
    head = f"<html><head><title>{words[1]}</title></head>"
    page = f"{head}<body>{decks}<div><p>{prose}</p><p>石桥村的老人说，{prose}</p></div></body></html>"
    [article] = pipeline.parse_bytes("a.html", page.encode()).articles
    assert (article.kicker, article.title, article.subtitle) == words


PROSE = "傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人们坐在石凳上说话。"
HEADED = "<html><body>{head}<div><h1>河堤上的路灯亮了</h1>{below}<p>{prose}</p><p>{prose}</p></div></body></html>"
MENU = '<div><a href="/">首页</a> <a href="/a">要闻</a></div>'


def issue_under(head: str, below: str = ""):
    parsed = pipeline.parse_bytes("a.html", HEADED.format(head=head, below=below, prose=PROSE).encode())
    assert_conserved(parsed)
    [article] = parsed.articles
    assert (article.kicker, article.title, article.subtitle) == ("", "河堤上的路灯亮了", "")
    return parsed.issue


@pytest.mark.parametrize(
    "head",
    [
        "<div>清河日报 2020年01月03日 第02版</div>",
        "<div>第02版 清河日报 2020年01月03日</div>",
        "<div>《清河日报》（2020年01月03日 02版）</div>",
        "<header><p>清河日报</p><p>2020年01月03日</p><p>星期五</p><p>第02版：要闻</p></header>",
        "<table><tr><td>02版 要闻</td><td>清河日报</td><td>2020-01-03</td></tr></table>",
        "<div><span>清河日报</span><span>2020年01月03日</span><span>第02版</span></div>",
        '<div><a href="/">清河日报</a> 2020年01月03日 第02版</div>',
        '<div><a href="/">清河日报</a> <a href="/1">2020年01月03日</a> <a href="/2">第02版</a></div>',
        '<div>清河日报 2020年01月03日</div><div><a href="1">上一版</a> 第02版：要闻 <a href="3">下一版</a></div>',
        "<div>清河日报 2020年01月03日 第02版</div><ul><li>第01版：头版</li><li>第02版：要闻</li></ul>",
        "<div>清 河 日 报</div><div>QINGHE RIBAO</div><div>2020年01月03日 今日8版 第02版</div>",
    ],
)
def test_the_masthead_above_a_story_is_read_in_whatever_elements_it_stands(head):
    issue = issue_under(MENU + head)
    assert (issue.newspaper, issue.date, issue.page) == ("清河日报", "2020-01-03", "02")


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("<div>2020年01月03日</div>", "date", "2020-01-03"),
        ("<div>总第1234期</div>", "total_number", 1234),
        ("<div>第02版：要闻</div>", "page", "02"),
    ],
)
def test_a_masthead_of_one_field_is_read(head, field, value):
    assert getattr(issue_under(MENU + head), field) == value


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("<div>今天是2026年11月27日 星期五</div>", ""),
        ("<div>2026年11月27日 星期五</div>", "<div>2020-01-03 09:12 来源：清河新闻网</div>"),
        ("<div>2020年01月03日起本站启用新域名</div>", ""),
        ("<div>2019年12月31日 清河跨年灯会开幕</div>", ""),
        ('<div><a href="1">第01版：头版</a></div><div><a href="2">第02版：要闻</a></div>', ""),
        ('<div><a href="/">首页</a> &gt; <a href="/a">清河日报</a> &gt; 正文</div>', ""),
        ('<ul><li><a href="1">清河日报 2020-01-03 01版</a><li><a href="2">清河日报 2020-01-02 01版</a></ul>', ""),
    ],
)
def test_what_leads_elsewhere_or_tells_its_reader_s_day_is_no_masthead(head, below):
    assert issue_under(MENU + head, below) is None


def test_who_wrote_beside_the_masthead_above_the_headline_wrote_the_story():
    head = "<div>清河日报 2020年01月03日 第02版 记者 王强</div>"
    parsed = pipeline.parse_bytes("a.html", HEADED.format(head=head, below="", prose=PROSE).encode())
    [article] = parsed.articles
    assert (article.title, [person.name for person in article.contributors]) == ("河堤上的路灯亮了", ["王强"])
    assert (parsed.issue.newspaper, parsed.issue.page) == ("清河日报", "02")


DECKED = """<html><head><title>{window}</title></head><body>{above}
<div class="text"><p>　　推开木门，一排排书架映入眼帘。这里原来是滨河镇的老粮站，闲置了十多年。</p>
<p>　　镇里准备再改两处仓房，一处做展厅，一处做茶室。</p></div>{below}</body></html>"""


def decked(above="<h1>老粮站改成乡村书屋</h1>", below="", window="老粮站改成乡村书屋 - 滨河新闻"):
    parsed = pipeline.parse(html.read("a.html", DECKED.format(window=window, above=above, below=below).encode()))
    assert_conserved(parsed)
    [article] = parsed.articles
    return parsed.issue, article


@pytest.mark.parametrize(
    ("above", "decks"),
    [
        ("<h3>村里有了读书声</h3><h1>老粮站改成乡村书屋</h1>", ("村里有了读书声", "")),
        ("<h1>老粮站改成乡村书屋</h1><h3>周末来了一百多人</h3>", ("", "周末来了一百多人")),
        ("<h2>老粮站改成乡村书屋</h2><h2>周末来了一百多人</h2>", ("", "周末来了一百多人")),
        (
            "<table><tr><td>村里有了读书声</td></tr><tr><td>老粮站改成乡村书屋</td></tr>"
            "<tr><td>周末来了一百多人</td></tr></table>",
            ("村里有了读书声", "周末来了一百多人"),
        ),
        ("<div>老粮站改成乡村书屋</div><div>周末来了一百多人</div>", ("", "周末来了一百多人")),
    ],
)
def test_decks_stand_above_and_below_the_headline_that_the_window_names(above, decks):
    _, article = decked(above)
    assert (article.title, article.kicker, article.subtitle) == ("老粮站改成乡村书屋", *decks)


def test_a_headline_that_the_list_of_the_page_links_to():
    above = """<div>滨河日报</div><div>2021年11月5日 星期五</div><ul><li><a href="1">老粮站改成乡村书屋</a></li>
    <li><a href="2">河堤上的灯亮了</a></li></ul><h3>03版：本市</h3><div>老粮站改成乡村书屋</div>"""
    issue, article = decked(above, window="滨河日报电子版")
    assert article.title == "老粮站改成乡村书屋"
    assert (issue.newspaper, issue.date, issue.page) == ("滨河日报", "2021-11-05", "03")


@pytest.mark.parametrize("said", ["发布时间：2021-11-05 来源：滨河日报", "来源：滨河日报 日期：2021年11月5日 浏览：31"])
def test_day_and_source_above_the_headline_are_those_of_the_story(said):
    _, article = decked(f"<p>{said}</p><h1>老粮站改成乡村书屋</h1>")
    assert (article.title, article.date) == ("老粮站改成乡村书屋", "2021-11-05")


def test_a_head_below_the_story_names_the_issue():
    issue, _ = decked(below='<div class="foot">滨河日报 2021年11月5日 第2版：要闻</div>')
    assert (issue.newspaper, issue.date, issue.page) == ("滨河日报", "2021-11-05", "2")


@pytest.mark.parametrize(
    ("links", "page"),
    [('<a href="1">第02版：要闻</a>', "02"), ('<a href="1">第01版：头版</a> <a href="2">第02版：要闻</a>', "")],
)
def test_the_only_page_that_is_linked_is_the_one_shown(links, page):
    issue, _ = decked(f"<div>滨河日报 2021年11月5日</div><div>{links}</div><h1>老粮站改成乡村书屋</h1>")
    assert issue.page == page


def test_the_name_of_the_newspaper_and_a_bar_of_links_are_no_decks():
    _, article = decked("<div>学校首页 | 要闻 | 副刊</div><div>老粮站改成乡村书屋</div>")
    assert (article.title, article.kicker) == ("老粮站改成乡村书屋", "")
    bodies = ["老粮站的门开了，一排排书架映入眼帘，孩子们来看书。", "河堤上的灯亮了，散步的人多了，孩子们追着灯影跑。"]
    stories = "".join(f"<h2>第{n}条消息说的是什么</h2><p>{body * 3}</p>" for n, body in enumerate(bodies, start=1))
    page = f"<html><title>滨河报</title><body><h1>滨河报</h1><p>2021年11月5日 第一版</p>{stories}</body></html>"
    assert len(pipeline.parse(html.read("a.html", page.encode())).articles) == len(bodies)


DAY, AUTHOR = "<time>2021-11-05</time>", "<span>王强</span>"


@pytest.mark.parametrize("told", [DAY + AUTHOR, AUTHOR + DAY])
def test_day_and_author_side_by_side_are_lines_of_their_own(told):
    text = "<p>清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑，老人坐在树下说着今年的收成。</p>"
    page = f"<html><title>河堤上的灯亮了</title><body><h1>河堤上的灯亮了</h1><div>{told}</div>{text}</body></html>"
    [article] = pipeline.parse(html.read("a.html", page.encode())).articles
    assert (article.date, [person.name for person in article.contributors]) == ("2021-11-05", ["王强"])


def test_a_day_within_a_sentence_parts_no_line():
    page = f"<html><body><p><span>会议于</span>{DAY}<span>召开，一百人到会。</span></p></body></html>"
    assert [line.text for line in html.read("a.html", page.encode()).lines] == ["会议于2021-11-05召开，一百人到会。"]
