"""What is done about numbers: found by every way in, hidden, confirmed, restored, on record."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.management import call_command
from django.db import connection, models

from archive.language.number_kinds import check_character
from archive.language.personal_numbers import found_numbers
from archive.layout.source_lines import source_text
from archive.models import (
    Article,
    ArticleSection,
    Contributor,
    ImportEvent,
    NumberAct,
    NumberWork,
    PersonalNumber,
    Problem,
    SourceFile,
)
from archive.models.printed import PrintedColumn, original, public
from archive.services import articles as service
from archive.services import importing, number_works, personal_numbers, problems, training_pages, undoing
from archive.services.files import find_files
from archive.takeaway import reading_reports
from tests.factories import edit, hide_numbers, make_article, make_user, restore_number

pytestmark = pytest.mark.django_db

PHONE = "13974628351"
ID = "37081119650717462" + check_character("37081119650717462")
# Columns of text that hold no print: names that the program gives, and what only a machine wrote.
NO_PRINT = {
    *("Article.permanent_id", "Article.fingerprint", "Article.edited_fields"),
    *("Article.date_precision", "Article.date_basis", "Article.newspaper_basis", "Article.status"),
    *("BulkAct.verb", "BulkAct.by_name", "BulkAct.undone_by_name", "Contribution.role", "Correction.sender"),
    *("CorrectedPlace.spans", "Correction.part", "Correction.state", "Correction.decided_by_name"),
    *("ImportBatch.state", "ImportBatch.command"),
    "HoldingsEntry.kind",
    *("ImportEvent.outcome", "ImportEvent.sha256", "ImportEvent.parser_version"),
    *("Newspaper.name", "Newspaper.also_called", "Newspaper.slug", "Newspaper.profile", "Page.number"),
    *("ImportBatch.by_name", "ImportBatch.wish", "ImportBatch.wish_seen", "Upload.sha256", "Upload.state"),
    *("Issue.publisher_label", "NumberAct.verb", "NumberAct.by_name", "PersonalNumber.digits", "PersonalNumber.kind"),
    *("NumberWork.verb", "NumberWork.by_name"),
    *("Problem.code", "Problem.state", "Problem.settled_by_name", "Problem.settlements"),
    *("Revision.kind", "Revision.by_name", "Revision.edited_fields", "RowChange.kind", "RowChange.by_name"),
    *("RowChange.how", "SourceFile.sha256", "SourceFile.encoding", "SourceFile.reader"),
    *("SourceFile.parser_version", "SourceFile.profile_version", "SourceFile.pages"),
}


def test_every_column_of_text_is_one_of_print_or_is_named_here():
    """So that no text that comes later is forgotten."""
    texts = models.CharField, models.TextField, models.JSONField
    columns = {
        f"{model.__name__}.{column.name}": column
        for model in Article._meta.apps.get_app_config("archive").get_models()
        for column in model._meta.concrete_fields
        if isinstance(column, texts)
    }
    assert {name for name, column in columns.items() if not isinstance(column, PrintedColumn)} == NO_PRINT


def stored(row: models.Model, column: str) -> str:
    """What the database itself holds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {row._meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize("way", ["save", "create", "bulk_create", "update", "bulk_update", "update_or_create"])
def test_whatever_writes_a_text_writes_no_number_that_is_hidden(way):
    row, said = make_article(), f"身份证号{ID}"
    if way == "save":
        row.title = said
        row.save()
    elif way == "create":
        row = make_article(said)
    elif way == "bulk_create":
        (row,) = Article.objects.bulk_create([Article(permanent_id="x", newspaper=row.newspaper, title=said)])
    elif way == "update":
        Article.objects.filter(pk=row.pk).update(title=said)
    elif way == "bulk_update":
        row.title, row.claims = said, [["title", 1, 1, said]]
        Article.objects.bulk_update([row], ["title", "claims"])
        assert ID not in stored(row, "claims")
    else:
        Article.objects.update_or_create(pk=row.pk, defaults={"title": said})
    assert stored(row, "title") == f"身份证号37████████████████{PersonalNumber.objects.get().mark}"
    assert original(stored(row, "title")) == said


def imported(folder, **files: str) -> None:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([folder]), batch))


STORY = f"蓼河边新添步道\n\n　　步道完工，电话{PHONE}，居民当晚就来散步，走了三圈才回家。\n"


class TestDoubts:
    def test_a_phone_is_offered_and_the_doubt_stays_while_nobody_decides(self, data_dir, tmp_path):
        imported(tmp_path / "papers", a_txt=STORY)
        doubt = Problem.objects.get(code="personal_number")
        article = Article.objects.get()
        assert (doubt.article, doubt.first_line, doubt.state) == (article, 3, Problem.State.OPEN)
        assert PHONE in article.sections.get().body
        assert PHONE not in doubt.message
        call_command("ingest", "--reparse")
        edit(article, kicker="引题")
        assert Problem.objects.get(code="personal_number").pk == doubt.pk

    def test_confirmed_once_it_is_asked_of_no_other_article(self, data_dir, tmp_path):
        imported(tmp_path / "papers", a_txt=STORY)
        doubt, editor = Problem.objects.get(code="personal_number"), make_user()
        problems.settle_problems([doubt], Problem.State.CONFIRMED, editor, "确认无误")
        imported(tmp_path / "papers", b_txt=STORY.replace("蓼河边", "南岸"))
        assert Problem.objects.filter(code="personal_number").count() == 1
        assert PHONE in Article.objects.latest("pk").sections.get().body

    def test_hidden_it_is_settled_and_hidden_in_what_comes_later(self, data_dir, tmp_path):
        imported(tmp_path / "papers", a_txt=STORY)
        editor = make_user()
        hide_numbers(PersonalNumber.objects.all(), editor, "来电要求")
        doubt = Problem.objects.get(code="personal_number")
        assert (doubt.state, doubt.settled_by_name) == (Problem.State.MENDED, "zhouhe")
        imported(tmp_path / "papers", b_txt=STORY.replace("蓼河边", "南岸").replace(PHONE, "139-7462 8351"))
        assert "139-████ ████〔隐" in Article.objects.latest("pk").sections.get().body
        act = NumberAct.objects.get()
        assert (act.verb, act.reason, act.by) == ("hidden", "来电要求", editor)

    def test_what_stands_in_no_article_is_a_doubt_of_the_file(self, data_dir, tmp_path):
        imported(tmp_path / "papers", a_txt=f"{STORY}\n\n投稿热线：{PHONE[:-1]}9  编辑：周禾  校对：邱田\n")
        numbers = Problem.objects.filter(code="personal_number").values_list("number__digits", flat=True)
        assert set(numbers) == {PHONE, f"{PHONE[:-1]}9"}

    def test_a_number_that_a_line_has_is_doubted_and_hidden_among_other_digits(self, data_dir, tmp_path):
        """In the article nothing tells where it ends: the line of it that is known does."""
        lines = f"{STORY}\n\n\u3000\u3000居民记下的号码有一个是第88{PHONE}97号。\n\n投稿热线：{PHONE}  编辑：周禾\n"
        imported(tmp_path / "papers", a_txt=lines.replace(PHONE, "13874628352", 1))
        article = Article.objects.get()
        assert f"88{PHONE}97" in article.sections.get().body
        doubts = Problem.objects.filter(code="personal_number", article=article)
        assert (PHONE, 6) in set(doubts.values_list("number__digits", "first_line"))
        assert personal_numbers.survey() == {personal_numbers.KNOWN_NUMBER: 2}
        hide_numbers(PersonalNumber.objects.filter(digits=PHONE), make_user())
        assert "88139████████〔隐" in article.sections.get().body
        edit(article, title=f"编号5{PHONE}5")
        article.refresh_from_db()
        assert PHONE not in article.title
        assert personal_numbers.survey() == {personal_numbers.KNOWN_NUMBER: 1}

    def test_a_hash_has_no_number_and_none_is_hidden_in_it(self):
        """Eleven digits amid a fingerprint are doubted nowhere; hiding leaves them in the row and in versions."""
        printed, row = f"ab{PHONE}cde", make_article(body="一段。")
        Article.objects.filter(pk=row.pk).update(fingerprint=printed, source_key=f"sha256:{PHONE:a<64}")
        edit(row, title="新题")
        personal_numbers.look_through()
        assert not PersonalNumber.objects.exists()
        PersonalNumber.objects.note(found_numbers(PHONE))
        hide_numbers(PersonalNumber.objects.all(), make_user())
        edit(row, title="又一题")
        row.refresh_from_db()
        assert (row.fingerprint, row.source_key) == (printed, f"sha256:{PHONE:a<64}")
        versions = row.revisions.values_list("content", flat=True)
        assert {version["columns"]["fingerprint"] for version in versions} == {printed}

    def test_a_doubt_is_settled_where_its_number_is_gone(self, data_dir, tmp_path):
        imported(tmp_path / "papers", a_txt=STORY)
        call_command("find_personal_numbers")
        doubt = Problem.objects.get(code="personal_number")
        assert doubt.state == Problem.State.OPEN
        ArticleSection.objects.update(body="步道完工。")
        call_command("find_personal_numbers")
        doubt.refresh_from_db()
        assert doubt.state == Problem.State.MENDED

    def test_an_article_that_an_editor_writes_in(self):
        edit(make_article(), title=f"身份证{ID}，电话{PHONE}")
        assert set(PersonalNumber.objects.values_list("digits", "hidden")) == {(ID, True), (PHONE, False)}


