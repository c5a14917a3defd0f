"""What of a value is printed text."""

import pytest

from archive.models.printed import possible_numbers_in, texts_in


@pytest.mark.parametrize(
    "made", ["2026-11-27T23:39:57.777051+00:00", "2026-11-27T23:39:57Z", "0139746283" * 6 + "51ab"]
)
def test_what_a_machine_made_is_none(made):
    assert list(texts_in({"at": made, "body": ["今天开工。"]})) == ["今天开工。"]
    assert possible_numbers_in({"at": made}) == set()


def test_a_moment_amid_words_is():
    assert list(texts_in(["2021-11-05T10:00:00 开工，电话13974628351"])) != []
    assert possible_numbers_in(["电话13974628351"]) == {"13974628351"}
