"""check_archive: whatever is altered is named, each check by itself; what is mended is mended from what is kept."""

import json
import random
import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection

from archive.disk.locks import locked
from archive.ingest import pipeline
from archive.ingest.learning import NO_PROFILES
from archive.isolation.work import portion
from archive.loader import comparing
from archive.models import Article, ArticleSection, Figure, Issue, Newspaper, Page, Problem, SourceFile
from archive.services import issue_changes
from archive.services.importing import IMPORT
from archive.services.issue_changes import IssueName
from archive.services.row_changes import FieldChange, note_change
from search.index import indexing
from search.index.opened import default_index
from search.management.commands.check_archive import what_failed
from search.models import DirtyArticle
from search.store.manifest import POINTER
from tests.built_once import built_once
from tests.conftest import SEEDS
from tests.factories import edit, make_user

pytestmark = pytest.mark.django_db

NAMES = ["database", "sources", "orphans", "rows", "claims", "numbers", "index"]
RECORDS = [{"id": n, "title": f"第{n}件事", "body": f"这是第{n}件事，写了时间。\n又一段。"} for n in range(12)]


RECORDS[5]["mood"] = "不识的字段"
PAGE = """蓼河时报
2021年11月5日 星期五 农历辛丑年十月初一 总第12期
第02版：要闻

蓼河边新添步道

　　步道昨天完工，居民当晚就来散步，一直走到桥头才回家。
　　步道全长三公里，沿河种了两排柳树。
"""


@built_once
def archive():
    """The seeds, a page with a masthead, and a file of ready-made articles; the title of one article is an editor's."""
    records = settings.DATA_DIR / "records.jsonl"
    records.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS), encoding="utf-8")
    page = settings.DATA_DIR / "page.txt"
    page.write_text(PAGE, encoding="utf-8")
    call_command("ingest", str(SEEDS), str(records), str(page), no_index=True, stdout=open("/dev/null", "w"))  # noqa: PTH123, SIM115
    edited = Article.objects.filter(source__reader="text").first()
    edit(edited, title="编辑改的题")
    DirtyArticle.objects.all().delete()
    indexing.rebuild()
    return edited.pk


def checked(capsys, *options):
    """Exit status, what was printed, and how many were found by each check that was made."""
    capsys.readouterr()
    status = 0
    try:
        call_command("check_archive", *options)
    except SystemExit as end:
        status = end.code
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    found = {name: int(count or 0) for name, count in re.findall(r"^(\w+) +(?:ok|(\d+) found)$", out, re.M)}
    return status, out, found


def altered(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text))
    return text[:at] + ("甲" if text[at] != "甲" else "乙") + text[at + 1 :]


def alter(model, key, column):
    """Change one character of a column behind the program's back."""
    text = getattr(model.objects.get(pk=key), column)
    model.objects.filter(pk=key).update(**{column: altered(text, random.Random(key))})


def test_a_whole_archive(archive, capsys):
    assert checked(capsys) == (0, "".join(f"{name:9} ok\n" for name in NAMES), dict.fromkeys(NAMES, 0))


def places_of_text():
    """(model, key, column, article) of every text of articles that came from a file."""
    for column in ("kicker", "title", "subtitle", "byline", "dateline", "editor_note"):
        for article in Article.objects.exclude(**{column: ""}):
            yield Article, article.pk, column, article
    for model, columns in ((ArticleSection, ("heading", "body")), (Figure, ("caption",))):
        for column in columns:
            for row in model.objects.exclude(**{column: ""}).select_related("article"):
                yield model, row.pk, column, row.article


def difference_of(source: SourceFile) -> list[str]:
    if source.name.endswith(".jsonl"):
        found, _ = portion(str(source.path), 1, len(RECORDS))
        return list(comparing.compare_records(found, source))
    parsed = pipeline.parse_bytes(source.name, source.read_bytes(), NO_PROFILES)
    return list(comparing.compare_document(parsed, source))


def test_articles_of_an_issue_that_was_moved_are_as_their_sources_say(archive):
    issue = Issue.objects.exclude(articles=None).first()
    moved = IssueName(issue.date + timedelta(days=1), issue.total_number, issue.year_number)
    issue_changes.change_issue(issue.pk, IssueName.now_of(issue).token, moved, make_user())
    assert [said for source in SourceFile.objects.all() for said in difference_of(source)] == []


