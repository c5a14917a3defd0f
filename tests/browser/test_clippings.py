"""剪报: articles are ticked, put in order, noted, shared and taken away, as a reader does it."""

import io
import re

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.test_pages import RULES, barriers

pytestmark = pytest.mark.browser
FOUND = "/search/?q=%E9%AB%98%E6%96%B0%E5%8C%BA"  # 高新区, in articles of several years


def titles(page):
    return [text.replace("\n", "") for text in page.locator(".clips-list h3 a").all_inner_texts()]


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_ticked_noted_reordered_taken_away_and_shared(reader_with, width, tmp_path):
    reader = reader_with(width)
    page = reader.open(FOUND)
    ticks = page.locator(".hit .clip")
    for n in range(3):
        ticks.nth(n).click()
    expect(ticks.nth(2)).to_have_attribute("aria-pressed", "true")
    box = ticks.first.bounding_box()
    assert min(box["width"], box["height"]) >= 24
    expect(page.locator(".clips")).to_have_text("剪报 3")
    ticks.nth(1).click()
    expect(page.locator(".clips")).to_have_text("剪报 2")
    page.locator(".hit h3 a").nth(1).click()
    page.wait_for_url("**/articles/**")
    page.locator(".tools [data-clip]").click()
    expect(page.locator(".tools [data-clip]")).to_have_text("✓剪报")
    page.locator(".clips").click()
    page.wait_for_url(re.compile(r"\?a="))
    before = titles(page)
    assert len(before) == 3
    page.get_by_label("第2篇的批注").fill("要引 <这篇>")
    second = page.locator(".clips-list li").nth(1)
    for button in second.locator(".moves button").all():
        box = button.bounding_box()
        assert min(box["width"], box["height"]) >= 24
    second.get_by_role("button", name="上移").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clips-said")).to_have_text("现在是第1篇")
    moved = [before[1], before[0], before[2]]
    assert titles(page) == moved
    assert not reader.scrolls_sideways()
    page.reload()  # kept on the device, the order in the address
    assert titles(page) == moved
    expect(page.get_by_label("第1篇的批注")).to_have_value("要引 <这篇>")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Word").click()
    waiting.value.save_as(tmp_path / "list.docx")
    said = [each.text for each in Document(io.BytesIO((tmp_path / "list.docx").read_bytes())).paragraphs]
    assert "批注：要引 <这篇>" in said
    plain = page.locator("#shared").input_value()
    assert "n-" not in plain
    page.get_by_label("链接里带上批注").check()
    noted = page.locator("#shared").input_value()
    for link, note in ((plain, ""), (noted, "要引 <这篇>")):
        other = reader_with("phone")
        there = other.open(link.removeprefix(reader.site.address))
        assert titles(there) == moved
        expect(there.get_by_label("第1篇的批注")).to_have_value(note)
        expect(there.locator("#clips-told")).to_contain_text("还没有存到这台设备")
    there.get_by_role("button", name="存到这台设备").click()
    expect(there.locator("#clips-told")).to_contain_text("存在这台设备的浏览器里")
    other.open("/")
    expect(there.locator(".clips")).to_have_text("剪报 3")
    assert not reader.complaints
    assert not other.complaints


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("font", ["standard", "elder"])
def test_the_page_is_accessible_and_as_wide_as_the_screen(reader_with, scheme, font):
    reader = reader_with("phone")
    reader.page.emulate_media(color_scheme=scheme)
    reader.open(f"/display/?font={font}")
    page = reader.open(FOUND)
    numbers = [
        re.search(r"/articles/(\w+)/", link.get_attribute("href"))[1] for link in page.locator(".hit h3 a").all()
    ]
    page.locator(".hit .clip").first.click()
    assert barriers(page, RULES) == []
    page = reader.open(f"/clippings/?a={','.join(numbers)},nosuch")
    assert not reader.scrolls_sideways()
    assert barriers(page, RULES) == []


def test_without_scripts_ticks_add_up_and_buttons_send_the_form(reader_with):
    reader = reader_with("phone", scripts=False)
    page = reader.open(FOUND)
    there = [link.get_attribute("href").split("?")[0] for link in page.locator(".hit h3 a").all()[:3]]
    assert page.locator(".clip").count() == 0
    for article in there:
        reader.open(article)
        page.locator(".tools [data-clip]").click()
    assert page.locator(".clips-list li").count() == 3
    before = titles(page)
    page.get_by_label("第3篇的批注").fill("先用这篇")
    page.locator(".clips-list li").nth(2).get_by_role("button", name="上移").click()
    expect(page.get_by_label("第2篇的批注")).to_have_value("先用这篇")  # waits until the page is there
    assert titles(page) == [before[0], before[2], before[1]]
    page.locator(".clips-list li").first.get_by_role("button", name="移出").click()
    expect(page.locator(".clips-list li")).to_have_count(2)
    reader.open("/clippings/")
    assert titles(page) == [before[2], before[1]]
    assert not reader.scrolls_sideways()
