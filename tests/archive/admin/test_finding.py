"""What an editor types into a search box finds rows whatever the script, the width, or the way a day is written."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.admin import article_search
from archive.admin.days import days_sought
from archive.admin.pickers import picker_label
from archive.language.dates import in_chinese
from archive.language.folding import fold
from archive.models import Article, Issue, Page
from search.index import indexing
from tests.factories import make_article, make_newspaper, withdraw

pytestmark = pytest.mark.django_db
LIST = reverse("admin:archive_article_changelist")


def found(client, kind: str, words: str) -> set[str]:
    answer = client.get(reverse(f"admin:archive_{kind}_changelist"), {"q": words})
    return {str(row) for row in answer.context["cl"].result_list}


@pytest.fixture
def rows(db, data_dir, index_folder) -> None:
    paper = make_newspaper("蓼河时报")
    make_article(
        "龙门步道完工",
        newspaper=paper,
        page="1",
        section="要闻",
        column="身边事",
        people=(("周禾", "记者"),),
        body="居民张灯庆贺。",
    )
    make_article("别的一篇", date="2020-01-01", body="说的是别的。")
    make_article("月份的", date=None, status="withdrawn", body="只在这里的词：蓝莓。")
    make_article("草稿", date="2019-03-04", status="draft", headings=(("小标题在此", "正文有樱桃。"),))
    indexing.rebuild()


class TestArticles:
    @pytest.mark.parametrize(
        ("words", "titles"),
        [
            ("步道", {"龙门步道完工"}),
            ("龍門步道", {"龙门步道完工"}),
            ("张灯庆贺", {"龙门步道完工"}),
            ("張燈 龙门", {"龙门步道完工"}),
            ("蓝莓", {"月份的"}),
            ("藍莓", {"月份的"}),
            ("櫻桃", {"草稿"}),
            ("小标题 樱桃", {"草稿"}),
            ("蓝莓 樱桃", set()),
            ("查无此词", set()),
            ("，", set()),
            ("步道 2021年11月5日", {"龙门步道完工"}),
            ("步道 2020-01-01", set()),
            ("2021年11月5日 步道", {"龙门步道完工"}),
            ("2021年11月5日步道", {"龙门步道完工"}),
            ("步道2021年11月5日", {"龙门步道完工"}),
            ("2021 年 11 月 5 日 步道", {"龙门步道完工"}),
            ("步道 20211105", {"龙门步道完工"}),
            ("11月5日 步道", {"龙门步道完工"}),
        ],
    )
    def test_by_any_word_of_their_text(self, editor, rows, words, titles):
        assert found(editor, "article", words) == titles

    def test_by_number(self, editor, rows):
        row = Article.objects.get(title="草稿")
        assert found(editor, "article", row.permanent_id) == {"草稿"}

    def test_one_withdrawn_since_is_found_still(self, editor, rows):
        withdraw(Article.objects.get(title="龙门步道完工"), "误登")
        assert found(editor, "article", "张灯庆贺") == {"龙门步道完工"}

    def test_with_filters(self, editor, rows):
        answer = editor.get(LIST, {"q": "的", "status__exact": "withdrawn"})
        assert [row.title for row in answer.context["cl"].result_list] == ["月份的"]

    def test_where_no_index_answers_the_editor_is_told(self, editor, db, data_dir, index_folder):
        make_article("龙门步道完工", body="居民张灯庆贺。")
        answer = editor.get(LIST, {"q": "龍門"})
        assert [row.title for row in answer.context["cl"].result_list] == ["龙门步道完工"]
        assert article_search.NO_INDEX in map(str, get_messages(answer.wsgi_request))
        assert found(editor, "article", "张灯") == set()

    def test_so_many_that_not_all_are_listed(self, editor, rows, monkeypatch):
        monkeypatch.setattr(article_search, "MOST_FOUND", 1)
        answer = editor.get(LIST, {"q": "的"})
        assert article_search.TOO_MANY in map(str, get_messages(answer.wsgi_request))


@pytest.mark.parametrize(
    ("words", "articles", "others"),
    [
        ("2020年1月1日", {"别的一篇"}, 1),
        ("2020-1-1", {"别的一篇"}, 1),
        ("2020.01.01", {"别的一篇"}, 1),
        ("２０２０年１月１日", {"别的一篇"}, 1),
        ("二〇二〇年一月一日", {"别的一篇"}, 1),
        ("2020年 1月 1日", {"别的一篇"}, 1),
        ("1月1日", {"别的一篇"}, 1),
        ("十一月五号", {"龙门步道完工"}, 1),
        ("2021-11", {"龙门步道完工"}, 1),
        ("2021年11月", {"龙门步道完工"}, 1),
        ("2019年", {"草稿"}, 1),
        ("2018年", set(), 0),
        ("20200101", {"别的一篇"}, 1),
        ("2019年3月4日", {"草稿"}, 1),
    ],
)
def test_a_day_is_found_however_it_is_written(editor, rows, words, articles, others):
    assert found(editor, "article", words) == articles
    assert len(found(editor, "issue", words)) == others


@given(
    st.dates(),
    st.sampled_from(
        [
            "{0}",
            "{1}",
            "{2}",
            "蓼河 {0}",
            "{0} 蓼河",
            "{1} 蓼河",
            "蓼河 {1}",
            "{2} 蓼河",
            "蓼河 {2}",
            "蓼河{0}",
            "{0}蓼河",
            "蓼河{2}",
        ]
    ),
)
def test_a_day_among_words_is_taken_out_of_them(day, written):
    if day.year < 1900 or day.year > 2099:
        return
    words, parts = days_sought(written.format(in_chinese(day), day.isoformat(), f"{day:%Y%m%d}"))
    assert parts == {"year": day.year, "month": day.month, "day": day.day}
    assert words == ("蓼河" if "蓼河" in written else "")


@given(st.text(max_size=20))
def test_what_is_no_day_stays_as_it_was_typed(text):
    words, parts = days_sought(text)
    assert parts or words == text


@pytest.mark.parametrize("words", ["2019年终总结", "12320200101", "2021-11-055", "1.2021.11.5"])
def test_what_only_looks_like_a_day_is_none(words):
    assert days_sought(words) == (words, {})


class TestPickers:
    """What a picker shows, typed or pasted, finds the row."""

    def offered(self, client, kind: str, field: str, words: str) -> set[str]:
        asked = {"term": words, "app_label": "archive", "model_name": kind, "field_name": field}
        return {row["text"] for row in client.get(reverse("admin:autocomplete"), asked).json()["results"]}

    @pytest.mark.parametrize("field", ["newspaper", "issue", "page", "column", "corrects"])
    def test_an_article_is_given_what_they_call_rows(self, editor, rows, field):
        row = Article.objects.get(title="龙门步道完工")
        Issue.objects.filter(pk=row.issue_id).update(total_number=434)
        row = Article.objects.get(pk=row.pk)
        shown = picker_label(row if field == "corrects" else getattr(row, field))
        assert self.offered(editor, "article", field, shown) == {shown}

    @pytest.mark.parametrize("words", ["01版", "1", "第1版", "1版 要闻", "蓼河时报 2021年11月5日 01版", "01版：要闻"])
    def test_pages(self, editor, rows, words):
        assert len(self.offered(editor, "article", "page", words)) == 1

    @pytest.mark.parametrize("words", ["02版", "11", "蓼河时报 2021年11月6日 01版", "01版：副刊"])
    def test_not_others(self, editor, rows, words):
        assert self.offered(editor, "article", "page", words) == set()

    @pytest.mark.parametrize("words", ["A02版", "a2", "A02"])
    def test_pages_with_letters(self, editor, rows, words):
        for number in ("A2", "B2", "2"):
            Page.objects.create(issue=Issue.objects.get(date="2021-11-05"), number=number)
        assert {label[-4:] for label in self.offered(editor, "article", "page", words)} == {"A02版"}


class TestOthers:
    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("newspaper", "蓼河時報"),
            ("issue", "蓼河時報"),
            ("page", "蓼河時報"),
            ("column", "身邊事"),
            ("contributor", "周　禾"),
            ("papersection", "要聞"),
        ],
    )
    def test_script_and_width_are_one(self, editor, rows, kind, words):
        assert len(found(editor, kind, words)) == 1

    @given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20))
    def test_the_database_folds_as_search_does(self, text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT FOLDED(%s)", [text])
            assert cursor.fetchone() == (fold(text),)


def test_a_search_takes_the_same_number_of_queries_for_any_number_of_articles(editor, rows):
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIST, {"q": "步道"})
        counts.append(len(queries))
        for n in range(60):
            make_article(f"步道第{n}篇", status="withdrawn")
    assert counts[0] == counts[1]
