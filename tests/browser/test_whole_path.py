"""One article's whole way, each step by the page that leads on: a file is dropped, its doubt mended, it is published,
found, corrected by a reader, accepted, its history shows both, it is restored, withdrawn, and gone (410)."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

# The headline stands at the end and the town's name is misspelt: the first is doubted, the second is not.
FILE = """湖东新闻
2021年12月3日 星期五 第2版

　　本报讯（记者 邱田）12月2日，湖东老街的石桥修缮一新，两岸居民又能步行过河。
　　石桥建于清代，去年汛期受损。修桥用的青石采自湖东新成外的旧采石场。
"""
HEADLINE = "湖东老街石桥修缮一新"
WRONG, RIGHT = "湖东新成", "湖东新城"


def is_found(reader, words: str, headline: str) -> bool:
    """Whether a search finds it, soon: another process brings it into the index."""
    for _ in range(60):
        page = reader.open(f"/search/?papers=all&q={words}")
        if page.get_by_role("link", name=headline).count():
            return True
        page.wait_for_timeout(500)
    return False


def test_from_the_file_to_its_end(reader_with):
    desk, reader = reader_with(), reader_with("phone", scripts=False)
    page = desk.open("/admin/archive/importbatch/upload/")
    sign_in(page)
    page.set_input_files("#files", {"name": "湖东.txt", "mimeType": "text/plain", "buffer": FILE.encode("gb18030")})
    page.get_by_role("button", name="上传").click()
    expect(page.locator(".progress")).to_contain_text("读完了 1 个文件", timeout=60_000)

    # Its doubt is seen beside the source, the headline written, the doubt settled by the save.
    page.get_by_role("link", name="逐篇看").click()
    expect(page.locator(".doubts")).to_be_visible()
    page.get_by_role("link", name="改这一篇").click()
    page.locator("#id_title").fill(HEADLINE)
    for box in page.locator("input[type=checkbox][name=settled]").all():
        box.check()
    page.locator("input[name=_continue]").click()
    expect(page.locator(".messagelist .error")).to_have_count(0)
    address = page.url

    assert not is_published(reader)
    page.go_back()
    page.goto(address)
    page.get_by_role("link", name=re.compile("^发布")).click()
    page.get_by_role("button", name=re.compile("^(确认)?发布")).click()
    assert is_found(reader, HEADLINE, HEADLINE)

    # A reader mends a word; the desk accepts it; both spellings find the article.
    shown = reader.page
    shown.get_by_role("link", name=HEADLINE).first.click()
    article = re.sub("[?#].*", "", shown.url)
    shown.get_by_role("link", name=re.compile("发现错字")).click()
    shown.get_by_role("listitem").get_by_role("link", name=re.compile(WRONG)).click()
    box = shown.get_by_label("应改为")
    box.fill(box.input_value().replace(WRONG, RIGHT))
    shown.get_by_role("button", name="提交给编辑").click()
    desk.open("/admin/queue/?kind=correction")
    page.get_by_role("link", name="从第一件开始").click()
    expect(page.locator(".pieces")).to_contain_text("湖东新")
    page.keyboard.press("a")
    expect(page.locator(".just-done")).to_contain_text("采纳读者纠错 1 件")
    assert is_found(reader, f'"{RIGHT}外的旧采石场"', HEADLINE)
    assert is_found(reader, f'"{WRONG}外的旧采石场"', HEADLINE)
    shown.goto(article)
    expect(shown.locator("#p2")).to_contain_text(RIGHT)

    # The history shows both texts; the one that was printed is brought back, then all is taken away.
    page.goto(re.sub("/change/.*", "/history/", address))
    page.get_by_role("link", name="看差别").nth(1).click()
    expect(page.locator("h2", has_text="从这一稿到现在")).to_be_visible()
    expect(page.locator("#content del").last).to_contain_text("成")
    expect(page.locator("#content ins").last).to_contain_text("城")
    page.get_by_role("button", name=re.compile("恢复")).click()
    shown.goto(article)
    expect(shown.locator("#p2")).to_contain_text(WRONG)
    page.goto(address)
    page.get_by_role("link", name="撤回").click()
    page.get_by_label("原因").fill("与另一篇重复")
    page.get_by_role("button", name=re.compile("撤回")).click()
    answer = shown.goto(article)
    assert answer
    assert answer.status == 410
    expect(shown.locator("main")).to_contain_text("撤回")


def is_published(reader) -> bool:
    return bool(reader.open(f"/search/?papers=all&q={HEADLINE}").get_by_role("link", name=HEADLINE).count())
