"""How many queries the desk asks, counted with 5,000 articles: no more than with fifty, and the list by an index."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.admin import article_search
from archive.models import Article, ArticleSection, Contribution, Contributor, Problem, SourceFile
from tests.archive.admin.forms import submit
from tests.archive.conftest import browser_of
from tests.factories import make_article, make_newspaper, numbers

MANY = 5000
ALMOST_NONE = 3


def fill(first: Article, count: int) -> None:
    """`count` more articles like `first`, each with a section, a contributor and a doubt."""
    start = Article.objects.count()
    made = Article.objects.bulk_create(
        Article(
            permanent_id=f"q{start + n}",
            newspaper=first.newspaper,
            issue=first.issue,
            page=first.page,
            column=first.column,
            source=first.source,
            date=first.date,
            date_precision="day",
            title=f"第{n}篇",
        )
        for n in range(count)
    )
    someone = Contributor.objects.first()
    ArticleSection.objects.bulk_create(ArticleSection(article=row, body="一段。") for row in made)
    Contribution.objects.bulk_create(Contribution(article=row, contributor=someone) for row in made)
    Problem.objects.bulk_create(Problem(source=first.source, article=row, code="a", message="存疑") for row in made)


@pytest.fixture
def row(db, data_dir, monkeypatch) -> Article:
    # The index has counts of its own (tests/search); what it would say is given.
    monkeypatch.setattr(article_search, "import_string", lambda path: lambda words, most: [Article.objects.first().pk])
    source = SourceFile.objects.create(sha256="ab" * 32, size=1, newspaper=make_newspaper(), name="甲.txt", text="行")
    one = {"column": "身边事", "people": (("周禾", "记者"),), "page": "1", "section": "要闻", "source": source}
    return make_article("头一篇", **one)


def asked_by(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def acts(client: Client, row: Article) -> dict[str, Callable[[], object]]:
    """What an editor does all day."""
    form = reverse("admin:archive_article_change", args=[row.pk])
    kinds = ("article", "problem", "issue", "page", "column", "contributor", "sourcefile", "importbatch", "correction")
    picker = {"app_label": "archive", "model_name": "article", "field_name": "page", "term": "2021-11-05"}
    return {
        **{f"list of {kind}": lambda k=kind: client.get(reverse(f"admin:archive_{k}_changelist")) for kind in kinds},
        "search": lambda: client.get(reverse("admin:archive_article_changelist"), {"q": "步道"}),
        "day": lambda: client.get(reverse("admin:archive_article_changelist"), {"q": "2021年11月5日"}),
        "form": lambda: client.get(form),
        "save without a change": lambda: submit(client, form),
        "save": lambda: submit(client, form, title=f"第{next(numbers)}次改的题"),
        "picker": lambda: client.get(reverse("admin:autocomplete"), picker),
        "source": lambda: client.get(reverse("admin:archive_sourcefile_change", args=[row.source_id])),
        "issue": lambda: client.get(reverse("admin:archive_issue_change", args=[row.issue_id])),
        "what moving an issue changes": lambda: client.post(
            reverse("admin:archive_issue_name", args=[row.issue_id]),
            {"date": "2021-11-06", "opened": "2021-11-05//", "total_number": "", "year_number": ""},
        ),
        **{
            f"save of a {kind} without a change": lambda k=kind, o=obj: submit(
                client, reverse(f"admin:archive_{k}_change", args=[o])
            )
            for kind, obj in (
                ("newspaper", row.newspaper_id),
                ("issue", row.issue_id),
                ("page", row.page_id),
                ("column", row.column_id),
                ("contributor", row.contributors.get().pk),
            )
        },
    }


def test_no_more_with_five_thousand_articles_than_with_fifty(row):
    client = browser_of("zhubian", "主编")
    fill(row, 50)
    for act in acts(client, row).values():
        act()  # what is looked up once a process
    few = {name: asked_by(act) for name, act in acts(client, row).items()}
    fill(row, MANY - 50)
    many = {name: asked_by(act) for name, act in acts(client, row).items()}
    assert {name: (few[name], many[name]) for name in few if many[name] > few[name] + ALMOST_NONE} == {}
    assert max(many.values()) < 90, many  # a form is opened and sent


def test_the_list_is_read_in_the_order_of_an_index(row):
    fill(row, 200)
    client = browser_of("zhubian", "主编")
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("admin:archive_article_changelist"))
    (listing,) = [query["sql"] for query in queries if "LIMIT 50" in query["sql"] and "open_doubts" in query["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listing}")
        plan = " ".join(line[-1] for line in cursor.fetchall())
    assert "article_list_order" in plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan
