"""What an editor does: sign in, mend a headline, and find it at once; split an article and join it again."""

import re

import pytest
from playwright.sync_api import expect

from archive.layout.typesetting import full_width
from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

MENDED = "试点工程提前三个月通水"


def test_a_title_edited_in_the_admin_is_found_by_search(reader):
    page = reader.open("/admin/archive/article/")
    sign_in(page)
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


@pytest.fixture
def desk(reader_with):
    """desk(width, scripts=…): the list of articles in a window in which an editor has signed in."""

    def opened(width: str = "desktop", scripts: bool = True):
        return sign_in(reader_with(width, scripts=scripts).open("/admin/archive/article/"))

    return opened


def open_long_article(page):
    """The form of the longest article, which no other test changes."""
    page.goto(page.url.split("/admin/")[0] + "/admin/archive/article/?q=深化改革")
    page.locator("#result_list tbody th a").first.click()


def in_sight(page, selector: str) -> bool:
    box, height = page.locator(selector).bounding_box(), page.viewport_size["height"]
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= height


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_bar_that_saves_is_in_sight_wherever_one_is(desk, width):
    page = desk(width)
    open_long_article(page)
    for place in (0, 600, 1200):
        page.evaluate(f"scrollTo(0, {place})")
        assert in_sight(page, ".saving-bar [name=_save]"), place
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    if width == "desktop":
        page.evaluate("scrollTo(0, 0)")
        assert all(in_sight(page, field) for field in ("#id_title", "#id_date")), "a title and a date without scrolling"


def put_cursor(page, words: str) -> None:
    page.evaluate(
        """words => {
            const body = document.querySelector("#id_body");
            body.focus();
            body.setSelectionRange(body.value.indexOf(words), body.value.indexOf(words));
            body.click();
        }""",
        words,
    )


def test_an_article_is_split_at_the_cursor_and_put_back(desk):
    page = desk()
    open_long_article(page)
    form, before = page.url, page.locator("#id_body").input_value()
    heading = re.search(r"^# (.+)$", before, re.MULTILINE)[1]
    put_cursor(page, f"# {heading}")
    expect(page.locator(".source tr.here").first).to_be_visible()
    page.locator("[name=_split]").click()
    expect(page.locator("#id_title")).to_have_value(heading)
    page.locator("input[value=照此拆分]").click()
    expect(page.locator("#id_title")).to_have_value(heading)
    assert f"# {heading}" not in page.locator("#id_body").input_value()
    expect(page.locator(".source tr.claimed").first).to_be_visible()
    page.get_by_role("link", name="撤销", exact=True).click()
    page.locator("input[value=撤销这次拆分]").click()
    page.goto(form)
    expect(page.locator("#id_body")).to_have_value(before)


def test_without_scripts_a_preview_is_shown_and_a_line_chosen(desk):
    page = desk(scripts=False)
    open_long_article(page)
    page.locator("#id_body").fill(page.locator("#id_body").input_value() + "\n还没有保存的一段。")
    with page.context.expect_page() as opening:
        page.locator("input[value=预览]").click()
    expect(opening.value.locator(".story")).to_contain_text("还没有保存的一段。")
    opening.value.close()
    page.reload()
    page.locator("[name=_split]").click()
    page.locator(".cutting a").nth(1).click()
    expect(page.locator("section[aria-label=后一篇]")).to_be_visible()


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_the_place_of_a_remark_deep_in_a_long_text_is_in_sight(desk, width):
    """The text is put in unsaved; a link as that of a remark leads to a comma of paragraph 12."""
    page = desk(width)
    page.goto(page.url.split("/admin/")[0] + "/admin/archive/article/?q=梯次培育计划")
    page.locator("#result_list tbody th a").first.click()
    page.locator(".remarks summary").click()
    lines = [f"第{n}段" + "市民前来参观" * 40 for n in range(1, 31)]
    lines[11] = "第12段的记号,在这里。"
    page.locator("#id_body").fill("\n".join(lines))
    remark = page.locator(".remarks a[data-kind=paragraph]").last
    at = lines[11].index(",")
    remark.evaluate("(a, [line, at]) => Object.assign(a.dataset, { line, from: at, to: at + 1 })", [lines[11], at])
    remark.click()
    assert page.locator("#id_body").evaluate("body => body.value[body.selectionStart]") == ","
    top, bottom, bar = page.evaluate(
        """() => {
            const body = document.querySelector("#id_body"), style = getComputedStyle(body);
            const copy = document.createElement("div");
            for (const name of ["font", "lineHeight", "letterSpacing", "padding", "border", "overflowWrap"])
                copy.style[name] = style[name];
            copy.style.cssText += `;position:absolute;visibility:hidden;white-space:pre-wrap;box-sizing:border-box;`;
            copy.style.width = `${body.clientWidth}px`;
            const place = document.createElement("span");
            place.textContent = ",";
            copy.append(body.value.slice(0, body.selectionStart), place);
            document.body.append(copy);
            const down = place.offsetTop, high = place.offsetHeight;
            copy.remove();
            const at = body.getBoundingClientRect().top + down - body.scrollTop;
            return [at, at + high, document.querySelector(".saving-bar").getBoundingClientRect().top];
        }"""
    )
    assert 0 <= top < bottom <= bar


def test_what_is_to_be_looked_at_leads_to_its_characters(desk):
    page = desk()
    page.goto(page.url.split("/admin/")[0] + "/admin/archive/article/?q=梯次培育计划")
    page.locator("#result_list tbody th a").first.click()
    page.locator(".remarks summary").click()
    remark = page.locator(".remarks a[data-kind=paragraph]").last
    preview = remark.evaluate("remark => remark.href")
    remark.click()
    body = page.locator("#id_body")
    chosen = body.evaluate("body => body.value.slice(body.selectionStart, body.selectionEnd)")
    assert chosen in {",", ";", ":", "!", "?", "."} or chosen[0] in '("'
    assert body.evaluate("body => body.scrollTop") > 0
    page.goto(preview)
    shown = full_width(f"字{chosen[0]}字")[1]  # a preview shows the mark as readers see it
    expect(page.locator("#" + preview.split("#")[1])).to_contain_text(shown)
