"""Citations against a table written by hand from the standards, and read back by other people's parsers."""

import datetime
import json
from pathlib import Path

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from pybtex.database import parse_string

from archive.models import Article
from archive.takeaway import citations
from archive.takeaway.citations import Reference
from tests.factories import make_article

URL = "https://news.example.cn/articles/a1/"
DAY = datetime.date(2026, 3, 1)


def ref(**fields) -> Reference:
    return Reference(
        **{
            "key": "jngxxw-a1",
            "authors": ("刘菲",),
            "title": "高新区再获佳绩",
            "newspaper": "济宁高新新闻",
            "date": "2021-11-05",
            "guessed": False,
            "page": "",
            "total_number": 589,
            "url": URL,
            **fields,
        }
    )


FOUR = ("刘菲", "薛坤", "陈曦", "曹俐")


@pytest.mark.parametrize(
    ("fields", "by_2025", "by_2015"),
    [
        (
            {"authors": FOUR},
            f"刘菲，薛坤，陈曦，等. 高新区再获佳绩[N/OL]. 济宁高新新闻，2021-11-05. {URL}.",
            f"刘菲, 薛坤, 陈曦, 等. 高新区再获佳绩[N/OL]. 济宁高新新闻, 2021-11-05[2026-03-01]. {URL}.",
        ),
        (
            {"authors": FOUR[:3]},
            f"刘菲，薛坤，陈曦. 高新区再获佳绩[N/OL]. 济宁高新新闻，2021-11-05. {URL}.",
            f"刘菲, 薛坤, 陈曦. 高新区再获佳绩[N/OL]. 济宁高新新闻, 2021-11-05[2026-03-01]. {URL}.",
        ),
        (
            {"page": "01"},
            f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻，2021-11-05（01）. {URL}.",
            f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻, 2021-11-05(01)[2026-03-01]. {URL}.",
        ),
        (
            {"authors": ()},
            f"高新区再获佳绩[N/OL]. 济宁高新新闻，2021-11-05. {URL}.",
            f"高新区再获佳绩[N/OL]. 济宁高新新闻, 2021-11-05[2026-03-01]. {URL}.",
        ),
        (
            {"date": "2021-11"},
            f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻，2021-11. {URL}.",
            f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻, 2021-11[2026-03-01]. {URL}.",
        ),
        (
            {"date": "2021", "guessed": True},
            f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻，[2021]. {URL}.",
            f"刘菲. 高新区再获佳绩[N/OL]. 济宁高新新闻, [2021][2026-03-01]. {URL}.",
        ),
        (
            {"date": "", "authors": ()},
            f"高新区再获佳绩[N/OL]. 济宁高新新闻. {URL}.",
            f"高新区再获佳绩[N/OL]. 济宁高新新闻[2026-03-01]. {URL}.",
        ),
    ],
)
def test_national_standard(fields, by_2025, by_2015):
    assert citations.gbt7714_2025(ref(**fields)) == by_2025
    assert citations.gbt7714_2015(ref(**fields), DAY) == by_2015


def test_2015_takes_today_as_day_of_access():
    assert f"[{datetime.datetime.now(datetime.UTC):%Y-}" in citations.gbt7714_2015(ref())


def test_bibtex_is_read_back():
    entry = parse_string(citations.bibtex(ref(authors=FOUR, page="01")), "bibtex").entries["jngxxw-a1"]
    assert [str(person) for person in entry.persons["author"]] == [f"{{{name}}}" for name in FOUR]
    assert {k: v for k, v in entry.fields.items() if k in ("title", "journal", "year", "day", "pages", "url")} == {
        "title": "{高新区再获佳绩}",
        "journal": "济宁高新新闻",
        "year": "2021",
        "day": "5",
        "pages": "01",
        "url": URL,
    }
    assert entry.fields["month"] == "November"


