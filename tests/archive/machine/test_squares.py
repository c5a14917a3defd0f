"""The QR code at the foot of a print leads to the page that was printed."""

import re

import pytest
import segno
from lxml import etree

from tests.factories import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("of", ["article", "issue"])
def test_it_holds_the_address(client, of):
    article = make_article()
    there = (article if of == "article" else article.issue).get_absolute_url()
    answer = client.get(f"{there}address.svg")
    assert answer["Content-Type"] == "image/svg+xml"
    assert dark_in(answer.content) == {
        (row, column)
        for row, modules in enumerate(segno.make(f"http://testserver{there}", micro=False).matrix)
        for column, dark in enumerate(modules)
        if dark
    }


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
