"""PDF files are read back by PDFium: every character is found again, the columns hold what they show."""

import ctypes
import re
from collections import Counter
from io import BytesIO

import pypdfium2
import pytest
from django.core.cache import caches
from django.core.management import call_command
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.models import PersonalNumber
from archive.takeaway import kept_pdfs, pdf, pdf_fonts, pdf_pages, pdf_type, tables
from archive.takeaway.pdf_type import SetLine, broken, set_width, settable
from archive.takeaway.tables import TABLES, TableRow
from tests.factories import edit, hide_numbers, make_article, make_user, withdraw
from tests.unwrapped import text_of_pages

LONG = "高新区坚持“项目为王”，今年以来新签约项目（含增资）35个，总投资402.6亿元——全市第一。" * 60


def squeezed(text):
    return "".join(text.split())


def lacking(expected, found):
    """What of a text is not in another, character by character."""
    return Counter(squeezed(expected)) - Counter(squeezed(found))


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.PDFS_DIR = tmp_path / "pdfs"


@pytest.fixture
def story(db):
    return make_article(
        "高新区在全市重点项目现场观摩评比中再获佳绩",
        kicker="在全市观摩评比中",
        subtitle="——三个项目列前十",
        byline="记者 刘菲",
        people=(("刘菲", "记者"),),
        body=f"本报讯(记者 刘菲) 鎔、䶮、é与𠮷同在。\n{LONG}",
        headings=(("下一步", "加快建设。"),),
        captions=("观摩现场。",),
        page="1",
        section="要闻",
        editor_note="本报今起推出专栏。",
    )


def test_an_article_is_found_again_character_by_character(client, story):
    answer = client.get(f"/articles/{story.permanent_id}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert pypdfium2.PdfDocument(answer.content).get_metadata_value("Author") == "记者 刘菲"
    pages = text_of_pages(answer.content)
    together = "".join(pages)
    printed = [story.kicker, story.title, story.subtitle, story.byline, story.editor_note, "下一步", "观摩现场。"]
    text = "".join(printed) + "\n".join(section.body for section in story.sections.all()).replace("𠮷", "")
    assert not lacking(text, together)
    assert "〔U+20BB7〕" in together
    assert LONG[:200] in squeezed(together)  # in the order of reading
    for number, page in enumerate(pages, 1):
        for said in (
            "济宁高新新闻·2021年11月5日星期五",
            "01版：要闻",
            f"/articles/{story.permanent_id}/",
            f"{number}/{len(pages)}",
        ):
            assert said in squeezed(page)
    assert client.get(f"/articles/{story.permanent_id}.pdf").content == answer.content
    withdraw(story, "误登")
    assert client.get(f"/articles/{story.permanent_id}.pdf").status_code == 410


def fonts_of(file):
    """Name of each font that the pages use -> whether the file holds it."""
    found = {}
    for page in pypdfium2.PdfDocument(file):
        for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT]):
            font = pypdfium2.raw.FPDFTextObj_GetFont(one)
            name = ctypes.create_string_buffer(100)
            pypdfium2.raw.FPDFFont_GetBaseFontName(font, name, len(name))
            called = name.value.decode().rpartition("+")[2]  # without the mark of a subset
            found[called] = bool(pypdfium2.raw.FPDFFont_GetIsEmbedded(font))
    return found


def test_a_file_holds_the_type_it_is_set_in(story):
    assert fonts_of(pdf.as_pdf(story, "http://testserver")) == {"Baoku-Serif": True, "Baoku-Serif-Bold": True}


def test_a_subset_holds_the_outlines_of_its_characters_alone(story):
    face = pdf_fonts.embedded()["Regular"].face
    font = TTFont(BytesIO(face.makeSubset([0, *map(ord, "高，A")])))
    assert len(font.getGlyphOrder()) == 4
    original = face.outlines.getGlyphSet()
    for code, character in enumerate("高，A", 1):
        drawn, expected = BoundsPen(font.getGlyphSet()), BoundsPen(original)
        font.getGlyphSet()[font["cmap"].tables[0].cmap[code]].draw(drawn)
        original[face.charToGlyph[ord(character)]].draw(expected)
        assert drawn.bounds == pytest.approx(expected.bounds, abs=2)


