"""Every kind of page: no barrier, no sideways scroll, no console error – phone and desktop, light and dark."""

from collections.abc import Sequence
from urllib.parse import unquote

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

# What the dark scheme changes: contrast, held to 7:1 (AAA).
COLOURS = ["cat.color"]
# Every rule of WCAG 2.2 AA that a program can check, and axe's own advice beside them.
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", *COLOURS]
# The console says so too where a page answers 404 or 410.
NOT_THERE = ("missing", "withdrawn")
TABS = 400


def barriers(page: Page, rules: list[str], *, without: Sequence[str] = ()) -> list[str]:
    """What axe finds against these rules, but in what the selectors of `without` name."""
    context = {"exclude": [[selector] for selector in without]}
    options = {"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]}
    return [
        f"{violation['id']}: {node['html'][:200]} {node['failureSummary'][:300]}"
        for violation in Axe().run(page, context=context, options=options).response["violations"]
        for node in violation["nodes"][:3]
    ]


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_no_barrier_no_sideways_scroll_no_complaint(reader_with, kinds, width):
    reader = reader_with(width)
    faults = []
    for name, address in kinds.items():
        page = reader.open(address)
        reader.picture(f"{name}-{width}-light")
        faults += [f"{name}: {barrier}" for barrier in barriers(page, RULES)]
        if reader.scrolls_sideways():
            faults.append(f"{name}: scrolls sideways")
        if name not in NOT_THERE:
            faults += [f"{name}: {complaint}" for complaint in reader.complaints]
        reader.complaints.clear()
        page.emulate_media(color_scheme="dark")
        reader.picture(f"{name}-{width}-dark")
        faults += [f"{name}, dark: {barrier}" for barrier in barriers(page, COLOURS)]
        page.emulate_media(color_scheme="light")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_what_is_tapped_is_24_pixels_high(reader_with, kinds, width):
    """But links amid running text, whose lines they keep to (WCAG 2.2, 2.5.8)."""
    reader = reader_with(width)
    small = []
    for name, address in kinds.items():
        page = reader.open(address)
        small += page.evaluate(
            """name => [...document.querySelectorAll('a[href], button, summary')]
                 .filter(e => e.checkVisibility() && !e.closest('.unseen'))
                 .filter(e => !e.closest('.prose p, .message p, .note, .try, .rung, .roles, .holdings'))
                 .map(e => [e, e.getBoundingClientRect().height])
                 .filter(([, height]) => height > 1 && height < 24)
                 .map(([e, height]) => `${name}: ${height} ${e.outerHTML.slice(0, 120)}`)""",
            name,
        )
    assert not small, "\n".join(small)


def test_the_largest_font_step_fits_a_phone(reader_with, kinds):
    reader = reader_with("phone")
    reader.open("/display/?font=elder")
    for name, address in kinds.items():
        reader.open(address)
        assert not reader.scrolls_sideways(), name
    reader.open(kinds["article"])
    reader.picture("article-phone-elder")


def stops(page: Page) -> list[str]:
    """What the Tab key reaches, in order, until it leaves the page."""
    reached: list[str] = []
    for _ in range(TABS):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        if here.startswith("<body") or (reached and here == reached[0]):
            return reached
        reached.append(here)
    return reached


@pytest.mark.parametrize("name", ["front", "issue", "month", "article", "correct", "search"])
def test_the_keyboard_reaches_everything(reader, kinds, name):
    page = reader.open(kinds[name])
    wanted = page.evaluate(
        """[...document.querySelectorAll('a[href], button, input, textarea, select, summary')]
             .filter(e => e.tabIndex >= 0 && e.checkVisibility() && e.type !== 'hidden')
             .map(e => e.outerHTML.slice(0, 300))"""
    )
    reached = stops(page)
    # Of radio buttons with one name, Tab reaches the chosen one; the arrow keys the others.
    missed = [one for one in wanted if one not in reached and 'type="radio"' not in one]
    assert not missed[:5]
    assert "跳到正文" in reached[0]


def test_focus_can_be_seen(reader, kinds):
    page = reader.open(kinds["front"])
    for _ in range(8):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none"


def test_text_is_set_in_whole_characters(reader_with, kinds):
    """The measure is a multiple of the character, 36 at most; the first line is indented by two."""
    for width in ("phone", "desktop"):
        page = reader_with(width).open(kinds["article"])
        measure, size, indent = page.evaluate(
            """(() => {
                 const p = document.querySelector('.text p'), style = getComputedStyle(p);
                 return [p.getBoundingClientRect().width, parseFloat(style.fontSize), parseFloat(style.textIndent)]
               })()"""
        )
        characters = measure / size
        assert characters <= 36
        assert abs(characters - round(characters)) < 0.05
        assert indent == pytest.approx(2 * size)
        assert size == (17 if width == "phone" else 18)


def printed_of(page, tmp_path) -> str:
    page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
    sheets = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    return "".join("".join(sheet.get_textpage().get_text_range() for sheet in sheets).split())


def test_the_grounds_of_a_guessed_date_are_printed(reader, tmp_path):
    """What is folded away on the screen cannot be opened on paper."""
    page = reader.open("/issues/2020/")
    page.locator(".headlines a").first.click()
    grounds = page.locator(".story .grounds").text_content()
    assert len(grounds) > 20
    printed = printed_of(page, tmp_path)
    assert "".join(grounds.split()) in printed
    assert "依据〕" not in printed


@pytest.mark.parametrize("there", ["/search/?q=蓼河", "/search/citations/?q=蓼河"])
def test_a_search_prints_what_was_found_alone(reader, tmp_path, there):
    page = reader.open(there)
    shown = page.locator(".items h3, .citation p").last.text_content()
    printed = printed_of(page, tmp_path)
    assert "".join(shown.split())[:20] in printed
    for of_the_screen in ("检索本报", "标题", "按相关度·", "复制这", "筛选", "下载"):
        assert of_the_screen not in printed


@pytest.mark.parametrize("of", ["search", "year", "month", "column", "contributor", "source", "columns"])
def test_every_page_prints_its_newspaper_its_address_and_no_controls(reader, kinds, tmp_path, of):
    there = {
        "search": "/search/?q=蓼河",
        "year": "/issues/2021/",
        "month": "/issues/2021-11/",
        "columns": "/columns/",
        "source": kinds["article"] + "source/",
    }.get(of) or kinds[of]
    page = reader.open(there)
    fetched = []
    page.on("response", lambda response: fetched.append((unquote(response.url), response.status)))
    printed = printed_of(page, tmp_path)
    assert printed.count("济宁高新新闻") > 1, "no head and foot"
    assert reader.site.address + unquote(there) in printed
    assert (f"{reader.site.address}/address.svg?of={unquote(there)}", 200) in fetched, "no QR code"
    for of_the_screen in ("逐篇列出", "在其中检索", "订阅", "回到文章", "逐段对照", "检索本报", "菜单", "跳到正文"):
        assert of_the_screen not in printed


def test_four_thousand_characters_take_two_sheets(reader, tmp_path):
    page = reader.open("/search/?sort=newest")
    seeds = {link.get_attribute("href").partition("?")[0] for link in page.locator(".items h3 a").all()}
    assert len(seeds) == 8
    sheets = {}
    for there in seeds:
        page = reader.open(there)
        characters = len(page.locator(".text").inner_text())
        page.pdf(path=tmp_path / "article.pdf", prefer_css_page_size=True)
        sheets[characters] = len(pypdfium2.PdfDocument(tmp_path / "article.pdf"))
    assert max(sheets) > 4000
    assert max(sheets.values()) == 2


def test_printing_gives_clean_pages_of_a4(reader, kinds, tmp_path):
    page = reader.open(kinds["article"])
    title = page.locator("h1 .title").inner_text()
    fetched = []
    page.on("response", lambda response: fetched.append((response.url, response.status)))
    page.pdf(path=tmp_path / "article.pdf", prefer_css_page_size=True)
    document = pypdfium2.PdfDocument(tmp_path / "article.pdf")
    texts = [sheet.get_textpage().get_text_range() for sheet in document]
    printed = "".join("".join(texts).split())
    width, height = document[0].get_size()
    assert (round(width), round(height)) == (595, 842)
    assert "".join(title.split()) in "".join(texts[0].split())
    assert all(text.strip() for text in texts), "an empty sheet"
    first = "".join(texts[0].split())
    head = "".join(page.locator("html").get_attribute("data-running").split())
    assert head.startswith("济宁高新新闻·2021年")
    assert first.index("济宁高新新闻") < first.index("".join(title.split())), "no head"
    for number, text in enumerate(texts, start=1):
        foot = f"{reader.site.address}{kinds['article']}{number}/{len(texts)}"
        assert "".join(text.split()).startswith(f"{head if number > 1 else ''}{foot}")
    assert (reader.site.address + kinds["article"] + "address.svg", 200) in fetched, "no QR code"
    assert "[N/OL]" in printed[printed.index("".join(title.split())) + len(title) :], "no citation at its foot"
    for of_the_screen in ("跳到正文", "首页", "纠错", "字号", "下一篇", "检索"):
        assert of_the_screen not in printed
