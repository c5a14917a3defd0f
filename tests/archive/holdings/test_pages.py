"""The ledger as readers, librarians and programs get it, and as editors write in it."""

import csv
import datetime
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.holdings.rows import reckoned_of
from archive.models import HoldingsEntry, RowChange, Status
from search.index import indexing
from tests.archive.admin.forms import opened, send, submit
from tests.archive.conftest import browser_of
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2019, 1, 4)  # a Friday
WEEKS = 3 * 52
# Of the weeks of three years: issues that are not held, that print no number, one whose number is read wrongly.
REMOVED, UNNUMBERED, MISREAD = (9, 22, 23, 70, 140), (71, 72, 90), 40


def text_of(client, address: str, status: int = 200) -> str:
    """What a reader reads there, without tags and line ends."""
    response = client.get(address)
    assert response.status_code == status, address
    return re.sub(r"<[^>]*>|\s", "", response.content.decode())


def friday(week: int) -> datetime.date:
    return FIRST + datetime.timedelta(days=7 * week)


@pytest.fixture
def three_years():
    for week in range(WEEKS):
        if week not in REMOVED:
            issue = make_article(f"第{week}周", date=friday(week).isoformat()).issue
            issue.total_number = None if week in UNNUMBERED else 918 if week == MISREAD else 401 + week
            issue.save()
    return make_newspaper()


def table(client) -> list[dict[str, str]]:
    said = client.get("/holdings.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(said)))


def test_a_librarian_s_list_of_what_is_missing(client, three_years):
    """Every issue that was taken away, with its day and number, and nothing else."""
    rows = [row for row in table(client) if row["类别"] == "缺"]
    page = text_of(client, "/holdings/")
    assert sum(int(row["期数"]) for row in rows) == len(REMOVED)
    days = "".join(row["日期"] for row in rows)
    for week in REMOVED:
        assert f"{friday(week).month}月{friday(week).day}日" in days or f"、{friday(week).day}日" in days
    assert [row["期号"] for row in rows] == ["总第410期", "总第423–424期", "总第471期", "总第541期"]
    assert all(f"{row['期号']}" in page and row["日期"] in page for row in rows)
    assert f"馆藏{WEEKS - len(REMOVED)}期，至少缺{len(REMOVED)}期" in page
    [doubtful] = [row for row in table(client) if row["类别"] == "存疑"]
    assert doubtful["起"] <= friday(MISREAD).isoformat() <= doubtful["止"]
    assert "918" in doubtful["依据"]


def test_what_lacks_before_the_first_number_is_a_range_that_is_not_counted(client):
    """One issue, 2021年第82期, 总第589期: 588 came out before it, of which the year's number counts 81."""
    issue = make_article(date="2021-11-05").issue
    issue.total_number, issue.year_number = 589, "2021年第82期"
    issue.save()
    rows = table(client)
    [before] = [row for row in rows if row["类别"] == "馆藏之前"]
    assert (before["期号"], before["期数"], before["日期"]) == ("总第1–588期", "588", "2021年11月5日以前")
    assert "不计入“至少缺”的期数；其中81期" in before["依据"]
    assert sum(int(row["期数"]) for row in rows if row["类别"] == "缺") == 81
    body = client.get("/api/v1/holdings/").json()
    assert body["missing_count"] == body["lacking_at_least"] == sum(each["count"] for each in body["missing"]) == 81
    assert (body["before_first"]["count"], body["before_first"]["listed"]) == (588, 81)
    for page in (text_of(client, "/holdings/"), text_of(client, "/holdings/2021/")):
        assert "总第1–588期5882021年11月5日以前" in page
        assert "不计入“至少缺”的期数" in page


def test_a_year_has_its_own_page(client, three_years):
    page = text_of(client, "/holdings/2019/")
    assert "总第410期" in page
    assert "总第471期" not in page
    assert "馆藏49期，至少缺3期" in page
    text_of(client, "/holdings/2018/", 404)


def test_programs_get_the_same(client, three_years):
    body = client.get("/api/v1/holdings/").json()
    assert body["lacking_at_least"] == body["missing_count"] == len(REMOVED)
    assert [day for each in body["shortages"] for day in each["days"]] == [friday(n).isoformat() for n in REMOVED]
    assert [number for each in body["shortages"] for number in each["numbers"]] == [401 + n for n in REMOVED]
    [rhythm] = body["rhythms"]
    assert (rhythm["kind"], rhythm["days"], rhythm["sure"]) == ("weekdays", [4], True)
    assert len(body["months"]) == 36


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/issues/", "全部馆藏2019年1月至2021年12月：馆藏151期，至少缺5期"),
        ("/issues/2019/", "2019年：馆藏49期，至少缺3期"),
        ("/issues/2019-03/", "2019年3月：馆藏4期，至少缺1期"),
        ("/issues/2019/articles/", "2019年：馆藏49期，至少缺3期"),
        ("/search/?since=2019-06&until=2020-12", "所选时段2019年6月至2020年12月：馆藏79期，至少缺3期"),
        ("/search/?q=新城&year=2019", "所选时段2019年：馆藏49期，至少缺3期"),
        ("/search/?q=新城", "全部馆藏2019年1月4日至2021年12月24日：馆藏151期，至少缺5期"),
        ("/about/", "馆藏151期，至少缺5期"),
    ],
)
def test_every_search_and_list_says_what_part_of_its_span_is_held(client, three_years, address, told):
    indexing.rebuild(processes=1)
    page = text_of(client, address)
    assert told.partition("：")[2] in page
    assert told.partition("：")[0].removeprefix("全部馆藏")[:5] in page


