"""What people come for, done as they do it: taps, keys and bytes are counted."""

import re
import urllib.request

import openpyxl
import pytest
from playwright.sync_api import expect

from archive.language.folding import fold
from tests.page_weight import ARTICLE, HITS, MOST_OF_ARTICLE, MOST_OF_SEARCH, weight_beside_text

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
FOUND = "/search/?q=%E9%AB%98%E6%96%B0%E5%8C%BA"  # 高新区, in articles of several years


@pytest.mark.parametrize("scripts", [True, False])
def test_an_elderly_reader_finds_an_article_of_a_year_in_four_taps(reader_with, scripts):
    reader = reader_with("phone", scripts=scripts)
    reader.page.set_viewport_size(PHONE)
    reader.open("/display/?font=elder")
    page = reader.open("/")
    taps = 0

    def tap(what):
        nonlocal taps
        what.click()
        taps += 1

    tap(page.locator("#find-q"))
    page.keyboard.type("高新区")
    tap(page.locator("header.site").get_by_role("button", name="检索"))
    tap(page.locator(".strip").get_by_role("link", name=re.compile("^2021年")))
    title = page.locator(".hit h3 a").first.inner_text()
    tap(page.locator(".hit h3 a").first)
    expect(page.locator("h1 .title")).to_have_text(title)
    assert taps == 4
    assert not reader.scrolls_sideways()
    bar = page.locator(".marks-bar")
    expect(bar).to_be_in_viewport()
    assert bar.get_by_role("link", name="返回结果").bounding_box()["height"] >= 44
    assert not reader.complaints


def test_for_elderly_readers_the_head_is_short_and_two_actions_are_in_reach(reader_with, kinds):
    reader = reader_with("phone")
    reader.page.set_viewport_size(PHONE)
    reader.open("/display/?font=elder")
    page = reader.open(kinds["article"])
    assert page.locator("header.site").bounding_box()["height"] < 90
    bar = page.get_by_role("navigation", name="阅读")
    assert bar.get_by_role("link").all_inner_texts() == ["本期目录", "下一篇"]
    expect(bar).to_be_in_viewport()
    expect(page.locator(".tools")).not_to_be_in_viewport()
    assert page.locator(".text p").first.bounding_box()["y"] < PHONE["height"] / 2


def test_the_text_begins_in_the_first_third_of_a_phone(reader_with, kinds):
    reader = reader_with("phone")
    reader.page.set_viewport_size(PHONE)
    page = reader.open(kinds["article"])
    assert page.locator(".text p").first.bounding_box()["y"] < PHONE["height"] / 3
    for kind, tools in (("article", 5), ("headed", 6)):
        page = reader.open(kinds[kind])
        assert page.locator(".tools > li").count() == tools
        rows = {round(page.locator(".tools > li").nth(n).bounding_box()["y"]) for n in range(tools)}
        assert len(rows) == 1, kind
        for width in (320, PHONE["width"]):  # no word of it is broken in two
            page.set_viewport_size({**PHONE, "width": width})
            assert page.locator(".tools").bounding_box()["height"] < 48, (kind, width)


def test_two_results_are_seen_on_a_phone_at_once(reader_with):
    reader = reader_with("phone")
    reader.page.set_viewport_size(PHONE)
    page = reader.open(FOUND)
    second = page.locator(".hit").nth(1).bounding_box()
    assert second["y"] + second["height"] < PHONE["height"]


@pytest.mark.parametrize("ways", ["tabs", "one key"])
def test_by_keyboard_alone_the_first_result_is_near(reader, ways):
    page = reader.open(FOUND)
    first = page.locator(".hit h3 a").first
    if ways == "one key":
        page.keyboard.press("j")
        expect(first).to_be_focused()
    else:
        tabs = 0
        while not first.evaluate("node => node === document.activeElement") and tabs < 6:
            page.keyboard.press("Tab")
            tabs += 1
            if page.evaluate("document.activeElement.textContent") == "跳到检索结果":
                page.keyboard.press("Enter")
        assert tabs <= 6
    expect(first).to_be_focused()
    title = first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("h1 .title")).to_have_text(title)


def test_keys_step_through_marks_articles_and_lists_and_can_be_switched_off(reader):
    page = reader.open(FOUND)
    hits = page.locator(".hit h3 a")
    for key, at in (("j", 0), ("j", 1), ("k", 0)):
        page.keyboard.press(key)
        expect(hits.nth(at)).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("j")
    expect(page.locator("#q")).to_have_value("j")
    expect(page.locator("#q-suggestions")).to_be_visible()  # it lies over the hits until it is closed
    page.keyboard.press("Escape")
    hits.first.click()
    page.wait_for_url("**/articles/**")  # loaded, its scripts too
    title = page.locator("h1 .title").inner_text()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("#hit-2$"))
    page.keyboard.press("p")
    expect(page).to_have_url(re.compile("#hit-1$"))
    page.keyboard.press("j")
    expect(page.locator("h1 .title")).not_to_have_text(title)
    page.keyboard.press("k")
    expect(page.locator("h1 .title")).to_have_text(title)
    page.keyboard.press("?")
    page.get_by_role("button", name="停用按键").click()
    page.keyboard.press("j")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("h1 .title")).to_have_text(title)
    assert not reader.complaints


