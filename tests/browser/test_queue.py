"""待办 worked through with keys, and on a phone without scripts: accept, go on, open, take back."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Reader, sign_in

pytestmark = pytest.mark.browser
SET_UP = """
from archive.models import ArticleSection, Problem, SourceFile
from archive.services.corrections import keep_suggestion
from archive.services.correctable import place_at
paper = Newspaper.main()
hash = "KEY".ljust(64, "0")
source = SourceFile.objects.create(sha256=hash, size=1, newspaper=paper, name="待办.txt", text="一\\n二")
for n in range(3):
    row = Article.objects.create(newspaper=paper, source=source, title=f"待办第{n}篇", permanent_id=f"KEY{n}",
        confidence=0.1 * n, claims=[["title", 1, 1, "一"]])
    ArticleSection.objects.create(article=row, body="蓼河新成今天开工。\\n市民前来参观。")
    Problem.objects.create(source=source, article=row, code="odd_headline", message=f"标题可疑{n}", first_line=1)
keep_suggestion(place_at(row, 1), "蓼河新城今天开工。", "地名写错", "192.0.2.7", "柳先生")
"""
CLEAN_UP = """
from archive.models import SourceFile
Article.objects.filter(permanent_id__startswith="KEY").delete()
SourceFile.objects.filter(sha256__startswith="KEY").delete()
"""


def signed_in(reader: Reader, address: str) -> Page:
    return sign_in(reader.open(address))


def start_of(page: Page) -> None:
    """Opens the first item of the list."""
    page.get_by_role("link", name="从第一件开始").click()
    expect(page.locator(".review-bar")).to_be_visible()


def test_by_keys(reader_with: Any, site: Any):
    site.manage("shell", "-c", SET_UP.replace("KEY", "keys"))
    reader = reader_with()
    page = signed_in(reader, "/admin/queue/?kind=published")
    reader.picture("queue-list-desktop")
    bar = page.locator(".review-bar")
    start_of(page)
    heading = page.locator("article.draft h2")
    expect(heading).to_have_text("待办第0篇")
    reader.picture("queue-article-desktop")
    page.keyboard.press("n")
    expect(heading).to_have_text("待办第1篇")
    page.keyboard.press("p")
    expect(heading).to_have_text("待办第0篇")
    page.keyboard.press("n")
    expect(heading).to_have_text("待办第1篇")
    page.keyboard.press("Control+a")
    page.keyboard.press("a")
    expect(page.locator(".just-done")).to_contain_text("确认无误 1 条")
    expect(heading).to_have_text("待办第2篇")
    page.keyboard.press("u")
    expect(heading).to_have_text("待办第1篇")
    expect(bar).to_contain_text("第 2 件")
    page.locator("#keys").uncheck()
    page.keyboard.press("n")
    expect(heading).to_have_text("待办第1篇")
    page.locator("#keys").check()
    page.keyboard.press("o")
    expect(page.locator("#id_title")).to_have_value("待办第1篇")
    page.locator("input[name=_save]").click()
    expect(heading).to_have_text("待办第1篇")

    page = reader.open("/admin/queue/?kind=correction")
    start_of(page)
    expect(page.locator(".pieces")).to_contain_text("蓼河新")
    reader.picture("queue-correction-desktop")
    page.get_by_label("采纳时写进文章的文字").press("a")  # typed, not done
    expect(page.get_by_label("采纳时写进文章的文字")).to_have_value("a蓼河新城今天开工。")
    page.get_by_label("采纳时写进文章的文字").press("Backspace")
    page.locator("h1").first.click()
    page.keyboard.press("a")
    expect(page.locator(".just-done")).to_contain_text("采纳读者纠错 1 件")
    reader.open("/articles/keys2/")
    expect(page.locator(".corrected")).to_contain_text("第1段据读者柳先生指正")
    reader.picture("article-corrected")
    assert not [each for each in reader.complaints if "Failed to load resource" not in each]  # the desk has no icon
    site.manage("shell", "-c", CLEAN_UP.replace("KEY", "keys"))


def test_on_a_phone_without_scripts(reader_with: Any, site: Any):
    site.manage("shell", "-c", SET_UP.replace("KEY", "phone"))
    reader = reader_with("phone", scripts=False)
    page = signed_in(reader, "/admin/")
    expect(page.locator(".queue-counts")).to_contain_text("读者纠错")
    reader.picture("queue-counts-phone")
    page.locator(".queue-counts").get_by_role("link", name="读者纠错").click()
    assert not reader.scrolls_sideways()
    reader.picture("queue-list-phone")
    start_of(page)
    assert not reader.scrolls_sideways()
    reader.picture("queue-correction-phone")
    expect(page.locator("#keys")).not_to_be_visible()
    page.get_by_label("不采纳的原因").fill("原文如此")
    page.get_by_role("button", name="不采纳").click()
    expect(page.locator(".just-done")).to_contain_text("不采纳读者纠错 1 件")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator(".review-bar")).to_contain_text("第 1 件")
    page = reader.open("/admin/queue/?kind=published")
    start_of(page)
    assert not reader.scrolls_sideways()
    reader.picture("queue-article-phone")
    page.locator(".review-bar").get_by_role("button", name="确认无误").click()
    expect(page.locator(".just-done")).to_contain_text("确认无误 1 条")
    site.manage("shell", "-c", CLEAN_UP.replace("KEY", "phone"))
