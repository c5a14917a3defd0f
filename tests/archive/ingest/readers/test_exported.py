"""Lines of the archive's own exports: read whole, every mistake named by its line and field."""

import io
import json

import pytest

from archive.ingest.readers import jsonl
from archive.ingest.types import (
    ParsedArticle,
    ParsedCaption,
    ParsedContributor,
    ParsedSection,
    ReadyArticle,
    UnreadableSource,
)

EXPORTED = {
    "id": "a1",
    "url": "https://news.example.cn/articles/a1/",
    "newspaper": "济宁高新新闻",
    "kicker": "在全市观摩评比中",
    "title": "高新区再获佳绩",
    "byline": "记者 刘菲",
    "contributors": [{"name": "刘菲", "slug": "刘菲", "role": "记者"}],
    "column": {"name": "走基层", "slug": "走基层"},
    "date": "2021-11-05",
    "date_basis": "masthead",
    "date_guess": None,
    "issue": {"date": "2021-11-05", "total_number": 589, "year_number": "2021年第82期"},
    "page": {"number": "A02", "label": "A02版", "section": {"name": "要闻"}},
    "sections": [{"level": 0, "heading": "", "paragraphs": ["甲。", "乙。"]}],
    "figures": [{"caption": "观摩现场。", "after_paragraph": 1}],
}


def read(**changes) -> tuple[int, ReadyArticle | UnreadableSource]:
    (found,) = jsonl.records(io.BytesIO(json.dumps({**EXPORTED, **changes}).encode()))
    return found


def test_an_exported_line_is_an_article_with_its_issue():
    _, record = read()
    assert isinstance(record, ReadyArticle)
    assert record.article == ParsedArticle(
        title="高新区再获佳绩",
        kicker="在全市观摩评比中",
        byline="记者 刘菲",
        contributors=(ParsedContributor("刘菲", "记者"),),
        column="走基层",
        date="2021-11-05",
        date_precision="day",
        date_basis="masthead",
        sections=(ParsedSection(0, "", ("甲。", "乙。")),),
        captions=(ParsedCaption("观摩现场。", 1),),
        page="A02",
        section="要闻",
    )
    assert (record.id, record.newspaper, record.total_number) == ("a1", "济宁高新新闻", 589)
    assert record.problems == ()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"title": ""}, "title"),
        ({"title": ["高新区"]}, "title"),
        ({"sections": ["甲。"]}, "sections"),
        ({"sections": [{"paragraphs": "甲。"}]}, "paragraphs"),
        ({"sections": [{"paragraphs": [7]}]}, "paragraphs"),
        ({"figures": [{"caption": "图", "after_paragraph": "1"}]}, "after_paragraph"),
        ({"issue": {"total_number": True}}, "total_number"),
        ({"column": "走基层"}, "column"),
        ({"kicker": "\ud83d"}, "kicker"),
    ],
)
def test_what_is_not_as_exported_is_named(changes, named):
    number, error = read(**changes)
    assert isinstance(error, UnreadableSource)
    assert number == 1
    assert "第 1 行" in str(error)
    assert named in str(error)


def test_a_dry_run_accounts_for_the_line():
    text = json.dumps(EXPORTED, ensure_ascii=False)
    parsed = jsonl.parse_record_file(text.encode(), "all.jsonl")
    assert [(claim.text, claim.target) for claim in parsed.claims] == [(text, "articles/0/record")]
