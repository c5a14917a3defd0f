"""引文核对: what a reader who pastes a text is told of each sentence."""

import csv
import io
import re
import zipfile
from urllib.parse import quote, urlencode

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT
from docx import Document as WordDocument
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.language.folding import fold, strip_space
from archive.models import Article
from archive.services import corrections
from archive.services.correctable import place_at
from search.index import indexing
from search.research.quotations import checking
from search.research.quotations.asked import LARGEST_DOCUMENT, LARGEST_PART
from search.research.quotations.report import State
from search.research.quotations.sentences import LONGEST_TEXT
from search.store.bounds import Bounds
from tests.built_once import built_once
from tests.factories import edit, make_article, make_newspaper, make_user, merge, withdraw
from tests.search.research.quotations.brute import distance_within

pytestmark = pytest.mark.django_db
HERE = "/research/quotations/"
OPENED = "泗河两岸今年新开工重点项目16个，总投资达到138亿元。"
PRINTED = "城区中小学的“午餐热”问题已经全部解决，家长纷纷点赞。"
WRONG, RIGHT = "市民中心将于五月一日迎来首批客人参观游览。", "市民中心将于六月一日迎来首批客人参观游览。"
GONE = "这家企业连续三年拖欠工人工资的说法并不属实。"
NOWHERE = "这一句话无论如何也不会在报上出现，因为它是刚刚编的。"


@built_once
def paper() -> dict[str, int]:
    first = make_article("泗河两岸春来早", body=f"开头的一段。\n{OPENED}市民前来参观。", page="1", section="要闻")
    make_article("泗河新闻摘要", body=OPENED, date="2022-01-07")
    make_article("午餐热了", body=PRINTED, date="2021-12-01", captions=("图为学生在食堂排队领取热乎乎的午餐。",))
    corrected = make_article("客人来了", body=WRONG, date="2021-12-03")
    withdrawn = make_article("拖欠工资真相", body=GONE, date="2021-12-05")
    withdraw(withdrawn, "消息有误")
    other = make_newspaper("邹城日报")
    make_article("唐王河边", body="唐王河边的柳树在三月里已经全部发芽吐绿。", newspaper=other, date="2020-03-05")
    make_article("还没登的一篇", body="这是一篇还没有发布的草稿里才有的一句长话。", status="draft")
    sent = corrections.keep_suggestion(place_at(corrected, 1), RIGHT, "", "192.0.2.1")
    corrections.accept(sent, make_user())
    indexing.rebuild(processes=1)
    return {"first": first.pk, "withdrawn": withdrawn.pk}


def checked(client, text: str, **params):
    response = client.post(HERE, {"text": text, **params})
    assert response.status_code == 200
    html5lib.HTMLParser(strict=True).parse(response.content)
    return response, response.context["report"].checked


def one(client, text: str, **params):
    _, (found,) = checked(client, text, **params)
    return found


def test_what_stands_in_print_is_said_with_where(client, paper):
    found = one(client, OPENED)
    assert (found.state, found.edits, found.others) == (State.VERBATIM, 0, 1)
    assert found.place.article.pk == paper["first"]
    assert (found.place.name, found.place.printed) == ("第2段", OPENED[:-1])
    response, _ = checked(client, OPENED)
    text = response.content.decode()
    assert "<b>1句</b>：1句照引。" in text
    for said in ("泗河两岸", "2021年11月5日", "01版：要闻", "第2段", "另有1篇"):
        assert said in strip_space(re.sub("<[^>]+>", "", text))


def test_what_was_found_is_ticked_without_scripts(client, paper):
    response, (found,) = checked(client, OPENED)
    assert f'/clippings/?add={found.place.article.permanent_id}"' in response.content.decode()


def test_the_link_leads_to_the_words_marked(client, paper):
    page = client.get(one(client, OPENED).place.address.split("#")[0]).content.decode()
    assert f'<mark id="hit-1">{OPENED[:-1]}</mark>' in page


