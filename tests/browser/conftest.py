"""A real Chromium looking at a real gunicorn that serves the seeds from a data folder of its own."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from tests.browser.install_chromium import find_chromium

ROOT = Path(__file__).resolve().parent.parent.parent
EDITOR = {"EDITOR_USERNAME": "bianji", "EDITOR_PASSWORD": "liaohe-xincheng-2021"}
START_SECONDS = 60
# What `make serve` does before it serves, and an editor; one article that was taken back, for the page that says so.
SET_UP = """
from django.contrib.auth.models import User
from django.core.management import call_command
from archive.services import statuses
call_command("migrate", verbosity=0)
call_command("ingest", "fixtures/seeds")
call_command("rebuild_index")
call_command("create_editor", no_input=True)
article = Article.objects.create(newspaper=Newspaper.main(), title="重复入库的一篇", permanent_id="withdrawn")
statuses.apply_verb(article.pk, statuses.VERBS["withdraw"], User.objects.get(), reason="与另一篇重复")
"""
# A busy machine must not fail a test: what is expected comes within this, or never.
expect.set_options(timeout=30_000)
WIDTHS = {"phone": 390, "desktop": 1280}
CHROMIUM = (
    "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-component-update "
    "--disable-sync --force-color-profile=srgb"
)


@dataclass(frozen=True)
class Site:
    address: str
    environment: dict[str, str]
    server: int = 0  # the process that has the workers

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One site for all browser tests but those that change what others look at."""
    with served(tmp_path_factory.mktemp("site")) as site:
        yield site


@contextmanager
def served(data: Path) -> Iterator[Site]:
    """A site with the seeds in it, as `make serve` makes it."""
    port = free_port()
    inherited = {name: value for name, value in os.environ.items() if not re.match("BAOKU|DJANGO", name)}
    environment = {
        **inherited,
        **EDITOR,
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    site = Site(f"http://127.0.0.1:{port}", environment)
    site.manage("shell", "-c", SET_UP)
    command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        assert any(site.address in line for line in server.stdout), "gunicorn did not come up"
        yield replace(site, server=server.pid)
    finally:
        server.terminate()
        server.wait(timeout=START_SECONDS)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Package scope, not session: while Playwright runs, Django takes this thread for an async one.
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM.split())
        yield browser
        browser.close()


ACTS = ("check", "click", "evaluate", "fill", "press", "select_option", "set_input_files", "uncheck")


@pytest.fixture(scope="package", autouse=True)
def nobody_acts_before_a_page_has_loaded() -> Iterator[None]:
    """A click returns before the page that it leads to has run its scripts: on a busy machine the next step of a test
    would come before them."""
    with pytest.MonkeyPatch.context() as patched:
        for name in ACTS:
            patched.setattr(Locator, name, once_loaded(getattr(Locator, name)))
        patched.setattr(Page, "evaluate", once_loaded(Page.evaluate))
        patched.setattr(Page, "keyboard", property(once_loaded(Page.keyboard.fget)))
        yield


def once_loaded(act: Callable[..., Any]) -> Callable[..., Any]:
    def acted(it: Locator | Page, *args: object, **options: object) -> Any:
        (it if isinstance(it, Page) else it.page).wait_for_load_state()
        return act(it, *args, **options)

    return acted


class Reader:
    """Someone with a browser window on the site: keeps what the console says and takes pictures."""

    def __init__(self, context: BrowserContext, site: Site) -> None:
        self.page: Page = context.new_page()
        self.site = site
        self.complaints: list[str] = []
        self.page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, address: str) -> Page:
        self.page.goto(self.site.address + address)
        return self.page

    def picture(self, name: str) -> None:
        """For people to look at, under DATA_DIR/screenshots: only where they were asked for (`make pictures`)."""
        if "PICTURES" not in os.environ:
            return
        settings.SCREENSHOTS_DIR.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=settings.SCREENSHOTS_DIR / f"{name}.png", full_page=True)

    def scrolls_sideways(self) -> bool:
        self.page.wait_for_load_state()  # a click returns before the page that it leads to has anything in it
        return self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def sign_in(page: Page) -> Page:
    """The same window, on the page of the desk that asked who is there, once the editor has signed in."""
    page.locator("#id_username").fill(EDITOR["EDITOR_USERNAME"])
    page.locator("#id_password").fill(EDITOR["EDITOR_PASSWORD"])
    page.locator("input[type=submit]").click()
    return page


@pytest.fixture
def reader_with(chromium: Browser, site: Site):
    """reader_with("phone", scripts=False): a fresh window without cookies."""
    contexts = []

    def make(width: str = "desktop", scripts: bool = True) -> Reader:
        context = chromium.new_context(
            viewport={"width": WIDTHS[width], "height": 900},
            color_scheme="light",
            java_script_enabled=scripts,
            locale="zh-CN",
        )
        contexts.append(context)
        return Reader(context, site)

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def reader(reader_with):
    return reader_with()


@pytest.fixture(scope="package")
def kinds(site: Site) -> dict[str, str]:
    """One address of every kind of page, found the way a reader finds them: by following links."""

    def get(address: str) -> str:
        with urllib.request.urlopen(site.address + address) as response:
            return response.read().decode()

    def link(where: str, pattern: str) -> str:
        found = re.search(f'href="({pattern})"', get(where))
        assert found, f"{where} has no link to {pattern}"
        return found[1]

    article = link("/issues/2021-11-05/", "/articles/[^/]+/")
    return {
        "front": "/",
        "years": "/issues/",
        "year": "/issues/2021/",
        "month": "/issues/2021-11/",
        "articles": "/issues/2021/articles/",
        "issue": "/issues/2021-11-05/",
        "reading": "/issues/2021-11-05/read/",
        "article": article,
        "headed": link("/issues/2023/", "/articles/[^/]+/"),
        "source": f"{article}source/?lines=17-19",
        "source_text": f"{article}source/?view=text",
        "where": f"{article}correct/",
        "correct": f"{article}correct/?p=1",
        "thanks": f"{article}correct/?p=1&sent",
        "columns": "/columns/",
        "column": link("/columns/", "/columns/[^/]+/"),
        "sections": "/sections/",
        "contributors": "/contributors/",
        "contributor": link("/contributors/", "/contributors/[^/]+/"),
        "about": "/about/",
        "holdings": "/holdings/",
        "holdings_year": "/holdings/2021/",
        "search": "/search/?q=蓼河新城",
        "hit": link("/search/?q=%E8%93%BC%E6%B2%B3%E6%96%B0%E5%9F%8E", '/articles/[^"]+[?]q=[^"]+').replace(
            "&amp;", "&"
        ),
        "citations": "/search/citations/?q=蓼河新城",
        "nothing": "/search/?q=zqxzqx",
        "help": "/help/search/",
        "research": "/research/",
        "phrases": "/research/phrases/?q=蓼河新城",
        "quotations": "/research/quotations/?text=从来没有在报上印过的一句话。",
        "clippings": f"/clippings/?a={article.split('/')[2]},nosuch&n-{article.split('/')[2]}=要引",
        "no_clippings": "/clippings/",
        "missing": "/articles/no-such-article/",
        "withdrawn": "/articles/withdrawn/",
    }
