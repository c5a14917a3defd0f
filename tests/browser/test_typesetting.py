"""Lines of headlines as a browser breaks them: never inside a word, in lists as on the article's page."""

import pytest

from archive.language.folding import fold
from archive.language.segmentation import words

pytestmark = pytest.mark.browser
# The lines of each headline: a character begins one where it stands lower than the one before.
# Of the options below the box, the middle of what each says and the top of its kind.
OF_OPTIONS = """[
  [...document.querySelectorAll("[role=option] span")]
    .map(said => said.getBoundingClientRect()).map(box => box.top + box.height / 2),
  [...document.querySelectorAll("[role=option] small")].map(kind => kind.getBoundingClientRect().top),
]"""
LINES = """(what) => [...document.querySelectorAll(
  what ?? "h1 .title, h3 .title, .lead h3 a, .headlines a, .suggestions span"
)].map(title => {
  const lines = [""], range = document.createRange(), walk = document.createTreeWalker(title, NodeFilter.SHOW_TEXT)
  let bottom = null
  while (walk.nextNode()) for (let at = 0; at < walk.currentNode.data.length; at++) {
    range.setStart(walk.currentNode, at); range.setEnd(walk.currentNode, at + 1)
    const box = range.getBoundingClientRect()
    if (bottom !== null && box.width && box.top > bottom - 4) lines.push("")
    if (box.width) bottom = box.bottom
    lines[lines.length - 1] += walk.currentNode.data[at]
  }
  return lines
})"""
NAMES = (
    "h1, .nameplate a, .sheets a, .names a, .columns-of-paper a, .crumbs li, "
    ".facet li a, .facet .count, .facts > a, .when a"
)
LISTS = ("/columns/", "/contributors/", "/issues/2021-11/articles/", "/papers/")
NAMING = ("/", "/issues/2021-11-05/", "/search/?q=高新区", *LISTS)
ADDRESSES = ("/", "/search/?q=高质量发展", "/issues/2021-11-05/", "/search/")


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_no_line_ends_inside_a_word(reader_with, font):
    reader = reader_with("phone")
    reader.page.context.add_cookies([{"name": "font", "value": font, "url": reader.site.address}])
    broken, several = [], 0
    for address in ADDRESSES:
        for lines in reader.open(address).evaluate(LINES):
            several += len(lines) > 1
            broken += [lines for cut in cuts(lines) if cut in inside("".join(lines))]
    assert several > 10
    assert broken == []
    assert not reader.complaints


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_no_line_ends_inside_a_word_of_a_name_or_inside_a_number(reader_with, font):
    """In a window so narrow that most names need several lines."""
    reader = reader_with("phone")
    reader.page.set_viewport_size({"width": 290 if font == "standard" else 360, "height": 900})
    reader.page.context.add_cookies([{"name": "font", "value": font, "url": reader.site.address}])
    broken, several = [], 0
    reader.open("/columns/")
    columns = reader.page.locator(".names a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    for address in (*NAMING, *columns):
        reader.open(address).evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        for lines in reader.page.evaluate(LINES, NAMES):
            several += len(lines) > 1
            broken += [(address, lines) for cut in cuts(lines) if cut in inside("".join(lines))]
    assert several > 5
    assert broken == []


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_no_line_ends_inside_a_name_where_names_stand_amid_text(reader_with, font):
    reader = reader_with("phone")
    reader.page.set_viewport_size({"width": 300, "height": 900})
    reader.page.context.add_cookies([{"name": "font", "value": font, "url": reader.site.address}])
    reader.open("/issues/2021-11-05/")
    article = reader.page.locator(".lead h3 a").get_attribute("href")
    broken, several = [], 0
    for address in (
        "/feeds/",
        "/help/search/",
        f"{article}source/",
        f"{article}correct/",
        "/search/citations/?q=高新区",
    ):
        reader.open(address)
        for lines in reader.page.evaluate(LINES, ".many a, .by-words, h1"):
            several += len(lines) > 1
            words = inside("".join(lines).partition("http")[0])
            broken += [(address, lines) for cut in cuts(lines) if cut in words]
    assert several > 5
    assert broken == []


def test_an_articles_headline_is_told_to_screen_readers_without_the_blanks_of_its_breaks(reader):
    """Chromium names what holds <wbr> with blanks: 中国 气象 报."""
    page = reader.open("/")
    page.locator(".lead h3 a").click()
    heading = page.locator("h1")
    assert heading.locator("wbr").count()
    devtools = page.context.new_cdp_session(page)
    nodes = devtools.send("Accessibility.getFullAXTree")["nodes"]
    (told,) = [node["name"]["value"] for node in nodes if node["role"]["value"] == "heading" and is_level(node, 1)]
    printed = heading.locator("> span").evaluate_all("decks => decks.map(deck => deck.textContent)")
    assert told == " ".join(printed)


def is_level(node, level):
    return {"name": "level", "value": {"type": "integer", "value": level}} in node["properties"]


@pytest.mark.parametrize("font", ["standard", "elder"])
def test_no_line_of_a_suggestion_ends_inside_a_word(reader_with, font):
    reader = reader_with("phone")
    reader.page.context.add_cookies([{"name": "font", "value": font, "url": reader.site.address}])
    page = reader.open("/search/")
    several = 0
    for typed in ("高新区", "济宁高新区", "营商环境", "蓼河"):
        page.locator("#q").fill(typed)
        page.get_by_role("option", name=typed).first.wait_for()
        middles, tops, shown = page.evaluate(f"[...{OF_OPTIONS}, ({LINES})()]")  # at once: more may come meanwhile
        assert font == "standard" or all(top > middle for middle, top in zip(middles, tops, strict=True))
        several += sum(len(lines) > 1 for lines in shown)
        assert [lines for lines in shown for cut in cuts(lines) if cut in inside("".join(lines))] == []
    assert several > 2


def cuts(lines):
    """How many characters, but for white space, stand before each break."""
    return [len("".join("".join(lines[:n]).split())) for n in range(1, len(lines))]


def inside(headline):
    """The places inside its words, jieba's own, counted in the same way."""
    text = fold("".join(headline.split()))
    places, at = set(), 0
    for word in (each for piece in headline.split() for each in words(fold(piece))):
        begins = text.index(word, at)
        at = begins + len(word)
        places |= set(range(begins + 1, at))
    return places
