"""No page asks for what the Content-Security-Policy forbids, none of the desk's either: a browser would say so."""

import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser
FORBIDDEN = "Content Security Policy"
# Which leave the desk, end the session or give a file.
NOT_OPENED = re.compile(r"/admin/(logout|jsi18n|r/)|/export/|/original/|[?]")
MOST = 90


def kind_of(path: str) -> str:
    """The address without its numbers: one page of each kind is opened."""
    return re.sub(r"/\d+/", "/0/", path)


def test_no_page_of_readers_asks_for_what_is_forbidden(reader, kinds):
    for address in [*kinds.values(), "/feeds/", "/exports/", "/issues/undated/", "/nowhere/", "/admin/login/"]:
        page = reader.open(address)
        page.wait_for_load_state("networkidle")
    assert not [said for said in reader.complaints if FORBIDDEN in said]


def test_nor_does_the_desk(reader):
    page = reader.open("/admin/")
    sign_in(page)
    waiting, seen = ["/admin/"], {"/admin/"}
    opened = 0
    while waiting and opened < MOST:
        page = reader.open(waiting.pop(0))
        opened += 1
        for link in page.locator("a[href]").evaluate_all("links => links.map(link => link.href)"):
            path = urlsplit(link).path
            new = path.startswith("/admin/") and kind_of(path) not in seen
            if new and link.startswith(reader.site.address) and not NOT_OPENED.search(link):
                seen.add(kind_of(path))
                waiting.append(path)
    assert {"/admin/archive/article/0/change/", "/admin/archive/newspaper/add/", "/admin/auth/user/"} <= seen
    assert not [said for said in reader.complaints if FORBIDDEN in said]


def test_what_is_forbidden_is_not_done(reader):
    """The policy is one that a browser keeps: a script and a style that somebody got into a page do nothing."""
    page = reader.open("/about/")
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "document.title = 'taken over'";
            document.body.append(script);
            document.body.setAttribute("style", "display: none");
        }"""
    )
    assert page.title() != "taken over"
    assert page.locator("h1").is_visible()
    assert sum(FORBIDDEN in said for said in reader.complaints) == 2


@pytest.mark.parametrize(
    "address", ["/", "/admin/login/", "/api/v1/", "/static/css/newspaper.css", "/nowhere/", "/healthz"]
)
def test_every_answer_carries_the_policy(site, address):
    try:
        headers = urllib.request.urlopen(site.address + address).headers
    except urllib.error.HTTPError as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/", "/search/?q=a", "/api/v1/", "/sitemap.xml", "/admin/", "/feeds/archive.atom"])
def test_a_foreign_host_is_refused_and_said_nowhere(site, address):
    request = urllib.request.Request(site.address + address, headers={"Host": "evil.example"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request)
    assert refused.value.code == 400
    assert "evil.example" not in f"{refused.value.headers}{refused.value.read().decode()}"
