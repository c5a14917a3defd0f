"""Rows of the first release come through: versions are numbered, and what was marked falsely is mended."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from archive.models import Article, Correction
from archive.services import corrections
from archive.services.bulk_acts import undo_act
from archive.services.correctable import places
from archive.services.dividing import AS_HEADING, SplitPlace, join_articles, split_article
from archive.services.history import restore_version
from archive.services.statuses import VERBS, apply_verb
from search.models import DirtyArticle
from tests.factories import make_article, make_user

BEFORE, AFTER = [("archive", "0002_imports_that_cannot_be_stopped")], [("archive", "0011_false_marks")]
READ = [
    ["title", 1, 1, "题"],
    ["sections/0/paragraphs/0", 2, 3, "第一\n 段。"],
    ["sections/0/paragraphs/1", 4, 4, "第二段。"],
]
RECORD = [
    ["record", 1, 1, json.dumps({"title": "题", "body": "第一段。\n第“二”段。"}, ensure_ascii=False)],
    ["sections/0/paragraphs/0", 1, 1, ""],
    ["sections/0/paragraphs/1", 1, 1, ""],
]


@pytest.fixture
def first_release(transactional_db):
    """The tables as the first release had them; afterwards all is as it is today."""
    today = MigrationExecutor(connection).loader.graph.leaf_nodes()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    MigrationExecutor(connection).migrate(today)


def migrated(after=AFTER):
    executor = MigrationExecutor(connection)
    executor.migrate(after)
    return MigrationExecutor(connection).loader.project_state(after).apps


def test_accepted_corrections_are_shown_after_an_upgrade_where_their_paragraphs_stand(transactional_db):
    by, right = make_user(), "书屋已经开放，居民当晚就来看书。"

    def corrected(title: str) -> Article:
        article = make_article(title, body=f"{title}开头的一段。\n书屋以经开放，居民当晚就来看书。")
        (wrong,) = [place for place in places(article) if "以经" in place.text]
        corrections.accept(corrections.keep_suggestion(wrong, right, "", "192.0.2.1"), by)
        return article

    divided, replaced, joined, untouched = map(corrected, ("拆过的", "撤回的", "并过的", "没动过的"))
    _, made = split_article(divided.pk, SplitPlace(2, "拆出的"), by)
    other = make_article("另一篇", body="说的是别的事情。")
    apply_verb(replaced.pk, VERBS["withdraw"], by, reason="重复", replaced_by=other)
    before = make_article("在前的", body="前一篇。")
    undo_act(join_articles(before.pk, joined.pk, AS_HEADING, by), by)
    restore_version(before.pk, 2, by)
    call_command("migrate", "archive", "0028", verbosity=0)
    DirtyArticle.objects.all().delete()
    call_command("migrate", verbosity=0)
    shown = Correction.objects.order_by("pk").values_list("article__title", "shown_in__title")
    assert sorted(shown, key=str) == sorted(
        [("拆过的", "拆出的"), ("撤回的", None), ("并过的", "在前的"), ("并过的", "并过的"), ("没动过的", "没动过的")],
        key=str,
    )
    # Each is indexed anew, where it was found by a former wording before, too.
    marked = set(DirtyArticle.objects.values_list("article_id", flat=True))
    assert marked >= {each.pk for each in (divided, made, replaced, before, joined, untouched)}


def test_a_migration_leaves_corrections_that_are_shown_as_they_are(transactional_db):
    article = make_article()
    kept = Correction.objects.create(
        article=article, number=1, printed="旧", suggested="新", state="accepted", carried_to=0
    )
    other = make_article("另一篇")
    kept.shown_in.set([other])
    call_command("migrate", verbosity=0)
    assert list(kept.shown_in.all()) == [other]


TEXTS = {
    "as read": (READ, "第一段。\r\n第二段。", False),
    "edited": (READ, "第一段。\r\n第二段，改过。", True),
    "shortened": (READ, "第一段。\r\n", True),
    "of a record": (RECORD, "第一段。\r\n第“二”段。", False),
    "of a record, edited": (RECORD, "第一段。\r\n第三段。", True),
    "of a record, shortened": (RECORD, "第一段。", True),
    "of no source": ([], "第一段。\r\n第二段。", True),
}


def test_a_text_that_nobody_edited_is_marked_no_more(first_release):
    paper = first_release.get_model("archive", "Newspaper").objects.create(name="甲报", slug="jia")
    for name, (claims, body, _) in TEXTS.items():
        article = first_release.get_model("archive", "Article").objects.create(
            newspaper=paper, permanent_id=name, title="题", claims=claims, edited_fields=["sections", "title"]
        )
        first_release.get_model("archive", "ArticleSection").objects.create(article=article, body=body)
    apps = migrated()
    kept = dict(apps.get_model("archive", "Article").objects.values_list("permanent_id", "edited_fields"))
    assert kept == {name: ["sections", "title"] if mark else ["title"] for name, (_, _, mark) in TEXTS.items()}
    bodies = apps.get_model("archive", "ArticleSection").objects.values_list("body", flat=True)
    assert not any("\r" in body for body in bodies)


def test_what_batches_replaced_becomes_versions_in_their_order(first_release):
    batches = [first_release.get_model("archive", "ImportBatch").objects.create() for _ in range(2)]
    paper = first_release.get_model("archive", "Newspaper").objects.create(name="甲报", slug="jia")
    articles = [
        first_release.get_model("archive", "Article").objects.create(newspaper=paper, permanent_id=id_, title="题")
        for id_ in "ab"
    ]
    for article, batch in [(articles[0], batches[0]), (articles[1], batches[0]), (articles[0], batches[1])]:
        first_release.get_model("archive", "Revision").objects.create(article=article, batch=batch, content={})
    apps = migrated()
    revisions = apps.get_model("archive", "Revision").objects.order_by("article", "number")
    assert [(r.article.permanent_id, r.number, r.batch_id) for r in revisions] == [
        ("a", 1, batches[0].pk),
        ("a", 2, batches[1].pk),
        ("b", 1, batches[0].pk),
    ]
    versions = dict(apps.get_model("archive", "Article").objects.values_list("permanent_id", "version"))
    assert versions == {"a": 3, "b": 2}


def test_names_set_with_a_blank_inside_are_joined_to_those_without(first_release):
    old = {name: first_release.get_model("archive", name) for name in ("Newspaper", "Article", "Contributor")}
    paper = old["Newspaper"].objects.create(name="甲报", slug="jia")
    names = ["王 伟", "王伟", "周　禾", "张三 李四", "John Smith"]
    people = {name: old["Contributor"].objects.create(name=name, slug=f"s{n}") for n, name in enumerate(names)}
    signed = {"一": ["王 伟", "王伟", "周　禾"], "二": ["王 伟"]}
    contribution = first_release.get_model("archive", "Contribution")
    for title, authors in signed.items():
        article = old["Article"].objects.create(newspaper=paper, permanent_id=title, title=title)
        for name in authors:
            contribution.objects.create(article=article, contributor=people[name], role="记者")
    batch = first_release.get_model("archive", "ImportBatch").objects.create()
    was = {"contributors": [[people["王 伟"].pk, "记者"], [people["王伟"].pk, "记者"], [people["周　禾"].pk, ""]]}
    first_release.get_model("archive", "Revision").objects.create(article=article, batch=batch, content=was)
    apps = migrated([("archive", "0014_spread_names")])
    kept = {row.slug: row.name for row in apps.get_model("archive", "Contributor").objects.all()}
    assert kept == {"s1": "王伟", "s2": "周禾", "s3": "张三 李四", "s4": "John Smith"}
    rows = apps.get_model("archive", "Contribution").objects.values_list("article__title", "contributor__name")
    assert sorted(rows) == [("一", "周禾"), ("一", "王伟"), ("二", "王伟")]
    content = apps.get_model("archive", "Revision").objects.get().content
    assert content["contributors"] == [[people["王伟"].pk, "记者"], [people["周　禾"].pk, ""]]


@pytest.fixture
def with_a_log_only(transactional_db):
    """The tables as they were when the desk's log alone knew who wrote in and deleted; afterwards as they are today."""
    today = MigrationExecutor(connection).loader.graph.leaf_nodes()
    executor = MigrationExecutor(connection)
    executor.migrate([("archive", "0015_row_changes")])
    yield executor.loader.project_state(
        [("archive", "0015_row_changes"), *(n for n in today if n[0] != "archive")]
    ).apps
    MigrationExecutor(connection).migrate(today)