def test_a_number_is_hidden_together_with_another_and_restored_alone():
    row, editor = make_article(f"{PHONE}与{ID}", body=f"{PHONE}\n１３９７４６２８３５１"), make_user()
    hide_numbers(PersonalNumber.objects.all(), editor)
    row.refresh_from_db()
    assert PHONE not in row.title
    done = restore_number(PersonalNumber.objects.get(digits=PHONE), editor, "是热线")
    assert done.articles == {row.pk}
    row.refresh_from_db()
    assert row.title.startswith(f"{PHONE}与37█")
    assert row.sections.get().body == f"{PHONE}\n１３９７４６２８３５１"


def test_many_numbers_are_hidden_in_one_walk(monkeypatch):
    row, others, walks = make_article(f"{PHONE}，{PHONE[:-1]}9"), make_article("没有号码"), []
    monkeypatch.setattr(number_works, "rewrite", lambda *args: walks.append(1) or personal_numbers.rewrite(*args))
    done = hide_numbers(PersonalNumber.objects.filter(hidden=False), make_user())
    assert (len(walks), done.articles) == (1, {row.pk})
    row.refresh_from_db()
    assert row.title.count("〔隐") == 2
    assert set(NumberWork.objects.get().articles.all()) == {row} != {others}


def test_what_is_asked_holds_at_once_for_what_is_written_and_is_said_to_be_done_at_the_end():
    old, editor = make_article(f"电话{PHONE}"), make_user()
    number = PersonalNumber.objects.get(digits=PHONE)
    work = number_works.ask_number_work(number_works.HIDDEN, [number], editor, f"{PHONE}的主人来电")
    assert number_works.ask_number_work(number_works.HIDDEN, [number], editor) is None, "asked once"
    saved = make_article(f"又是{PHONE}")
    old.refresh_from_db()
    saved.refresh_from_db()
    assert (PHONE in old.title, PHONE in saved.title) == (True, False)
    assert not NumberAct.objects.exists()
    number_works.fulfil_work(work)
    old.refresh_from_db()
    act = NumberAct.objects.get()
    assert PHONE not in old.title + act.reason
    assert (act.number, act.by, act.reason.endswith("的主人来电")) == (number, editor, True)
    assert not number_works.waiting_works().exists()


