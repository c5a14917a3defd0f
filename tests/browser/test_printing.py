"""What stands where on printed sheets: no headline parts from its text, sheets are filled, their foot is one line."""

from dataclasses import dataclass

import pypdfium2
import pytest

pytestmark = pytest.mark.browser

MILLIMETRE = 72 / 25.4
FOOT = 14 * MILLIMETRE  # the margin below, as the stylesheet has it
# An issue of many stories of every length, in the page's own markup: each headline and opening has a number, so that
# a headline is to be found at every height of a sheet.
STORIES = """() => {
  const page = document.querySelector(".sheet"), model = page.querySelector(".set.long");
  const text = [...model.querySelectorAll("p:not(.signed, .kicker, .subtitle)")].map(each => each.textContent).join("");
  for (const set of page.querySelectorAll(".set:not(.lead), .briefs")) set.remove();
  for (let n = 0; n < 60; n++) {
    const set = model.cloneNode(true), columns = set.querySelector(".columns");
    set.querySelector("h3").textContent = `题目${n}号建设北部新区的消息`;
    for (const each of set.querySelectorAll(".columns")) if (each !== columns) each.remove();
    columns.replaceChildren(...[...Array(1 + n % 7).keys()].map(k => {
      const paragraph = document.createElement("p");
      paragraph.textContent = (k ? "" : `开头${n}号。`) + text.slice(k * 40, k * 40 + 90 + 37 * (n % 5));
      return paragraph;
    }));
    page.append(set);
  }
}"""
# A search of many hits, numbered likewise.
HITS = """() => {
  const list = document.querySelector(".items"), model = list.querySelector("li");
  list.replaceChildren(...[...Array(50).keys()].map(n => {
    const hit = model.cloneNode(true);
    hit.querySelector("h3").textContent = `题目${n}号`;
    hit.querySelector(".snippet").textContent = `开头${n}号。`;
    return hit;
  }));
}"""
# The headlines of one page that are many, beside two pages of few, as an issue with pages has them.
PAGES = """() => {
  const pages = document.createElement("div");
  pages.className = "pages-of-issue";
  for (const many of [45, 4, 4]) {
    const page = document.createElement("section");
    page.innerHTML = '<h2><a href="#">02版</a></h2><ul class="headlines">'
      + `<li><a href="#">北部新区建设的消息</a></li>`.repeat(many) + "</ul>";
    pages.append(page);
  }
  document.querySelector(".contents").append(pages);
}"""


@dataclass(frozen=True)
class Place:
    """Where on which sheet a text begins, in points from the left and the bottom."""

    sheet: int
    left: float
    bottom: float


@pytest.fixture
def sheets_of(tmp_path):
    def printed(page) -> pypdfium2.PdfDocument:
        page.pdf(path=tmp_path / "printed.pdf", prefer_css_page_size=True)
        return pypdfium2.PdfDocument(tmp_path / "printed.pdf")

    return printed


def place_of(sheets: pypdfium2.PdfDocument, text: str) -> Place:
    for number, sheet in enumerate(sheets):
        words = sheet.get_textpage()
        found = words.search(text).get_next()
        if found:
            left, bottom, _, _ = words.get_charbox(found[0])
            return Place(number, left, bottom)
    raise AssertionError(f"{text} is not printed")


def test_no_headline_parts_from_its_text_and_sheets_are_filled(reader, sheets_of):
    page = reader.open("/issues/2021-11-05/read/")
    page.evaluate(STORIES)
    sheets = sheets_of(page)
    assert len(sheets) > 3
    for number in range(60):
        headline, opening = place_of(sheets, f"题目{number}号"), place_of(sheets, f"开头{number}号")
        assert headline.sheet == opening.sheet
        assert headline.bottom > opening.bottom
        assert abs(headline.left - opening.left) < 30, "the text begins in another column"
    for sheet in list(sheets)[:-1]:
        words = sheet.get_textpage()
        width, _ = sheet.get_size()
        boxes = [words.get_charbox(n) for n in range(words.count_chars())]
        for column in range(3):
            begins, ends = width * column / 3, width * (column + 1) / 3
            lowest = min(bottom for left, bottom, _, _ in boxes if begins <= left < ends and bottom > FOOT)
            assert lowest < FOOT + 35 * MILLIMETRE, "a column ends high above the foot"


