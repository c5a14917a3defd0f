"""What was joined, split or taken back is never before readers twice without a word, nor by a reading of its file."""

import json

import pytest

from archive.ingest.types import Claim
from archive.loader import checks
from archive.models import Article, ImportBatch, Newspaper, Problem, SourceFile
from archive.services import importing, reparsing, undoing
from archive.services.acts import NotPossible
from archive.services.articles import discard_draft
from archive.services.bulk_acts import undo_act
from archive.services.bulk_edits import BulkEdit, plan_edit
from archive.services.dividing import SplitPlace, join_articles, split_article
from archive.services.drafts import drafts_of, undoubted, waiting_of
from archive.services.history import restore_version
from archive.services.rereading import check_rows
from archive.services.shared_text import standing_twice
from archive.services.statuses import VERBS, apply_to_all, apply_verb, fit_for, why_not
from tests.archive.loader.making import source
from tests.archive.services.test_uploads import read, said_of
from tests.archive.services.uploading import STORY
from tests.factories import edit, make_article, make_newspaper, make_user

pytestmark = pytest.mark.django_db

BODIES = (
    "蓼河南岸的步道昨天完工，居民当晚就来散步，一直走到桥头才回家。",
    "社区图书室本周开放，每天开到晚上八点，周末也不休息，欢迎借阅。",
)
RECORDS = "\n".join(
    json.dumps({"id": n, "title": f"第{n}篇新闻", "body": body, "date": "2021-11-05"}, ensure_ascii=False)
    for n, body in enumerate(BODIES)
)


@pytest.fixture(autouse=True)
def home(data_dir):
    return data_dir


def publish(articles) -> None:
    apply_to_all(VERBS["publish"], articles, make_user())


def taken_back(files: dict[str, str]) -> ImportBatch:
    """The batch by which these files came in again after they were published and their batch was undone."""
    first = read(files)
    publish(drafts_of(first))
    undoing.undo(first)
    return read(files)


@pytest.mark.parametrize("files", [{"库.jsonl": RECORDS}, {"甲.txt": STORY}])
def test_no_reading_publishes_what_was_taken_back(files):
    again = taken_back(files)
    assert set(waiting_of(again)) == set(Article.objects.all())
    assert [finding.said for finding in check_rows(lambda items, total: items)] == []
    with importing.import_batch("check_archive --repair") as batch:
        results = list(reparsing.reparse(SourceFile.objects.all(), batch))
    assert [result.outcome for result in results] == ["unchanged"]
    assert set(Article.objects.values_list("status", flat=True)) == {"withdrawn"}


def test_a_like_article_that_was_taken_back_with_it_still_makes_a_doubt():
    other = STORY.replace("居民当晚就来散步", "居民次日就来散步")
    files = {name: f"蓼河时报\n2021年11月5日 第1版\n\n{text}" for name, text in (("甲.txt", STORY), ("乙.txt", other))}
    first = read(files)
    before = set(Problem.objects.filter(code="likely_duplicate").values_list("article__source__name", flat=True))
    assert before == {"乙.txt"}
    publish(drafts_of(first))
    Problem.objects.update(state="open", settlements=[])  # as where nobody looked: the command line publishes so
    undoing.undo(first)
    again = read(files)
    doubts = Problem.objects.filter(code="likely_duplicate")
    assert set(doubts.values_list("article__source__name", flat=True)) == before
    assert not undoubted(waiting_of(again)).filter(source__name="乙.txt").exists()