def test_what_others_save_amid_the_walk_is_hidden_too():
    first, editor, saved = make_article(f"电话{PHONE}"), make_user(), []
    work = number_works.ask_number_work(number_works.HIDDEN, PersonalNumber.objects.all(), editor)

    def save_beside() -> None:
        if len(saved) < 5:
            edit(first, subtitle=f"{len(saved)}：{PHONE}")
            saved.append(make_article(f"第{len(saved)}篇{PHONE}"))

    number_works.fulfil_work(work, save_beside)
    assert len(saved) == 5
    assert not personal_numbers.survey()["in_the_clear"]


def test_one_that_is_stopped_waits_and_what_is_asked_meanwhile_wins():
    row, editor = make_article(f"电话{PHONE}"), make_user()
    number = PersonalNumber.objects.get(digits=PHONE)
    number_works.ask_number_work(number_works.HIDDEN, [number], editor)

    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        number_works.fulfil_next_work(stop)
    assert number_works.waiting_works().count() == 1
    assert number_works.ask_number_work(number_works.RESTORED, [number], editor) is not None
    while number_works.fulfil_next_work(lambda: None):
        pass
    row.refresh_from_db()
    assert PHONE in row.title
    assert [act.verb for act in number.acts.all()] == ["restored", "hidden"]


def test_a_card_is_hidden_however_its_check_character_is_written():
    card = next(f"37081119650717{n}X" for n in range(100, 1000) if check_character(f"37081119650717{n}") == "X")
    row = make_article("旧文")
    with connection.cursor() as cursor:  # as it was before anybody knew of it
        cursor.execute("UPDATE archive_article SET title = %s WHERE id = %s", [f"{card[:-1]}Ⅹ", row.pk])
    number = PersonalNumber.objects.create(code=1, digits=card, kind="id_card", hidden=False)
    hide_numbers([number], make_user())
    row.refresh_from_db()
    assert row.title == f"37{'█' * 15}▌〔隐甲〕"


def test_people_and_columns_that_are_called_by_a_number(told):
    row, editor = make_article(people=((f"周禾 {PHONE}", "记者"),), column=f"热线{PHONE}"), make_user()
    done = hide_numbers(PersonalNumber.objects.all(), editor)
    assert row.pk in done.articles & told
    person = Contributor.objects.get()
    assert PHONE not in person.name + person.slug + person.get_absolute_url()
    assert service.registered([(f"周禾 {PHONE}", "记者")]) == [[person.pk, "记者"]]


def test_a_batch_that_is_undone_brings_nothing_back(data_dir, tmp_path):
    imported(tmp_path / "papers", a_txt=STORY)
    imported(tmp_path / "papers", a_txt=STORY.replace("三圈", "五圈"))
    hide_numbers(PersonalNumber.objects.all(), make_user())
    undoing.undo(SourceFile.objects.latest("pk").batch)
    assert not any(personal_numbers.survey().values())
    assert "三圈" in Article.objects.get().sections.get().body


def test_a_number_in_the_name_of_a_file_and_in_the_id_of_a_record(data_dir, tmp_path):
    record = {"id": PHONE, "title": "一件事", "body": "步道完工，说了很多。"}
    name = f"名单{PHONE}_jsonl"
    imported(tmp_path / "papers", **{name: json.dumps(record), f"身份证{ID}_txt": STORY.replace(PHONE, "无")})
    hide_numbers(PersonalNumber.objects.filter(digits=PHONE), make_user())
    imported(tmp_path / "papers", **{name: json.dumps(record | {"title": "另一件事"})})
    rows = [*SourceFile.objects.values("origin", "name"), *ImportEvent.objects.values("origin")]
    rows += Article.objects.values("source_key", "title")
    assert not {ID, PHONE} & {digits for digits in (ID, PHONE) if digits in str(rows)}
    # The same file, and the same record of it, are known again.
    assert Article.objects.get(source__live=True, source__reader="jsonl").title == "另一件事"
    assert SourceFile.objects.filter(live=False).count() == 1