def test_a_changed_character_of_any_text_is_found_but_for_an_editors(archive):
    sources = {source.pk: source for source in SourceFile.objects.all()}
    assert not any(map(difference_of, sources.values()))
    places = list(places_of_text())
    columns = {column for _, _, column, _ in places}
    assert {"title", "byline", "heading", "body", "caption"} <= columns
    for model, key, column, article in random.Random(5).sample(places, min(60, len(places))):
        before = getattr(model.objects.get(pk=key), column)
        alter(model, key, column)
        said = difference_of(sources[article.source_id])
        if (article.pk, column) == (archive, "title"):
            assert said == []
        else:
            assert [article.permanent_id in each for each in said] == [True], (model, column)
        model.objects.filter(pk=key).update(**{column: before})


@pytest.mark.parametrize("change", ["section", "title", "record", "text", "claims", "missing"])
def test_what_was_changed_in_the_database_is_named_and_mended(archive, capsys, change):
    article = Article.objects.exclude(pk=archive).filter(source__reader="text").last()
    record = Article.objects.get(source__reader="jsonl", source_key="7")
    titles = list(Article.objects.order_by("pk").values_list("permanent_id", "title"))
    if change == "section":
        alter(ArticleSection, article.sections.exclude(body="").first().pk, "body")
    elif change == "title":
        alter(Article, article.pk, "title")
    elif change == "record":
        alter(ArticleSection, record.sections.first().pk, "body")
    elif change == "text":
        alter(SourceFile, article.source_id, "text")
    elif change == "claims":
        first = [*article.claims[0][:3], article.claims[0][3][::-1]]
        Article.objects.filter(pk=article.pk).update(claims=[first, *article.claims[1:]])
    else:
        Article.objects.filter(pk=article.pk).delete()
    status, out, found = checked(capsys, "--only=rows", "--only=claims")
    assert status == 1
    assert found["rows"] == 1
    assert "--repair says" in out
    status, out, found = checked(capsys, "--only=rows", "--only=claims", "--repair", "--yes", "--backup=unused")
    assert (status, found) == (0, {"rows": 0, "claims": 0}), out
    assert list(Article.objects.order_by("pk").values_list("permanent_id", "title")) == titles or change == "missing"


@pytest.mark.parametrize("pointer", ["role", "issue", "newspaper"])
def test_what_an_article_points_at_is_that_which_its_file_names(archive, capsys, pointer):
    article = Article.objects.exclude(pk=archive).exclude(contributions=None).exclude(issue=None).first()
    if pointer == "role":
        article.contributions.update(role="摄影师")
    elif pointer == "issue":
        Article.objects.filter(pk=article.pk).update(issue=None, page=None)
    else:
        Article.objects.filter(pk=article.pk).update(newspaper=Newspaper.objects.create(name="邻县时报"))
    status, out, found = checked(capsys, "--only=rows")
    assert (status, found) == (1, {"rows": 1})
    assert article.permanent_id in out
    assert checked(capsys, "--only=rows", "--repair", "--yes", "--backup=unused")[0] == 0


@pytest.fixture(autouse=True)
def without_backup(monkeypatch):
    """The database of a test is no file; that --repair backs up is tested in tests.archive.management."""
    from search.management.commands.check_archive import Command

    monkeypatch.setattr(Command, "back_up", lambda self, folder: None)


def test_rows_of_earlier_rules_are_held_against_their_claims(archive, capsys):
    article = Article.objects.exclude(pk=archive).filter(source__reader="text").exclude(byline="").first()
    SourceFile.objects.update(parser_version="1-earlier")
    alter(Article, article.pk, "byline")  # which the rules of then may have read so
    status, out, found = checked(capsys, "--only=rows")
    assert (status, found) == (0, {"rows": 0})
    assert "ingest --reparse" in out
    alter(ArticleSection, article.sections.exclude(body="").first().pk, "body")
    status, out, found = checked(capsys, "--only=rows")
    assert (status, found) == (1, {"rows": 1})
    assert f"{article.permanent_id}《{article.title[:20]}》的正文与它的出处不符" in out


