"""Every page of the desk: no barrier, nothing small or hard to hit, no sideways scroll; the guide tells the truth."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from archive.layout.guide import CHAPTERS
from tests.browser.conftest import ROOT, Site, served, sign_in
from tests.browser.desk import desk_addresses
from tests.browser.test_pages import COLOURS, RULES, barriers

pytestmark = pytest.mark.browser

# Of contrast the desk keeps what WCAG 2.2 AA asks (4.5:1): its colours are those of Django's admin.
DESK_RULES = [rule for rule in RULES if rule not in COLOURS]
# The picker (select2) and the column of deleted rows are Django's own, known there and not ours to mend.
DJANGOS_OWN = (".select2-container", "th.original")
SMALLEST = {"desktop": 14, "phone": 16}  # px of characters
TARGET, TICK = 44, 24  # px of what a finger meets; a box to tick has its label beside it
TOO_SMALL = """([smallest, target, tick]) => {
    const found = new Set();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const box = texts.currentNode.parentElement;
        if (!texts.currentNode.data.trim() || !box.checkVisibility()) continue;
        if (box.closest(".visually-hidden, .skip-to-content-link, script, kbd")) continue;
        const size = parseFloat(getComputedStyle(box).fontSize);
        if (size < smallest - 0.01) found.add(`${size} px: ${box.outerHTML.slice(0, 80)}`);
    }
    const targets = "input:not([type=hidden]), select, textarea, button, .button, .desk-menu a, .object-tools a";
    for (const box of target ? document.querySelectorAll(targets) : []) {
        const height = box.getBoundingClientRect().height;
        const least = ["checkbox", "radio"].includes(box.type) ? tick : target;
        if (!box.checkVisibility() || !height || height >= least - 0.5) continue;
        found.add(`${height} px high: ${box.outerHTML.slice(0, 80)}`);
    }
    return [...found];
}"""
# A change of colours that takes its time would be measured half-way. By script, as the policy allows no inline style.
AT_ONCE = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("* { transition: none !important }");
    document.adoptedStyleSheets.push(sheet);
}"""
NAMES = "a, button, summary, label, th, h1, h2, option"
PICTURES = ROOT / "static" / "admin" / "guide"


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Iterator[Site]:
    """A site of its own: its pages need rows that would wait in others' queues."""
    with served(tmp_path_factory.mktemp("desk")) as site:
        yield site


@pytest.fixture(scope="module")
def pages(site) -> dict[str, str]:
    return desk_addresses(site)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_every_page_can_be_read_and_used(reader_with, pages, width):
    reader = reader_with(width)
    sign_in(reader.open("/admin/"))
    target = TARGET if width == "phone" else 0
    faults = []
    for name, address in pages.items():
        page = reader.open(address)
        reader.picture(f"desk-{name.replace(' ', '-')}-{width}-light")
        faults += [f"{name}: {complaint}" for complaint in reader.complaints]
        faults += [f"{name}: {fault}" for fault in page.evaluate(TOO_SMALL, [SMALLEST[width], target, TICK])]
        if reader.scrolls_sideways():
            faults.append(f"{name}: scrolls sideways")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")  # where the saving bar lies over nothing
        faults += (
            [f"{name}: {barrier}" for barrier in barriers(page, DESK_RULES, without=DJANGOS_OWN)]
            if width == "phone"
            else []
        )
        page.emulate_media(color_scheme="dark")
        page.evaluate(AT_ONCE)
        reader.picture(f"desk-{name.replace(' ', '-')}-{width}-dark")
        faults += (
            [f"{name}, dark: {barrier}" for barrier in barriers(page, ["wcag2aa"], without=DJANGOS_OWN)]
            if width == "desktop"
            else []
        )
        page.emulate_media(color_scheme="light")
        reader.complaints.clear()  # axe asks for stylesheets at addresses of its own
    assert not faults, "\n".join(faults)


def test_the_saving_bar_covers_no_field(reader_with, pages):
    reader = reader_with("phone")
    sign_in(reader.open("/admin/"))
    page = reader.open(pages["article"])
    for field in page.locator("#article_form :is(input:not([type=hidden]), select, textarea):visible").all():
        field.focus()
        covered = field.evaluate(
            """field => {
                field.scrollIntoView({block: "center", behavior: "instant"});
                const bar = document.querySelector(".saving-bar"), top = bar.getBoundingClientRect().top;
                const box = field.getBoundingClientRect();
                return !bar.contains(field) && box.height < innerHeight / 2 && box.bottom > top;
            }"""
        )
        assert not covered, field.get_attribute("name")


