"""A reader points out an error, an editor accepts it, the next reader sees it mended; also the print button."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

RIGHT = "济宁国家高新区"


def test_from_the_paragraph_to_the_editor_and_back(reader_with, kinds):
    reader = reader_with("phone", scripts=False)
    page = reader.open(kinds["article"])
    paragraph = page.locator("#p2")
    before = paragraph.inner_text().strip()
    page.get_by_role("link", name=re.compile("发现错字")).click()
    page.get_by_role("listitem").get_by_role("link", name=before[:20]).click()
    box = page.get_by_label("应改为")
    box.fill(box.input_value() + RIGHT)
    page.get_by_role("button", name="提交给编辑").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("已经收到")

    editor = reader_with()
    desk = editor.open("/admin/archive/correction/")
    sign_in(desk)
    desk.locator("#result_list tbody th a").first.click()
    editor.picture("admin-correction")
    desk.get_by_label("采纳", exact=True).check()
    desk.locator("input[name=_save]").click()

    page.get_by_role("link", name=re.compile("回到第2段")).click()
    page.reload()
    expect(page.locator("#p2")).to_contain_text(before + RIGHT)


def test_the_print_button_is_there_where_it_works(reader_with, kinds):
    button = {"name": "打印", "exact": True}
    for scripts in (True, False):
        page = reader_with(scripts=scripts).open(kinds["article"])
        page.get_by_text("更多", exact=True).click()
        expect(page.get_by_role("link", name="对照原始文本")).to_be_visible()
        expect(page.get_by_role("button", **button)).to_have_count(1 if scripts else 0)