def test_what_goes_to_a_maintainer_or_a_trainer_has_no_hidden_number(data_dir, tmp_path):
    record = {"title": "一件事", "body": f"身份证号{ID}，说了很多。"}
    imported(tmp_path / "papers", a_txt=STORY.replace(PHONE, ID), b_jsonl=json.dumps(record))
    for article in Article.objects.all():
        found = reading_reports.report_on_reading(reading_reports.find_source(article.permanent_id))
        assert ID not in reading_reports.as_json(found)
    page = training_pages.training_page(SourceFile.objects.get(name="a.txt"))
    assert ID not in str(page)


def test_a_number_broken_at_the_end_of_a_line_goes_to_no_maintainer(data_dir, tmp_path):
    imported(tmp_path / "papers", a_txt=STORY.replace(PHONE, f"{ID[:9]}\n{ID[9:]}"))
    found = reading_reports.report_on_reading(reading_reports.find_source(Article.objects.get().permanent_id))
    said = reading_reports.as_json(found)
    assert ID[:9] not in said
    assert ID[9:] not in said


def test_a_number_over_two_texts_of_a_record_is_hidden_in_its_source(data_dir, tmp_path):
    record = {"title": "一件事", "body": [f"身份证号{ID[:10]}", f"{ID[10:]}，说了很多。"]}
    imported(tmp_path / "papers", b_jsonl=json.dumps(record, ensure_ascii=False, separators=(",", ":")))
    article = Article.objects.get()
    text, _ = source_text(article)
    assert "█" in text
    assert ID[10:] not in text + article.sections.get().body
    assert original(text) == (tmp_path / "papers" / "b.jsonl").read_text(encoding="utf-8")


def test_the_command_finds_what_was_held_before(capsys):
    row = make_article("旧文")
    with connection.cursor() as cursor:  # as releases wrote that knew of no numbers
        cursor.execute("UPDATE archive_article SET title = %s WHERE id = %s", [f"{ID}，{PHONE}", row.pk])
    call_command("find_personal_numbers", "--dry-run")
    assert "Would hide 1 identity card numbers, and doubt 1 phone" in capsys.readouterr().out
    assert not PersonalNumber.objects.exists()
    call_command("find_personal_numbers")
    assert "Hid numbers in 1 rows, which 1 articles show" in capsys.readouterr().out
    row.refresh_from_db()
    assert row.title.endswith(f"，{PHONE}")
    assert ID not in row.title
    call_command("find_personal_numbers")
    assert "Hid numbers in 0 rows" in capsys.readouterr().out


def test_a_value_of_any_shape_is_hidden_as_its_column_would_be():
    make_article(ID)
    value = {"a": [ID, 3, None], "b": (f"号{ID}", {"c": "无"})}
    assert ID not in str(public(value))
    assert original(public(value)) == value


@pytest.mark.parametrize("at_once", [1, 2])
def test_the_log_of_the_admin_has_no_number_written_after_it_was_hidden(at_once):
    """Its entries are made singly, or in bulk."""
    boss = make_user()
    article = make_article(body=f"电话{PHONE}。")
    personal_numbers.look_through()
    hide_numbers(PersonalNumber.objects.all(), boss)
    article.title = f"热线{PHONE}"
    said = [{"changed": {"fields": [f"改为{PHONE}"]}}]
    LogEntry.objects.log_actions(boss.pk, [article] * at_once, CHANGE, said)
    entries = LogEntry.objects.values_list("object_repr", "change_message")
    assert len(entries) == at_once
    for entry in entries:
        assert all(PHONE not in each and PHONE[:3] in each and "〔隐" in each for each in entry)
    assert LogEntry.objects.latest("pk").get_change_message()
    assert not any(personal_numbers.survey().values())