class TestAJoinedDraft:
    @pytest.fixture
    def joined(self) -> tuple[Article, Article, ImportBatch]:
        batch = read({"库.jsonl": RECORDS})
        first, other = drafts_of(batch).order_by("pk")
        join_articles(first.pk, other.pk, "heading", make_user())
        return first, other, batch

    @pytest.mark.parametrize("verb", ["publish", "submit"])
    def test_is_not_published_beside_what_holds_it(self, joined, verb):
        first, other, _ = joined
        with pytest.raises(NotPossible, match=f"已并入《{first}》.*撤销合并"):
            apply_verb(other.pk, VERBS[verb], make_user())
        other.refresh_from_db()
        assert other.status == "draft"
        plan = plan_edit(BulkEdit(verb=VERBS["publish"]), Article.objects.filter(pk=other.pk))
        assert [reason.partition("》")[0] for reason in plan.left] == [f"已并入《{first}"]

    def test_stays_joined_whatever_is_mended_in_the_other(self, joined):
        first, other, batch = joined
        section = first.sections.last()
        first.sections.filter(pk=section.pk).update(body=section.body.replace("欢迎", "谢绝"))
        _, made = split_article(first.pk, SplitPlace(2, "后一篇"), make_user())
        apply_verb(made.pk, VERBS["publish"], make_user())
        publish(Article.objects.all())
        publish(waiting_of(batch))
        with pytest.raises(NotPossible, match=f"已并入《{first}》"):
            apply_verb(other.pk, VERBS["publish"], make_user())
        assert Article.objects.get(pk=other.pk).status == "draft"

    @pytest.mark.parametrize("what", ["restored", "withdrawn"])
    def test_is_a_plain_draft_once_an_editor_lets_it_go(self, joined, what):
        first, other, _ = joined
        if what == "restored":
            restore_version(first.pk, 1, make_user())
        else:
            apply_verb(first.pk, VERBS["publish"], make_user())
            apply_verb(first.pk, VERBS["withdraw"], make_user(), reason="错了")
        with pytest.raises(NotPossible, match="那一篇已撤回" if what == "withdrawn" else "取消合并关系"):
            apply_verb(other.pk, VERBS["publish"], make_user())
        act = apply_verb(other.pk, VERBS["release"], make_user())
        assert drafts_of(joined[2]).filter(pk=other.pk).exists()
        undo_act(act, make_user())
        assert Article.objects.get(pk=other.pk).replaced_by == first
        assert list(fit_for(VERBS["release"], Article.objects.all())) == [other]
        apply_verb(other.pk, VERBS["release"], make_user())
        apply_verb(other.pk, VERBS["publish"], make_user())
        other.refresh_from_db()
        assert (other.status, other.replaced_by) == ("published", None)

    def test_is_a_plain_draft_once_the_other_is_deleted(self, joined):
        first, other, batch = joined
        discard_draft(Article.objects.get(pk=first.pk))
        assert list(drafts_of(batch)) == [other]
        said = [why_not(VERBS[verb], Article.objects.get()) for verb in ("publish", "release")]
        assert said == ["", "没有并入别的一篇"]

    def test_stays_joined_where_its_batch_is_undone_and_comes_again(self, joined):
        first, other, batch = joined
        publish(drafts_of(batch))
        assert undoing.undo(batch).left == 1
        again = read({"库.jsonl": RECORDS})
        assert said_of(again) == {"库.jsonl": "updated"}
        assert list(waiting_of(again)) == [first]
        assert Article.objects.get(replaced_by=first) == other
        assert Article.objects.count() == 2

    def test_comes_with_a_doubt_where_it_was_deleted(self, joined):
        first, other, batch = joined
        discard_draft(other)
        undoing.undo(batch)
        read({"库.jsonl": RECORDS})
        new = Article.objects.exclude(pk=first.pk).get()
        assert first.permanent_id in new.problems.get(code="likely_duplicate").message
        assert not first.problems.filter(code="likely_duplicate").exists()