@pytest.mark.parametrize(
    ("fields", "absent"),
    [({"date": ""}, {"year", "month", "day"}), ({"date": "2021"}, {"month", "day"}), ({}, {"pages", "note"})],
)
def test_bibtex_makes_nothing_up(fields, absent):
    entry = parse_string(citations.bibtex(ref(**fields)), "bibtex").entries["jngxxw-a1"]
    assert not absent & set(entry.fields)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1))
def test_no_title_breaks_bibtex_or_ris(title):
    reference = ref(title=title)
    assert len(parse_string(citations.bibtex(reference), "bibtex").entries) == 1
    (record,) = rispy.loads(citations.ris(reference))
    assert record.get("title", "") == " ".join(title.split())


def test_ris_is_read_back():
    (record,) = rispy.loads(citations.ris(ref(authors=FOUR, page="A02")))
    assert record["type_of_reference"] == "NEWS"
    assert record["authors"] == list(FOUR)
    assert (record["title"], record["secondary_title"]) == ("高新区再获佳绩", "济宁高新新闻")
    assert (record["year"], record["date"], record["start_page"]) == ("2021", "2021/11/05/", "A02")
    assert record["urls"] == [URL]


@pytest.mark.parametrize(
    ("date", "written"), [("2021-10", "2021/10//"), ("2020", "2020///"), ("2000-10-20", "2000/10/20/")]
)
def test_ris_dates_keep_their_slashes(date, written):
    assert rispy.loads(citations.ris(ref(date=date)))[0]["date"] == written


@pytest.mark.parametrize(
    "fields",
    [
        *({}, {"authors": ()}, {"authors": FOUR}, {"page": "A02"}, {"total_number": None}),
        *({"date": ""}, {"date": "2021-11"}, {"date": "2021", "guessed": True}),
    ],
)
def test_csl_json_by_its_schema(fields):
    schema = json.loads((Path(__file__).parents[2] / "schemas" / "csl-data.json").read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(json.loads(citations.csl_json(ref(**fields))))


def test_csl_json():
    assert json.loads(citations.csl_json(ref(date="2021", guessed=True, page="01"))) == [
        {
            "id": "jngxxw-a1",
            "type": "article-newspaper",
            "title": "高新区再获佳绩",
            "container-title": "济宁高新新闻",
            "author": [{"literal": "刘菲"}],
            "issued": {"date-parts": [[2021]], "circa": True},
            "issue": "589",
            "page": "01",
            "language": "zh-CN",
            "URL": URL,
        }
    ]


@pytest.mark.django_db
def test_a_reference_is_what_the_archive_knows():
    made = make_article(
        "高新区再获佳绩",
        page="1",
        people=(("刘菲", "记者"), ("李图", "摄影"), ("王编", "责编"), ("唐诗萌", "通讯员"), ("刘菲", "摄影")),
    )
    article = Article.objects.for_reading().get(pk=made.pk)
    assert citations.reference(article, "https://news.example.cn") == ref(
        key=f"jngxxw-{made.permanent_id}",
        authors=("刘菲", "唐诗萌"),
        page="01",
        total_number=None,
        url=f"https://news.example.cn/articles/{made.permanent_id}/",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("people", "authors"),
    [
        ((("李图", "摄影"), ("王编", "编辑")), ("李图",)),
        ((("王编", "责编"), ("赵制", "制图")), ()),
        ((("张慧", ""),), ("张慧",)),
    ],
)
def test_who_is_an_author(people, authors):
    assert citations.authors_of(make_article(people=people)) == authors


@pytest.mark.django_db
def test_a_guessed_year_is_no_day():
    article = make_article(date=None)
    article.date, article.date_precision, article.date_basis = datetime.date(2021, 1, 1), "year", "guess"
    reference = citations.reference(article)
    assert (reference.date, reference.guessed) == ("2021", True)


@pytest.mark.django_db
def test_an_article_without_a_headline_is_cited_as_one():
    assert citations.gbt7714_2025(citations.reference(make_article(""))).startswith("（无题）[N/OL]. ")
