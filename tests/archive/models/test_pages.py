"""How a page is called."""

import pytest

from archive.models import Page


@pytest.mark.parametrize(
    ("number", "label"),
    [
        ("1", "01版"),
        ("12", "12版"),
        ("A02", "A02版"),
        ("a3", "a03版"),
        ("2-3", "2-3版"),
        ("要闻版", "要闻版"),
        ("特刊", "特刊版"),
    ],
)
def test_a_number_has_two_digits_and_what_is_no_number_stays(number, label):
    assert Page(number=number).label == label
