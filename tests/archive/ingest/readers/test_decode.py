"""Bytes to text: every encoding of an office, and the files that are no text."""

import codecs

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers import formats
from archive.ingest.readers.decode import decode
from archive.ingest.types import UnreadableSource

NEWS = (
    "本报讯（记者 孟海潮）6月3日清晨，滨河街道的居民发现，旧码头边的栈道已经修好。\n"
    "“走上去稳稳当当，晚上还有灯。”家住东岸小区的退休教师说，他每天要来回走两趟。\n"
    "据了解，栈道全长1.2公里，下一步还将补种柳树三百余株。\n"
)
TRADITIONAL = opencc.OpenCC("s2t").convert(NEWS)


@pytest.mark.parametrize(
    ("encoding", "text", "found"),
    [
        ("utf-8", NEWS, "utf-8"),
        ("utf-8-sig", NEWS, "utf-8-sig"),
        ("utf-16", NEWS, "utf-16"),
        ("utf-16-le", NEWS, "utf-16-le"),
        ("utf-16-be", NEWS, "utf-16-be"),
        ("utf-32", NEWS, "utf-32"),
        ("gb18030", NEWS, "gb18030"),
        ("gbk", NEWS, "gb18030"),
        ("gb18030", TRADITIONAL, "gb18030"),
        ("big5", TRADITIONAL, "big5hkscs"),
        ("gb18030", "蓼河新城", "gb18030"),
        ("ascii", "Baoku 2021\n", "utf-8"),
    ],
)
def test_encodings_of_an_office(encoding, text, found):
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
@pytest.mark.parametrize("marks", [1, 2])
def test_marks_of_byte_order_are_no_text(encoding, marks):
    assert decode(("\ufeff" * marks + NEWS).encode(encoding)).text == NEWS


def test_rare_characters_of_gb18030_are_kept():
    text = NEWS + "㐂𠮷䶮镕堃"
    assert decode(text.encode("gb18030")).text == text


@pytest.mark.parametrize("charset", ["gb2312", "big5", "utf-8"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_page_that_lies_about_its_charset(charset, encoding):
    page = f'<html><head><meta charset="{charset}"><title>河堤</title></head><body><p>{NEWS}</p></body></html>'
    assert decode(page.encode(encoding)).text == page


def test_a_foreign_encoding_is_a_guess():
    text = "これは日本語の新聞です。今日は天気がいいですね。東京の天気予報をお知らせします。"
    decoded = decode(text.encode("shift_jis"))
    assert decoded.text == text
    assert decoded.encoding == "cp932"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b" \r\n\t", "空的"),
        ("\u3000\u3000\n".encode(), "只有空白"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG 图片"),
        (b"\xd0\xcf\x11\xe0" + bytes(40), "旧版 Word"),
        (bytes(range(256)) * 4, "编码"),
        (b"\x01\x02\x03abc\x04" * 30, "二进制"),
        (NEWS.encode() + b"\xe6\x9c", "第 4 行"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "编码"),
    ],
)
def test_what_is_no_text_says_why_and_what_to_do(data, reason):
    with pytest.raises(UnreadableSource, match=reason) as error:
        decode(data)
    assert "请" in str(error.value)


@given(st.binary(max_size=400))
def test_any_bytes_end_in_text_or_in_a_report(data):
    try:
        decoded = decode(data)
    except UnreadableSource:
        return
    if decoded.encoding in {"utf-8", "utf-8-sig", "gb18030"}:
        assert decoded.text.encode(decoded.encoding) == data


@given(st.text(st.sampled_from(NEWS), min_size=1).filter(str.strip), st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
def test_what_was_encoded_comes_back(text, encoding):
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (rb"{\rtf1\ansi\ansicpg936 \u26149?\'b4\'cc}", "另存为 docx"),
        (
            b"From: a@b.cn\r\nSubject: =?utf-8?B?5pil?=\r\n a\r\nMIME-Version: 1.0\r\n\r\nbody",
            "正文另存为 txt，附件另外上传",
        ),
        (b"Received: from b\n\tby c\nFrom: a@b.cn\n\nbody", "正文另存为 txt，附件另外上传"),
    ],
)
def test_what_another_program_keeps_its_texts_in_is_refused_with_what_to_do(data, told):
    with pytest.raises(UnreadableSource, match=told):
        formats.read("来稿.txt", data)


@pytest.mark.parametrize("line", ["key%d: value\r\n", "http://www.example.cn/2020/%d.htm\r\n", "key%d: a\n b\n"])
def test_as_many_labels_as_a_file_has_are_looked_through_once(line):
    """A pattern that takes the end of a line in two ways never comes back from sixty of them."""
    labels = "".join(line % number for number in range(500))
    assert formats.read("来稿.txt", f"{labels}\n正文第一段。\n".encode()).lines


def test_a_label_that_mails_have_too_makes_no_mail():
    text = "title: 春天\r\nreceived: 2020-01-01\r\n\r\n正文第一段。\r\n"
    assert any("正文" in line.text for line in formats.read("来稿.txt", text.encode()).lines)


def test_a_text_that_speaks_of_mails_is_none():
    text = "From: 编辑部\n正文说邮件。\n\nReceived: 昨天"
    assert [line.text for line in formats.read("来稿.txt", text.encode()).lines if line.text] == [
        "From: 编辑部",
        "正文说邮件。",
        "Received: 昨天",
    ]