def test_without_a_font_of_the_system_song_is_named_and_a_check_says_so(client, story, monkeypatch, capsys):
    for module in (pdf_type, pdf_pages):
        monkeypatch.setattr(module, "embedded", dict)
    for kept in (pdf_type._shown, pdf_type._face, pdf_type._width):
        monkeypatch.setattr(pdf_type, kept.__name__, kept.__wrapped__)
    file = pdf.as_pdf(story, "http://testserver")
    assert fonts_of(file) == {"STSong-Light": False, "Times-Roman": False}
    assert not lacking(LONG, "".join(text_of_pages(file)))
    monkeypatch.setattr(pdf_fonts, "font_file", lambda: None)
    call_command("check")
    assert "PDF files hold no font" in capsys.readouterr().err


def test_the_square_holds_the_address(story):
    """Its dark dots, as they are drawn, against those of the code."""
    page = pypdfium2.PdfDocument(pdf.as_pdf(story, "http://testserver"))[0]
    image = page.render(scale=8).to_pil().convert("1")
    matrix = pdf_pages.segno.make(f"http://testserver/articles/{story.permanent_id}/", micro=False).matrix
    dot = pdf_pages.SQUARE / len(matrix)
    left, top = pdf_pages.WIDE - pdf_pages.MARGIN - pdf_pages.SQUARE, pdf_pages.HIGH - (pdf_pages.BOTTOM - 20)
    drawn = [
        [
            not image.getpixel((int((left + (at + 0.5) * dot) * 8), int((top + (row + 0.5) * dot) * 8)))
            for at in range(len(matrix))
        ]
        for row in range(len(matrix))
    ]
    assert drawn == [[bool(dark) for dark in row] for row in matrix]


def test_nothing_is_set_beyond_its_column(story):
    """As PDFium places characters, on a page full of lines."""
    document = pypdfium2.PdfDocument(pdf.as_pdf(story, "http://testserver"))
    text = document[0].get_textpage()
    middle = pdf_pages.MARGIN + pdf_pages.COLUMN_ROOM
    for at in range(text.count_chars()):
        left, bottom, right, top = text.get_charbox(at)
        if pdf_pages.BOTTOM < bottom < top < 600 and right > left:
            assert right <= middle + 1 or left >= middle + pdf_pages.GUTTER - 1
            assert pdf_pages.MARGIN - 1 <= left <= right <= pdf_pages.WIDE - pdf_pages.MARGIN + 1


def test_an_issue_is_one_file_page_by_page(client, story):
    make_article("次版一篇", body="次版的正文。", page="2")
    withdraw(make_article("撤回的一篇", page="2"), "误登")
    answer = client.get("/issues/2021-11-05.pdf")
    together = squeezed("".join(text_of_pages(answer.content)))
    places = [
        together.index(part) for part in ("01版：要闻", story.kicker, "下一步", "02版", "次版一篇", "次版的正文。")
    ]
    assert places == sorted(places)
    assert "撤回的一篇" not in together
    assert 'href="/issues/2021-11-05.pdf"' in client.get("/issues/2021-11-05/").content.decode()
    assert client.get("/issues/2021-11-06.pdf").status_code == 404
    assert client.get("/issues/2021-11-05.pdf", headers={"If-None-Match": answer["ETag"]}).status_code == 304


def test_of_a_long_issue_it_says_what_it_lacks(client, story, monkeypatch):
    make_article("次版一篇", page="2")
    monkeypatch.setattr(pdf, "MOST_IN_PDF", 1000)
    together = squeezed("".join(text_of_pages(client.get("/issues/2021-11-05.pdf").content)))
    assert "这一期共2篇，这里是前1篇，其余见本期网页。" in together
    assert "次版一篇" not in together


