"""A phone, and on it 长者: where texts and hits begin, over all articles and in an archive of several years."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reader, served

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
# Beside the seeds: fifteen years of one word, and articles whose heads are as long as they come.
MADE = """
from django.core.management import call_command
from tests.factories import make_article
for year in range(2011, 2026):
    make_article(f"蓼河新城{year}年新貌", body="蓼河新城 " * 12 + "。", date=f"{year}-05-10", page="1", section="要闻")
long = "高新区召开稳增长促转型强信心暨重点项目集中开工推进会议要求全力以赴抓项目促投资稳外贸保民生"
names = (("刘菲", "记者"), ("陈曦", "记者"))
made = [
    make_article(long, byline="本报记者 刘菲 陈曦", people=names, page="1", section="要闻"),
    make_article(long, kicker="民生优先 惠民利企", subtitle="——高新区今年将交付安置房1,560套，比去年增加三成"),
    make_article(long + "扩消费优环境惠民生守底线", page="1", section="要闻"),
    make_article("一句话新闻", body="昨日起，柳河大桥恢复双向通行。", page="1", section="要闻"),
    make_article("面貌新", column="贯彻落实全区冲刺四季度暨优化营商环境会议专题访谈录", byline="刘菲"),
    make_article("时隔三年再见面", editor_note="本报现正式复刊，编者向读者致意。" * 9, byline="本报记者 刘菲 陈曦",
                 people=names, headings=(("一", "文"), ("二", "文"))),
]
call_command("rebuild_index")
print("made:", *Article.objects.filter(withdrawn_at=None).values_list("permanent_id", flat=True))
"""


@pytest.fixture(scope="module")
def old_paper(tmp_path_factory):
    """A site of the seeds and MADE, and the permanent ids of all its articles."""
    with served(tmp_path_factory.mktemp("old")) as site:
        made = re.search("made: (.*)", site.manage("shell", "-c", MADE))
        yield site, made[1].split()


@pytest.fixture
def on_a_phone(chromium, old_paper):
    """on_a_phone("elder"): a window of a phone, with letters of that size."""
    contexts = []

    def make(font="standard", scripts=True):
        context = chromium.new_context(
            viewport=PHONE, color_scheme="light", java_script_enabled=scripts, locale="zh-CN"
        )
        context.add_cookies([{"name": "font", "value": font, "url": old_paper[0].address}])
        contexts.append(context)
        return Reader(context, old_paper[0])

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_every_text_begins_in_the_first_third(on_a_phone, old_paper, font):
    """In 长者 as far as the headline, never smaller than the text, leaves it room: six lines of it, with decks."""
    reader = on_a_phone(font)
    late, long = {}, 0
    for permanent_id in old_paper[1]:
        page = reader.open(f"/articles/{permanent_id}/")
        top = page.locator(".text :is(h2, h3, p, figure)").first.bounding_box()["y"]
        lines = page.locator("h1").evaluate("h1 => h1.offsetHeight / parseFloat(getComputedStyle(h1).lineHeight)")
        is_long = font == "elder" and lines > 6.5
        long += is_long
        if top > PHONE["height"] * (0.45 if is_long else 1 / 3):
            late[page.locator("h1").inner_text()] = top
    assert late == {}
    assert len(old_paper[1]) > 25
    assert long < 2


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_an_editors_note_is_one_line_until_it_is_opened_and_whole_on_paper(on_a_phone, old_paper, font):
    reader = on_a_phone(font, scripts=False)
    there = next(n for n in old_paper[1] if "编者向读者致意" in reader.open(f"/articles/{n}/").content())
    page = reader.open(f"/articles/{there}/")
    note = page.locator(".editor-note")
    lines = "node => Math.round(node.scrollHeight / parseFloat(getComputedStyle(node).lineHeight))"
    assert note.locator("p").evaluate(lines) == 1
    page.emulate_media(media="print")
    assert note.locator("p").evaluate(lines) > 1
    page.emulate_media(media="screen")
    note.get_by_text("全文").click()
    assert note.locator("p").evaluate(lines) > 5


def test_no_headline_is_smaller_than_its_text(on_a_phone, old_paper):
    reader = on_a_phone("elder")
    for permanent_id in old_paper[1]:
        page = reader.open(f"/articles/{permanent_id}/")
        title, text = (
            page.locator(part).first.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")
            for part in ("h1 .title", ".text p")
        )
        assert title >= text, page.url


def test_day_number_page_and_column_are_said_in_small(on_a_phone, old_paper):
    reader = on_a_phone("elder")
    page = reader.open("/articles/d99tvm9a94/")
    expect(page.locator(".facts")).to_contain_text(re.compile("2021年11月5日 星期五.*总第589期", re.DOTALL))
    expect(page.locator(".facts .number")).to_be_visible()
    expect(page.locator(".facts .weekday")).to_be_visible()
    column = next(n for n in old_paper[1] if "访谈录" in reader.open(f"/articles/{n}/").content())
    rubric = reader.open(f"/articles/{column}/").locator(".rubric")
    expect(rubric).to_be_visible()
    assert rubric.bounding_box()["y"] > page.locator("h1").bounding_box()["y"]


@pytest.mark.parametrize("query", ["蓼河新城", "高新区", "高新区&year=2021"])
def test_two_hits_are_seen_at_once(on_a_phone, query):
    page = on_a_phone("elder").open(f"/search/?q={query}")
    for n in range(2):
        expect(page.locator(".hit").nth(n).locator(".snippet").first).to_be_in_viewport(ratio=0.99)
        assert page.locator(".hit").nth(n).locator(".snippet").first.bounding_box()["height"] < 50  # of two lines: 75


# Of each hit: whether a mark lies within what is seen of its snippet, and which of its facts are cut where they end.
SEEN = """hits => hits.map(hit => {
  const snippet = hit.querySelector(".snippet"), facts = hit.querySelector(".facts")
  const seen = snippet.getBoundingClientRect(), line = facts.getBoundingClientRect()
  const marks = [...snippet.querySelectorAll("mark")].flatMap(mark => [...mark.getClientRects()])
  return {
    found: marks.length,
    marked: marks.some(box => box.bottom <= seen.bottom + 2 && box.right <= seen.right + 1),
    cut: [...facts.children].map(fact => fact.getBoundingClientRect()).filter(
      box => box.top < line.bottom - 4 && (box.right > line.right + 1 || box.bottom > line.bottom + 4)
    ).length,
  }
})"""


@pytest.mark.parametrize("font", ["standard", "elder"])
@pytest.mark.parametrize("query", ["蓼河新城", "高新区", "营商环境", "服务"])
def test_what_is_looked_for_is_seen_in_each_snippet_and_what_is_said_of_a_hit_is_whole(on_a_phone, font, query):
    hits = on_a_phone(font).open(f"/search/?q={query}").locator(".hit").evaluate_all(SEEN)
    assert sum(hit["found"] > 0 for hit in hits) > 1
    assert all(hit["marked"] for hit in hits if hit["found"])  # what is in the headline alone is seen there
    assert not any(hit["cut"] for hit in hits)


@pytest.mark.parametrize("path", ["/", "/issues/", "/articles/d99tvm9a94/"])
def test_the_ways_are_one_line_on_a_desktop(chromium, old_paper, path):
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "font", "value": "elder", "url": old_paper[0].address}])
    page = Reader(context, old_paper[0]).open(path)
    # As many ways as a newspaper with all kinds of lists has, of an archive of many newspapers.
    page.locator("header.site nav > ul").evaluate(
        "ways => ways.append(...['栏目', '版块', '全部报纸'].map(name => { "
        "const li = document.createElement('li'); li.innerHTML = `<a href='#'>${name}</a>`; return li; }))"
    )
    rows = {round(box["y"]) for box in (way.bounding_box() for way in page.locator("header.site nav > ul > li").all())}
    context.close()
    assert len(rows) == 1


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_the_years_of_a_search_run_forward_and_the_newest_is_in_sight(on_a_phone, font):
    page = on_a_phone(font, scripts=False).open("/search/?q=蓼河新城")
    strip = page.locator(".strip")
    years = strip.locator("li").evaluate_all(
        "cells => cells.map(cell => [cell.getBoundingClientRect().left, cell.querySelector('span').textContent])"
    )
    shown = [year for _, year in sorted(years)]
    assert shown == [str(year) for year in range(2011, 2026)]
    expect(strip.get_by_role("link", name=re.compile("^2025年，"))).to_be_in_viewport(ratio=0.99)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.parametrize("scripts", [True, False])
def test_an_article_of_two_years_ago_is_four_taps_away_without_a_swipe(on_a_phone, scripts):
    reader = on_a_phone("elder", scripts)
    page = reader.open("/")
    taps = 0

    def tap(what):
        nonlocal taps
        expect(what).to_be_in_viewport(ratio=0.99)  # what one sees without moving anything
        what.click()
        taps += 1

    tap(page.locator("#find-q"))
    page.keyboard.type("蓼河新城")
    tap(page.locator("header.site").get_by_role("button", name="检索"))
    tap(page.locator(".strip").get_by_role("link", name=re.compile("^2023年，")))
    expect(page.locator(".chips")).to_contain_text("2023年")
    assert page.evaluate("scrollY") == 0
    tap(page.locator(".hit h3 a").first)
    expect(page.locator("h1 .title")).to_have_text("蓼河新城2023年新貌")
    assert taps == 4


def test_the_bar_of_many_marks_is_one_line(on_a_phone):
    page = on_a_phone("elder").open("/search/?q=蓼河新城&year=2023")
    page.locator(".hit h3 a").first.click()
    bar = page.locator(".marks-bar")
    expect(bar).to_contain_text("1/13")
    middles = [box["y"] + box["height"] / 2 for box in (part.bounding_box() for part in bar.locator("> *").all())]
    assert bar.bounding_box()["height"] < 80  # of two lines: 145
    assert max(middles) - min(middles) <= 2


def test_months_in_the_strip_of_a_year_stand_apart(on_a_phone):
    page = on_a_phone("elder").open("/issues/2023/")
    lines = page.locator(".strip li > *").evaluate_all(
        "cells => cells.map(cell => { const range = document.createRange(); range.selectNodeContents(cell.firstChild);"
        " return range.getClientRects().length })"
    )
    assert lines == [1] * 12
