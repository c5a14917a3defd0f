"""No address answers anything with a fault: a generated walk over the whole URL table."""

import io
import json
import logging
import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings

from archive.admin.plain_forms import MOST_FORM_ROWS, text_to_send
from archive.models import Article, Column, Contributor, Newspaper, Status
from tests.archive.conftest import browser_of
from tests.factories import make_article
from tests.hostile_requests import (
    FORM,
    HOSTILE,
    HOSTILE_JSON,
    TOO_LONG_A_KEY,
    WRONG_IN_FORMS,
    Address,
    addresses,
    desk_of,
    encoded,
    hostile_requests,
    names_read,
    sent,
    wrong_conditions,
    wrong_forms,
    wrong_initial_values,
)
from tests.test_hidden_numbers import walked  # noqa: F401  (an archive with a row of every kind)

# Five requests of each address in the suite, a hundred in `make soak`.
EACH = max(5, settings.default.max_examples // 20)
TOKEN = "a" * 32
UNREADABLE = [f"{FORM}; charset=gbk", "multipart/form-data", "multipart/form-data; boundary=\xff"]
ALLOWED = re.compile(r"[A-Z]+(, [A-Z]+)*")
KEPT = re.compile(r"\b(no-cache|no-store|private)\b")  # no answer that a view makes is kept unasked


def of_desk(address: Address) -> bool:
    return address.written.startswith("admin/")


def key_of(address: Address) -> str:
    """A row that an address of the desk can be about."""
    named = re.fullmatch(r"admin:(archive|auth|search)_([a-z]+)_\w+", address.name)
    row = apps.get_model(*named.groups())._default_manager.first() if named else None
    return str(row.pk) if row else "1"


def good_values(address: Address):
    article = Article.objects.filter(status=Status.PUBLISHED, source__isnull=False).exclude(contributions=None).first()
    paper = article.newspaper if "<str:paper>" in address.written else Newspaper.main()
    named = next((row for row in (article.column, article.contributors.first()) if row), article)
    values = {
        "permanent_id": article.permanent_id,
        "day": "2021-11-05",
        "month": "2021-11",
        "year": "2021",
        "number": "1",
        "paper": paper.slug,
        "slug": getattr(named, "slug", "x"),
        "form": "bibtex",
        "section": f"{paper.slug}-articles",
        "name": "withdraw",
        "app_label": "archive",
        "token": "x",
        "which": "all",
    }
    return lambda name: values.get(name) or key_of(address)


def walk_one(client: Client, address: Address) -> None:
    """Draw requests to an address and send each."""
    good = good_values(address)
    names = names_read(client, address, good)

    @settings(max_examples=EACH, suppress_health_check=list(HealthCheck))
    @given(hostile_requests(address, names, good))
    def check(request: dict[str, Any]) -> None:
        answer = sent(client, request)
        assert answer.status_code < 500, (answer.status_code, answer.content[:500])
        assert answer.status_code != 405 or ALLOWED.fullmatch(answer["Allow"])
        assert KEPT.search(answer["Cache-Control"])

    check()


@pytest.mark.parametrize("who", ["reader", "上传", "主编"])
def test_whatever_is_sent_nothing_is_a_fault(walked, who):  # noqa: F811
    client = Client() if who == "reader" else browser_of("someone", who)
    for address in addresses():
        if of_desk(address) == (who != "reader"):
            walk_one(client, address)


def test_what_no_column_can_hold_is_no_fault_at_the_desk(walked):  # noqa: F811
    client = Client()
    client.force_login(User.objects.create_superuser("all"), "django.contrib.auth.backends.ModelBackend")
    for address in addresses():
        path = address.filled(good_values(address))
        queries = ["_to_field="] if of_desk(address) else []
        if desk := desk_of(address, "changelist"):
            queries += wrong_conditions(desk.model)
        if desk := desk_of(address, "add"):
            queries += wrong_initial_values(desk.model)
        for query in queries:
            answer = sent(client, {"method": "GET", "path": path, "QUERY_STRING": query})
            assert answer.status_code < 500, (path, query)


def test_what_no_field_can_hold_is_told_on_the_form(walked):  # noqa: F811
    client = Client()
    client.force_login(User.objects.create_superuser("all"), "django.contrib.auth.backends.ModelBackend")
    tried = 0
    for address in addresses():
        if not (desk_of(address, "add") or desk_of(address, "change")):
            continue
        path = address.filled(good_values(address))
        opened = client.get(path)
        if opened.status_code != 200 or "adminform" not in opened.context:
            continue
        for form in wrong_forms(opened.context):
            body = "&".join(f"{encoded(name)}={encoded(value)}" for name, values in form.items() for value in values)
            answer = sent(client, {"method": "POST", "path": path, "data": body.encode(), "content_type": FORM})
            assert answer.status_code < 500, path
            tried += 1
    assert tried > 200


def test_an_action_on_what_is_no_row_is_no_fault(walked):  # noqa: F811
    client = Client()
    client.force_login(User.objects.create_superuser("all"), "django.contrib.auth.backends.ModelBackend")
    tried = 0
    for address in addresses():
        if not (desk := desk_of(address, "changelist")):
            continue
        path = address.filled(good_values(address))
        request = client.get(path).wsgi_request
        for action in desk.get_actions(request):
            for key in WRONG_IN_FORMS:
                form = f"action={action}&index=0&_selected_action={encoded(key)}"
                answer = sent(client, {"method": "POST", "path": path, "data": form.encode(), "content_type": FORM})
                assert answer.status_code < 500, (path, form)
                tried += 1
    assert tried > 100


def test_a_name_is_split_in_no_year_that_there_is_not(walked):  # noqa: F811
    chief = browser_of("someone", "主编")
    for model in (Column, Contributor):
        row = model.objects.standing().first()
        for year in ("0", "10000", "99999", TOO_LONG_A_KEY, "x"):
            there = reverse(f"admin:archive_{model._meta.model_name}_split", args=[row.pk])
            assert chief.get(there, {"year": year}).status_code == 200


def test_no_form_saves_a_row_as_a_new_one(walked):  # noqa: F811
    """Which Django does, from any form; and it shows what is wrong with one that adds as if there were a row."""
    client = Client()
    client.force_login(User.objects.create_superuser("all"), "django.contrib.auth.backends.ModelBackend")
    for address in addresses():
        if desk := desk_of(address, "add") or desk_of(address, "change"):
            before = desk.model._default_manager.count()
            answer = client.post(address.filled(good_values(address)), {"_saveasnew": "1"})
            assert answer.status_code in (400, 403, 409), address  # 409: one that was opened at no version
            assert desk.model._default_manager.count() == before


def test_a_form_that_says_it_has_thousands_of_rows_is_told(walked):  # noqa: F811
    chief = browser_of("someone", "主编")
    form = {"contributions-TOTAL_FORMS": "9" * 30, "contributions-INITIAL_FORMS": "0"}
    answer = chief.post(reverse("admin:archive_article_add"), form)
    [rows] = answer.context["inline_admin_formsets"]
    assert len(rows.formset.forms) == MOST_FORM_ROWS
    assert f"{MOST_FORM_ROWS}" in str(rows.formset.non_form_errors())


@pytest.mark.parametrize("said", ["0", "1", "3", "99"])
def test_a_form_of_an_issue_that_is_mistaken_about_its_pages_is_told(db, said):
    """Rows that there are would be taken for new ones, and the database would find out."""
    issue = make_article(page="1").issue
    make_article(page="2")
    chief, there = browser_of("someone", "主编"), reverse("admin:archive_issue_change", args=[issue.pk])
    opened = chief.get(there).context
    [rows] = opened["inline_admin_formsets"]
    fields = [opened["adminform"].form, rows.formset.management_form, *rows.formset.forms]
    form = {field.html_name: text_to_send(each, field.name) for each in fields for field in each}
    answer = chief.post(there, {**form, "pages-INITIAL_FORMS": said})
    assert answer.status_code in (200, 409)
    assert issue.pages.count() == 2


def test_a_day_that_is_a_year_alone_is_told_on_the_form(walked):  # noqa: F811
    chief, article = browser_of("someone", "主编"), Article.objects.first()
    there = reverse("admin:archive_article_change", args=[article.pk])
    fields = chief.get(there).context["adminform"].form
    form = {name: text_to_send(fields, name) for name in fields.fields} | {"date": "2021", "date_precision": ""}
    for act in ("_save", "_preview"):
        assert chief.post(there, {**form, act: "1"}).status_code == 200


def test_no_picker_offers_what_points_at_a_row(walked):  # noqa: F811
    client = browser_of("someone", "主编")
    for model in apps.get_models():
        for field in model._meta.get_fields(include_hidden=True):
            asked = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}&field_name={field.name}"
            answer = sent(client, {"method": "GET", "path": "/admin/autocomplete/", "QUERY_STRING": asked})
            assert answer.status_code in (200, 403, 404), asked
            assert answer.status_code != 200 or not field.auto_created, asked