class TestADeletedDraft:
    PAGES = {
        f"{n}.txt": f"蓼河时报\n2021年11月5日 第{n + 1}版\n\n第{n}篇要闻的标题\n\n　　{body}\n　　{body[:12]}。\n"
        for n, body in enumerate(BODIES)
    }

    @pytest.fixture(params=[{"库.jsonl": RECORDS}, PAGES], ids=["records", "pages"])
    def files(self, request) -> dict[str, str]:
        return request.param

    @pytest.fixture
    def deleted(self, files) -> Article:
        batch = read(files)
        row, _ = drafts_of(batch).order_by("pk")
        self.doubts_of_others = set(Problem.objects.exclude(article=row).values_list("code", "message"))
        discard_draft(Article.objects.get(pk=row.pk))
        return row

    def reread(self) -> list[str]:
        with importing.import_batch("ingest --reparse") as batch:
            return [each.outcome for each in reparsing.reparse(SourceFile.objects.filter(live=True), batch)]

    def test_no_reading_again_brings_it_back(self, deleted, files):
        before = list(Article.objects.values_list("pk", "title", "status"))
        assert [finding.said for finding in check_rows(lambda items, total: items)] == []
        assert set(self.reread()) == {"unchanged"}
        assert list(Article.objects.values_list("pk", "title", "status")) == before
        assert set(Problem.objects.values_list("code", "message")) == self.doubts_of_others
        assert [finding.said for finding in check_rows(lambda items, total: items)] == []

    def test_the_same_file_brings_it_back_as_a_draft(self, deleted, files):
        again = read(files)
        assert "updated" in said_of(again).values()
        assert [draft.title for draft in drafts_of(again) if draft.pk > deleted.pk + 1] == [deleted.title]
        assert Article.objects.filter(status="draft").count() == 2
        assert set(self.reread()) == {"unchanged"}
        undoing.undo(again)
        self.reread()
        assert Article.objects.count() == 1

    def test_what_else_a_reading_makes_anew_of_a_file_of_drafts_is_a_draft(self, files):
        publish(drafts_of(read(files)))
        Article.objects.all().delete()  # as damage does
        self.reread()
        assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_a_restored_whole_is_told_from_what_was_split_off():
    row = make_article(body=f"{BODIES[0]}\n{BODIES[1]}")
    act, made = split_article(row.pk, SplitPlace(2, "后一篇"), make_user())
    assert standing_twice(row) == standing_twice(made) == []
    restore_version(row.pk, 1, make_user())
    assert standing_twice(Article.objects.get(pk=row.pk)) == [made]
    edit(Article.objects.get(pk=row.pk), title="改题")
    with pytest.raises(NotPossible):
        undo_act(act, make_user())


class TestALinkThatIsGone:
    """What went on by a draft that was deleted since is told of all the same where it stands twice."""

    @pytest.fixture
    def rows(self):
        one, third = (
            make_article(f"{body[:6]}的标题", body=f"{body}\n{body}又一段。", status="draft") for body in BODIES[:2]
        )
        Article.objects.update(issue=one.issue)
        return one, third

    def split_and_joined(self, one, third):
        split, made = split_article(one.pk, SplitPlace(2, "拆出的"), make_user())
        return split, made, join_articles(third.pk, made.pk, "none", make_user())

    def found_twice(self, one, third):
        one, third = (Article.objects.get(pk=each.pk) for each in (one, third))
        assert standing_twice(third) == []
        restore_version(third.pk, 2, make_user())
        assert standing_twice(Article.objects.get(pk=third.pk)) == [one]
        assert standing_twice(one) == [third]

    def test_with_a_split_that_is_undone(self, rows):
        split, _, join = self.split_and_joined(*rows)
        undo_act(join, make_user())
        undo_act(split, make_user())
        self.found_twice(*rows)

    def test_with_a_draft_that_is_deleted_after_its_join_was_undone(self, rows):
        one, third = rows
        _, made, join = self.split_and_joined(one, third)
        undo_act(join, make_user())
        discard_draft(made)
        restore_version(one.pk, 1, make_user())
        self.found_twice(one, third)


class TestPutAside:
    def doubts(self, text: str, *put_aside: str, paper: str = "") -> list[tuple[str, int | None]]:
        parsed = source()
        lines = text.split("\n")
        where = {words: next(n for n, line in enumerate(lines, 1) if words in line) for words in put_aside}
        claims = tuple(Claim(n, n, words, "discarded", "版面装饰") for words, n in where.items())
        parsed = type(parsed)(**{**vars(parsed), "text": text, "claims": claims})
        of = Newspaper.objects.get(name=paper) if paper else Newspaper.main()
        return [
            (doubt.code, doubt.first_line) for doubt in checks.put_aside_doubts(parsed, of, Newspaper.objects.all())
        ]

    def test_the_name_of_another_newspaper_alone_on_a_line(self):
        make_newspaper("邻县时报", also_called="邻县报")
        assert self.doubts("正文\n邻县 时报\n又一行", "邻县 时报") == [("newspaper_unread", 2)]
        assert self.doubts("邻县报", "邻县报") == [("newspaper_unread", 1)]
        assert self.doubts("邻县时报", "邻县时报", paper="邻县时报") == []
        assert self.doubts("邻县时报记者站", "邻县时报记者站") == []

    def test_tags_amid_a_line(self):
        assert self.doubts("请看<b>这里</b>，谢谢", "<b>", "</b>") == [("tags_left_out", 1)]
        assert self.doubts("<p>\n请看这里</p>", "<p>", "</p>") == []