def test_of_a_long_article_it_says_what_it_lacks(client, story, monkeypatch):
    monkeypatch.setattr(pdf, "MOST_IN_PDF", 1000)
    for there in (f"/articles/{story.permanent_id}.pdf", "/issues/2021-11-05.pdf"):
        together = squeezed("".join(text_of_pages(client.get(there).content)))
        said = re.search("全文共([0-9]+)字，这份文件只有前([0-9]+)字；全文见网页，或下载Word、纯文本。", together)
        assert int(said[1]) > len(LONG)
        assert 850 < int(said[2]) <= 1000
        assert story.subtitle in together[: said.start()]
        assert 850 < together.count("高新区坚持") * len(LONG) / 60 < 1000


def test_an_article_of_a_million_characters_is_no_longer_than_others():
    """Of one paragraph, too."""
    told = list(pdf._bounded([pdf.Piece("title", "题"), pdf.Piece("paragraph", "长" * 1_000_000)], 300_000))
    assert [piece.kind for piece in told] == ["title", "lacking", "paragraph"]
    assert len(told[-1].text) == 300_000 - pdf.OF_A_LINE, "the title takes a line"


def test_as_many_short_lines_are_set_as_there_is_room_for():
    told = list(pdf._bounded([pdf.Piece("paragraph", "短")] * 100_000, 300_000))
    assert len(told) == 1 + 300_000 / pdf.OF_A_LINE
    assert told[0].text.startswith("全文共100000字，这份文件只有前15000字")


@pytest.mark.parametrize(("length", "kept"), [(3, 2500), (40, 1250)])
def test_headings_take_as_much_of_the_room_as_it_takes_to_set_them(length, kept):
    """Their lines end between words: one takes six times what a line of a paragraph does."""
    told = list(pdf._bounded([pdf.Piece("heading", "题" * length, 2)] * 30_000, 300_000))
    assert [piece.kind for piece in told[:2]] == ["lacking", "heading"]
    assert len(told) == 1 + kept


ARTICLE, ISSUE = "/articles/{}.pdf", "/issues/2021-11-05.pdf"


def test_one_that_says_the_same_is_made_once(client, story, monkeypatch, settings):
    asked = [ARTICLE.format(story.permanent_id), ISSUE]
    before = [client.get(there).content for there in asked]
    caches["pages"].clear()
    make_article("另一期的一篇", date="2021-12-01")  # a change of what others read
    monkeypatch.setattr(kept_pdfs, "printed_sheaves", lambda sheaf: pytest.fail("made again"))
    assert [client.get(there).content for there in asked] == before
    monkeypatch.undo()
    edit(story, title="改过的标题")
    for there, old in zip(asked, before, strict=True):
        new = client.get(there).content
        assert new != old
        assert "改过的标题" in squeezed("".join(text_of_pages(new)))
    assert len(list(settings.PDFS_DIR.glob("*.pdf"))) == 4


def test_a_list_is_kept_nowhere(client, story, settings):
    assert client.get("/exports/newspaper.pdf").getvalue().startswith(b"%PDF")
    assert not list(settings.PDFS_DIR.glob("*.pdf"))


def test_while_another_is_made_one_is_told_to_wait(client, story, monkeypatch):
    monkeypatch.setattr(kept_pdfs, "PATIENCE", 0.1)
    with kept_pdfs._folder().turn():
        for there in (ARTICLE.format(story.permanent_id), ISSUE, "/exports/newspaper.pdf"):
            answer = client.get(there)
            assert (answer.status_code, answer["Retry-After"]) == (503, "10")
            assert "请过一会儿再来，或改用 Word" in answer.content.decode()
            assert "ETag" not in answer
    assert client.get(ARTICLE.format(story.permanent_id)).status_code == 200


PHONE = "13974628351"


def test_no_pdf_with_a_hidden_number_is_kept(client, db, settings):
    article = make_article("寻人", body=f"请拨{PHONE}。")
    there = ARTICLE.format(article.permanent_id)
    assert PHONE in "".join(text_of_pages(client.get(there).content))
    assert len(list(settings.PDFS_DIR.glob("*.pdf"))) == 1
    hide_numbers([PersonalNumber.objects.get(digits=PHONE)], make_user(), "x")
    assert not list(settings.PDFS_DIR.glob("*.pdf"))
    assert PHONE[3:] not in "".join(text_of_pages(client.get(there).content))