def test_a_preview_of_a_table_that_nobody_made_is_told_on_the_form(walked):  # noqa: F811
    """Nor is a line of it that has the right form, with what no name can be."""
    chief = browser_of("someone", "主编")
    lines = [json.dumps([[1, "", word, None]]) for word in HOSTILE] + ['[[1, "KEY", "a\\ud800", null]]']
    for model in (Column, Contributor):
        there = reverse(f"admin:archive_{model._meta.model_name}_import")
        for said in (*HOSTILE_JSON, *lines):
            said = said.replace('"",', '"", "济宁高新新闻",', 1) if model is Column else said
            form = {"reason": "x", "lines": said}
            body = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in form.items())
            answer = sent(chief, {"method": "POST", "path": there, "data": body.encode(), "content_type": FORM})
            assert answer.status_code < 500, said[:50]
            if said in HOSTILE_JSON:
                assert "预览的内容不完整" in answer.content.decode()


@pytest.mark.parametrize("first", HOSTILE_JSON)
def test_a_file_that_begins_with_such_json_is_taken(walked, data_dir, first):  # noqa: F811
    line = f'{{"a": {first[:3000]}}}\n'
    files = {"files": SimpleUploadedFile("稿", line.encode()), "newspaper": ""}
    assert browser_of("someone", "上传").post("/admin/archive/importbatch/upload/", files).status_code == 302


