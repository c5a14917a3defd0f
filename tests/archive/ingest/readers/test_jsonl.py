"""JSON Lines: a stream of ready-made articles, in bounded memory, each line for itself."""

import gzip
import io
import json
import lzma
import random
import re
import tracemalloc

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.ingest import limits
from archive.ingest.readers import jsonl
from archive.ingest.readers.rawlines import SNIFF_BYTES
from archive.ingest.types import ReadyArticle, UnreadableSource

WHOLE = {
    "id": "bh-17",
    "title": "老粮站改成乡村书屋",
    "subtitle": "——滨河镇盘活闲置房屋见闻",
    "body": "推开木门，一排排书架映入眼帘。\n\n　　“这里原来堆的是麦子。”管理员说。\n最后一段。",
    "date": "2021-11-05",
    "author": "孟海潮、邱雨桐",
    "source": "滨河新闻",
    "page": "第3版：副刊",
    "column": "乡村走笔",
    "category": "文化",
}


def stream(*objects, encoding="utf-8", ascii_only=False):
    return io.BytesIO("".join(json.dumps(o, ensure_ascii=ascii_only) + "\n" for o in objects).encode(encoding))


def only(found):
    [(_, record)] = found
    assert isinstance(record, ReadyArticle), record
    return record


def test_all_fields_of_a_line():
    record = only(jsonl.records(stream(WHOLE)))
    article = record.article
    assert (record.id, record.newspaper, record.category, record.problems) == ("bh-17", "滨河新闻", "文化", ())
    assert (article.title, article.subtitle) == (WHOLE["title"], WHOLE["subtitle"])
    assert (article.date, article.date_precision, article.date_basis) == ("2021-11-05", "day", "text")
    assert (article.page, article.section, article.column) == ("3", "副刊", "乡村走笔")
    assert article.byline == WHOLE["author"]
    assert [person.name for person in article.contributors] == ["孟海潮", "邱雨桐"]
    assert article.sections[0].paragraphs == (
        "推开木门，一排排书架映入眼帘。",
        "“这里原来堆的是麦子。”管理员说。",
        "最后一段。",
    )


@pytest.mark.parametrize(
    ("written", "date", "precision"),
    [
        ("2021-11-05", "2021-11-05", "day"),
        ("2021/1/5", "2021-01-05", "day"),
        ("20211105", "2021-11-05", "day"),
        (20211105, "2021-11-05", "day"),
        ("2021年11月5日 08:30", "2021-11-05", "day"),
        ("2021-11-05T08:30:00+08:00", "2021-11-05", "day"),
        ("2021年11月", "2021-11", "month"),
        ("2021", "2021", "year"),
        ("", "", "unknown"),
    ],
)
def test_dates(written, date, precision):
    record = only(jsonl.records(stream(WHOLE | {"date": written})))
    assert (record.article.date, record.article.date_precision) == (date, precision)
    assert record.problems == ()


@pytest.mark.parametrize("written", ["2021-02-30", "昨天", "11月5日"])
def test_a_date_that_is_none_is_a_problem(written):
    record = only(jsonl.records(stream(WHOLE | {"date": written})))
    assert (record.article.date, [p.code for p in record.problems]) == ("", ["date_unreadable"])


@pytest.mark.parametrize("page", ["四版", "第四版", "四"])
def test_a_page_is_kept_as_printed_without_its_frame(page):
    assert only(jsonl.records(stream(WHOLE | {"page": page}))).article.page == "四"


