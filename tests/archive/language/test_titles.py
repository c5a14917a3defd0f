"""Book-title marks round a name, whatever marks it has itself."""

from hypothesis import given
from hypothesis import strategies as st

from archive.language.titles import titled


def test_marks_of_the_name_become_single_ones():
    assert titled("济宁高新新闻") == "《济宁高新新闻》"
    assert titled("央视《新闻联播》") == "《央视〈新闻联播〉》"


@given(st.text("《》〈〉央视"))
def test_double_marks_stand_outside_only(name):
    assert titled(name)[1:-1].count("《") == titled(name)[1:-1].count("》") == 0
    assert titled(name)[0] + titled(name)[-1] == "《》"