def test_a_page_asks_for_the_ledger_by_one_statement(client, three_years):
    reckoned_of(three_years)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        reckoned_of(three_years)
    assert len(asked) == 1


def test_a_newspaper_without_issues_or_numbers(client):
    make_newspaper()
    assert "还没有一期报纸" in text_of(client, "/holdings/")
    assert table(client) == []
    text_of(client, "/holdings/2019/", 404)
    for n in range(30):
        make_article(date=(FIRST + datetime.timedelta(days=n * n)).isoformat())
    page = text_of(client, "/holdings/")
    assert "各期都没有写明期号" in page
    assert "无法判断" in page
    assert "没有空缺" not in page


def test_drafts_are_not_held(client):
    make_article(date="2021-11-05")
    make_article(date="2021-11-12", status=Status.DRAFT)
    assert "馆藏1期" in text_of(client, "/holdings/")


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/holdings/?page=-1", 404),
        ("/holdings/?page=2", 404),
        ("/holdings/?page=%00", 404),
        (f"/holdings/?x={'汉' * 5000}", 200),
        ("/holdings/0000/", 404),
        ("/holdings/9999/", 404),
        ("/papers/nowhere/holdings/", 404),
    ],
)
def test_odd_addresses(client, three_years, address, status):
    text_of(client, address, status)


def test_an_editor_s_entry_is_in_the_ledger_with_its_history(client, three_years):
    editor = browser_of("bianji", "编辑")
    add = reverse("admin:archive_holdingsentry_add")
    filled = {"newspaper": three_years.pk, "first": "2021-02-12", "last": "2021年2月12日", "kind": "suspended"}
    submit(editor, add, **filled, reason="春节休刊", source="2021年2月5日启事")
    entry = HoldingsEntry.objects.get()
    assert "2021年2月12日休刊（春节休刊；依据：2021年2月5日启事）" in text_of(client, "/holdings/")
    assert [row["起"] for row in table(client) if row["类别"] == "休刊"] == ["2021-02-12"]
    change = reverse("admin:archive_holdingsentry_change", args=[entry.pk])
    submit(editor, change, last="2021-02-11")
    assert HoldingsEntry.objects.get().last == entry.last, "the end before the beginning is refused"
    submit(editor, change, kind="lost")
    assert "2021年2月12日已佚" in text_of(client, "/holdings/")
    hows = RowChange.objects.filter(kind="archive.holdingsentry").values_list("how", flat=True)
    assert sorted(hows) == ["added", "changed"]


def test_a_stale_form_of_an_entry_is_compared_never_saved(client, three_years):
    entry = HoldingsEntry.objects.create(newspaper=three_years, first="2021-02-12", last="2021-02-12", kind="suspended")
    editor = browser_of("bianji", "编辑")
    change = reverse("admin:archive_holdingsentry_change", args=[entry.pk])
    seen = opened(editor, change)
    submit(browser_of("laozhou", "编辑"), change, reason="春节休刊")
    answer = send(editor, change, seen, reason="设备检修")
    assert answer.status_code == 409
    assert "春节休刊" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.reason == "春节休刊"