@pytest.mark.parametrize(
    "pack", [bytes, gzip.compress, lzma.compress, lambda b: gzip.compress(b[:90]) + gzip.compress(b[90:])]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_packed_or_not_in_any_encoding(pack, encoding, tmp_path):
    path = tmp_path / "articles"
    path.write_bytes(pack(stream(WHOLE, {"title": "只有标题"}, encoding=encoding).getvalue()))
    (first, whole), (second, bare) = jsonl.records(path)
    assert (first, second) == (1, 2)
    assert whole == only(jsonl.records(stream(WHOLE)))
    assert [p.code for p in bare.problems] == ["no_body"]


def test_a_bad_line_does_not_stop_the_others():
    good = json.dumps(WHOLE, ensure_ascii=False).encode()
    bad = [
        b"{",
        b"[1]",
        b'{"title": ""}',
        good[:50],
        b'{"title": {"a": 1}}',
        b"[" * 100_000,
        b'{"title": "\\ud83d"}',
        b"\xff\xfe",
    ]
    lines = [good, *bad, b"", good]
    found = dict(jsonl.records(io.BytesIO(b"\n".join(lines))))
    assert [number for number, record in found.items() if isinstance(record, ReadyArticle)] == [1, 11]
    errors = [str(record) for record in found.values() if isinstance(record, UnreadableSource)]
    assert len(errors) == len(bad)
    assert all(f"第 {number} 行" in error for number, error in enumerate(errors, start=2))


def test_going_on_after_an_interruption():
    lines = stream(*({"title": f"第{n}条", "body": "文。"} for n in range(1, 8)))
    assert [number for number, _ in jsonl.records(lines, first_line=5)] == [5, 6, 7]


def test_unknown_fields_and_control_characters_are_problems():
    record = only(jsonl.records(stream(WHOLE | {"url": "u", "body": "一\u0000二"})))
    assert {p.code for p in record.problems} == {"unknown_field", "control_characters"}
    assert record.article.sections[0].paragraphs == ("一二",)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"title": "一", "body": }', "第 24 个字符"),
        ("[" * 100_000, "太深"),
        (f'{{"id": {"9" * 5000}}}', "太长的数字"),
    ],
)
def test_what_is_no_json_is_refused_in_chinese(line, said):
    [(_, record)] = jsonl.records(io.BytesIO(line.encode()))
    assert isinstance(record, UnreadableSource)
    assert said in str(record)
    assert not re.search("[a-z]", str(record))


def test_a_line_whose_text_stands_under_another_name_is_refused_with_its_names():
    for fields in ({"title": "题", "content": "文。"}, {"标题": "题", "content": "文。"}):
        [(_, record)] = jsonl.records(stream(fields))
        assert isinstance(record, UnreadableSource)
        assert "不认识的字段有 content" in str(record)


