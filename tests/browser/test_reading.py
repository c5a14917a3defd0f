"""What a reader does, in a real browser: reads from the front page, searches, follows marks."""

import re

import pypdfium2
import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_read_an_article_from_the_front_page(reader):
    page = reader.open("/")
    expect(page).to_have_title(re.compile("济宁高新新闻"))
    first = page.locator(".lead h3 a")
    title = first.inner_text()
    first.click()
    expect(page.locator("h1 .title")).to_have_text(title)
    expect(page.locator(".text p").first).to_be_visible()
    page.get_by_role("navigation", name="前后各篇").get_by_role("link", name=re.compile("下一篇")).click()
    expect(page.locator("h1 .title")).not_to_have_text(title)
    page.get_by_role("navigation", name="位置").get_by_role("link", name=re.compile("2021年11月5日")).click()
    expect(page.locator(".masthead")).to_contain_text("总第589期")
    assert not reader.complaints


def test_by_the_calendar(reader):
    page = reader.open("/")
    page.get_by_role("link", name=re.compile("11月5日.*有报")).first.click()
    expect(page).to_have_url(re.compile(r"/issues/2021-11-05/$"))


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_front_page_begins_with_the_paper_and_its_lead(reader_with, width):
    """On the first screen: the name, the day and the lead with three lines of it, none of them its dateline."""
    page = reader_with(width, scripts=False).open("/")
    for part in (".masthead h1", ".masthead time", ".lead h3", ".lead .news"):
        expect(page.locator(part).first).to_be_in_viewport(ratio=1)
    news = page.locator(".lead .news")
    assert news.evaluate("it => it.clientHeight / parseFloat(getComputedStyle(it).lineHeight)") == pytest.approx(
        3, abs=0.1
    )
    assert "记者" not in news.inner_text()[:30]


def test_leaf_from_the_front_page_to_the_end_of_an_issue_in_two_taps(reader_with):
    reader = reader_with("phone", scripts=False)
    page = reader.open("/")
    page.get_by_role("link", name=re.compile("打开这一期")).click()
    page.get_by_role("link", name="全期连读").click()
    articles = page.locator(".set")
    assert articles.count() == 4
    expect(articles.last.locator("p").last).not_to_be_empty()
    assert not reader.scrolls_sideways()


def test_an_issue_is_printed_whole(reader, tmp_path):
    page = reader.open("/issues/2021-11-05/read/")
    last = page.locator(".set p").last.inner_text()
    fetched = []
    page.on("response", lambda response: fetched.append((response.url, response.status)))
    page.pdf(path=tmp_path / "issue.pdf", prefer_css_page_size=True)
    texts = [sheet.get_textpage().get_text_range() for sheet in pypdfium2.PdfDocument(tmp_path / "issue.pdf")]
    printed = "".join("".join(texts).split())
    assert "济宁高新新闻" in "".join(texts[0].split())
    assert "".join(last.split())[-12:] in printed
    foot = f"《济宁高新新闻》2021年11月5日星期五总第589期{reader.site.address}/issues/2021-11-05/read/"
    assert printed.endswith(foot)
    there = f"{reader.site.address}/issues/2021-11-05/"
    assert len(texts) > 1
    assert all(there in "".join(text.split()) for text in texts)
    assert (f"{reader.site.address}/address.svg?of=/issues/2021-11-05/read/", 200) in fetched, "no QR code"
    for of_the_screen in ("跳到正文", "首页", "底色", "下一期", "检索本报"):
        assert of_the_screen not in printed


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("words", ["蓼河新城", "刘章箭"])
def test_search_step_through_results_and_open_a_hit_with_its_marks(reader_with, words, scripts):
    reader = reader_with(scripts=scripts)
    page = reader.open("/")
    page.locator("input[name=q]").fill(words)
    page.get_by_role("button", name="检索", exact=True).click()
    expect(page).to_have_url(re.compile("/search/"))
    hits = page.locator("main article h3 a, main article h2 a")
    expect(hits.nth(1)).to_be_visible()
    total = hits.count()
    for number in range(total):
        hits.nth(number).click()
        expect(page).to_have_url(re.compile("/articles/"))
        marks = page.locator("main mark")
        expect(marks.first).to_be_visible()
        assert "".join(marks.first.inner_text().split()) == words
        page.go_back()
        expect(page).to_have_url(re.compile("/search/"))
    assert not reader.complaints


def test_from_an_article_to_its_source_and_a_paragraphs_lines_amid_the_file(reader):
    page = reader.open("/")
    page.locator(".lead h3 a").click()
    page.get_by_text("更多", exact=True).click()
    page.get_by_role("link", name="对照原始文本").click()
    paragraph = page.locator("#p1")
    expect(paragraph.locator(".ours")).to_be_visible()
    paragraph.locator(".lines a").first.click()
    lit = page.locator(".file .lit")
    expect(lit.first).to_be_in_viewport()
    lit.first.locator("a").click()
    expect(paragraph).to_be_in_viewport()
    assert not reader.complaints


def test_a_link_to_a_paragraph_whose_anchor_was_not_sent_leads_to_it(reader):
    """As of an article of more than 210 paragraphs, which comes with the anchor of every twentieth."""
    page = reader.open("/")
    page.locator(".lead h3 a").click()
    wanted, address = page.locator("#p4").inner_text(), page.url.split("#")[0]

    def without_most_anchors(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub("<p id=p(?!1>)[0-9]+>", "<p>", answer.text()))

    page.goto("about:blank")
    page.route(address, without_most_anchors)
    page.goto(f"{address}#p4")
    paragraph = page.locator(".text p:target")
    expect(paragraph).to_be_in_viewport()
    assert paragraph.inner_text() == wanted
    assert not reader.complaints


def test_font_step_and_dark_are_kept_without_scripts(reader_with):
    reader = reader_with(scripts=False)
    page = reader.open("/about/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.get_by_role("button", name="长者").first.click()
    expect(page).to_have_url(re.compile("/about/#foot$"))
    expect(page.get_by_role("button", name="长者").first).to_be_in_viewport()
    page.get_by_role("button", name="深色").first.click()
    page = reader.open("/")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > size * 1.4
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light


def test_no_column_of_a_set_page_is_higher_than_a_screen(reader_with):
    reader = reader_with("desktop")
    reader.page.set_viewport_size({"width": 1280, "height": 800})
    page = reader.open("/issues/2021-11-05/read/")
    heights = page.locator(".long .columns, .lead .columns").evaluate_all("all => all.map((one) => one.offsetHeight)")
    assert len(heights) > 4
    assert max(heights) <= 800


def test_on_a_phone_a_dossier_is_short_and_comes_before_the_articles(reader_with, kinds):
    reader = reader_with("phone")
    page = reader.open(kinds["contributor"])
    dossier, first = page.locator(".dossier").bounding_box(), page.locator(".items .item").first.bounding_box()
    assert dossier["y"] + dossier["height"] <= first["y"]
    assert dossier["height"] < 250
