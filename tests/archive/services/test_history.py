"""Every change of an article by anyone or anything is a version, and every version comes back byte for byte."""

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from archive import loader
from archive.layout.differences import ADDED, REMOVED, character_difference
from archive.layout.versions import shown_fields
from archive.loader.content import Content, content_of_rows
from archive.models import Article, Contributor, ImportBatch, Revision
from archive.services import articles as service
from archive.services import bulk_acts, corrections, history, statuses, undoing
from archive.services.correctable import place_at
from tests.archive.loader.making import FULL, MASTHEAD, article, facts, source
from tests.factories import edit, make_article, make_user, merge, withdraw

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=30)
SECTIONS = st.lists(st.tuples(st.sampled_from([0, 2, 3]), TEXT, TEXT).map(list), max_size=4)
CAPTIONS = st.lists(st.tuples(TEXT, st.none() | st.integers(0, 9)).map(list), max_size=3)


def rows_of(article: Article) -> Content:
    return content_of_rows(Article.objects.get(pk=article.pk))


class TestByteForByte(TestCase):
    @settings(max_examples=25)
    @given(versions=st.lists(st.tuples(TEXT, TEXT, SECTIONS, CAPTIONS), min_size=1, max_size=4), data=st.data())
    def test_any_version_is_restored(self, versions, data):
        row = make_article("题")
        held = {1: rows_of(row).as_json()}
        for title, note, sections, captions in versions:
            before = rows_of(row)
            wanted = Content(before.columns | {"title": title, "editor_note": note}, sections, captions, [])
            if service.write_article(row.pk, wanted, service.by_hand(make_user())):
                held[len(held) + 1] = rows_of(row).as_json()
        if len(held) == 1:
            return
        number = data.draw(st.sampled_from(sorted(held)[:-1]))
        assert history.restore_version(row.pk, number, make_user()) == []
        assert rows_of(row).as_json() == held[number]
        kept = {
            version.number: version.content.as_json() for version in history.versions_of(Article.objects.get(pk=row.pk))
        }
        assert {n: kept[n] for n in held} == held


@given(old=TEXT | st.text("甲乙\n", max_size=40), new=TEXT | st.text("甲乙\n", max_size=40))
def test_a_difference_spells_both_texts(old, new):
    pieces = character_difference(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind != ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind != REMOVED) == new


def test_a_difference_is_by_the_character():
    pieces = character_difference("蓼河南岸的步道完工。\n同一段。", "蓼河北岸的步道完工了。\n同一段。")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        ("same", "蓼河"),
        ("removed", "南"),
        ("added", "北"),
        ("same", "岸的步道完工"),
        ("added", "了"),
        ("same", "。\n同一段。"),
    ]


def read(*paragraphs: str, batch: ImportBatch | None = None) -> Article:
    loader.load(source(article("蓼河边新添步道", *paragraphs)), facts(), batch)
    return Article.objects.get()


@pytest.mark.django_db
class TestEveryChangeIsAVersion:
    def last(self, article: Article) -> tuple:
        revision = article.revisions.latest("number")
        return revision.kind, revision.by_name, revision.reason

    def test_of_an_editor(self):
        row = make_article("原题")
        edit(row, title="新题")
        assert self.last(row) == ("edit", "zhouhe", "")
        assert Article.objects.get(pk=row.pk).version == 2
        assert row.revisions.get().content["columns"]["title"] == "原题"

    def test_of_a_status(self):
        row = make_article()
        withdraw(row, "当事人要求")
        assert self.last(row) == ("status", "zhouhe", "当事人要求")

    def test_of_a_merge(self):
        row = make_article()
        merge(row, make_article("另一篇"))
        assert self.last(row) == ("merge", "zhouhe", "并入另一篇")

    def test_of_a_bulk_act_and_of_taking_it_back(self):
        row = make_article()
        act = statuses.apply_to_all(statuses.VERBS["withdraw"], Article.objects.all(), make_user(), "误登")
        assert self.last(row) == ("bulk", "zhouhe", "误登")
        bulk_acts.undo_act(act, make_user("qiutian"))
        assert self.last(row) == ("undo", "qiutian", "取消：撤回 1 篇")

    def test_of_an_accepted_correction(self):
        row = make_article(body="原来的一段。")
        sent = corrections.keep_suggestion(place_at(row, 1), "改后的一段。", "", "192.0.2.1")
        corrections.accept(sent, make_user())
        assert self.last(row) == ("correction", "zhouhe", f"读者纠错第{sent.pk}号")
        assert row.revisions.get().content["sections"][0][2] == "原来的一段。"

    def test_of_reading_the_source_again_and_of_taking_that_back(self, data_dir):
        row = read("第一段。")
        batch = ImportBatch.objects.create()
        read("第一段，读得更好。", batch=batch)
        assert self.last(row) == ("import", "", "")
        undoing.undo(batch)
        assert self.last(row) == ("undo", "", f"第{batch.pk}批导入已撤销")
        assert Article.objects.get().sections.get().body == "第一段。"

    def test_and_what_did_not_change_has_none(self):
        read("第一段。")
        read("第一段。", batch=ImportBatch.objects.create())
        assert not Revision.objects.exists()