def test_a_number_hidden_while_a_pdf_is_made_is_in_none_that_is_kept(client, db, monkeypatch, settings):
    article = make_article("寻人", body=f"请拨{PHONE}。")

    def hidden_meanwhile(sheaf):
        hide_numbers([PersonalNumber.objects.get(digits=PHONE)], make_user(), "x")
        return b"%PDF"

    monkeypatch.setattr(kept_pdfs, "printed_sheaves", hidden_meanwhile)
    assert client.get(ARTICLE.format(article.permanent_id)).status_code == 503
    assert not list(settings.PDFS_DIR.glob("*.pdf"))


def test_a_headline_of_a_page_and_more_vanishes_nowhere(story):
    story.title = "无尽的标题" * 300
    assert not lacking(story.title, "".join(text_of_pages(pdf.as_pdf(story, "http://testserver"))))


def test_a_list_says_all_of_each_row(db):
    rows = [
        TableRow("报", "2021-11-05", "", "01版", f"第{n}条", "刘菲", f"一句{n}。", f"/articles/{n}/")
        for n in range(120)
    ]
    file = b"".join(TABLES["pdf"].write(iter(rows), "共找到900篇。"))
    together = squeezed("".join(text_of_pages(file)))
    for number, row in enumerate(rows, 1):
        assert f"{number}.{row.headline}" in together
        assert row.passage in together
    assert "共找到900篇。" in together
    assert TABLES["pdf"].most == tables.MOST_SET < tables.MOST_ROWS


def test_the_lines_of_a_list_s_headlines_end_between_words(db):
    words = ("中国", "申报", "工作", "会议", "部署", "重点项目", "推进", "高质量发展")
    rows = [TableRow("报", "2021-11-05", "", "01版", "甲" * n + "".join(words), "", "", f"/{n}/") for n in range(9)]
    printed = "\n".join(text_of_pages(b"".join(TABLES["pdf"].write(iter(rows), ""))))
    assert {word: printed.count(word) for word in words} == dict.fromkeys(words, len(rows))


def test_a_span_of_days_is_a_list(client, story):
    make_article("另一天", date="2021-11-07")
    together = squeezed("".join(text_of_pages(client.get("/exports/newspaper.pdf?until=2021-11-06").getvalue())))
    assert "《济宁高新新闻》至2021年11月6日，共1篇。" in together
    assert "济宁高新新闻2021年11月5日" in together
    assert "2021-11-05" not in together
    assert f"1.{story.kicker}{story.title}" in together
    assert "另一天" not in together


printable = st.text(
    st.characters(exclude_categories=["C"]) | st.sampled_from("“”（）《》，。——……ab12 中文报"), max_size=120
)


@settings(max_examples=150, deadline=None)
@given(printable, st.integers(60, 300))
@example("“" * 40, 60)
@example("a" * 200 + "，" * 40, 60)
def test_lines_hold_all_of_a_text_and_fit(text, room):
    lines = broken(text, SetLine("", 10, 15), room, indent=20)
    assert squeezed("".join(line.text for line in lines)) == squeezed(settable(text))
    for line in lines:
        longest = line.begins + set_width(line.text, 10) + line.spaced * (len(line.text) - 1)
        assert len(line.text) <= 1 or longest <= room + 0.01


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one():
    for room in range(80, 240, 7):
        lines = broken(LONG, SetLine("", 10.5, 17), room)
        assert all(line.text[0] not in "，。、）”" for line in lines)
        assert all(line.text[-1] not in "（“" for line in lines)


@settings(max_examples=300, deadline=None)
@given(st.characters(exclude_categories=["C", "Z", "M"]))
def test_a_character_is_set_or_its_number_is(character):
    sheaf = pdf_pages.Sheaf("", "", "", "", (), broken(f"前{character}后", pdf.BODY, 200))
    (page,) = text_of_pages(pdf_pages.printed_sheaves(sheaf))
    found = squeezed(page)
    assert f"前{character}后" in found or f"前〔U+{ord(character):04X}〕后" in found
