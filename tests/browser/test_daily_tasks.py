"""What the tasks of a day cost at the desk, in clicks and in pixels of scrolling at 1280 × 800, from the page on which
each begins: the table of docs/performance.md. COSTS is what each may cost at most."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.clicks import Clicks
from tests.browser.conftest import Site, served, sign_in
from tests.browser.desk import desk_addresses

pytestmark = pytest.mark.browser
STORY = (
    "滨河新闻\n2021年12月3日 星期五 第1版\n\n滨河公园添了灯\n\n"
    "　　本报讯 12月2日，滨河公园新添的路灯亮了，居民晚饭后就来散步。\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A site of its own: the tasks publish, merge and hide."""
    with served(tmp_path_factory.mktemp("tasks")) as site:
        yield site


@pytest.fixture(scope="module")
def pages(site) -> dict[str, str]:
    return desk_addresses(site)


def found_article(clicks: Clicks, words: str) -> None:
    clicks.write("#find", words)
    clicks.on(".find input[type=submit]")
    clicks.on("#result_list tbody th a")


def title_and_date(clicks: Clicks) -> None:
    found_article(clicks, "桥通了")
    clicks.write("#id_title", "新桥通了车")
    clicks.write("#id_date", "2022-03-05")
    clicks.on("input[name=_save]")
    clicks.message("新桥通了车")


def split_an_article(clicks: Clicks) -> None:
    found_article(clicks, "深化改革")
    body = clicks.page.locator("#id_body")
    heading = re.search(r"^# .+$", body.input_value(), re.MULTILINE)
    assert heading
    clicks.on("#id_body")
    body.evaluate("(body, place) => body.setSelectionRange(place, place)", heading.start())
    clicks.on("[name=_split]")
    clicks.on("input[value=照此拆分]")
    expect(clicks.page.locator(".messagelist")).to_contain_text("撤销")


def undo_it(clicks: Clicks) -> None:
    clicks.on(".messagelist a:text-is('撤销')")
    clicks.on("input[value=撤销这次拆分]")
    expect(clicks.page.locator(".messagelist")).to_be_visible()


def upload_and_publish(clicks: Clicks) -> None:
    clicks.on(".front .verbs a:text-is('导入文件')")
    clicks.page.set_input_files("#files", {"name": "滨河.txt", "mimeType": "text/plain", "buffer": STORY.encode()})
    clicks.count += 2  # the dialogue of the browser: a file, and that it is this one
    clicks.on("input[value=上传]")
    clicks.page.wait_for_url("**/importbatch/*/change/")
    expect(clicks.page.locator(".progress")).to_contain_text("读完了 1 个文件", timeout=120_000)
    clicks.on("a:has-text('发布全部')")
    clicks.on("input[value$='发布这 1 篇']")
    clicks.message("已发布 1 篇")


def merge_two_spellings(clicks: Clicks) -> None:
    clicks.on(".parts a:text-is('作者')")
    for name in ("周晓禾", "周小禾"):
        clicks.on(f"tr:has-text('{name}') input.action-select")
    clicks.choose("select[name=action]", "merge_chosen")
    clicks.on("button[name=index]")
    clicks.on("input[value='合并这 2 个名称']")
    clicks.message("已合并到")


def hide_a_number(clicks: Clicks) -> None:
    clicks.on(".parts a:text-is('个人号码')")
    clicks.on("#result_list tr:has-text('138') th a")
    clicks.on("input[value=隐去这个号码]")
    # The page comes anew by itself until it is done; then it says so.
    expect(clicks.page.locator(".progress")).to_contain_text("已做完：隐去 1 个号码", timeout=120_000)
    expect(clicks.page.locator("#result_list, .field-state_")).to_contain_text("已隐去")


def accept_a_correction(clicks: Clicks) -> None:
    clicks.on(".queue-counts a:has-text('读者纠错')")
    clicks.on(".queue-start")
    clicks.on(".review-bar button:has-text('采纳')")
    expect(clicks.page.locator(".just-done")).to_contain_text("采纳")


# Clicks and pixels at most (those of a split bring all of the text into sight); three clicks of those of an article
# find it. A column of thirty articles (6 clicks) is held by test_many_articles.
COSTS: dict[Callable[[Clicks], None], tuple[int, int]] = {
    title_and_date: (6, 190),
    split_an_article: (6, 1000),
    undo_it: (2, 250),
    upload_and_publish: (6, 0),
    merge_two_spellings: (7, 65),
    hide_a_number: (3, 65),
    accept_a_correction: (3, 0),
}


def cost_of(task: Callable[[Clicks], None], page: Page) -> tuple[int, int]:
    clicks = Clicks(page)
    task(clicks)
    return clicks.count, clicks.pixels


def test_tasks_take_few_clicks_and_little_scrolling(reader_with, pages):
    reader = reader_with("desktop")
    page = sign_in(reader.open("/admin/"))
    page.set_viewport_size({"width": 1280, "height": 800})
    costs = {}
    for task in COSTS:
        if task != undo_it:
            reader.open("/admin/")
        costs[task] = cost_of(task, page)
        print(task.__name__, *costs[task])
    over = {task.__name__: cost for task, cost in costs.items() if cost[0] > COSTS[task][0] or cost[1] > COSTS[task][1]}
    assert not over
