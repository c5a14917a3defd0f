"""What an editor does: sign in, mend a headline, and find it at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR

pytestmark = pytest.mark.browser

MENDED = "试点工程提前三个月通水"


def test_a_title_edited_in_the_admin_is_found_by_search(reader):
    page = reader.open("/admin/archive/article/")
    page.locator("#id_username").fill(EDITOR["EDITOR_USERNAME"])
    page.locator("#id_password").fill(EDITOR["EDITOR_PASSWORD"])
    page.locator("input[type=submit]").click()
    page.locator("#result_list tbody th a").first.click()
    reader.picture("admin")
    before = page.locator("#id_title").input_value()
    page.locator("#id_title").fill(MENDED)
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist")).to_contain_text(MENDED)

    page = reader.open(f"/search/?q={MENDED}")
    page.get_by_role("link", name=re.compile(MENDED)).first.click()
    expect(page.locator("h1 mark")).to_have_text(MENDED)
    assert before not in page.locator("h1").inner_text()
