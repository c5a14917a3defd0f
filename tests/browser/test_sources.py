"""An article beside the page of a PDF that it came from, in a real browser."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import printed
from tests.browser.conftest import Site, served
from tests.browser.test_pages import RULES, barriers

pytestmark = pytest.mark.browser

REST = "　　居民当晚就来散步，孩子们也来了，一直玩到天黑才回家。"
SHIFTS = """() => new Promise(resolve => {
  let all = 0;
  new PerformanceObserver(list => { for (const entry of list.getEntries()) all += entry.value; })
    .observe({type: 'layout-shift', buffered: true});
  setTimeout(() => resolve(all), 500);
})"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site of its own, with a PDF whose article goes over two pages."""
    file = tmp_path_factory.mktemp("in") / "20211109.pdf"
    first = ["步道完工市民来散步", "本报记者 周禾", *[REST] * 20]
    file.write_bytes(printed.pdf(first, ["河边新开一座图书馆", "本报记者 邱田", *[REST] * 12]))
    with served(tmp_path_factory.mktemp("data")) as site:
        site.manage("ingest", str(file), "--newspaper", "济宁高新新闻")
        site.manage("run_indexer", "--once")
        yield site


@pytest.fixture(scope="module")
def source(site: Site) -> str:
    """Where the first article stands beside its page."""
    asked = "print(Article.objects.get(title='步道完工市民来散步').get_absolute_url())"
    return f"{site.manage('shell', '-c', asked).split()[-1]}source/"


def picture_is_there(page: Page) -> None:
    image = page.locator(".printed img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function("image => image.complete && image.naturalWidth > 1000", arg=image.element_handle())


def test_on_a_desktop_the_page_stands_beside_the_text_and_nothing_moves(reader_with: Any, source: str):
    reader = reader_with("desktop")
    page = reader.open(source)
    picture_is_there(page)
    text, picture = page.locator(".pair").nth(2).bounding_box(), page.locator(".printed").bounding_box()
    assert text
    assert picture
    assert text["x"] + text["width"] < picture["x"]
    assert page.evaluate(SHIFTS) < 0.01
    page.mouse.wheel(0, 1500)
    expect(page.locator(".printed img").first).to_be_in_viewport()
    assert not barriers(page, RULES)
    assert not reader.complaints


@pytest.mark.parametrize("scripts", [True, False])
def test_on_a_phone_by_keys_from_pairs_to_the_file_to_the_page(reader_with: Any, source: str, scripts: bool):
    reader = reader_with("phone", scripts=scripts)
    page = reader.open(source)
    expect(page.locator(".printed img").first).to_be_hidden()
    views = page.get_by_role("navigation", name="原文的看法")
    expect(views.get_by_role("link", name="对照")).to_have_attribute("aria-current", "page")
    views.get_by_role("link", name="原始文本").press("Enter")
    expect(page).to_have_url(re.compile("view=text$"))
    expect(page.locator(".file")).to_contain_text("步道完工市民来散步")
    assert not reader.scrolls_sideways()
    views.get_by_role("link", name="原页").press("Enter")
    expect(page).to_have_url(re.compile("view=page$"))
    if scripts:
        picture_is_there(page)
        assert page.evaluate(SHIFTS) < 0.01
        assert not barriers(page, RULES)
    expect(page.locator(".printed img").first).to_be_visible()
    assert not reader.scrolls_sideways()
    assert not reader.complaints


def test_in_the_dark_the_white_page_is_dimmed(reader_with: Any, source: str):
    page = reader_with("desktop").open(source)
    box = page.locator(".printed a").first
    assert box.evaluate("box => getComputedStyle(box).filter") == "none"
    page.emulate_media(color_scheme="dark")
    assert box.evaluate("box => getComputedStyle(box).filter") == "brightness(0.8)"


def test_a_link_to_a_paragraph_and_one_to_a_line_lead_there(reader_with: Any, source: str):
    reader = reader_with("phone")
    page = reader.open(f"{source}#p2")
    expect(page.locator("#p2")).to_be_in_viewport()
    page = reader.open(f"{source}#L3")
    expect(page.locator("#L3")).to_be_in_viewport()


def test_what_is_left_of_the_file_opens_and_says_what_it_is(reader_with: Any, source: str):
    page = reader_with("phone", scripts=False).open(source)
    page.locator("summary", has_text="不在这篇文章里").click()
    expect(page.locator(".left")).to_contain_text("另一篇：河边新开一座图书馆")
