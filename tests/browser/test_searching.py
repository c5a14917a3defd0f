"""Searching in a real browser: suggestions while typing, chips, facets, steps between marks."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_pinyin_initials_offer_a_name_and_enter_searches_it(reader):
    page = reader.open("/")
    box = page.locator("#find-q")
    box.press_sequentially("jngxq")
    options = page.get_by_role("listbox", name="检索提示").get_by_role("option")
    expect(options.first).to_contain_text("济宁高新区")
    reader.picture("suggestions")
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=%E6%B5%8E%E5%AE%81%E9%AB%98%E6%96%B0%E5%8C%BA"))
    expect(page.locator(".hit").first).to_be_visible()
    assert not reader.complaints


def test_escape_closes_the_suggestions_and_enter_takes_what_was_typed(reader):
    page = reader.open("/search/")
    box = page.locator("#q")
    box.press_sequentially("营商")
    expect(page.get_by_role("option").first).to_be_visible()
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box.press("Enter")
    expect(page.locator(".sentence")).to_contain_text("营商")
    assert not reader.complaints


def test_only_the_last_word_is_completed(reader):
    page = reader.open("/search/")
    page.locator("#q").press_sequentially("蓼河 yshj")
    page.get_by_role("option").filter(has_text="营商环境").first.click()
    expect(page.locator("#q")).to_have_value("蓼河 营商环境")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_facet_narrows_and_its_chip_widens_again(reader_with, scripts):
    reader = reader_with(scripts=scripts)
    page = reader.open("/search/?q=高新区")
    all_of_them = page.locator(".hit").count()
    page.locator(".facet a").filter(has_text="2021年").click()
    expect(page.locator(".hit")).not_to_have_count(all_of_them)
    page.get_by_role("link", name="去掉年份“2021年”").click()
    expect(page.locator(".hit")).to_have_count(all_of_them)
    assert not reader.complaints


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_the_facets_are_opened_above_the_hits(reader_with, scripts):
    reader = reader_with("phone", scripts=scripts)
    page = reader.open("/search/?q=高新区")
    facet = page.locator(".facet a").filter(has_text="2021年")
    expect(facet).to_be_hidden()
    reader.picture("facets-closed")
    page.get_by_text("筛选", exact=True).click()
    expect(facet).to_be_visible()
    assert facet.bounding_box()["y"] < page.locator(".hit").first.bounding_box()["y"]
    reader.picture("facets-open")
    facet.click()
    expect(page.locator(".chips")).to_contain_text("2021年")
    assert not reader.complaints


def test_on_a_desktop_they_stand_beside_them(reader):
    page = reader.open("/search/?q=高新区")
    facet, hit = page.locator(".facet").first, page.locator(".hit").first
    expect(facet).to_be_visible()
    expect(page.get_by_text("筛选", exact=True)).to_be_hidden()
    assert facet.bounding_box()["x"] > hit.bounding_box()["x"] + hit.bounding_box()["width"]


@pytest.mark.parametrize("scripts", [True, False])
def test_marks_are_stepped_through_and_lead_to_the_next_hit(reader_with, scripts):
    reader = reader_with(scripts=scripts)
    page = reader.open("/search/?q=蓼河新城")
    page.locator(".hit h3 a").first.click()
    expect(page).to_have_url(re.compile("#hit-1$"))
    bar = page.get_by_role("navigation", name="检索命中")
    many = page.locator("main mark").count()
    assert many > 1
    title = page.locator("h1 .title").inner_text()
    for number in range(2, many + 1):
        bar.get_by_role("link", name="下一处").click()
        expect(page).to_have_url(re.compile(f"#hit-{number}$"))
        expect(page.locator(f"#hit-{number}")).to_be_in_viewport()
        expect(bar).to_contain_text(f"{number}/{many}")
    bar.get_by_role("link", name="上一处").click()
    expect(bar).to_contain_text(f"{many - 1}/{many}")
    bar.get_by_role("link", name="下一处").click()
    bar.get_by_role("link", name="下一处").click()
    expect(page.locator("h1 .title")).not_to_have_text(title)
    expect(page).to_have_url(re.compile("#hit-1$"))
    reader.picture("marks")
    bar.get_by_role("link", name="返回结果").click()
    expect(page.locator(".hit").first).to_be_visible()
    assert not reader.complaints


@pytest.mark.parametrize("width", ["phone", "desktop"])
@pytest.mark.parametrize(
    "address",
    ["/search/?q=蓼河新城", "/search/?q=营商环竞", "/search/?q=开工+5月3日+十四五", "/search/", "/help/search/"],
)
def test_nothing_scrolls_sideways(reader_with, width, address):
    reader = reader_with(width)
    reader.open(address)
    assert not reader.scrolls_sideways()
    reader.picture("search-" + re.sub(r"\W+", "-", address).strip("-"))


def test_advanced_search_writes_the_query(reader):
    page = reader.open("/search/?q=高新区")
    page.get_by_text("检索选项").click()
    page.get_by_label("不含").fill("蓼河")
    page.get_by_label("起", exact=True).fill("2021")
    page.get_by_label("不含").press("Enter")
    expect(page.locator("#q")).to_have_value("高新区 -蓼河")
    expect(page.locator(".chips")).to_contain_text("2021年起")
