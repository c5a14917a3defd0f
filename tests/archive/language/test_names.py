"""Names of persons as they are registered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.names import person_name


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("王 伟", "王伟"),
        ("王　伟", "王伟"),
        (" 欧 阳 晓 晴 ", "欧阳晓晴"),
        ("欧阳 晴", "欧阳晴"),
        ("张三 李四", "张三 李四"),
        ("John  Smith", "John Smith"),
        ("王 Anna", "王 Anna"),
        ("", ""),
    ],
)
def test_a_blank_inside_a_chinese_name_is_no_part_of_it(written, name):
    assert person_name(written) == name


@given(st.text(st.sampled_from("王伟欧阳ab 　\n"), max_size=12))
def test_again_it_is_the_same_and_no_character_is_lost(text):
    name = person_name(text)
    assert person_name(name) == name
    assert "".join(name.split()) == "".join(text.split())