@pytest.mark.parametrize(
    ("days", "kind", "refused"),
    [
        (("2021-02-12", "2206-02-12"), "suspended", "2206年2月12日还没有到"),
        (("2206-02-12", "2206-02-13"), "suspended", "2206年2月13日还没有到"),
        (("1021-02-12", "2021-02-12"), "suspended", "1021年2月12日太早"),
        (("2020-06-06", "2020-06-07"), "lost", "已有另一条记录：2020年6月6日 休刊"),
        (("2020-01-01", "2020-12-31"), "elsewhere", "已有另一条记录：2020年6月6日 休刊"),
        (("2020-06-06", "2020-06-07"), "suspended", ""),
        (("2020-06-07", "2020-06-07"), "lost", ""),
        (("2019-01-04", "2019-01-04"), "suspended", ""),
    ],
)
def test_an_entry_that_cannot_be_is_refused_with_its_reason(three_years, days, kind, refused):
    """One that contradicts issues can: the ledger calls it doubtful."""
    HoldingsEntry.objects.create(newspaper=three_years, first="2020-06-06", last="2020-06-06", kind="suspended")
    other = make_newspaper("别的报")
    HoldingsEntry.objects.create(newspaper=other, first="2020-06-07", last="2020-06-07", kind="elsewhere")
    add = reverse("admin:archive_holdingsentry_add")
    first, last = days
    answer = submit(browser_of("bianji", "编辑"), add, newspaper=three_years.pk, first=first, last=last, kind=kind)
    assert HoldingsEntry.objects.count() == (2 if refused else 3)
    if refused:
        assert refused in answer.content.decode()


def test_an_entry_can_be_changed_to_another_kind(three_years):
    entry = HoldingsEntry.objects.create(newspaper=three_years, first="2020-06-06", last="2020-06-06", kind="suspended")
    submit(browser_of("bianji", "编辑"), reverse("admin:archive_holdingsentry_change", args=[entry.pk]), kind="lost")
    entry.refresh_from_db()
    assert entry.kind == "lost"


def test_what_was_entered_of_days_to_come_asks_of_none_of_them(client, three_years):
    """As it may have been saved before it was refused: of a century ahead, and up to one."""
    before = client.get("/api/v1/holdings/").json()
    ahead = datetime.date(2206, 1, 1)
    HoldingsEntry.objects.create(newspaper=three_years, first=ahead, last=ahead, kind="lost")
    assert client.get("/api/v1/holdings/").json()["months"] == before["months"]
    HoldingsEntry.objects.create(newspaper=three_years, first="2021-12-25", last=ahead, kind="suspended")
    body = client.get("/api/v1/holdings/").json()
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    assert abs(datetime.date.fromisoformat(body["span"]["last"]) - today).days <= 1
    assert body["last"] == friday(WEEKS - 1).isoformat()
    assert "2206" not in text_of(client, "/holdings/")


def links_of(client, address: str) -> dict[str, str]:
    """The words of each link of the page's main part with where it leads."""
    main = client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]
    return {
        re.sub(r"<[^>]*>", "", told): there
        for there, told in re.findall(r'<a [^>]*?href="([^"]*)"[^>]*>(.*?)</a>', main, re.DOTALL)
    }


def test_each_figure_leads_to_what_it_counts(client, three_years):
    indexing.rebuild(processes=1)
    pages = {address: links_of(client, address) for address in ("/holdings/", "/holdings/2019/")}
    whole, year = pages["/holdings/"], pages["/holdings/2019/"]
    assert (whole["馆藏151期"], whole["至少缺5期"]) == ("/issues/", "#lacking")
    assert (whole["收49期"], whole["至少缺3期"]) == ("/issues/2019/", "/holdings/2019/#lacking")
    assert (year["馆藏49期"], year["至少缺3期"]) == ("/issues/2019/", "#lacking")
    assert (year["4期"], year["至少缺1期"]) == ("/issues/2019-11/", "#lacking") or year["4期"].startswith(
        "/issues/2019-"
    )
    for address, links in pages.items():
        for there in links.values():
            path, _, anchor = there.partition("#")
            answer = client.get(path or address)
            assert answer.status_code == 200, there
            assert not anchor or f'id="{anchor}"' in answer.content.decode(), there


def test_days_suspected_and_months_beyond_telling_lead_to_themselves(client):
    for week in range(80):
        if week not in (9, 24, 40):
            make_article(date=friday(week).isoformat())
    indexing.rebuild(processes=1)
    links = links_of(client, "/holdings/")
    assert links["按出版规律有3天疑缺"] == "/holdings/#suspected"
    assert links["2019年3天"] == links["疑缺3天"] == "/holdings/2019/#months"
    beyond = [there for told, there in links.items() if "个月无法判断" in told]
    assert set(beyond) == {"/holdings/#years", "/holdings/2020/#months"}
    page = text_of(client, "/holdings/2019/")
    assert all(f"{friday(week).month}月{friday(week).day}日" in page for week in (9, 24, 40))