@pytest.mark.parametrize(
    ("typed", "shown", "edits"),
    [
        ("项目18个", "项目<del>18</del><ins>16</ins>个", 1),
        ("项目6个", "项目<del>6</del><ins>16</ins>个", 1),
        ("大项目16个", "<del>大</del>项目16个", 1),
        ("目16个", "<ins>项</ins>目16个", 1),
        ("工程16个", "<del>工程</del><ins>项目</ins>16个", 2),
    ],
)
def test_what_differs_is_shown_character_by_character(client, paper, typed, shown, edits):
    response, (found,) = checked(client, OPENED.replace("项目16个", typed))
    assert (found.state, found.edits) == (State.DIFFERS, edits)
    heard = response.content.decode()
    assert '<del><span class="unseen">删</span>' in heard or '<ins><span class="unseen">增</span>' in heard
    assert shown in re.sub('<span class="unseen">[删增]</span>', "", heard)
    assert f"差{edits}个字" in heard


def test_a_number_cut_out_of_another_is_no_quotation_of_it(client, paper):
    found = one(client, "138亿元。".replace("138", "38"))
    assert found.state == State.MISSING
    found = one(client, "6个，总投资达到138亿元。")
    assert (found.state, found.place.printed) == (State.DIFFERS, "16个，总投资达到138亿元")


def test_a_number_at_an_end_makes_no_difference_larger(client, paper):
    found = one(client, "今年新开工重点项目16个，总投资达到1")
    assert (found.place.printed, found.edits) == ("今年新开工重点项目16个，总投资达到", 1)  # not 138, of which two lack


def test_a_mark_at_an_end_of_what_is_close_is_left_away(client, paper):
    make_article("省略", body="一些领导人不会像他那样说话……后来呢。")
    indexing.rebuild(processes=1)
    found = one(client, "一些领导人不会像她那样说话党")
    assert (found.place.printed, found.edits) == ("一些领导人不会像他那样说话", 2)


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ("城區中小學的「午餐熱」問題已經全部解決，家長紛紛點贊", True),
        ("城区中小学的「午餐热」问题已经全部解决，家长纷纷点赞！", True),
        ("城区中小学的“午餐热”问题已经全部解决,家长 纷纷点赞", False),
        ("“城区中小学的“午餐热”问题已经全部解决，家长纷纷点赞", False),
    ],
)
def test_other_scripts_and_quotation_marks_are_the_same_and_are_told(client, paper, typed, is_told):
    found = one(client, typed)
    assert (found.state, found.edits, found.is_otherwise_set) == (State.VERBATIM, 0, is_told)
    assert found.told.startswith("写法不同") == is_told


ALONE = "整句在报上没有，只核对引号里的话；引号外的算作者自己的话。"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (f"报道称，“{PRINTED[:-1]}”，成效十分明显。", [(State.VERBATIM, 0)]),
        (f"有一位姓王的记者在文章里写道：“{PRINTED}”", [(State.VERBATIM, 0)]),
        (f"「{PRINTED[:-1].replace('全部', '基本')}」，是那位记者说的。", [(State.DIFFERS, 2)]),
        ("“泗河两岸今年新开工重点项目18个，”他说，“总投资达到138亿元。”", [(State.DIFFERS, 1), (State.VERBATIM, 0)]),
        (f"他说：“{NOWHERE[:-1]}”，又说：“{PRINTED[:-1]}”。", [(State.MISSING, 0), (State.VERBATIM, 0)]),
        (f"见《{PRINTED[:21]}》一文。", [(State.VERBATIM, 0)]),
        (f"据说，“{GONE[:-1]}”。", [(State.WITHDRAWN, 0)]),
        (f"据说，“{WRONG[:-1]}”。", [(State.FORMER, 0)]),
    ],
)
def test_what_an_author_quotes_is_checked_by_itself(client, paper, typed, shown):
    response, found = checked(client, typed)
    assert [(each.state, each.edits) for each in found] == shown
    assert [each.sentence.number for each in found] == list(range(1, len(found) + 1))
    assert "".join(each.sentence.whole for each in found) == typed
    assert all(each.told.startswith(ALONE) for each in found)
    page = response.content.decode()
    for each in found:
        assert f'<p class="quoted"><span class="own">{each.sentence.before}</span>' in page
        assert not each.sentence.behind or f'<span class="own">{each.sentence.behind}</span></p>' in page
    rows = csv.DictReader(io.StringIO(client.post(HERE, {"text": typed, "as": "csv"}).content.decode("utf-8-sig")))
    assert [row["句子"] for row in rows] == [each.sentence.whole for each in found]


