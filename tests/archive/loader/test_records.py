"""Files of ready-made articles come in portion by portion, go on where they stopped, and keep their ids."""

import datetime
import json
from collections.abc import Iterator
from io import BytesIO
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from archive import loader
from archive.ingest.readers import jsonl
from archive.loader import records
from archive.models import Article, ImportBatch, Issue, Problem, SourceFile
from archive.services.issue_changes import IssueName, change_issue
from tests.archive.loader.making import facts
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def line(n: int, **fields: object) -> str:
    """A record of its own, in the manner of a newspaper's export."""
    values = {
        "id": f"r{n}",
        "title": f"第{n}件事",
        "body": f"这是第{n}件事的第一段。\n这是第二段。",
        "date": f"2021-11-{n % 28 + 1:02}",
        "source": "蓼河时报",
        "author": f"周禾{n % 3}",
        "page": str(n % 4 + 1),
        "column": f"栏目{n % 2}",
        "category": "民生",
    }
    return json.dumps(values | fields, ensure_ascii=False)


def portions(stream: BytesIO, first_line: int = 1) -> Iterator[list]:
    rest = jsonl.records(stream, first_line)
    return iter(lambda: list(islice(rest, records.LINES_A_PORTION)), [])


def load(lines: list[str], sha256: str = "a" * 64, stop_after: int | None = None) -> loader.Loaded | None:
    """Load these lines as a file at one place; a run that stops after some portions returns None."""
    run = loader.begin_records("a.jsonl", facts("a.jsonl", sha256), ImportBatch.objects.create())
    stream = BytesIO("\n".join(lines).encode())
    for n, portion in enumerate(portions(stream, run.first_line)):
        if n == stop_after:
            return None
        run.load(portion)
    return run.finish()


@pytest.fixture
def small_portions(monkeypatch):
    monkeypatch.setattr(records, "LINES_A_PORTION", 3)


def titles() -> list[str]:
    return list(Article.objects.published().order_by("position").values_list("title", flat=True))


def test_every_line_is_an_article_of_its_issue(small_portions):
    loaded = load([line(n) for n in range(8)])
    assert (loaded.outcome, loaded.articles, loaded.problems) == ("new", 8, 0)
    row = Article.objects.get(source_key="r5")
    assert (row.title, row.newspaper.name, str(row.date), row.page.number) == ("第5件事", "蓼河时报", "2021-11-06", "2")
    assert (row.column.name, row.byline, str(row.contributions.get().contributor)) == ("栏目1", "周禾2", "周禾2")
    assert row.sections.get().paragraphs == ["这是第5件事的第一段。", "这是第二段。"]
    assert row.issue == Issue.objects.get(date="2021-11-06")
    assert row.claims[0] == ["record", 6, 6, line(5)]
    assert ["sections/0/paragraphs/1", 6, 6, ""] in row.claims
    assert row.page.section.name == "民生"
    assert SourceFile.objects.get().resume_at is None


def test_the_same_file_again_changes_nothing(small_portions):
    load([line(n) for n in range(8)])
    before = list(Article.objects.order_by("pk").values())
    assert load([line(n) for n in range(8)]).outcome == "unchanged"
    assert list(Article.objects.order_by("pk").values()) == before


def test_an_interrupted_load_goes_on_where_it_stopped(small_portions):
    lines = [line(n) for n in range(8)]
    load(lines, stop_after=2)
    assert titles() == [f"第{n}件事" for n in range(6)]
    assert SourceFile.objects.get().resume_at == 7
    before = list(Article.objects.order_by("pk").values_list("pk", "permanent_id"))
    loaded = load(lines)
    assert loaded.articles == 2
    assert titles() == [f"第{n}件事" for n in range(8)]
    assert list(Article.objects.order_by("pk").values_list("pk", "permanent_id"))[:6] == before


def test_a_portion_that_fails_leaves_nothing_of_itself(small_portions, monkeypatch):
    run = loader.begin_records("a.jsonl", facts("a.jsonl"), ImportBatch.objects.create())
    first, second = portions(BytesIO("\n".join(line(n) for n in range(6)).encode()))
    run.load(first)
    monkeypatch.setattr(Problem.objects, "bulk_create", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run.load(second)
    assert Article.objects.count() == 3
    assert SourceFile.objects.get().resume_at == 4


def test_the_next_edition_keeps_ids_by_record_and_withdraws_what_it_lacks(small_portions):
    load([line(n) for n in range(5)])
    ids = dict(Article.objects.values_list("source_key", "permanent_id"))
    loaded = load([line(9), *[line(n, title=f"改后第{n}件事") for n in (4, 3, 1, 0)]], sha256="b" * 64)
    assert loaded.outcome == "updated"
    now = dict(Article.objects.published().values_list("source_key", "permanent_id"))
    assert {key: now[key] for key in ("r0", "r1", "r3", "r4")} == {key: ids[key] for key in ("r0", "r1", "r3", "r4")}
    assert now["r9"] not in ids.values()
    assert Article.objects.get(permanent_id=ids["r2"]).status == "withdrawn"
    assert titles() == ["第9件事", "改后第4件事", "改后第3件事", "改后第1件事", "改后第0件事"]
    assert [s.live for s in SourceFile.objects.order_by("pk")] == [False, True]


def test_lines_without_an_article_and_repeated_ones_are_problems(small_portions):
    lines = [line(0), "{broken", line(1), line(2), line(0, title="又是零"), line(3, title="")]
    loaded = load(lines)
    assert titles() == ["第0件事", "第1件事", "第2件事"]
    assert list(Problem.objects.order_by("first_line").values_list("code", "first_line")) == [
        ("record_unreadable", 2),
        ("record_repeated", 5),
        ("record_unreadable", 6),
    ]
    assert loaded.problems == 3


def test_records_without_id_are_known_by_what_they_say(small_portions):
    lines = [line(n, id="") for n in range(3)]
    load(lines)
    ids = dict(Article.objects.values_list("title", "permanent_id"))
    load([line(7, id=""), *lines], sha256="b" * 64)
    now = dict(Article.objects.published().values_list("title", "permanent_id"))
    assert {title: now[title] for title in ids} == ids


def test_no_query_an_article(monkeypatch):
    monkeypatch.setattr(records, "LINES_A_PORTION", 300)

    def queries(first: int, count: int) -> int:
        run = loader.begin_records("a.jsonl", facts(f"{first}.jsonl"), ImportBatch.objects.create())
        stream = BytesIO("\n".join(line(n) for n in range(first, first + count)).encode())
        (portion,) = portions(stream)
        with CaptureQueriesContext(connection) as captured:
            run.load(portion)
        return len(captured)

    queries(0, 28)
    # SQLite takes a bounded number of values a statement: ten times the articles are a few more portions.
    assert queries(1000, 300) - queries(2000, 30) <= 12


def test_records_of_a_moved_issue_stay_with_it():
    same = {"date": "2021-11-05"}
    load([line(1, **same), line(2, id=None, **same), line(3)])
    issue = Issue.objects.get(date="2021-11-05")
    name = IssueName(datetime.date(2021, 11, 20), None, "")
    change_issue(issue.pk, IssueName.now_of(issue).token, name, make_user())
    load([line(1, **same), line(2, id=None, **same), line(3), line(5, **same)], sha256="b" * 64)
    issue.refresh_from_db()
    moved = issue.articles.order_by("title").values_list("title", "date", "status")
    assert list(moved) == [(f"第{n}件事", name.date, "published") for n in (1, 2, 5)]
    assert not Issue.objects.filter(date="2021-11-05").exists()