def test_a_list_asked_for_a_key_that_is_too_long_leads_to_the_list_of_all(db):
    chief = browser_of("someone", "主编")
    answer = chief.get("/admin/archive/issue/?newspaper=" + TOO_LONG_A_KEY)
    assert (answer.status_code, answer["Location"]) == (302, "/admin/archive/issue/?e=1")
    answer = chief.get("/admin/archive/issue/add/?newspaper=x")
    assert answer.status_code == 400


def test_a_form_that_cannot_be_read_is_no_fault(walked):  # noqa: F811
    """With a token, which is looked for in the form before any view has it, and again by Django's pages of errors."""
    client = browser_of("someone", "主编")
    client.handler.enforce_csrf_checks = True
    client.cookies["csrftoken"] = TOKEN
    for address in (*addresses(), Address("nosuch/", "")):
        path = address.filled(good_values(address))
        for kind in UNREADABLE:
            form = {"data": f"csrfmiddlewaretoken={TOKEN}".encode(), "content_type": kind}
            answer = sent(client, {"method": "POST", "path": path, **form})
            assert answer.status_code < 500, (path, kind)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_too_many_fields_beside_a_charset_are_refused(client, db, method):
    """Django reads the query where a charset is named, and before it can answer what it finds there."""
    for path in ("/api/v1/articles/", "/admin/login/"):
        said = {"content_type": "x; charset=utf-8", "CONTENT_TYPE": "x; charset=utf-8"}
        request = {"method": method, "path": path, "QUERY_STRING": "&a" * 1001, "data": b"x", **said}
        assert sent(client, request).status_code in (400, 405), path


def test_what_is_refused_is_a_line_of_the_log(client, db, monkeypatch):
    (handler,) = [each for each in logging.getLogger().handlers if each.get_name() == "stderr"]
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    client.get("/admin/login/", QUERY_STRING="&a" * 1001)
    client.get("/admin/login/", HTTP_HOST="evil.example" * 1000)
    lines = written.getvalue().splitlines()
    assert len(lines) == 2, lines
    logging.getLogger("django.security.X").error("x\n2026-11-28 00:00:00,000 INFO forged: %s", "line\x00")
    assert len(written.getvalue().splitlines()) == 3
    assert max(map(len, lines)) < 500


def test_a_form_in_another_charset_is_refused_in_chinese(client, db):
    client.cookies["csrftoken"] = TOKEN
    client.handler.enforce_csrf_checks = True
    answer = client.generic("POST", "/admin/login/", f"csrfmiddlewaretoken={TOKEN}", f"{FORM}; charset=gbk")
    assert answer.status_code == 400
    assert "这个请求读不懂" in answer.content.decode()


@pytest.mark.parametrize("who", ["reader", "主编"])
def test_no_address_takes_another_method_than_it_says(walked, who):  # noqa: F811
    """Nor is one that it takes not refused for want of a token, before it is said that it does not take it."""
    client = Client(enforce_csrf_checks=True) if who == "reader" else browser_of("someone", who)
    for address in addresses():
        path = address.filled(good_values(address))
        for method in ("TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "OPTIONS", "POST"):
            answer = sent(client, {"method": method, "path": path})
            if answer.status_code == 405:
                assert method not in answer["Allow"].split(", "), (method, path)
                assert ALLOWED.fullmatch(answer["Allow"])
            else:
                assert method in ("OPTIONS", "POST"), (method, path, answer.status_code)
