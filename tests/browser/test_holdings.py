"""A librarian wants to know what is missing: from the front page to the ledger, a year of it, and the table."""

import csv

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_what_is_missing_is_found_without_scripts(reader_with, width):
    reader = reader_with(width, scripts=False)
    page = reader.open("/")
    page.locator(".home .note.holdings a").click()
    assert page.get_by_role("heading", level=1).inner_text() == "馆藏账"
    assert "至少缺81期" in page.locator(".in-short").inner_text()
    assert not reader.scrolls_sideways()
    reader.picture(f"holdings-{width}")
    month = page.get_by_role("link", name="11月，收1期")
    assert month.bounding_box()["height"] >= 24
    month.click()
    assert page.url.endswith("/holdings/2021/#m11")
    assert "2021年第1–81期" in page.locator("main").inner_text()
    page.get_by_role("link", name="2021年11月5日").first.click()
    assert page.url.endswith("/issues/2021-11-05/")


def test_the_table_is_taken_away(reader):
    page = reader.open("/holdings/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载表格（CSV）").click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["类别"], row["期数"]) for row in rows if row["类别"] == "缺"] == [("缺", "81")]
