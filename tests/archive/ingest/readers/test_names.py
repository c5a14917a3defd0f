"""Names of files as text."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers.names import escaped, name_in_text


@pytest.mark.parametrize("name", ["一版.txt", "a b.txt", "河堤上的灯.md"])
def test_a_name_in_utf8_or_gbk_is_itself(name):
    assert name_in_text(name.encode()) == name
    assert name_in_text(name.encode("gbk")) == name


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE])
def test_a_name_that_begins_like_a_mark_of_utf16_is_not_in_it(mark):
    raw = mark.strip(b"\0") + "一版.txt".encode("gbk")
    assert name_in_text(raw).endswith(".txt")
    assert name_in_text(raw).startswith("\\xf")


@given(st.binary(min_size=1, max_size=40).filter(lambda raw: b"/" not in raw and b"\0" not in raw))
def test_any_name_is_one_printable_line(raw):
    name = name_in_text(raw)
    assert name.replace("\u3000", "").isprintable()
    assert escaped(raw).isprintable()