def names_on(page: Page) -> set[str]:
    """What buttons, links and labels of a page are called."""
    texts = page.locator(NAMES).all_inner_texts()
    values = page.locator("input[type=submit]").evaluate_all("buttons => buttons.map(button => button.value)")
    return {re.sub(r"[\s:：]+$", "", text.strip()) for text in [*texts, *values]}


def plan_of_many(page: Page) -> Iterator[set[str]]:
    """The names on the two pages of changing many articles at once."""
    page.locator("#action-toggle").check()
    page.locator("select[name=action]").select_option("edit_chosen")
    page.locator("button[name=index]").click()
    yield names_on(page)
    page.locator("[name=no_column]").check()
    page.locator("[name=reason]").fill("试")
    page.locator("input[value='看看会改变什么']").click()
    picture(page, "bulk")
    yield names_on(page)


def picture(page: Page, name: str) -> None:
    """A picture of the guide, made by `make pictures`."""
    if "PICTURES" in os.environ:
        PICTURES.mkdir(exist_ok=True)
        page.set_viewport_size({"width": 1280, "height": 800})
        page.screenshot(path=PICTURES / f"{name}.png")


# Picture of the guide -> the page that it shows; that of many articles is taken on its way.
SHOWN = {
    "front": "front", "batch": "batch", "review": "review", "edit": "article", "split": "split", "check": "draft",
    "merge": "merge", "number": "number", "history": "history",
}  # fmt: skip


def test_the_guide_names_what_is_there(reader_with, pages):
    reader = reader_with("desktop")
    page = sign_in(reader.open("/admin/"))
    names: set[str] = set()
    for name, address in pages.items():
        if not address.startswith("/admin/guide/"):
            reader.open(address)
            names |= names_on(page)
            for shown in (shown for shown, of in SHOWN.items() if of == name):
                picture(page, shown)
    reader.open(pages["articles"])
    for found in plan_of_many(page):
        names |= found
    said, missing = 0, []
    for chapter in CHAPTERS:
        reader.open(f"/admin/guide/{chapter.slug}/")
        named = page.locator("article .ui").all_inner_texts()
        said += len(named)
        missing += [f"{chapter.slug}: {name}" for name in named if not any(there.startswith(name) for there in names)]
        links = page.locator("article a").evaluate_all("links => links.map(link => link.href)")
        missing += [f"{chapter.slug}: {link}" for link in links if page.request.get(link).status != 200]
        for image in page.locator("article img").all():
            image.scroll_into_view_if_needed()
            assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 1280
    assert said > 50
    assert not missing, "\n".join(missing)


def test_each_page_leads_to_its_chapter(reader_with, pages):
    reader = reader_with("desktop")
    page = sign_in(reader.open("/admin/"))
    about = {
        "upload": "import", "articles": "edit", "split": "split", "merge": "names", "act": "bulk", "number": "numbers",
        "queue item": "corrections", "history": "withdraw", "front": "start", "problems": "doubts",
    }  # fmt: skip
    for name, slug in about.items():
        reader.open(pages[name])
        page.locator(".desk-menu .guide a").click()
        assert page.url.endswith(f"/admin/guide/{slug}/"), name


CUT_OFF = """() => [...document.querySelectorAll("input, select, textarea, label")].filter((each) => {
    const place = each.getBoundingClientRect();
    return each.checkVisibility() && place.width && place.left >= 0 && place.right > innerWidth + 1
        && !each.closest(".results, .report, .tabular, table");
}).map((each) => each.outerHTML.slice(0, 80))"""


def test_without_scripts_no_box_of_a_form_is_cut_off_on_a_phone(reader_with):
    reader = reader_with("phone", scripts=False)
    page = reader.page
    page.goto(f"{reader.site.address}/admin/archive/article/")
    sign_in(page)
    page.locator("#result_list tbody th a").first.click()
    assert page.locator(".written").count() > 2
    assert page.evaluate(CUT_OFF) == []
    for kind in ("article", "issue", "page", "newspaper", "column", "contributor"):
        page.goto(f"{reader.site.address}/admin/archive/{kind}/add/")
        assert page.evaluate(CUT_OFF) == [], kind
