"""A journalist pastes a draft and learns which quotations are right, which are not, and where they stand."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import RULES, barriers

pytestmark = pytest.mark.browser
VERBATIM = "在高端装备、医养健康、新材料、新一代信息技术等产业方面加快推进重点项目建设，推动项目早建设、早投产。"
WRONG = "鲁华龙心中药智能制造、泰丰液压减速机76个重大技改项目。"
NOWHERE = "这一句话无论如何也不会在报上出现，因为它是刚刚编的。"


@pytest.mark.parametrize(("width", "scripts"), [("phone", False), ("desktop", True)])
def test_a_draft_is_checked_sentence_by_sentence(reader_with, width, scripts):
    reader = reader_with(width, scripts=scripts)
    page = reader.open("/help/search/")
    page.get_by_role("link", name="引文核对").first.click()
    page.get_by_label("要核对的文字").fill(VERBATIM + WRONG + NOWHERE)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.locator(".sum")).to_have_text("3句：1句照引，1句有出入，1句没有找到。")
    assert not reader.scrolls_sideways()
    assert not reader.complaints
    reader.picture(f"quotations-checked-{width}")
    if scripts:  # axe is one
        assert not barriers(page, RULES)

    second = page.locator("#s2")
    expect(second.locator("del")).to_have_text("删76")
    expect(second.locator("ins")).to_have_text("增67")
    assert second.locator("del").evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    assert second.locator("ins").evaluate("e => getComputedStyle(e).borderTopWidth") == "1px"
    page.get_by_role("link", name="第2句").click()
    expect(second).to_be_in_viewport()

    with page.expect_download() as taken:
        page.get_by_role("button", name="下载表格（CSV）").click()
    assert taken.value.suggested_filename == "引文核对.csv"
    assert "[-76-]{+67+}个重大技改项目" in taken.value.path().read_text(encoding="utf-8-sig")

    second.get_by_role("link").first.click()
    expect(page.locator("#hit-1")).to_contain_text(re.compile("67个重大技改项目"))
    expect(page.locator("#hit-1")).to_be_in_viewport()