def test_a_hit_is_printed_on_one_sheet(reader, sheets_of):
    page = reader.open("/search/?q=蓼河")
    page.evaluate(HITS)
    sheets = sheets_of(page)
    assert len(sheets) > 2
    for number in range(50):
        assert place_of(sheets, f"题目{number}号").sheet == place_of(sheets, f"开头{number}号").sheet


def test_no_sheet_has_the_foot_of_a_search_alone(reader, sheets_of):
    """Each time the hits end a little lower, until they go over to a second sheet."""
    page = reader.open("/search/?q=蓼河")
    page.evaluate(HITS)
    page.evaluate("document.querySelectorAll('.items > li:nth-child(n + 5)').forEach(hit => hit.remove())")
    alone, on_two = [], 0
    for height in range(0, 1000, 24):
        page.evaluate(f"document.querySelector('.items').style.paddingTop = '{height}px'")
        sheets = sheets_of(page)
        if len(sheets) == 2:
            on_two += 1
            last = sheets[1].get_textpage()
            alone += [height] if "题目3号" not in last.get_text_range() else []
        if on_two == 4:
            break
    assert on_two == 4
    assert alone == []


def test_many_headlines_of_one_page_run_over_all_columns_of_the_sheet(reader, sheets_of):
    page = reader.open("/issues/2021-11-05/")
    page.evaluate(PAGES)
    assert len(sheets_of(page)) == 1


@pytest.mark.parametrize(
    "there", ["/issues/2021-11-05/read/", f"/search/?q=蓼河 {'abcdefgh ' * 20}", f"/search/?q=蓼河 {'桥' * 90}"]
)
def test_the_foot_of_a_sheet_is_one_line_with_its_number_whole(reader, sheets_of, there):
    sheets = sheets_of(reader.open(there))
    for number, sheet in enumerate(sheets, start=1):
        words = sheet.get_textpage()
        width, _ = sheet.get_size()
        foot = words.get_text_bounded(0, 0, width, FOOT).strip()
        assert foot.startswith(reader.site.address)
        assert foot.endswith(f"{number} / {len(sheets)}")
        boxes = [words.get_charbox(n) for n in range(words.count_chars())]
        low = [box for box in boxes if box[3] < FOOT and box[2] > box[0]]
        assert max(top for _, _, _, top in low) - min(bottom for _, bottom, _, _ in low) < 12, "more than one line"
        number_begins = min(left for left, _, _, _ in low if left > width * 0.88)
        assert max(right for left, _, right, _ in low if left <= width * 0.88) < number_begins
        assert max(right for _, _, right, _ in low) < width - 12 * MILLIMETRE


def test_every_sheet_of_an_article_has_its_address(reader, sheets_of):
    page = reader.open("/search/?sort=newest")
    for there in {link.get_attribute("href").partition("?")[0] for link in page.locator(".items h3 a").all()}:
        for sheet in sheets_of(reader.open(there)):
            width, _ = sheet.get_size()
            assert reader.site.address + there in sheet.get_textpage().get_text_bounded(0, 0, width, FOOT)


def test_the_particulars_of_a_file_stay_together(reader, sheets_of):
    page = reader.open("/search/?sort=newest")
    for there in {link.get_attribute("href").partition("?")[0] for link in page.locator(".items h3 a").all()}:
        page = reader.open(f"{there}source/")
        left = page.locator(".left > summary")
        sheets = sheets_of(page)
        assert place_of(sheets, "这份文件").sheet == place_of(sheets, "指纹").sheet
        if left.count():
            printed = "".join(sheet.get_textpage().get_text_range() for sheet in sheets)
            assert "不在这篇文章里" not in printed, "the head of what is folded away"


def test_the_list_of_a_person_is_printed_over_the_whole_sheet(reader, kinds):
    page = reader.open(kinds["contributor"])
    page.emulate_media(media="print")
    assert page.locator(".items").bounding_box()["width"] == page.locator("main").bounding_box()["width"]
    assert not page.get_by_role("link", name="这些文章的引文").is_visible()
