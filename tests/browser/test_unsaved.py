"""Nothing typed at the desk is lost: leaving warns, an expired session or a closed window keeps the text."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

LIST = "/admin/archive/article/"
BODY = "#id_body"


@pytest.fixture
def form(reader):
    """A window with the form of an article, not of the first in the list, which other tests change."""
    page = reader.open(LIST)
    sign_in(page)
    page.locator("#result_list tbody th a").nth(5).click()
    page.wait_for_url("**/change/**")
    return page


def test_leaving_warns_only_where_something_was_typed(form):
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    form.goto(form.url)
    assert asked == []
    form.locator("#id_kicker").fill("没有存的引题")
    form.evaluate("location.reload()")
    form.wait_for_timeout(300)
    assert asked == ["beforeunload"]
    expect(form.locator("#id_kicker")).to_have_value("没有存的引题")


def test_a_text_outlives_an_expired_session(form):
    address = form.url
    before = form.locator(BODY).input_value()
    written = before + "\n补写的一段。\n# 新的一节\n新节的字。"
    form.locator(BODY).fill(written)
    form.locator("#contributions-group .add-row a").click()
    form.context.clear_cookies(name="sessionid")
    form.locator("input[name=_save]").click()
    expect(form.locator(".unsaved")).to_contain_text("没有丢")
    sign_in(form)
    assert form.url.split("?")[0] == address.split("?")[0]
    expect(form.locator(BODY)).to_have_value(before)
    form.get_by_role("button", name="填回来").click()
    expect(form.locator(BODY)).to_have_value(written)
    form.locator("input[name=_save]").click()
    expect(form.locator(".messagelist .success")).to_be_visible()
    form.goto(address)
    expect(form.locator(BODY)).to_have_value(re.compile("# 新的一节"))
    expect(form.locator(".unsaved")).to_have_count(0)


def test_what_a_colleague_saved_meanwhile_is_compared_and_not_overwritten(form, reader_with):
    address = form.url.removeprefix(form.evaluate("location.origin"))
    form.locator("#id_kicker").fill("我的引题")
    form.close(run_before_unload=False)
    colleague = reader_with()
    page = colleague.open(address)
    sign_in(page)
    page.locator("#id_kicker").fill("同事的引题")
    page.locator("input[name=_save]").click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    again = form.context.new_page()
    again.goto(page.url.split("/admin/")[0] + address)
    again.get_by_role("button", name="填回来").click()
    again.locator("input[name=_save]").click()
    for text in ("我的引题", "同事的引题", "两边都改过"):
        expect(again.locator(".compare").first).to_contain_text(text)
    expect(again.locator(".unsaved")).to_have_count(0)


def test_what_is_not_wanted_is_not_offered_again(form):
    address = form.url
    form.locator("#id_kicker").fill("不要的引题")
    form.on("dialog", lambda dialog: dialog.accept())
    form.goto(address)
    form.get_by_role("button", name="不要了").click()
    form.goto(address)
    expect(form.locator(".unsaved")).to_have_count(0)


def test_a_new_row_is_not_offered_again_once_it_was_added(form):
    address = form.evaluate("location.origin") + "/admin/archive/contributor/add/"
    form.goto(address)
    form.locator("#id_name").fill("田小禾")
    form.locator("input[name=_save]").click()
    expect(form.locator(".messagelist .success")).to_be_visible()
    form.goto(address)
    expect(form.locator(".unsaved")).to_have_count(0)
    expect(form.locator("#id_name")).to_have_value("")
