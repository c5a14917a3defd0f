"""Text that was put on one line."""

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

SENTENCES = "傍晚，河堤上的灯亮了，散步的人多了起来。孩子们追着灯影跑，老人说起从前的渡口，说了很久也没有说完。" * 2
PARAGRAPHS = [f"{number}，{SENTENCES}" for number in ("那一天", "第二天", "再后来", "到如今", "往后看")]


def read(line):
    parsed = pipeline.parse(text.read_text("a.txt", line, "utf-8"))
    assert_conserved(parsed)
    return parsed


def test_headlines_authors_and_paragraphs_stand_apart_again():
    first, second = " ".join(PARAGRAPHS), " ".join(reversed(PARAGRAPHS))
    parsed = read(f"河堤上的灯亮了 ■王强 {first} （作者单位：清河县供电局） 渡口最后一班船 ■李明 {second}")
    assert [article.title for article in parsed.articles] == ["河堤上的灯亮了", "渡口最后一班船"]
    assert [[one.name for one in article.contributors] for article in parsed.articles] == [["王强"], ["李明"]]
    assert parsed.articles[0].sections[0].paragraphs[: len(PARAGRAPHS)] == tuple(PARAGRAPHS)


def test_indents_within_a_line_begin_paragraphs_captions_and_briefs():
    lines = [f"本报讯(记者王强){PARAGRAPHS[0]}", PARAGRAPHS[1], "▲灯下的河堤。", f"本报讯(记者李明){PARAGRAPHS[2]}"]
    first, second = read(" \u3000\u3000".join(lines)).articles
    assert first.sections[0].paragraphs == (lines[0], PARAGRAPHS[1])
    assert [caption.text for caption in first.captions] == ["灯下的河堤。"]
    assert second.sections[0].paragraphs == (lines[3],)


def test_who_writes_a_blank_behind_every_sentence_begins_no_paragraphs():
    [article] = read("".join(PARAGRAPHS).replace("。", "。 ")).articles
    assert len(article.sections[0].paragraphs) == 1


def test_the_headline_before_dateline_and_reporters_stands_apart():
    [article] = read(f"清河大桥合龙：两岸往来只需五分钟,本报清河6月18日电(记者 王强){SENTENCES}").articles
    assert article.title == "清河大桥合龙：两岸往来只需五分钟"
    assert article.dateline == "本报清河6月18日电"


def test_headlines_before_datelines_on_the_lines_of_their_texts():
    lines = [f"{title} 本报讯 (记者 王强) {SENTENCES}" for title in ("河堤上的灯亮了", "渡口最后一班船 今日停航")]
    parsed = read("清河时报 2008年8月19日 第1版\n" + "\n".join(lines))
    assert [article.title for article in parsed.articles] == ["河堤上的灯亮了", "渡口最后一班船 今日停航"]


def test_a_headline_said_again_before_its_dateline_is_no_second_one():
    [article] = read(f"河堤上的灯亮了\n河堤上的灯亮了 本报讯 (记者 王强) {SENTENCES}").articles
    assert article.title == "河堤上的灯亮了"


def test_day_and_source_behind_the_headline_and_buttons_behind_the_text():
    told = "河堤上的灯亮了 时间：2020-12-01 来源：清河日报"
    [article] = read(" \u3000\u3000".join((told, *PARAGRAPHS[:2])) + " 【打印】 【关闭】").articles
    assert (article.title, article.date) == ("河堤上的灯亮了", "2020-12-01")
    assert article.sections[0].paragraphs == (PARAGRAPHS[0], PARAGRAPHS[1])


def columns_of(paragraphs, margin="", apart="", width=17):
    lines = []
    for paragraph in paragraphs:
        indented = f"\u3000\u3000{paragraph}"
        lines += [f"{margin}{indented[at : at + width]}" for at in range(0, len(indented), width)] + [apart] * bool(
            apart
        )
    return "\n".join(["河堤上的灯亮了", "本报记者 王强", *lines])


def test_paragraphs_begin_at_an_indent_from_the_margin():
    texts = [f"{paragraph}后来呢，大家都回家去了。" for paragraph in PARAGRAPHS]
    [article] = read(columns_of(texts, margin="      ")).articles
    assert article.sections[0].paragraphs == tuple(texts)


def test_a_paragraph_whose_full_stops_are_points_is_no_verse():
    texts = [paragraph.replace("，", ",").replace("。", ".") for paragraph in PARAGRAPHS]
    [article] = read(columns_of(texts)).articles
    assert article.sections[0].paragraphs == tuple(texts)
