"""What an editor does to many articles and to a name, with few clicks: a column for all, two spellings of a name made
one, and both taken back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import Clicks
from tests.browser.conftest import Reader, sign_in

pytestmark = pytest.mark.browser
SET_UP = """
from archive.models import Column, Contribution, Contributor
paper = Newspaper.main()
Column.objects.get_or_create(newspaper=paper, name="批量栏目")
for n in range(30):
    row = Article.objects.create(newspaper=paper, title=f"批量第{n}篇", permanent_id=f"many{n}")
    who = Contributor.objects.get_or_create(name="刘禾" if n % 3 else "刘和")[0]
    Contribution.objects.create(article=row, contributor=who, role="记者")
"""
CLEAN_UP = """
from archive.models import Contributor
Article.objects.filter(title__startswith="批量第").delete()
Contributor.objects.filter(name__in=["刘禾", "刘和"]).delete()
"""


def signed_in(reader: Reader) -> Page:
    return sign_in(reader.open("/admin/archive/article/?title__startswith=批量第"))


@pytest.mark.parametrize(("width", "scripts"), [("desktop", True), ("phone", False)])
def test_a_column_for_thirty_and_one_name_of_two_spellings(reader_with: Any, site: Any, width: str, scripts: bool):
    site.manage("shell", "-c", SET_UP.replace("many", f"many{width}"))
    reader = reader_with(width, scripts=scripts)
    page = signed_in(reader)
    clicks = Clicks(page)
    if scripts:
        clicks.on("#action-toggle")
    else:
        boxes = page.locator("input.action-select")
        expect(boxes).to_have_count(30)  # `all` waits for nothing: a list that is still on its way has none to tick
        for box in boxes.all():
            box.check()
    clicks.choose("select[name=action]", "edit_chosen")
    clicks.on("button[name=index]")
    page.locator("[name=column]").fill("批量栏目")
    page.locator("[name=reason]").fill("归栏")
    clicks.on("input[value='看看会改变什么']")
    expect(page.locator("#content")).to_contain_text("改栏目：会改 30 篇，不改 0 篇")
    assert not reader.scrolls_sideways()
    reader.picture(f"many-articles-{width}")
    clicks.on("input[name=sure]")
    clicks.message("改栏目：已改 30 篇")
    assert not scripts or clicks.count == 6
    clicks = Clicks(page)
    clicks.on(".messagelist a")
    clicks.on("input[value='取消这次批量操作']")
    clicks.message("30 篇文章回到操作之前")
    assert clicks.count == 2

    page = reader.open("/admin/archive/contributor/?q=刘")
    clicks = Clicks(page)
    for name in ("刘禾", "刘和"):
        clicks.on(f"tr:has-text('{name}') input.action-select")
    clicks.choose("select[name=action]", "merge_chosen")
    clicks.on("button[name=index]")
    expect(page.locator("#content")).to_contain_text("不留下的会转到留下的" if scripts else "合并之后")
    assert not reader.scrolls_sideways()
    reader.picture(f"merge-{width}")
    clicks.on("input[value='合并这 2 个名称']")
    clicks.message("已合并到“刘禾”：1 个名称，10 篇文章")
    assert clicks.count == 6
    reader.open("/contributors/刘和/")
    assert page.url.endswith("/contributors/%E5%88%98%E7%A6%BE/")
    reader.open("/admin/archive/bulkact/")
    page.locator("#result_list tbody th a").first.click()
    page.locator("input[value='取消这次批量操作']").click()
    clicks.message("1 个名称和地址回到操作之前。10 篇文章回到操作之前")
    site.manage("shell", "-c", CLEAN_UP)