@pytest.mark.parametrize(
    ("typed", "state", "edits"),
    [
        ("局长李明说：“泗河两岸的项目已经全部开工，年底竣工。”", State.VERBATIM, 0),
        ("局长李明说：“泗河两岸的项目已经基本开工，年底竣工。”", State.DIFFERS, 2),
        ("局长李军说：“泗河两岸的项目已经全部开工，年底竣工。”", State.DIFFERS, 1),
        ("局长李明最后说：“泗河两岸的项目已经全部开工，年底竣工。”", State.DIFFERS, 2),
    ],
)
def test_a_sentence_that_is_printed_with_what_it_quotes_is_one(client, paper, typed, state, edits):
    make_article("局长说", body="局长李明说：“泗河两岸的项目已经全部开工，年底竣工。”大家鼓掌。")
    indexing.rebuild(processes=1)
    found = one(client, typed)
    assert (found.state, found.edits, found.sentence.is_passage) == (state, edits, False)


def test_a_sentence_that_quotes_too_little_is_not_found_as_a_whole(client, paper):
    found = one(client, "全市大力推进的“午餐热”问题专项整治行动取得了新的成效。")
    assert (found.state, found.sentence.is_passage) == (State.MISSING, False)


def test_a_former_wording_is_named_as_such_with_what_it_became(client, paper):
    found = one(client, WRONG)
    assert (found.state, found.place.name, found.now) == (State.FORMER, "改正前的文字", RIGHT)
    assert "现在作：市民中心将于六月一日" in found.told
    assert one(client, RIGHT).state == State.VERBATIM


def test_of_what_was_withdrawn_only_its_notice_is_told(client, paper):
    response, (found,) = checked(client, GONE)
    assert (found.state, found.withdrawn.pk, found.place) == (State.WITHDRAWN, paper["withdrawn"], None)
    assert found.told == "原在《拖欠工资真相》（2021年12月5日），这篇文章已从本库撤回。撤回原因：消息有误"
    assert found.withdrawn.get_absolute_url() in response.content.decode()
    # Nobody learns its text by asking for something like it, nor by pieces of it.
    for guess in (GONE.replace("三年", "五年"), GONE[:9], GONE.replace("并不", "")):
        assert one(client, guess).state == State.MISSING


def test_what_was_merged_is_read_where_it_went(client, paper):
    into, away = make_article("甲", body="别的一段话。"), make_article("乙", body="并入前才有的一句话在这里写着呢。")
    merge(away, into)
    assert one(client, "并入前才有的一句话在这里写着呢。").state == State.MISSING


@pytest.mark.parametrize("text", [NOWHERE, "这是一篇还没有发布的草稿里才有的一句长话。"])
def test_what_no_reader_can_read_is_not_found(client, paper, text):
    assert one(client, text).state == State.MISSING


def test_short_sentences_are_checked_verbatim_alone(client, paper):
    _, found = checked(client, "市民前来参观。市民前去参观。参观。")
    assert [each.state for each in found] == [State.VERBATIM, State.MISSING, State.SHORT]
    assert found[1].told == "不足10字，只查一字不差的。"


def test_all_newspapers_unless_one_is_asked(client, paper):
    text = "唐王河边的柳树在三月里已经全部发芽吐绿。"
    assert one(client, text).place.article.newspaper.name == "邹城日报"
    assert one(client, text, only="1").state == State.MISSING
    other = Article.objects.get(title="唐王河边").newspaper
    response = client.post(f"/papers/{other.slug}{HERE}", {"text": OPENED, "only": "1"})
    assert response.context["report"].checked[0].state == State.MISSING


def test_printed_notices_of_correction_are_named(client, paper):
    make_article("更正", date="2021-11-12", corrects=Article.objects.get(pk=paper["first"]))
    response, (found,) = checked(client, OPENED)
    assert "本文有更正，见《更正》（2021年11月12日）。" in found.told
    assert "看更正" in response.content.decode()


def test_which_version_is_printed_is_said(client, paper):
    edit(Article.objects.get(pk=paper["first"]), byline="记者 刘菲")
    indexing.rebuild(processes=1)
    response, _ = checked(client, OPENED)
    assert "第2稿" in response.content.decode()


def test_an_article_changed_since_the_index_was_written_is_not_quoted(client, paper):
    Article.objects.get(title="午餐热了").sections.update(body="全文另写。")
    assert one(client, PRINTED).state == State.MISSING


