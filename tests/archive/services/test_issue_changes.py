"""Another day or number of an issue goes with its articles, its addresses, its sources and the search."""

import datetime

import pytest

from archive import loader
from archive.models import Article, FormerDate, Issue, Revision
from archive.services import history
from archive.services.issue_changes import CannotChangeIssue, IssueName, change_issue, change_of
from tests.archive.loader.making import FULL, MASTHEAD, article, facts, source
from tests.factories import make_article, make_issue, make_user
from tests.unset import unset

OLD, NEW = datetime.date(2021, 11, 5), datetime.date(2021, 11, 6)
OTHER = article("另一篇", "全文另有一段，说的是别的事。", page="2")


@pytest.fixture
def issue(db) -> Issue:
    loader.load(source(FULL, OTHER, issue=MASTHEAD), facts())
    return Issue.objects.get()


def move(issue: Issue, day: datetime.date, **also: object) -> object:
    now = Issue.objects.get(pk=issue.pk)
    name = IssueName(**{"date": day, "total_number": now.total_number, "year_number": now.year_number, **also})
    return change_issue(issue.pk, IssueName.now_of(now).token, name, make_user())


def dates() -> dict[str, tuple[str, str]]:
    return {row.title: (row.iso_date, row.date_basis) for row in Article.objects.all()}


def test_says_beforehand_what_it_changes_and_changes_that(issue, told):
    own = Article.objects.get(title="另一篇")
    Article.objects.filter(pk=own.pk).update(date="2020-01-01")
    planned = change_of(issue, IssueName(NEW, 12, "2021年第3期"))
    assert (planned.shown, planned.redated, planned.own_dates) == (2, 1, 1)
    assert ("/papers/liaoheshibao/issues/2021-11-05/", "/papers/liaoheshibao/issues/2021-11-06/") in planned.addresses
    assert not told
    assert move(issue, NEW) == planned
    assert dates() == {FULL.title: ("2021-11-06", "editor"), "另一篇": ("2020-01-01", "masthead")}
    assert told == set(Article.objects.values_list("pk", flat=True))
    (version,) = Revision.objects.all()
    assert (version.kind, version.by_name, version.reason) == (
        "issue",
        "zhouhe",
        "这一期的日期由2021年11月5日改为2021年11月6日",
    )


def test_former_addresses_lead_on_as_often_as_it_is_moved(issue, client):
    paper = "/papers/liaoheshibao"
    move(issue, NEW)
    move(issue, NEW + datetime.timedelta(1))
    for rest in ("/", "/2/", ".jsonl", ".zip"):
        for day in ("05", "06"):
            answer = client.get(f"{paper}/issues/2021-11-{day}{rest}")
            assert (answer.status_code, answer["Location"]) == (302, f"{paper}/issues/2021-11-07{rest}"), rest
            assert client.get(answer["Location"]).status_code == 200
    answer = client.get(f"{paper}/api/v1/issues/2021-11-05/")
    assert answer["Location"].endswith(f"{paper}/api/v1/issues/2021-11-07/")
    move(issue, OLD)
    assert client.get(f"{paper}/issues/2021-11-05/").status_code == 200
    assert client.get(f"{paper}/issues/2021-11-06/")["Location"] == f"{paper}/issues/2021-11-05/"
    assert client.get(f"{paper}/issues/2021-11-08/").status_code == 404


def test_another_issue_that_comes_in_later_has_the_day_to_itself(issue, client):
    move(issue, NEW)
    loader.load(source(article("后来的一篇", "后来导入的这一篇，真是五日的。"), issue=MASTHEAD), facts("b.txt"))
    assert Issue.objects.count() == 2
    assert "后来的一篇" in unset(client.get("/papers/liaoheshibao/issues/2021-11-05/").content.decode())


def test_a_source_read_again_stays_under_the_new_day(issue):
    move(issue, NEW)
    better = article("新读出的一篇", "先前漏读的这一段文字。", page="2")
    loader.load(source(FULL, OTHER, better, issue=MASTHEAD), facts())
    assert Issue.objects.count() == 1
    assert {row.title: row.issue_id for row in Article.objects.all()} == dict.fromkeys(dates(), issue.pk)
    assert set(dates().values()) == {("2021-11-06", "editor")}


def test_numbers_alone_redate_nothing(issue, told):
    before = dates()
    change = move(issue, OLD, total_number=77, year_number="")
    assert (change.moves, change.addresses, change.redated) == (False, [], 0)
    issue.refresh_from_db()
    assert (issue.total_number, issue.year_number, dates()) == (77, "", before)
    assert told == set(Article.objects.values_list("pk", flat=True))
    assert not Revision.objects.exists()


def test_the_same_again_changes_nothing(issue, told):
    assert move(issue, OLD).changes_nothing
    assert not told
    assert not FormerDate.objects.exists()


def test_a_day_that_is_taken_is_refused_in_words(issue):
    make_issue("2021-11-06", issue.newspaper)
    with pytest.raises(CannotChangeIssue, match="2021年11月6日已有一期"):
        move(issue, NEW)
    assert not FormerDate.objects.exists()


def test_of_two_who_move_it_the_second_is_told(issue):
    seen = IssueName.now_of(issue).token
    move(issue, NEW)
    with pytest.raises(CannotChangeIssue, match="这一期已改为"):
        change_issue(issue.pk, seen, IssueName(datetime.date(2021, 11, 9), 12, ""), make_user())
    issue.refresh_from_db()
    assert issue.date == NEW


def test_the_day_before_is_restored_like_any_version(issue):
    move(issue, NEW)
    row = Article.objects.get(title=FULL.title)
    history.restore_version(row.pk, 1, make_user())
    assert dates()[FULL.title] == ("2021-11-05", "masthead")


def test_many_articles_are_moved_in_few_queries(db, django_assert_max_num_queries):
    issue = make_article("头一篇").issue
    Article.objects.bulk_create(
        Article(
            newspaper=issue.newspaper, issue=issue, title="题", permanent_id=f"m{n}", date=OLD, date_precision="day"
        )
        for n in range(99)
    )
    with django_assert_max_num_queries(40):
        change_issue(issue.pk, IssueName.now_of(issue).token, IssueName(NEW, None, ""), make_user())
    assert Article.objects.filter(date=NEW).count() == 100
