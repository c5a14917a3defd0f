"""The picture of a page of a PDF: what is hidden in its text is black in it, or there is none."""

import io

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from archive.ingest.readers import pdf, pdf_pictures
from archive.ingest.types import SourcePage, UnreadableSource
from archive.language.personal_numbers import BARS, hidden
from tests import printed

PHONE = "13974628351"
HEAD, TEXT = "热心市民寻亲", f"市民拨打{PHONE}报名，也可以来社区登记。"
SECOND = "记者又去了蓼河边，居民当晚就来散步。"


def read(data: bytes) -> tuple[tuple[SourcePage, ...], list[str]]:
    """The pages, and the lines with the phone hidden."""
    source = pdf.read("a.pdf", data)
    return source.pages, hidden("\n".join(line.text for line in source.lines), {PHONE: 11111}).split("\n")


def drawn(data: bytes) -> bytes:
    """The first page."""
    pages, lines = read(data)
    last = pages[1].first_line - 1 if len(pages) > 1 else len(lines)
    return pdf_pictures.drawn_page(data, pages[0], lines[:last])


def drawn_bare(data: bytes) -> bytes:
    """The first page with nothing hidden."""
    source = pdf.read("a.pdf", data)
    return pdf_pictures.drawn_page(data, source.pages[0], [line.text for line in source.lines])


def test_a_pdf_tells_which_lines_stand_on_which_page():
    source = pdf.read("a.pdf", printed.pdf([HEAD, TEXT], [], ["次版的标题", SECOND, SECOND]))
    assert [(page.number, page.width, page.height) for page in source.pages] == [(1, 780, 1100), (3, 780, 1100)]
    second = source.pages[1].first_line
    assert source.lines[second - 1].text == "次版的标题"
    assert [line.text for line in source.lines[: second - 1] if line.text] == [HEAD, TEXT]


def test_what_is_hidden_is_black_and_all_else_as_printed():
    data = printed.pdf([HEAD, TEXT, SECOND])
    secret, printed_digits = printed.place_of(1, TEXT, PHONE[3:]), printed.place_of(1, TEXT, PHONE[:3])
    page, lines = read(data)[0][0], [HEAD, TEXT, SECOND]
    plain = pdf_pictures.drawn_page(data, page, lines)
    masked = drawn(data)
    assert printed.is_black(masked, secret)
    assert printed.ink_in(plain, secret) > 0
    assert printed.light_in(plain, secret)
    assert printed.ink_in(masked, printed_digits) == pytest.approx(printed.ink_in(plain, printed_digits), rel=0.3)
    changed = ImageChops.difference(*(Image.open(io.BytesIO(each)).convert("L") for each in (plain, masked)))
    left, top, right, bottom = (each / page.scale for each in changed.point(lambda v: 255 * (v > 80)).getbbox())
    assert secret.left - 4 <= left < right <= secret.right + 4
    assert secret.top - 5 <= top < bottom <= secret.bottom + 5


def test_on_a_page_that_lies_on_its_side_it_is_black_too():
    upright = printed.pdf([HEAD, TEXT])
    with pypdfium2.PdfDocument(upright) as document:
        document[0].set_rotation(90)
        stream = io.BytesIO()
        document.save(stream)
    lines = read(upright)[1]
    page = SourcePage(1, 1, 1100, 780)
    picture = Image.open(io.BytesIO(pdf_pictures.drawn_page(stream.getvalue(), page, lines)))
    turned = io.BytesIO()
    picture.rotate(90, expand=True).save(turned, "PNG")
    assert printed.is_black(turned.getvalue(), printed.place_of(1, TEXT, PHONE[3:]))


words = st.text("蓼河新城居民散步,。ab", min_size=1, max_size=12)


@settings(max_examples=8)
@given(before=words, after=words, line=st.integers(1, 8))
def test_wherever_it_stands_every_hidden_digit_is_black(before, after, line):
    text = f"{before}，{PHONE}，{after}"
    data = printed.pdf([HEAD, *[SECOND] * (line - 1), text, SECOND])
    assert printed.is_black(drawn(data), printed.place_of(line, text, PHONE[3:]))


