"""What is to be looked at before publishing: each remark leads to its line, and none holds anybody up."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests.archive.admin.forms import filled, seen_in
from tests.factories import make_article

pytestmark = pytest.mark.django_db

WRONG = "他说:路通了。\n“第二天，他又来了。"


def test_on_the_form_and_in_previews(chief):
    article = make_article("清水村修路", body=WRONG, status="draft")
    form = reverse("admin:archive_article_change", args=[article.pk])
    preview = reverse("admin:archive_article_preview", args=[article.pk])
    page = unescape(chief.get(form).content.decode())
    assert "发布前核对：2 处" in page
    assert f'href="{preview}#p1" data-kind="paragraph" data-line="他说:路通了。" data-from="2" data-to="3"' in page
    shown = unescape(chief.get(preview).content.decode())
    assert 'href="#p2"' in shown
    assert "<p id=p2>" in shown
    mended = chief.post(preview, filled(chief, form, body="他说：路通了。\n“第二天，他又来了。”"))
    assert "发布前核对" not in mended.content.decode()
    publish = reverse("admin:archive_article_verb", args=[article.pk, "publish"])
    asked = chief.get(publish)
    assert f'href="{preview}#p1"' in asked.content.decode()
    assert chief.post(publish, {"opened": article.version, "reason": "", **seen_in(asked)}).status_code == 302


def test_readers_see_none(client):
    article = make_article("清水村修路", body=WRONG)
    assert "核对" not in client.get(article.get_absolute_url()).content.decode()


def test_in_bulk_they_are_counted(chief):
    keys = [make_article(f"第{n}篇", body=WRONG, status="draft").pk for n in range(2)]
    listed = reverse("admin:archive_article_changelist")
    chosen = {"action": "publish_all", "_selected_action": keys}
    page = unescape(chief.post(listed, chosen).content.decode())
    assert re.search(r"汉字间的半角标点：<b>2</b> 篇（<a href=[^>]+>第\d篇</a>", page)
    assert "看了 2 篇" in page
    edit = chosen | {"action": "edit_chosen", "asked": "1", "verb": "publish", "how": "add", "reason": "核对过了"}
    assert "引号、书名号不成对：<b>2</b> 篇" in chief.post(listed, edit).content.decode()
    assert "发布前核对" not in chief.post(listed, edit | {"verb": "", "day": "2021-11-5"}).content.decode()
