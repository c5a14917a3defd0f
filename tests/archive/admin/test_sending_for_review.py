"""All drafts of a batch are sent for review at once, as one act that whoever did it takes back."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from archive.models import Article, BulkAct, Problem
from archive.services import wishes
from archive.services.statuses import VERBS, apply_verb
from tests.archive.admin.test_bulk_edits import text
from tests.archive.admin.test_uploads import page_of, read_all, records, seen_on
from tests.archive.services.uploading import upload
from tests.factories import edit, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(data_dir):
    """One with six drafts, two of them doubted."""
    batch = upload({"库.jsonl": records(6, doubted=2)})
    read_all()
    batch.refresh_from_db()
    return batch


def address_of(batch) -> str:
    return reverse("admin:archive_importbatch_submit", args=[batch.pk])


def statuses() -> list[str]:
    return sorted(Article.objects.values_list("status", flat=True))


def test_with_its_count_and_back_by_who_did_it(batch, uploader):
    assert "全部送审（6 篇）" in text(uploader.get(page_of(batch)))
    assert "将送审 6 篇草稿，其中 2 篇有存疑" in text(uploader.get(address_of(batch)))
    answer = uploader.post(address_of(batch), seen_on(uploader, address_of(batch)), follow=True)
    assert "已送审 6 篇，等编辑过目。做错了可以撤销" in text(answer)
    assert "等着发布（6，其中 6 篇已送审）" in text(answer)
    assert "全部送审" not in text(answer)
    assert statuses() == ["review"] * 6
    assert Problem.objects.filter(state="open").count() == 2, "doubts are the editor's to look at"
    act = BulkAct.objects.get()
    assert "6 篇回到“草稿”" in text(uploader.get(reverse("admin:archive_bulkact_change", args=[act.pk])))
    uploader.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
    assert statuses() == ["draft"] * 6


def test_only_drafts_are_and_what_an_editor_gave_back_is_said(batch, uploader):
    first, second, *_ = Article.objects.order_by("pk")
    for row in (first, second):
        apply_verb(row.pk, VERBS["submit"], make_user())
    apply_verb(second.pk, VERBS["return"], make_user(), reason="标题不通")
    page = text(uploader.get(address_of(batch)))
    for said in ("将送审 5 篇草稿", "另有 1 篇已经送审", "其中 1 篇编辑退回过"):
        assert said in page
    uploader.post(address_of(batch), seen_on(uploader, address_of(batch)))
    assert BulkAct.objects.order_by("-pk")[0].articles == 5


def test_other_drafts_than_were_seen_are_not(batch, uploader):
    seen = seen_on(uploader, address_of(batch))
    edit(Article.objects.first(), title="后来改的题")
    assert "有了改动" in text(uploader.post(address_of(batch), seen))
    assert statuses() == ["draft"] * 6


def test_many_are_by_the_worker(batch, uploader, monkeypatch):
    monkeypatch.setattr(wishes, "DONE_AT_ONCE", 5)
    uploader.post(address_of(batch), seen_on(uploader, address_of(batch)))
    assert "全部送审：已经记下" in text(uploader.get(page_of(batch)))
    assert statuses() == ["draft"] * 6
    assert wishes.fulfil_next()
    assert statuses() == ["review"] * 6


def test_who_may_write_no_draft_may_not(batch, client):
    client.force_login(User.objects.create_user("kan", is_staff=True))
    assert client.get(address_of(batch)).status_code == 403
