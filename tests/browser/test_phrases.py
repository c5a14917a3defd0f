"""提法首见: two phrases compared, and from a figure to the sentences behind it, without scripts too."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import COLOURS, RULES, barriers

pytestmark = pytest.mark.browser
HERE = "/research/phrases/"


@pytest.mark.parametrize("scripts", [True, False])
def test_two_phrases_are_compared_and_a_figure_leads_to_its_sentences(reader_with, scripts):
    reader = reader_with("phone", scripts=scripts)
    page = reader.open(HERE)
    page.get_by_label("提法", exact=True).fill("高新区")
    page.get_by_label("提法2（可不写）").fill("蓼河")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("section.phrase h2")).to_have_text(["“高新区”", "“蓼河”"])
    expect(page.locator(".series g")).to_have_count(2)
    cell = page.locator(".counts tbody a").first
    count = int(cell.inner_text())
    assert not reader.scrolls_sideways()
    cell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“高新区”各句")
    expect(page.locator("header.head")).to_contain_text(f"{count}次")
    page.locator(".held .quoted a").first.click()
    expect(page.locator("mark").first).to_contain_text("高新区")
    assert not reader.complaints


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_no_barrier(reader_with, width):
    reader = reader_with(width)
    for address in (HERE, f"{HERE}?q=高新区&q2=蓼河&by=month", f"{HERE}sentences/?q=高新区"):
        page = reader.open(address)
        assert not barriers(page, RULES)
        assert not reader.scrolls_sideways()
        page.emulate_media(color_scheme="dark")
        assert not barriers(page, COLOURS)
        page.emulate_media(color_scheme="light")