def test_what_an_editor_wrote_is_held_against_the_index(archive, capsys):
    alter(Article, archive, "title")
    status, out, found = checked(capsys, "--only=rows", "--only=index")
    assert (status, found) == (1, {"rows": 0, "index": 1})
    assert str(archive) in out
    assert "--repair" not in out  # only a person can say which of the two is right


def test_a_damaged_source_is_never_offered_to_be_read_again(archive, capsys):
    for source in SourceFile.objects.all():
        data = bytearray(source.read_bytes())
        data[len(data) // 2] ^= 1
        source.path.write_bytes(data)
    SourceFile.objects.exclude(reader="jsonl").update(text="全变了")
    status, out, found = checked(capsys, "--repair")
    assert status == 1
    assert found["sources"] == SourceFile.objects.count()
    assert found["claims"] == SourceFile.objects.count()
    assert "Would mend" not in out
    assert "请先从备份取回" in out


def test_beside_an_import_nothing_is_said_of_what_it_is_at(archive, capsys):
    SourceFile.objects.filter(reader="jsonl").update(resume_at=5)
    (SourceFile.objects.first().path.parent / f"{'0' * 64}.1.part").write_bytes(b"half")
    with locked(settings.DATA_DIR, IMPORT, wait=0):
        status, out, found = checked(capsys)
    assert (status, found) == (2, {"database": 0, "sources": 0, "numbers": 0, "index": 0})
    assert out.count("not checked: 导入正在进行") == 3
    assert checked(capsys)[2] == {name: int(name in ("orphans", "rows")) for name in NAMES}


@pytest.mark.parametrize("table", ["archive_articlesection", "archive_sourcefile", "search_dirtyarticle"])
def test_a_check_that_fails_says_so_and_the_others_look(archive, capsys, table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO lost")
    status, out, found = checked(capsys)
    assert status == 1
    assert list(found) == NAMES
    assert "没能查完：数据库读不出" in out


def test_a_value_that_is_no_date_is_told(archive, capsys):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_article SET date = '2021-99-99' WHERE id = %s", [archive])
    status, out, found = checked(capsys)
    assert status == 1
    assert list(found) == NAMES
    assert "库中有值已损坏" in out


@pytest.mark.parametrize("harm", ["segment", "table", "pointer", "generation", "folder"])
def test_a_damaged_index_is_named_and_built_anew(archive, capsys, harm):
    folder = default_index().folder
    generation = next(folder.glob("generation-*"))
    ending = {"segment": "*.lean", "table": "*.toc"}
    if harm in ending:
        path = next(generation.glob(ending[harm]))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    elif harm == "pointer":
        (folder / POINTER).write_text('{"generation":')
    else:
        {"generation": generation, "folder": folder}[harm].rename(folder.parent / "away")
    status, _, found = checked(capsys, "--only=index")
    assert (status, found) == (1, {"index": 1})
    assert indexing.status()["stale"]
    assert checked(capsys, "--only=index", "--repair", "--yes")[0] == 0


def test_a_missing_folder_of_sources_is_one_finding(archive, capsys):
    settings.SOURCES_DIR.rename(settings.DATA_DIR / "away")
    status, out, found = checked(capsys)
    assert (status, found["sources"], found["rows"]) == (1, 1, 1)
    assert "从备份取回" in out


def of_the_page() -> Article:
    return Article.objects.get(source__name="page.txt")


MENDED = {
    "confidence": lambda article: Article.objects.filter(pk=article.pk).update(confidence=0.123),
    "newspaper_basis": lambda article: Article.objects.filter(pk=article.pk).update(newspaper_basis="editor"),
    "corrects itself": lambda article: Article.objects.filter(pk=article.pk).update(corrects=article),
    "corrects another": lambda article: Article.objects.filter(pk=article.pk).update(
        corrects=Article.objects.exclude(pk=article.pk).first()
    ),
    "issue.date": lambda article: Issue.objects.filter(pk=article.issue_id).update(date="1999-01-02"),
    "page.number": lambda article: Page.objects.filter(pk=article.page_id).update(number="77"),
    "weekday lost": lambda article: Issue.objects.filter(pk=article.issue_id).update(weekday_printed=""),
    "problems": lambda article: Problem.objects.all().delete(),
    "record problems": lambda article: Problem.objects.filter(source__reader="jsonl").delete(),
}


@pytest.mark.parametrize("harm", MENDED)
def test_what_stands_beside_the_texts_is_named_and_mended(archive, capsys, harm):
    assert Problem.objects.filter(source__reader="jsonl").exists()
    MENDED[harm](of_the_page())
    status, out, found = checked(capsys, "--only=rows")
    assert status == 1, out
    assert found["rows"] >= 1
    status, out, _ = checked(capsys, "--only=rows", "--repair", "--yes", "--backup=unused")
    assert status == 0, out


@pytest.mark.parametrize("column", ["weekday_printed", "lunar_printed"])
def test_what_a_masthead_printed_is_as_it_says_or_an_editors(archive, capsys, column):
    issue = of_the_page().issue
    setattr(issue, column, "星期八")
    issue.save()
    status, out, found = checked(capsys, "--only=rows")
    assert (status, found) == (1, {"rows": 1}), out
    assert "星期八" in out
    label = Issue._meta.get_field(column).verbose_name
    note_change(issue, make_user(), [FieldChange(label, "", "星期八")])
    assert checked(capsys, "--only=rows")[0] == 0


def test_a_page_that_an_editor_numbered_is_left_alone(archive, capsys):
    page = of_the_page().page
    Page.objects.filter(pk=page.pk).update(number="77")
    note_change(page, make_user(), [FieldChange("版次", page.number, "77")])
    assert checked(capsys, "--only=rows")[0] == 0


def test_a_correction_of_what_was_never_published_is_named(archive, capsys):
    draft = Article.objects.exclude(pk=archive).filter(source__reader="jsonl").first()
    edit(draft, status="review")
    Article.objects.filter(pk=draft.pk).update(status="draft")
    article = Article.objects.get(pk=archive)
    edit(article, corrects_id=draft.pk)
    status, out, _ = checked(capsys, "--only=rows")
    assert status == 1
    assert f"{article.permanent_id}《{article}》记着更正" in out


LOST_CLAIMS = {"emptied": [], "malformed": [[1]], "no list": 5}


@pytest.mark.parametrize("reader", ["text", "jsonl"])
@pytest.mark.parametrize("claims", LOST_CLAIMS.values(), ids=LOST_CLAIMS)
def test_lost_claims_of_an_article_are_named_and_mended(archive, capsys, reader, claims):
    article = Article.objects.exclude(pk=archive).filter(source__reader=reader).last()
    other = Article.objects.exclude(source=article.source).exclude(pk=archive).last()
    before = article.claims
    Article.objects.filter(pk=article.pk).update(claims=claims)
    alter(Article, other.pk, "title")
    articles = list(Article.objects.order_by("pk").values_list("permanent_id", "status"))
    status, out, found = checked(capsys, "--only=rows", "--only=claims")
    assert status == 1
    assert found["claims"] >= 1
    assert found["rows"] >= 2  # the other's title, too
    assert article.permanent_id in out
    status, out, _ = checked(capsys, "--only=rows", "--only=claims", "--repair", "--yes", "--backup=unused")
    assert status == 0, out
    article.refresh_from_db()
    assert article.claims == before
    assert list(Article.objects.order_by("pk").values_list("permanent_id", "status")) == articles


def test_reparse_goes_on_over_lost_claims(archive):
    Article.objects.filter(source_key__in=["3", "4"]).update(claims=[])
    call_command("ingest", "--reparse", "--no-index")
    assert not Article.objects.filter(source__reader="jsonl", claims=[]).exists()
    assert Article.objects.filter(source__reader="jsonl").published().count() == len(RECORDS)


@pytest.mark.parametrize("said", ["disk I/O error", "database or disk is full"])
def test_a_failing_disk_is_no_damaged_database(said):
    words = what_failed(OperationalError(said))
    assert "磁盘已满或有故障" in words
    assert "恢复" not in words