def test_all_results_are_a_table_with_one_click(reader, tmp_path):
    page = reader.open(FOUND)
    total = int(re.search(r"共(\d+)篇", page.locator(".sentence").inner_text())[1])
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    download.value.save_as(tmp_path / "found.xlsx")
    lines = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "found.xlsx").active.iter_rows()]
    above = lines.index(["报纸", "日期", "期号", "版", "标题", "作者", "摘句", "地址"]) + 1
    assert len(lines) - above == total
    assert all("高新区" in "".join(line[6].split()) for line in lines[above:] if line[6])


# All from the headline to the end of the text, as a reader draws over it.
COPIED = """() => {
    const selection = getSelection(), range = document.createRange();
    range.setStartBefore(document.querySelector("h1"));
    range.setEndAfter(document.querySelector(".text"));
    selection.removeAllRanges();
    selection.addRange(range);
    return selection.toString();
}"""


@pytest.mark.parametrize("kind", ["article", "headed"])
def test_what_is_copied_from_an_article_is_its_text_alone(reader, kinds, kind):
    page = reader.open(kinds[kind])
    facts = "".join(fold(page.locator(".facts").inner_text()).split())
    copied = page.evaluate(COPIED)
    api = kinds[kind].strip("/")
    with urllib.request.urlopen(f"{reader.site.address}/{api}.txt") as response:
        plain = "".join(fold(response.read().decode()).split())
    for line in filter(None, ("".join(fold(line).split()) for line in copied.splitlines())):
        assert line in plain or line in facts


def test_a_selection_offers_to_copy_it_with_its_source_and_to_correct_it(reader, kinds):
    page = reader.open(kinds["article"])
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#p2").click(click_count=3)
    offers = page.get_by_role("toolbar", name="所选文字")
    expect(offers).to_be_visible()
    offers.get_by_role("button", name="复制并附出处").click()
    expect(offers.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("“" + page.locator("#p2").inner_text().strip()[:20])
    assert re.search(r"\[N/OL\][^\n]*#p2", copied)
    offers.get_by_role("button", name="纠错").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("第2段哪里有错？")


def test_the_size_of_letters_changes_and_what_is_read_stays(reader, kinds):
    page = reader.open(kinds["article"])
    page.locator("#p4").evaluate("node => node.scrollIntoView({block: 'start', behavior: 'instant'})")
    before = page.locator("#p4").bounding_box()["y"]
    size = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
    page.locator(".tools summary").first.evaluate("node => { node.parentElement.open = true; }")
    page.locator(".tools .display").get_by_role("button", name="特大").evaluate("node => node.click()")
    expect(page.locator("html")).to_have_attribute("data-font", "larger")
    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > size
    assert abs(page.locator("#p4").bounding_box()["y"] - before) < 40
    assert page.url.endswith(kinds["article"])
    page.reload()
    assert page.locator("html").get_attribute("data-font") == "larger"


@pytest.mark.parametrize(
    ("path", "links"),
    [
        ("/", ".front h3 a, .front .headlines a"),
        ("/issues/", ".rows h3 a"),
        ("/issues/2021/", ".rows h3 a, .rows .headlines a"),
        ("/columns/", ".names a"),
        ("/contributors/", ".names a"),
    ],
)
def test_in_every_list_two_keys_go_from_headline_to_headline(reader, path, links):
    page = reader.open(path)
    told = page.locator(links)
    page.keyboard.press("j")
    expect(told.first).to_be_focused()
    if told.count() > 1:
        page.keyboard.press("j")
        expect(told.nth(1)).to_be_focused()
        page.keyboard.press("k")
    expect(told.first).to_be_focused()


def test_n_and_p_go_from_issue_to_issue_and_year_to_year(reader):
    page = reader.open("/issues/2021/")
    page.keyboard.press("p")
    page.wait_for_url("**/issues/2020/")
    page.keyboard.press("n")
    page.wait_for_url("**/issues/2021/")


def test_the_lead_is_told_in_three_lines_on_a_phone(reader_with):
    reader = reader_with("phone")
    reader.page.set_viewport_size(PHONE)
    news = reader.open("/").locator(".lead .news")
    assert news.evaluate("node => Math.round(node.offsetHeight / parseFloat(getComputedStyle(node).lineHeight))") <= 3
    assert news.inner_text()[-1] in "。！？…”"


def test_on_a_slow_line_little_comes_beside_the_text(site):
    def get(address):
        with urllib.request.urlopen(site.address + address) as response:
            return response.read().decode()

    seeds = {*re.findall(r'href="(/articles/\w+/)', get("/search/"))}
    assert len(seeds) == 8
    weights = {there: weight_beside_text(get(there), ARTICLE) for there in seeds}
    assert max(weights.values()) <= MOST_OF_ARTICLE, weights
    assert weight_beside_text(get(FOUND), HITS) <= MOST_OF_SEARCH
