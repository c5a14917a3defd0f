"""References of several articles by GB/T 7714: numbered, or by author and year."""

import re

from hypothesis import given
from hypothesis import strategies as st

from archive.takeaway.citations import Reference, gbt7714_2025
from archive.takeaway.reference_lists import CITATION_STYLES


def ref(title="河清", authors=(), date="2021-11-05", guessed=False):
    return Reference("k", tuple(authors), title, "蓼河时报", date, guessed, "01", None, "https://x.cn/a/")


def texts(style, *references):
    listed = CITATION_STYLES[style].listed(references)
    return [each.mark for each in listed], [each.text for each in sorted(listed, key=lambda each: each.place)]


def test_numbered_ones_stand_as_they_come_and_are_those_of_the_article():
    marks, entries = texts("2025", ref("乙", ["周禾"]), ref("甲"))
    assert marks == ["[1]", "[2]"]
    assert entries == [f"[1] {gbt7714_2025(ref('乙', ['周禾']))}", f"[2] {gbt7714_2025(ref('甲'))}"]


def test_by_author_and_year():
    given_ = [
        ref("甲", ["周禾"]),
        ref("乙", date="2020-03"),
        ref("丙", ["陈曦", "周禾"], "2019-01-02"),
        ref("丁", ["周禾"], "2021-01-01"),
    ]
    marks, entries = texts("2025-author", *given_)
    assert marks == ["（周禾，2021b）", "（佚名，2020）", "（陈曦 等，2019）", "（周禾，2021a）"]
    assert entries == [
        "陈曦，周禾，2019. 丙[N/OL]. 蓼河时报，2019-01-02（01）. https://x.cn/a/.",
        "佚名，2020. 乙[N/OL]. 蓼河时报，2020-03（01）. https://x.cn/a/.",
        "周禾，2021a. 丁[N/OL]. 蓼河时报，2021-01-01（01）. https://x.cn/a/.",
        "周禾，2021b. 甲[N/OL]. 蓼河时报，2021-11-05（01）. https://x.cn/a/.",
    ]


def test_a_year_that_is_estimated_or_not_known():
    marks, entries = texts("2015-author", ref("甲", ["周禾"], "2021", guessed=True), ref("乙", ["周禾"], ""))
    assert marks == ["(周禾, [2021])", "(周禾, [日期不详])"]
    assert entries[0].startswith("周禾, [2021]. 甲[N/OL]. 蓼河时报, [2021](01)[")


def test_latin_names_come_last():
    _, entries = texts("2025-author", ref("甲", ["Smith"]), ref("乙", ["张三"]), ref("丙", ["阿来"]))
    assert [entry[:2] for entry in entries] == ["阿来", "张三", "Sm"]


people = st.lists(st.sampled_from(["周禾", "陈曦", "Smith", "邱田", "刘菲"]), max_size=5, unique=True)
references = st.lists(
    st.builds(ref, st.just("题"), people, st.sampled_from(["2021", "2020-01", "", "2021-05-06"])), max_size=60
)


@given(references, st.sampled_from(["2025-author", "2015-author"]))
def test_no_two_have_the_same_mark_and_each_leads_to_its_entry(several, style):
    listed = CITATION_STYLES[style].listed(several)
    assert len({each.mark for each in listed}) == len(several)
    assert sorted(each.place for each in listed) == list(range(1, len(several) + 1))
    for each in listed:
        year = re.search(r"(\[日期不详[a-z]*\]|20\d\d[a-z]*)[）)]$", each.mark)[1]
        assert re.match(rf"[^.]*{re.escape(year)}\. 题", each.text)