@pytest.mark.django_db
class TestRestored:
    def test_the_status_has_verbs_of_its_own(self):
        row = make_article("原题")
        edit(row, title="新题")
        withdraw(row, "当事人要求")
        history.restore_version(row.pk, 1, make_user())
        kept = Article.objects.get(pk=row.pk)
        assert (kept.title, kept.status, kept.withdrawn_reason) == ("原题", "withdrawn", "当事人要求")

    def test_what_was_the_parsers_is_the_parsers_again(self):
        row = read("第一段。")
        edit(row, title="编辑改的题")
        history.restore_version(row.pk, 1, make_user())
        assert Article.objects.get().edited_fields == []

    def test_an_older_reading_is_the_choice_of_an_editor(self):
        row = read("第一段。")
        read("第一段，读得不好。")
        history.restore_version(row.pk, 1, make_user())
        assert Article.objects.get().edited_fields == ["sections"]
        read("第一段，读得不好。")
        assert Article.objects.get().sections.get().body == "第一段。"

    def test_who_was_deleted_since_is_named(self):
        row = make_article(people=(("周禾", "记者"), ("邱田", "通讯员")))
        content = rows_of(row)
        service.write_article(
            row.pk, Content(content.columns, content.sections, content.captions, []), service.by_hand(make_user())
        )
        Contributor.objects.get(name="周禾").delete()
        assert history.restore_version(row.pk, 1, make_user()) == ["contributors"]
        assert [str(each) for each in row.contributions.all()] == ["通讯员 邱田"]

    def test_stale(self):
        row = make_article("原题")
        edit(row, title="新题")
        with pytest.raises(service.StaleVersion):
            history.restore_version(row.pk, 1, make_user(), version=1)


@pytest.mark.django_db
def test_a_deleted_account_leaves_what_it_did():
    row = make_article("原题", body="一段。")
    sent = corrections.keep_suggestion(place_at(row, 1), "改后的一段。", "", "192.0.2.1")
    edit(row, title="新题")
    corrections.decline(sent, make_user())
    act = statuses.apply_to_all(statuses.VERBS["withdraw"], Article.objects.all(), make_user(), "误登")
    User.objects.all().delete()
    sent.refresh_from_db()
    act.refresh_from_db()
    assert [revision.by_name for revision in row.revisions.all()] == ["zhouhe", "zhouhe"]
    assert (sent.decided_by_name, act.by_name) == ("zhouhe", "zhouhe")


@pytest.mark.django_db
def test_fields_are_shown_as_an_editor_reads_them():
    row = make_article("原题", column="身边事", people=(("周禾", "记者"),))
    before = rows_of(row)
    edit(row, title="新题", column_id=None, date_precision="month")
    shown = {field.label: (field.before, field.after) for field in shown_fields(before, rows_of(row))}
    assert shown["主题"] == ("原题", "新题")
    assert shown["栏目"] == ("身边事", "")
    assert shown["日期"][1].startswith("2021年11月（精确到月")


@pytest.mark.django_db
def test_every_column_of_a_content_can_be_shown():
    loader.load(source(FULL, issue=MASTHEAD), facts())
    row = Article.objects.get()
    empty = Content({name: getattr(Article(), name) for name in rows_of(row).columns})
    assert {field.name for field in shown_fields(empty, rows_of(row))} >= {
        "title",
        "sections",
        "claims",
        "contributors",
    }
