"""A new edition that meets an editor's change: the editor's stays, the difference is shown, either can be taken."""

import datetime
import json

import lxml.html
import pytest
from django.core.management import call_command
from django.urls import reverse

from archive.loader.content import content_of_rows
from archive.models import Article, BulkAct, Column, ImportBatch, Page, Problem
from archive.services import undoing
from archive.services.articles import by_hand, write_article
from tests.archive.conftest import browser_of
from tests.factories import edit as edit_columns
from tests.factories import make_issue, make_newspaper, make_user

pytestmark = pytest.mark.django_db
STORY = "蓼河边新添步道\n\n　　步道完工，居民当晚就来散步。\n　　步道全长{}公里。\n"


@pytest.fixture
def paper(data_dir, tmp_path):
    path = tmp_path / "papers" / "甲.txt"
    path.parent.mkdir()
    path.write_text(STORY.format("三"), encoding="utf-8")
    call_command("ingest", "--no-index", str(path))
    return path


def edit(article: Article, text: str) -> None:
    content = content_of_rows(article)
    content.sections[0][2] = content.sections[0][2].replace("三公里", text)
    write_article(article.pk, content, by_hand(make_user()))


def edition(path, text: str) -> list[Problem]:
    path.write_text(text, encoding="utf-8")
    call_command("ingest", "--no-index", str(path))
    return list(Problem.objects.filter(code="edition_differs", source__live=True))


def body() -> str:
    return Article.objects.get().sections.get().body


def test_the_difference_is_shown_and_the_editors_text_stays(paper):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    assert "－步道全长三点二公里。" in problem.message
    assert "＋步道全长五公里。" in problem.message
    assert problem.state == "open"
    assert "三点二公里" in body()


def sent_from(page) -> dict:
    """What a browser sends of the page that asks."""
    form = lxml.html.fromstring(page.content.decode()).xpath("//form[.//input[@name='sure']]")[0]
    return dict(form.form_values())