class TestThereIsNone:
    """Where what is hidden cannot be found for sure."""

    def refused(self, data: bytes, lines: list[str] | None = None) -> str:
        pages, read_lines = read(data)
        with pytest.raises(UnreadableSource) as told:
            pdf_pictures.drawn_page(data, pages[0], lines or read_lines)
        return str(told.value)

    @pytest.mark.parametrize("end", ["。", "报名，也可以来社区等待。"])
    def test_where_the_page_reads_otherwise_than_its_kept_text(self, end):
        kept = [HEAD, "", f"市民拨打139████████〔隐甲〕{end}"]
        assert self.refused(printed.pdf([HEAD, TEXT]), kept) == pdf_pictures.NOT_FOUND

    def test_where_the_text_is_not_what_is_seen(self):
        assert self.refused(printed.pdf([HEAD, TEXT], mode=printed.INVISIBLE)) == pdf_pictures.NOT_FOUND

    def test_where_the_text_lies_on_a_picture(self):
        assert self.refused(printed.pdf([HEAD, TEXT], scan=True)) == pdf_pictures.NOT_FOUND

    def test_where_the_boxes_of_the_characters_are_not_where_they_are_printed(self, monkeypatch):
        box = pdf_pictures._box
        monkeypatch.setattr(pdf_pictures, "_box", lambda *of: tuple(edge + 30 for edge in box(*of)))
        assert self.refused(printed.pdf([HEAD, TEXT])) == pdf_pictures.NOT_FOUND

    def test_where_the_file_is_damaged(self):
        data = printed.pdf([HEAD, SECOND])
        page = read(data)[0][0]
        with pytest.raises(UnreadableSource, match="画不成图片"):
            pdf_pictures.drawn_page(data[:200], page, [HEAD, SECOND])
        with pytest.raises(UnreadableSource, match="画不成图片"):
            pdf_pictures.drawn_page(data, SourcePage(7, 1, 780, 1100), [HEAD, SECOND])


@pytest.mark.parametrize("size", [(14400.0, 14400.0), (200.0, 14400.0), (300.0, 400.0), printed.SIZE])
def test_a_picture_is_as_large_as_the_page_says_and_never_huge(size):
    data = printed.pdf([HEAD, SECOND], size=size)
    page = pdf.read("a.pdf", data).pages[0] if size[1] > 900 else SourcePage(1, 1, *size)
    picture = Image.open(io.BytesIO(pdf_pictures.drawn_page(data, page, [HEAD, SECOND])))
    assert picture.size == page.pixels
    assert max(picture.size) <= 2400


@pytest.mark.parametrize("digits", ["139", "𝟏𝟑𝟗"])
def test_rare_characters_are_one_each_and_what_is_hidden_beside_them_is_black(digits):
    number = digits + PHONE[3:]
    data = printed.mapped_pdf(["𬭎𠮷😀", f"𬭎拨打{number}报名"])
    _, lines = read(data)
    masked, plain = (Image.open(io.BytesIO(each)).convert("L") for each in (drawn(data), drawn_bare(data)))
    left, top, right, bottom = ImageChops.difference(masked, plain).point(lambda v: 255 * (v > 80)).getbbox()
    scale = plain.width / printed.SIZE[0]
    wide = 6  # of a character of Courier of 10 points
    hidden_ones = [place for place, shown in enumerate(lines[1]) if shown in BARS]
    assert lines[0] == "𬭎𠮷😀"
    assert 8 <= len(hidden_ones) <= 11
    assert left / scale >= printed.LEFT + wide * hidden_ones[0] - 4
    assert right / scale <= printed.LEFT + wide * (hidden_ones[-1] + 1) + 4
    assert all(masked.getpixel((x, (top + bottom) // 2)) < printed.DARK for x in range(left + 4, right - 4))
