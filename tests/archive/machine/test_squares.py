"""The QR code at the foot of a print leads to the page that was printed."""

import re
from urllib.parse import unquote

import pytest
import segno
from lxml import etree, html

from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("of", ["article", "/issues/2021-11-05/", "/search/?q=%E8%93%BC%E6%B2%B3&year=2021"])
def test_it_holds_the_address(client, of):
    article = make_article()
    there = article.get_absolute_url() if of == "article" else of
    answer = client.get(f"{there}address.svg") if of == "article" else client.get("/address.svg", {"of": unquote(of)})
    assert answer["Content-Type"] == "image/svg+xml"
    assert dark_in(answer.content) == {
        (row, column)
        for row, modules in enumerate(segno.make(f"http://testserver{there}", micro=False).matrix)
        for column, dark in enumerate(modules)
        if dark
    }


def test_the_foot_of_a_page_of_an_issue_names_that_page(client):
    page = make_article(page="3", section="要闻").page
    there = page.get_absolute_url()
    (foot,) = html.fromstring(client.get(there).content.decode()).xpath("//p[@class='print-foot']")
    assert f"{page.name}http://testserver{there}" in foot.text_content()
    (square,) = foot.xpath("img/@src")
    assert unquote(square) == f"/address.svg?of={there}"
    assert client.get(square).status_code == 200


@pytest.mark.parametrize("of", ["", "https://elsewhere.example/", "@elsewhere.example", f"/search/?q={'报' * 400}"])
def test_it_leads_nowhere_else_and_is_short_enough_to_be_read(client, of):
    make_article()
    assert client.get("/address.svg", {"of": of}).status_code == 404


def dark_in(svg):
    """The dark modules that the path of an SVG draws: strokes along the middle of each row."""
    (drawn,) = etree.fromstring(svg).xpath("//*[local-name()='path']/@d")
    dark, x, y = set(), 0.0, 0.0
    for command, numbers in re.findall(r"([Mmh])([-0-9. ]+)", drawn):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            dark |= {(int(y), int(x) + step) for step in range(int(values[0]))}
            x += values[0]
        else:
            x, y = (values[0], values[1]) if command == "M" else (x + values[0], y + values[1])
    return dark
