"""What a task costs whoever does it: clicks, and pixels of scrolling to what is clicked."""

from playwright.sync_api import Page, expect


class Clicks:
    """Counts what an editor clicks or chooses, and by how much the page must be scrolled for it."""

    def __init__(self, page: Page) -> None:
        self.page, self.count, self.pixels = page, 0, 0

    def on(self, selector: str) -> None:
        self.reach(selector)
        self.page.locator(selector).first.click()
        self.count += 1

    def choose(self, selector: str, value: str) -> None:
        """Two clicks: the list is opened, an entry chosen."""
        self.reach(selector)
        self.page.locator(selector).first.select_option(value)
        self.count += 2

    def write(self, selector: str, text: str) -> None:
        """A click into a field, and the keys."""
        self.on(selector)
        self.page.locator(selector).first.fill(text)

    def reach(self, selector: str) -> None:
        """Scroll the page until all of something is in sight."""
        thing = self.page.locator(selector).first
        thing.wait_for()
        before = self.page.evaluate("scrollY")
        thing.evaluate("thing => thing.scrollIntoView({block: 'nearest', behavior: 'instant'})")
        self.pixels += abs(self.page.evaluate("scrollY") - before)

    def message(self, said: str) -> None:
        expect(self.page.locator(".messagelist")).to_contain_text(said)