def test_the_summary_comes_first_and_names_what_is_wanting(client, paper):
    response, _ = checked(client, OPENED + PRINTED.replace("全部", "基本") + NOWHERE)
    text = response.content.decode()
    assert "<b>3句</b>：1句照引，1句有出入，1句没有找到。" in text
    assert '有出入：<a href="#s2">第2句</a>' in text
    assert text.index("3句</b>") < text.index('id="s1"') < text.index('<div class="form paste"')


def test_as_a_table(client, paper):
    response = client.post(HERE, {"text": OPENED.replace("16", "18") + NOWHERE + "=1+1+1+1+1", "as": "csv"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert [row["结果"] for row in rows] == ["有出入", "没有找到", "没有找到"]
    assert rows[0]["逐字比较"] == OPENED.replace("16", "[-18-]{+16+}")
    assert (rows[0]["出入字数"], rows[0]["报上的文字"]) == ("1", OPENED[:-1])
    assert (rows[0]["版"], rows[0]["位置"], rows[0]["文本"]) == ("01版：要闻", "第2段", "第1稿")
    assert rows[0]["地址"].startswith("http://testserver/articles/")
    assert rows[2]["句子"] == "'=1+1+1+1+1"  # no formula


def test_a_short_text_has_an_address_and_a_long_one_is_kept_nowhere(client, paper):
    response, _ = checked(client, OPENED)
    there = f"{HERE}?text={quote(OPENED)}"
    assert there in response.content.decode()
    assert response["Cache-Control"] == "no-store"
    again = client.get(there)
    assert again.context["report"].checked[0].state == State.VERBATIM
    assert again["X-Robots-Tag"] == "noindex"
    assert client.get(there, headers={"If-None-Match": again["ETag"]}).status_code == 304
    response, _ = checked(client, NOWHERE * 20)
    assert f"{HERE}?text=" not in response.content.decode()
    assert "不保存" in response.content.decode()


def word_file(*paragraphs: str, header: str = "") -> SimpleUploadedFile:
    document, data = WordDocument(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.sections[0].header.paragraphs[0].text = header
    document.save(data)
    return SimpleUploadedFile("稿件.docx", data.getvalue())


def test_a_word_document(client, paper):
    response = client.post(HERE, {"text": "", "document": word_file(OPENED, NOWHERE, header="内部资料")})
    assert [each.state for each in response.context["report"].checked] == [State.VERBATIM, State.MISSING]
    text = response.content.decode()
    assert "《稿件.docx》" in text
    assert OPENED in text[text.index("<textarea") :]


def packed(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name.replace("__", "/").replace("_xml", ".xml"), part)
    return data.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7", "这不是 Word 文档"),
        ("只是一段文字。".encode(), "这不是 Word 文档"),
        (b"", "这不是 Word 文档"),
        (b"PK\x03\x04 word/document.xml", "文档已损坏"),
        (packed(word__document_xml=b"<w"), "Word 文档已损坏"),
        (packed(word__document_xml=b"<w:document/>" + b" " * LARGEST_PART), "文档里的文字太多"),
        (b"PK\x03\x04" + b"0" * LARGEST_DOCUMENT, "文件超过 180 KB"),
        (
            packed(
                word__document_xml=b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 1000 + b'">]><a>' + b"&b;" * 9999 + b"</a>"
            ),
            "",
        ),
    ],
)
def test_a_file_that_is_no_document_is_refused_with_a_sentence(client, paper, data, said):
    response = client.post(HERE, {"text": "", "document": SimpleUploadedFile("稿件.docx", data)})
    assert response.status_code == 200
    assert response.context["report"] is None
    error = re.search('role="alert">([^<]+)', response.content.decode())
    assert error
    assert said in error[1]


@pytest.mark.parametrize("text", ["", "\0", "　\n", "。。。", "\x1b"])
def test_nothing_to_check_is_said(client, paper, text):
    response = client.post(HERE, {"text": text})
    assert response.status_code == 200
    assert response.context["report"] is None
    assert '<span class="error" role="alert">请先贴上' in response.content.decode()


def test_a_text_that_is_too_long_is_cut_and_said_to_be(client, paper):
    response, found = checked(client, NOWHERE * 2000)
    assert "文字超过5000字，后面的" in response.content.decode()
    assert len(found) <= 500
    response, found = checked(client, "甲乙。" * 1600)
    assert len(found) == 500
    assert "句子超过500句，后面的1100句没有核对" in response.content.decode()


@pytest.mark.parametrize("content_type", ["application/x-www-form-urlencoded", MULTIPART_CONTENT])
@pytest.mark.parametrize("characters", [5_001, 20_000, 50_000, 70_000])
def test_whatever_form_brings_too_much_the_bound_is_told(client, paper, characters, content_type):
    given = {"text": "长" * characters}
    form = urlencode(given) if "urlencoded" in content_type else given
    response = client.post(HERE, form, content_type=content_type)
    said = response.content.decode()
    assert f"文字超过{LONGEST_TEXT}字" in said or f"引文核对一次最多 {LONGEST_TEXT} 字" in said
    assert "地址里" not in said.split("<h1>")[1].split("<form")[0]


@pytest.mark.parametrize("characters", [401, 900, 1_800, 3_000])
@pytest.mark.parametrize("character", ["长", "a", "\U00020bb7"])
def test_an_address_with_too_much_says_so(client, paper, characters, character):
    response = client.get(HERE, {"text": character * characters})
    assert "地址里的文字最多400字，后面的没有核对" in response.content.decode()
    assert f"一次最多{LONGEST_TEXT}字" in response.content.decode()


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>今天开工了" * 3,
        "“”「」『』\"'" * 40 + "今天",
        *("\u202e今天\u200b开工" * 9, "今" * 5000, "%00%ff&as=csv", "a" * 4999),
        *("1,2,3.4.5" * 99, "\U00020bb7\U0001f600野家今天开门营业迎来首批客人" * 3),
    ],
)
def test_hostile_texts_get_a_page(client, paper, text):
    response, _ = checked(client, text)
    assert "<script>alert" not in response.content.decode()
    assert client.get(HERE, {"text": text}).status_code == 200


