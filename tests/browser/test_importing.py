"""What an editor does with a zip of three hundred files: upload, leave, come back, look, publish, find.

And with one file on a phone, without scripts.
"""

import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.archive.ingest.readers.test_bundle import WindowsEntry
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

FILES = 300
MASTHEAD = "滨河新闻\n2021年11月5日 星期五 第1版\n\n"
STREETS = "东西南北中前后上下左右"


def story(number: int) -> str:
    """The text of a file; no two have a paragraph in common."""
    place = f"{STREETS[number % len(STREETS)] * 2}街{number}号院"
    return (
        f"{MASTHEAD}{place}装上了电梯\n\n　　本报讯（记者 周禾）11月4日，{place}的电梯通过了验收，"
        f"院里{number + 20}户居民当天就乘上了它。\n"
        f"　　负责人说，这是今年装好的第{number + 1}部，明年还要再装{number + 7}部。\n"
    )


def packed() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for number in range(FILES - 1):
            bundle.writestr(WindowsEntry(f"滨河新闻/第{number}篇.txt"), story(number).encode("gb18030"))
        bundle.writestr(WindowsEntry("滨河新闻/照片.txt"), b"\x89PNG\r\n\x1a\n" + bytes(100))
    return out.getvalue()


def test_three_hundred_files_in_a_zip(reader):
    page = reader.open("/admin/archive/importbatch/upload/")
    sign_in(page)
    page.set_input_files("#files", {"name": "滨河新闻.zip", "mimeType": "application/zip", "buffer": packed()})
    expect(page.locator("#chosen")).to_contain_text("滨河新闻.zip")
    reader.picture("upload")
    page.get_by_role("button", name="上传").click()
    page.wait_for_url("**/importbatch/*/change/")
    batch = page.url
    expect(page.locator(".progress")).to_contain_text("共 300 个", timeout=60_000)
    reader.picture("upload-progress")
    reader.open("/admin/")  # the reading goes on; the page of the batch says how far it is when it is opened again
    page.goto(batch)
    expect(page.locator(".progress")).to_contain_text("读完了传来的 1 个文件，解开压缩包共 300 个文件", timeout=600_000)
    expect(page.locator("#uploads + table")).to_contain_text("照片.txt：这是PNG 图片")
    reader.picture("upload-read")
    assert not reader.scrolls_sideways()

    page.get_by_role("link", name="逐篇看").click()
    headline = page.locator("article.draft h2").inner_text()
    reader.picture("upload-review")
    assert reader.open(f"/search/?papers=all&q={headline}").get_by_role("link", name=headline).count() == 0
    page.goto(batch)
    page.get_by_role("link", name=re.compile(r"^发布全部（\d+ 篇）|^发布全部无疑的（299 篇）")).click()
    page.get_by_role("button", name=re.compile("^(确认并)?发布这 299 篇$")).click()
    expect(page.locator(".messagelist")).to_contain_text("已发布 299 篇")
    found = page.get_by_role("link", name=headline)
    for _ in range(60):  # so many are brought into the index by another process
        reader.open(f"/search/?papers=all&q={headline}")
        if found.count():
            break
        page.wait_for_timeout(500)
    found.first.click()
    expect(page.locator("h1")).to_contain_text(headline)


def test_on_a_phone_without_scripts(reader_with):
    reader = reader_with("phone", scripts=False)
    page = reader.open("/admin/archive/importbatch/upload/")
    sign_in(page)
    text = (
        MASTHEAD
        + "河堤上的灯亮了\n\n　　本报讯（记者 周禾）11月4日傍晚，滨河大堤上的路灯全部亮起，散步的居民多了起来。\n"
    )
    page.set_input_files("#files", {"name": "一篇.txt", "mimeType": "text/plain", "buffer": text.encode()})
    page.get_by_role("button", name="上传").click()
    expect(page.locator(".progress")).to_contain_text("读完了 1 个文件", timeout=60_000)
    assert not reader.scrolls_sideways()
    page.get_by_role("link", name="逐篇看").click()
    assert not reader.scrolls_sideways()
    page.get_by_role("button", name="发布这一篇").click()
    expect(page.locator(".messagelist")).to_contain_text("已发布")
    reader.open("/search/?papers=all&q=河堤上的灯亮了").get_by_role("link", name="河堤上的灯亮了").first.click()
    expect(page.locator("h1")).to_contain_text("河堤上的灯亮了")


# A drop as a browser tells of it: a folder with two files, one a system's own, and a folder within, read in two goes.
DROP = """zone => {
  const file = name => ({name, isDirectory: false, file: done => done(new File(['一'], name))});
  const folder = (name, ...goes) => ({name, isDirectory: true, createReader: () => ({
    readEntries: done => done(goes.shift() || []),
  })});
  const dropped = folder('稿', [file('甲.txt'), file('.DS_Store')], [folder('旧稿', [file('乙.txt')])]);
  const event = new Event('drop', {cancelable: true});
  const items = [{webkitGetAsEntry: () => dropped, getAsFile: () => null},
                 {webkitGetAsEntry: () => null, getAsFile: () => new File(['二'], '丙.txt')}];
  Object.defineProperty(event, 'dataTransfer', {value: {items, files: []}});
  zone.dispatchEvent(event);
}"""


def test_a_folder_that_is_dropped_is_walked_through(reader):
    page = reader.open("/admin/archive/importbatch/upload/")
    sign_in(page)
    page.locator(".dropzone").evaluate(DROP)
    expect(page.locator("#chosen li")).to_have_count(3)
    assert [text.partition("（")[0] for text in page.locator("#chosen li").all_text_contents()] == [
        "甲.txt",
        "乙.txt",
        "丙.txt",
    ]
    assert page.locator("#files").evaluate("input => input.files.length") == 3
