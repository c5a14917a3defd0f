"""Nothing on a page moves once it is shown (cumulative layout shift), however a reader has set the pages."""

import pytest

pytestmark = pytest.mark.browser
SETTINGS = ["/display/?font=standard&theme=light", "/display/?font=standard&theme=dark", "/display/?font=elder"]
# Told from the beginning of a page, before any of it is drawn.
WATCH = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries())
    window.shifts.push([entry.value, entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 120))]);
}).observe({ type: "layout-shift", buffered: true });
"""
PUT_ABOVE = """
const added = document.createElement("p");
added.style.height = "300px";
document.querySelector("main").prepend(added);
"""


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_nothing_moves_while_a_page_is_loaded_and_read(reader_with, kinds, width, setting):
    reader = reader_with(width)
    reader.page.add_init_script(WATCH)
    reader.open(setting)
    moved = {}
    for kind, address in kinds.items():
        page = reader.open(address)
        page.evaluate("scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })")
        page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        shifts = page.evaluate("window.shifts")
        if sum(value for value, _ in shifts) >= 0.01:
            moved[kind] = shifts
    assert not moved, moved


def test_what_moves_is_seen(reader):
    """The watch itself: what is put above the text moves it."""
    reader.page.add_init_script(WATCH)
    page = reader.open("/about/")
    page.evaluate(PUT_ABOVE)
    page.wait_for_function("() => window.shifts.length > 0")
