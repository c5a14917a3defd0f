"""An address with a section in it leads to that section, whatever is changed around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.layout.reading import lay_out
from archive.loader.content import content_of_rows
from archive.loader.section_numbers import numbers_after
from archive.models import Article
from archive.services import articles as service
from archive.services.history import restore_version
from archive.services.marked_text import marked_text, with_marked_text
from tests.factories import make_article, make_user

WORDS = st.tuples(st.sampled_from("一二三四"), st.sampled_from("甲乙丙"))


@pytest.mark.parametrize(
    ("old", "new", "numbers"),
    [
        ("一二三", "一二三", [1, 2, 3]),
        ("一二三", "零一二三", [4, 1, 2, 3]),
        ("一二三", "一三", [1, 3]),
        ("一二三", "一改三", [1, 2, 3]),
        ("一二三", "一二甲乙三", [1, 2, 4, 5, 3]),
    ],
)
def test_numbers(old, new, numbers):
    before, after = ([(heading, "") for heading in headings] for headings in (old, new))
    assert numbers_after([1, 2, 3], before, after) == numbers


def test_a_section_is_known_by_its_heading_where_its_text_was_changed():
    assert numbers_after([1, 2], [("一", "甲"), ("二", "乙")], [("二", "改了")]) == [2]


@given(st.lists(WORDS, max_size=8), st.lists(WORDS, max_size=8))
def test_no_two_sections_have_one_number(old, new):
    found = numbers_after(range(1, len(old) + 1), old, new)
    assert len(set(found)) == len(found) == len(new)


def test_anchors_outlive_edits_and_restoring(db):
    row = make_article(body="导语。", headings=(("一", "甲。"), ("二", "乙。")))
    user = make_user()

    def anchors() -> dict[str, str]:
        return {part.heading: part.anchor for part in lay_out(Article.objects.get(pk=row.pk)).parts}

    def edit_text(old: str, new: str) -> None:
        content = content_of_rows(Article.objects.with_parts().get(pk=row.pk))
        text = marked_text(content).replace(old, new)
        assert service.write_article(row.pk, with_marked_text(content, text), service.by_hand(user))

    assert anchors() == {"": "s1", "一": "s2", "二": "s3"}
    edit_text("# 一", "# 零\n新。\n# 一")
    assert anchors() == {"": "s1", "零": "s4", "一": "s2", "二": "s3"}
    edit_text("# 零\n新。\n", "")
    restore_version(row.pk, 2, user)
    assert {name: anchors()[name] for name in ("", "一", "二")} == {"": "s1", "一": "s2", "二": "s3"}