def test_what_the_log_and_doubts_say_of_people_outlives_their_accounts(with_a_log_only):
    get = with_a_log_only.get_model
    paper = get("archive", "Newspaper").objects.create(name="甲报", slug="jia")
    source = get("archive", "SourceFile").objects.create(sha256="0" * 64, name="甲.txt", size=1, newspaper=paper)
    settled = {"state": "mended", "settled_at": timezone.now(), "settled_by_name": "周禾"}
    get("archive", "Problem").objects.create(source=source, code="x", message="可疑", **settled)
    user = get("auth", "User").objects.create(username="zhouhe")
    for model, flag in (("article", 1), ("column", 1), ("column", 3), ("article", 2)):
        kind, _ = get("contenttypes", "ContentType").objects.get_or_create(app_label="archive", model=model)
        said = {"object_id": "7", "object_repr": "某行", "action_flag": flag, "change_message": ""}
        get("admin", "LogEntry").objects.create(user=user, content_type=kind, **said)
    apps = migrated([("archive", "0016_settlements")])
    kept = apps.get_model("archive", "RowChange").objects.order_by("pk")
    assert list(kept.values_list("kind", "row_id", "name", "how", "by_name")) == [
        ("archive.article", 7, "某行", "added", "zhouhe"),
        ("archive.column", 7, "某行", "deleted", "zhouhe"),
    ]
    assert [entry[:2] for entry in apps.get_model("archive", "Problem").objects.get().settlements] == [
        ["mended", "周禾"]
    ]