def test_the_new_edition_can_be_taken_in_the_admin(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    data = {"action": "take_proposed", "_selected_action": [problem.pk]}
    asked = admin_client.post(reverse("admin:archive_problem_changelist"), data)
    assert "三点二公里" in body()
    response = admin_client.post(reverse("admin:archive_problem_changelist"), sent_from(asked), follow=True)
    assert "1 篇文章改用新版原文" in response.content.decode()
    assert "五公里" in body()
    problem.refresh_from_db()
    assert problem.state == "mended"
    assert "sections" not in Article.objects.get().edited_fields
    edition(paper, STORY.format("六"))
    assert "六公里" in body()


def test_the_new_edition_can_be_taken_beside_the_difference_on_the_articles_form(paper, admin_client):
    article = Article.objects.get()
    edit(article, "三点二公里")
    edition(paper, STORY.format("五"))
    here = reverse("admin:archive_article_change", args=[article.pk])
    form = lxml.html.fromstring(admin_client.get(here).content.decode()).xpath(
        "//form[.//input[@value='take_proposed']]"
    )[0]
    assert "＋步道全长五公里。" in form.text_content()
    response = admin_client.post(form.action, dict(form.form_values()))
    assert (response.status_code, response.url) == (302, here)
    assert "五公里" in body()
    assert "take_proposed" not in admin_client.get(here).content.decode()


def test_the_editors_can_be_kept_and_is_not_asked_about_again(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    data = {"action": "confirm", "_selected_action": [problem.pk], "sure": "1"}
    admin_client.post(reverse("admin:archive_problem_changelist"), data)
    call_command("ingest", "--reparse", "--no-index")
    assert [each.state for each in Problem.objects.filter(code="edition_differs")] == ["confirmed"]
    assert "三点二公里" in body()


def test_a_reparse_does_not_drop_an_open_one(paper):
    edit(Article.objects.get(), "三点二公里")
    edition(paper, STORY.format("五"))
    call_command("ingest", "--reparse", "--no-index")
    assert Problem.objects.filter(code="edition_differs", state="open").count() == 1


def test_where_the_source_did_not_change_nothing_is_asked(paper):
    article = Article.objects.get()
    edit_columns(article, title="编辑改的题")
    assert edition(paper, STORY.format("五")) == []
    assert Article.objects.get().title == "编辑改的题"
    assert "五公里" in body()


def test_where_both_say_the_same_nothing_is_asked(paper):
    edit(Article.objects.get(), "五公里")
    assert edition(paper, STORY.format("五")) == []


@pytest.mark.parametrize(("new", "asked"), [({"title": "又改的题"}, 1), ({"author": "周禾"}, 0)])
def test_ready_made_articles_too(data_dir, tmp_path, new, asked):
    path = tmp_path / "export.jsonl"
    record = {"id": "r1", "title": "第一件事", "body": "第一件事的正文。"}
    path.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    call_command("ingest", "--no-index", str(path))
    article = Article.objects.get()
    edit_columns(article, title="编辑改的题")
    assert len(edition(path, json.dumps(record | new, ensure_ascii=False))) == asked
    assert Article.objects.get().title == "编辑改的题"


def test_a_colleagues_change_since_is_not_overwritten(paper, admin_client):
    article = Article.objects.get()
    edit(article, "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    here = reverse("admin:archive_article_change", args=[article.pk])
    seen = sent_from(admin_client.get(here))
    content = content_of_rows(Article.objects.get())
    content.sections[0][2] += "同事刚写的四公里"
    write_article(article.pk, content, by_hand(make_user("tongshi")))
    before = Article.objects.get().version
    answer = admin_client.post(reverse("admin:archive_problem_changelist"), seen)
    assert answer.status_code == 409
    page = lxml.html.fromstring(answer.content.decode()).text_content()
    assert "同事刚写的四公里" in page, "both sides are in view"
    assert "步道全长五公里" in page
    assert (Article.objects.get().version, "同事刚写的四公里" in body()) == (before, True)
    problem.refresh_from_db()
    assert (problem.state, BulkAct.objects.count()) == ("open", 0)
    taken = admin_client.post(reverse("admin:archive_problem_changelist"), sent_from(answer))
    assert (taken.status_code, taken.url) == (302, here)
    assert "五公里" in body()


def test_without_a_version_it_is_asked_again(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    data = {"action": "take_proposed", "_selected_action": [problem.pk], "sure": "1"}
    for seen in ({}, {"seen": ""}, {"seen": "x:y,1"}):
        assert admin_client.post(reverse("admin:archive_problem_changelist"), data | seen).status_code == 409
    assert "三点二公里" in body()


def test_taking_it_can_be_taken_back(paper, admin_client):
    edit(Article.objects.get(), "三点二公里")
    (problem,) = edition(paper, STORY.format("五"))
    before = content_of_rows(Article.objects.get()).as_json()
    queue = reverse("admin:archive_problem_changelist")
    asked = admin_client.post(queue, {"action": "take_proposed", "_selected_action": [problem.pk]})
    admin_client.post(queue, sent_from(asked))
    act = BulkAct.objects.get()
    assert (act.verb, act.articles, act.problems) == ("采用新版原文", 1, 1)
    admin_client.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
    row = Article.objects.get()
    assert content_of_rows(row).as_json() == before
    assert row.edited_fields == ["sections"]
    problem.refresh_from_db()
    assert problem.state == "open"


def take(client, *problems: Problem, action: str = "take_proposed") -> None:
    data = {"action": action, "_selected_action": [problem.pk for problem in problems]}
    asked = client.post(reverse("admin:archive_problem_changelist"), data)
    if 'name="sure"' in asked.content.decode():  # there is something that may be done
        client.post(reverse("admin:archive_problem_changelist"), sent_from(asked))


OTHER = "邻街添路灯\n\n　　路灯昨晚{}亮了。\n"


class TestADoubtGoesAlongWithTheNewestEdition:
    """A third edition that says nothing new of the field does not take the question away."""

    def test_of_a_text(self, paper, admin_client):
        edit(Article.objects.get(), "三点二公里")
        edition(paper, STORY.format("五"))
        (problem,) = edition(paper, STORY.format("五").replace("新添", "新修"))
        assert (problem.state, problem.source.live) == ("open", True)
        assert "＋步道全长五公里。" in problem.message
        take(admin_client, problem)
        assert "五公里" in body()
        assert edition(paper, STORY.format("五").replace("新添", "又添")) == []

    def test_of_ready_made_articles(self, data_dir, tmp_path):
        path = tmp_path / "export.jsonl"
        records = [{"id": f"r{n}", "title": f"第{n}件事", "body": f"第{n}件事的正文。"} for n in range(2)]
        write = lambda: edition(path, "\n".join(json.dumps(each, ensure_ascii=False) for each in records))  # noqa: E731
        write()
        edit_columns(Article.objects.get(source_key="r0"), title="编辑改的题")
        records[0]["title"] = "又改的题"
        assert len(write()) == 1
        records[1]["body"] = "只有这一篇改了。"
        (problem,) = write()
        assert (problem.article.source_key, problem.state) == ("r0", "open")

    def test_until_it_is_settled(self, paper, admin_client):
        edit(Article.objects.get(), "三点二公里")
        take(admin_client, *edition(paper, STORY.format("五")), action="confirm")
        assert edition(paper, STORY.format("五").replace("新添", "新修")) == []

    def test_and_comes_back_where_that_edition_is_taken_back(self, paper):
        edit(Article.objects.get(), "三点二公里")
        edition(paper, STORY.format("五"))
        edition(paper, STORY.format("五").replace("新添", "新修"))
        undoing.undo(ImportBatch.objects.first())
        (problem,) = Problem.objects.filter(code="edition_differs", source__live=True)
        assert "＋步道全长五公里。" in problem.message


WITHOUT = {
    "every line changed": STORY.format("五").replace("步道", "绿道").replace("居民", "市民"),
    "gone": OTHER.format("都"),
}


class TestAnArticleThatTheNewEditionLacks:
    def standing(self) -> list[Problem]:
        return list(Problem.objects.filter(code="edition_lacks", source__live=True))

    @pytest.mark.parametrize("text", WITHOUT.values(), ids=WITHOUT)
    @pytest.mark.parametrize("action", ["take_proposed", "confirm"])
    def test_stays_until_an_editor_takes_either(self, paper, admin_client, text, action):
        article = Article.objects.get()
        edit_columns(article, title="编辑改的题")
        edition(paper, text)
        (problem,) = self.standing()
        heir = Article.objects.exclude(pk=article.pk).get()
        assert (heir.permanent_id in problem.message) is (text != WITHOUT["gone"])
        article.refresh_from_db()
        assert (article.status, problem.article) == ("published", article)
        take(admin_client, problem, action=action)
        article.refresh_from_db()
        assert article.status == ("withdrawn" if action == "take_proposed" else "published")
        if action == "take_proposed":
            assert article.replaced_by == (None if text == WITHOUT["gone"] else heir)
            assert "status" not in article.edited_fields
        call_command("ingest", "--reparse", "--no-index")
        edition(paper, text + "　　又添一段。\n")
        article.refresh_from_db()
        assert article.status == ("withdrawn" if action == "take_proposed" else "published")
        assert not [each for each in self.standing() if each.state == "open"]

    def test_is_the_same_article_where_a_later_edition_has_it_again(self, paper):
        article = Article.objects.get()
        edit(article, "三点二公里")
        edition(paper, OTHER.format("都"))
        edition(paper, OTHER.format("全"))
        assert [each.state for each in self.standing()] == ["open"]
        edition(paper, STORY.format("三"))
        assert self.standing() == []
        article.refresh_from_db()
        assert (article.status, article.source.live) == ("published", True)
        assert "三点二公里" in article.sections.get().body

    def test_is_withdrawn_by_a_chief_only(self, paper):
        edit_columns(Article.objects.get(), title="编辑改的题")
        edition(paper, WITHOUT["gone"])
        take(browser_of("someone", "编辑"), *self.standing())
        assert Article.objects.get(title="编辑改的题").status == "published"
        assert self.standing()[0].state == "open"

    def test_what_was_said_of_it_goes_along(self, paper, admin_client):
        edit_columns(Article.objects.get(), title="编辑改的题")
        edition(paper, WITHOUT["gone"])
        take(admin_client, *self.standing(), action="confirm")
        edition(paper, WITHOUT["gone"].replace("昨晚", "前晚"))
        (problem,) = self.standing()
        assert (problem.state, [said[3] for said in problem.settlements]) == ("confirmed", ["确认无误"])

    def test_which_nobody_changed_is_withdrawn(self, paper):
        article = Article.objects.get()
        edition(paper, WITHOUT["gone"])
        article.refresh_from_db()
        assert (article.status, self.standing()) == ("withdrawn", [])

    @pytest.mark.parametrize("ids", [True, False])
    def test_ready_made(self, data_dir, tmp_path, ids):
        path = tmp_path / "export.jsonl"
        records = [
            ({"id": f"r{n}"} if ids else {}) | {"title": f"第{n}件事", "body": f"第{n}件事的正文，写在这里。"}
            for n in range(3)
        ]
        edition(path, "\n".join(json.dumps(each, ensure_ascii=False) for each in records))
        article = Article.objects.order_by("position").first()
        edit_columns(article, title="编辑改的题")
        left = records[1:] if ids else [records[0] | {"body": "第0件事的正文，改在这里。"}, *records[1:]]
        for more in ("", "又一段。"):
            left[-1]["body"] += more
            edition(path, "\n".join(json.dumps(each, ensure_ascii=False) for each in left))
            (problem,) = self.standing()
            article.refresh_from_db()
            assert (article.status, problem.article, problem.state) == ("published", article, "open")
            assert ("最像" in problem.message) is not ids
        edition(path, "\n".join(json.dumps(each, ensure_ascii=False) for each in records))
        article.refresh_from_db()
        assert (article.status, article.source.live, self.standing()) == ("published", True, [])


class TestWhereAnArticleBelongs:
    """Page, issue, newspaper, day: of which no words need stand in the article."""

    def record(self, **fields: str) -> str:
        said = {
            "id": "r1",
            "title": "第一件事",
            "body": "正文。",
            "source": "蓼河时报",
            "date": "2021-11-05",
            "page": "1",
        }
        return json.dumps(said | fields, ensure_ascii=False)

    @pytest.mark.parametrize(
        ("name", "edited", "fields", "shown"),
        [
            ("page", "3", {"page": "2"}, "02版"),
            ("issue", "2021-11-08", {"date": "2021-11-09"}, "2021年11月9日"),
            ("newspaper", "邻县时报", {"source": "蓼河晚报"}, "蓼河晚报"),
            ("date", "2021-11-08", {"date": "2021-11-09"}, "2021-11-09"),
        ],
    )
    def test_both_can_be_taken(self, data_dir, tmp_path, admin_client, name, edited, fields, shown):
        path = tmp_path / "export.jsonl"
        edition(path, self.record())
        article = Article.objects.get()
        rows = {
            "page": lambda value: Page.objects.create(issue=article.issue, number=value).pk,
            "issue": lambda value: make_issue(value, article.newspaper).pk,
            "newspaper": lambda value: make_newspaper(value).pk,
            "date": datetime.date.fromisoformat,
        }
        column = name if name == "date" else f"{name}_id"
        edit_columns(article, **{column: rows[name](edited)})
        assert edition(path, self.record(author="周禾")) == []
        (problem,) = edition(path, self.record(**fields))
        assert problem.proposed["field"] == name
        assert shown in problem.message.partition("＋")[2]
        (problem,) = edition(path, self.record(**fields, author="邱田"))
        take(admin_client, problem)
        article.refresh_from_db()
        assert shown in str(getattr(article, name))
        assert name not in article.edited_fields


def test_what_was_deleted_since_cannot_be_taken(data_dir, tmp_path, admin_client):
    path = tmp_path / "export.jsonl"
    record = {"id": "r1", "title": "第一件事", "body": "正文。", "column": "身边事"}
    edition(path, json.dumps(record, ensure_ascii=False))
    edit_columns(Article.objects.get(), column_id=None)
    (problem,) = edition(path, json.dumps(record | {"column": "街坊"}, ensure_ascii=False))
    Column.objects.get(name="街坊").delete()
    take(admin_client, problem)
    problem.refresh_from_db()
    assert (problem.state, Article.objects.get().edited_fields) == ("open", ["column"])


def test_the_difference_shows_people_by_name_and_no_levels(paper):
    article = Article.objects.get()
    content = content_of_rows(article)
    content.sections[0][0:2] = [2, "小标题"]
    content.sections[0][2] = content.sections[0][2].replace("三公里", "三点二公里")
    write_article(article.pk, content, by_hand(make_user()))
    (problem,) = edition(paper, STORY.format("五"))
    assert [line for line in problem.message.splitlines() if line[1:].isdigit()] == []
    assert "－小标题" in problem.message
