"""What an electronic edition says of itself names the newspaper, where its page does not."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import html
from tests.archive.ingest.conservation import assert_conserved

PAGE = """<html><head><title>{title}</title></head><body>
<p>主办单位：清河报社</p><p>2021年11月5日　星期五</p>
<table><tr><td>第1版　　　　　　<span>要闻</span></td></tr></table>
<ul><li>&middot;<a href="1.htm"><div>河堤上的灯亮了</div></a></li>
<li>&middot;<a href="2.htm"><div>渡口最后一班船</div></a></li></ul>
<p>{statement}</p></body></html>"""
STATEMENT = "《清河日报》电子版的内容归本社所有，未经书面许可，任何单位和个人不得转载或建立镜像。"


@pytest.mark.parametrize(
    ("title", "statement", "newspaper"),
    [
        ("清河日报", "", "清河日报"),
        ("河畔传媒集团·清河日报社数字报", "", "清河日报"),
        ("首页", STATEMENT, "清河日报"),
        ("首页", "", ""),
        ("清河日报-数字报", "", "清河日报"),
        ("河堤上的灯亮了_清河日报_多媒体数字报刊平台", "", "清河日报"),
        ("手机报-清河晚报", "", "清河晚报"),
        ("清河新闻网-电子报", "", ""),
        ("往期报纸", "", ""),
    ],
)
def test_an_index_of_a_page_is_an_issue(title, statement, newspaper):
    parsed = pipeline.parse(html.read("a.html", PAGE.format(title=title, statement=statement).encode()))
    assert_conserved(parsed)
    assert not parsed.articles
    issue = parsed.issue
    assert (issue.newspaper, issue.date, issue.page, issue.section) == (newspaper, "2021-11-05", "1", "要闻")


def test_a_window_title_alone_makes_no_issue():
    page = (
        "<html><head><title>河堤上的灯亮了_清河日报</title></head><body><h1>河堤上的灯亮了</h1>"
        "<p>傍晚，河堤上的灯亮了，散步的人多了起来。</p></body></html>"
    )
    parsed = pipeline.parse(html.read("a.html", page.encode()))
    assert parsed.issue is None
    assert parsed.articles[0].title == "河堤上的灯亮了"


@pytest.mark.parametrize(
    ("links", "newspaper"),
    [(["清河日报", "电子报", "往期报纸"], "清河日报"), (["清河日报", "柳河晚报"], ""), (["时政新闻"], "")],
)
def test_a_link_that_names_one_newspaper_names_the_issue(links, newspaper):
    page = "<ul>" + "".join(f'<li><a href="#">{link}</a></li>' for link in links) + "</ul>"
    page += '<div><b>第02版：</b>要闻</div><ul><li><a href="1">河堤上的灯亮了</a></li></ul>'
    parsed = pipeline.parse(html.read("a.html", page.encode()))
    assert_conserved(parsed)
    assert (parsed.issue.newspaper, parsed.issue.page) == (newspaper, "02")