def test_requests_that_are_none(client, paper):
    assert client.post(HERE).status_code == 200
    assert client.get(HERE).status_code == 200
    assert client.head(HERE).status_code == 200
    assert client.put(HERE).status_code == 405
    assert client.get(HERE, {"as": "csv"}).status_code == 200
    assert client.post(HERE, b"\xff\xfe=\x00", content_type="application/x-www-form-urlencoded").status_code == 200
    assert client.post(HERE, b"--x", content_type="multipart/form-data; boundary=x").status_code in (200, 400)


def test_what_there_is_no_time_for_is_said(client, paper, monkeypatch):
    monkeypatch.setattr(checking, "found_or_late", lambda finder, asked: State.LEFT_OUT)
    assert one(client, OPENED).state == State.LEFT_OUT


def test_a_request_that_spent_all_leaves_sentences_out(paper):
    from search.store.bounds import Spending

    spending = Spending(Bounds(text=0, seconds=60))
    newspaper = Article.objects.get(pk=paper["first"]).newspaper
    report = checking.check_quotations(OPENED, spending, newspaper, only=False)
    assert [each.state for each in report.checked] == [State.LEFT_OUT]


TEXTS = (OPENED, PRINTED, RIGHT, "唐王河边的柳树在三月里已经全部发芽吐绿。")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_as_brute_force_finds_it(client, paper, data):
    """A printed sentence with one character in five exchanged, left out or put in: no run of any text is closer."""
    text = data.draw(st.sampled_from(TEXTS))[:-1]
    slipped = list(text)
    for at in sorted(data.draw(st.sets(st.integers(0, len(text) - 1), max_size=len(text) // 5)), reverse=True):
        slipped[at : at + data.draw(st.integers(0, 1))] = data.draw(st.sampled_from(["", "鑫", "7", "的"]))
    found = one(client, "".join(slipped))
    asked = found.sentence.asked
    units = [unit for article in Article.objects.published() for s in article.sections.all() for unit in s.paragraphs]
    least = distance_within(asked, "\n".join(strip_space(fold(unit)) for unit in units))
    if found.place is None:
        assert least > len(asked) // 4 or len(asked) < 10
    elif found.place.field != "printed":
        cut = sum(each.isdigit() for each in found.place.printed)  # a number is shown whole
        assert least <= found.edits <= least + cut