def test_an_overlong_line_is_reported_and_passed_over():
    text = b'{"title": "' + b"x" * limits.MAX_RECORD_BYTES + b'"}\n' + stream(WHOLE).getvalue()
    (_, error), (number, record) = jsonl.records(io.BytesIO(text))
    assert "超过上限" in str(error)
    assert number == 2
    assert record.article.title == WHOLE["title"]


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_bomb_ends_in_a_report_in_little_memory(pack):
    bomb = pack(stream(WHOLE).getvalue() + b" " * 60 * limits.MIB)
    tracemalloc.start()
    with pytest.raises(UnreadableSource, match="压缩炸弹"):
        list(jsonl.records(io.BytesIO(bomb)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8 * limits.MAX_RECORD_BYTES


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_cut_archive_gives_what_it_has_and_says_where_it_broke(pack):
    whole = pack(stream(*(WHOLE | {"title": f"第{n}条", "body": f"{n**n}"} for n in range(1, 400))).getvalue())
    found = []
    with pytest.raises(UnreadableSource, match="损坏"):
        found.extend(jsonl.records(io.BytesIO(whole[: len(whole) // 2])))


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n", "{}".encode("utf-16")])
def test_what_is_no_json_lines_at_all(data):
    with pytest.raises(UnreadableSource):
        list(jsonl.records(io.BytesIO(data)))


def test_many_lines_in_little_memory(tmp_path):
    path = tmp_path / "many.jsonl.gz"
    generator = random.Random(3)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for n in range(3000):
            file.write(json.dumps(WHOLE | {"id": f"{n}", "body": generator.randbytes(1500).hex()}) + "\n")
    tracemalloc.start()
    assert sum(1 for _ in jsonl.records(path)) == 3000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * limits.MIB


def covers(source):
    """Whether the claims, in their order, are the lines of the source but for white space."""
    claimed = "".join(claim.text for claim in source.claims)
    return "".join(claimed.split()) == "".join(source.text.split())


def value_at(source, target):
    _, index, *path = target.split("/")
    value = source.articles[int(index)]
    for name in path:
        value = value[int(name)] if name.isdigit() else getattr(value, name)
    return value


# Raw in JSON, a DEL or two would make a binary file of a short line.
CHARACTERS = st.characters(codec="utf-8", exclude_characters="\x7f")


@given(
    st.lists(
        st.fixed_dictionaries(
            {"title": st.text(CHARACTERS, min_size=1, max_size=12).filter(str.strip)},
            optional={key: st.text(CHARACTERS, max_size=60) for key in jsonl.RECORD_FIELDS if key != "title"}
            | {"extra": st.integers()},
        ),
        min_size=1,
        max_size=4,
    ),
    st.booleans(),
)
@example([{"title": "0", "body": "\n"}], False)
def test_conservation_and_targets(objects, ascii_only):
    source = jsonl.parse_record_file(stream(*objects, ascii_only=ascii_only).getvalue(), "a.jsonl")
    assert covers(source)
    for claim in source.claims:
        if "/paragraphs/" in claim.target:
            written = json.loads(f'"{claim.text}"').translate(jsonl._NO_CONTROLS).strip()
            assert value_at(source, claim.target) == written


def test_a_dry_run_lists_what_could_not_be_read():
    data = stream(WHOLE, WHOLE | {"body": ["一。", "二。"], "author": ["甲一", "乙二"]}).getvalue() + b"{oops\n"
    source = jsonl.parse_record_file(data, "a.jsonl")
    assert covers(source)
    assert [a.sections[0].paragraphs[-1] for a in source.articles] == ["最后一段。", "二。"]
    assert [(p.code, p.first_line) for p in source.problems] == [("record_unreadable", 3)]
    assert source.issue.newspaper == "滨河新闻"
    assert [c.reason for c in source.discarded if c.first_line == 3] == ["读不出文章的一行"]


def test_a_packed_dry_run_is_bounded_too(monkeypatch):
    monkeypatch.setattr(limits, "MAX_TEXT_BYTES", 64 * 1024)
    with pytest.raises(UnreadableSource, match="超过上限"):
        jsonl.parse_record_file(gzip.compress(stream(*([WHOLE] * 400)).getvalue(), 1), "a.jsonl.gz")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("length", range(SNIFF_BYTES // 3 - 3, SNIFF_BYTES // 3 + 3))
def test_the_first_line_may_be_longer_than_what_is_sniffed(encoding, length):
    """Whatever character stands where the sniffed bytes end."""
    body = ("河堤上的灯亮了。" * (length // 8 + 1))[:length] * (1 if encoding == "utf-8" else 2)
    lines = "".join(json.dumps(WHOLE | {"body": text}, ensure_ascii=False) + "\n" for text in (body, "短。"))
    found = [record for _, record in jsonl.records(io.BytesIO(lines.encode(encoding)))]
    assert [record.article.sections[0].paragraphs[0] for record in found] == [body, "短。"]


def test_a_first_line_without_end_does_not_condemn_the_others():
    monster = b'{"title": "' + "河".encode() * (limits.MAX_RECORD_BYTES // 3 + 9) + b'"}\n'
    (_, first), (_, second) = jsonl.records(io.BytesIO(monster + stream(WHOLE).getvalue()))
    assert isinstance(first, UnreadableSource)
    assert second.article.title == WHOLE["title"]


@pytest.mark.parametrize(
    "more", [{"author": "王" * 20_001}, {"title": "题" * 20_001}, {"body": "字\n" * 20_001}, {"x": "字" * 20_001}]
)
def test_what_no_article_has_is_refused_line_by_line(more):
    (_, first), (_, second) = jsonl.records(stream(WHOLE | more, WHOLE))
    assert isinstance(first, UnreadableSource) == ("x" not in more)
    assert second.article.title == WHOLE["title"]


@pytest.mark.parametrize(
    ("name", "field"), [("newspaper", "source"), ("byline", "author"), ("Headline", "title"), ("pubdate", "date")]
)
def test_a_field_may_be_called_as_in_other_records(name, field):
    called = {name if key == field else key: value for key, value in WHOLE.items()}
    record, plain = only(jsonl.records(stream(called))), only(jsonl.records(stream(WHOLE)))
    assert (record.article, record.newspaper, record.problems) == (plain.article, plain.newspaper, ())
    read, as_plain = (jsonl.parse_record_file(stream(each).read(), "a.jsonl") for each in (called, WHOLE))
    assert [claim.target for claim in read.claims] == [claim.target for claim in as_plain.claims]
    assert (read.articles, read.issue) == (as_plain.articles, as_plain.issue)


def test_a_field_by_its_own_name_comes_before_its_synonyms_which_are_told():
    record = only(jsonl.records(stream({"newspaper": "乙报", "title": "题", "body": "文。", "source": "甲报"})))
    assert record.newspaper == "甲报"
    assert ["newspaper" in problem.message for problem in record.problems] == [True]
    record = only(
        jsonl.records(stream({"source": "", "newspaper": "乙报", "paper": "丙报", "title": "题", "body": "文。"}))
    )
    assert (record.newspaper, len(record.problems)) == ("乙报", 1)
