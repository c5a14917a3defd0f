"""Who may open and send what: every address of the desk for every role, by GET and by POST."""

from collections.abc import Iterator

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, reverse

from archive.models import (
    BulkAct,
    Correction,
    HoldingsEntry,
    ImportBatch,
    PersonalNumber,
    Problem,
    RowChange,
    SourceFile,
)
from archive.services import corrections
from archive.services.correctable import place_at
from archive.services.editors import make_roles
from search.models import DictionaryEntry
from tests.archive.admin.forms import submit
from tests.archive.conftest import PASSWORD, browser_of
from tests.factories import make_article, make_user

ROLES = ["上传", "编辑", "主编"]
LEVEL = {"上传": 1, "编辑": 2, "主编": 3}
NOBODY = 4
# Kind -> the lowest role that may look at it, add one, change one, delete one.
MODELS = {
    "article": (1, 1, 2, NOBODY),
    "newspaper": (1, 3, 3, 3),
    "issue": (1, 2, 2, 3),
    "page": (1, 2, 2, 3),
    "papersection": (1, 2, 2, 3),
    "column": (1, 2, 2, 3),
    "holdingsentry": (1, 2, 2, 3),
    "contributor": (1, 1, 2, 3),
    "correction": (1, NOBODY, 2, 3),
    "problem": (1, NOBODY, NOBODY, NOBODY),
    "sourcefile": (1, NOBODY, NOBODY, NOBODY),
    "importbatch": (1, NOBODY, NOBODY, NOBODY),
    "bulkact": (1, NOBODY, NOBODY, NOBODY),
    "rowchange": (1, NOBODY, NOBODY, NOBODY),
    "personalnumber": (1, NOBODY, NOBODY, NOBODY),
    "numberact": (1, NOBODY, NOBODY, NOBODY),
}
VERB_LEVELS = {"submit": 1, "return": 2, "publish": 2, "withdraw": 3, "republish": 3}


@pytest.fixture
def rows(db) -> dict:
    row = make_article(column="身边事", people=(("周禾", "记者"),), page="1", section="要闻", body="一段。")
    sent = corrections.keep_suggestion(place_at(row, 1), "改后的一段。", "", "192.0.2.1")
    number = PersonalNumber.objects.create(code=1, digits="13812345678", kind="mobile")
    return {
        "article": row,
        "newspaper": row.newspaper,
        "issue": row.issue,
        "page": row.page,
        "papersection": row.page.section,
        "column": row.column,
        "holdingsentry": HoldingsEntry.objects.create(
            newspaper=row.newspaper, first="2021-02-11", last="2021-02-17", kind="suspended"
        ),
        "contributor": row.contributors.get(),
        "correction": sent,
        "importbatch": ImportBatch.objects.create(),
        "bulkact": BulkAct.objects.create(verb="撤回"),
        "rowchange": RowChange.objects.create(kind="archive.column", row_id=1, how="deleted"),
        "personalnumber": number,
        "numberact": number.acts.create(verb="hidden"),
    }


@pytest.fixture(params=ROLES)
def signed_in(request, db) -> tuple[int, Client]:
    return LEVEL[request.param], browser_of("someone", request.param)


def test_every_kind_of_the_desk_is_here():
    assert {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "archive"} == set(
        MODELS
    )


def test_looking_adding_changing_deleting(signed_in, rows):
    level, client = signed_in
    for kind, (look, add, change, delete) in MODELS.items():
        base = f"admin:archive_{kind}"
        asked = [(reverse(f"{base}_changelist"), "get", look), (reverse(f"{base}_add"), "get", add)]
        asked.append((reverse(f"{base}_add"), "post", add))
        if kind in rows:
            key = [rows[kind].pk]
            asked += [
                (reverse(f"{base}_change", args=key), "get", look),
                (reverse(f"{base}_history", args=key), "get", look),
            ]
            asked += [(reverse(f"{base}_change", args=key), "post", change)]
            asked += [(reverse(f"{base}_delete", args=key), "get", delete)]
        for address, method, needed in asked:
            answer = getattr(client, method)(address)
            allowed = answer.status_code in (200, 302, 409)  # 409: a form that was never opened
            assert allowed == (level >= needed), (level, method, address, answer.status_code)


@pytest.mark.parametrize("method", ["get", "post"])
def test_verbs(signed_in, rows, method):
    level, client = signed_in
    for name, needed in VERB_LEVELS.items():
        answer = getattr(client, method)(reverse("admin:archive_article_verb", args=[rows["article"].pk, name]))
        assert (answer.status_code == 200) == (level >= needed), name
        assert answer.status_code in (200, 403)


def test_versions_are_for_all_to_see_and_for_editors_to_restore(signed_in, rows):
    level, client = signed_in
    address = reverse("admin:archive_article_version", args=[rows["article"].pk, 1])
    assert client.get(address).status_code == 200
    assert (client.post(address, {"opened": "9"}).status_code != 403) == (level >= 2)


def test_bulk_acts_are_taken_back_by_a_chief(signed_in, rows):
    level, client = signed_in
    answer = client.post(reverse("admin:archive_bulkact_undo", args=[rows["bulkact"].pk]))
    assert (answer.status_code == 302) == (level >= 3)
    assert client.get(reverse("admin:archive_bulkact_undo", args=[rows["bulkact"].pk])).status_code == 405


def test_accounts_are_a_chiefs(signed_in, rows):
    level, client = signed_in
    for address in (reverse("admin:auth_user_changelist"), reverse("admin:auth_user_add")):
        assert (client.get(address).status_code == 200) == (level >= 3)


def desk_addresses() -> Iterator[URLPattern]:
    """Every address of the desk that is of this project, as the site has it."""

    def walk(patterns: list) -> Iterator[URLPattern]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            elif (pattern.name or "").startswith(("archive_", "search_", "auth_")):
                yield pattern

    return walk(admin.site.urls[0])


# Address -> the lowest role that is answered by GET and by POST, where the tables above do not say it.
PAGES = {
    "archive_article_preview": (1, 2),
    "archive_article_split": (2, 2),
    "archive_article_join": (3, 3),  # the later of two that are published is withdrawn; of drafts it is anyone's
    "archive_article_move": (2, 2),
    "archive_article_version": (1, 2),
    "archive_issue_name": (2, 2),
    **{f"archive_{kind}_{page}": (2, 2) for kind in ("column", "contributor") for page in ("merge", "rename", "split")},
    **{f"archive_{kind}_import": (2, 2) for kind in ("column", "contributor")},
    **{f"archive_{kind}_export": (1, 1) for kind in ("column", "contributor")},
    "archive_sourcefile_original": (1, 1),
    "archive_bulkact_undo": (NOBODY, 3),
    "archive_importbatch_upload": (1, 1),
    "archive_importbatch_publish": (2, 2),
    "archive_importbatch_submit": (1, 1),
    "archive_importbatch_review": (1, 2),
    "archive_importbatch_undo": (2, 2),  # a chief's where any of it is published (tests of uploads)
    "archive_personalnumber_hide": (NOBODY, 2),
    "archive_personalnumber_confirm": (NOBODY, 2),
    "archive_personalnumber_restore": (NOBODY, 3),
    "archive_personalnumber_reveal": (NOBODY, 3),
    "archive_personalnumber_work": (1, 1),  # looked at, however it is asked
    "search_dictionaryentry_changelist": (NOBODY, NOBODY),
    "search_dictionaryentry_add": (NOBODY, NOBODY),
    "auth_user_changelist": (3, 3),
    "auth_user_add": (3, 3),
    "auth_group_changelist": (NOBODY, NOBODY),
    "auth_group_add": (NOBODY, NOBODY),
}
VERB_PAGE = "archive_article_verb"
# What addresses name beside a row.
FURTHER_KEYS = {
    "archive_article_version": [1],
    "archive_importbatch_publish": ["all"],
    "archive_importbatch_review": [1],
}


def needed(name: str) -> tuple[int, int]:
    """The lowest role that may GET and POST an address."""
    if name in PAGES:
        return PAGES[name]
    _, kind, page = name.split("_", 2)
    look, add, change, delete = MODELS.get(kind, (NOBODY,) * 4)
    if kind == "user":
        look = add = change = delete = 3
    return {
        "changelist": (look, look),
        "history": (look, look),
        "add": (add, add),
        "change": (look, change),
        "delete": (delete, delete),
        "password_change": (change, change),
    }[page]


def address_of(pattern: URLPattern, rows: dict) -> str:
    """An address of the pattern, of a row that there is."""
    name = pattern.name or ""
    keys: list[object] = []
    if name == VERB_PAGE:
        keys = [rows["article"].pk, "publish"]
    elif name.endswith("_export"):
        keys = ["csv"]
    elif "<" in str(pattern.pattern):
        keys = [rows[name.split("_")[1]].pk, *FURTHER_KEYS.get(name, [])]
    return reverse(f"admin:{name}", args=keys)


def test_every_address_answers_whom_it_should(signed_in, rows, data_dir):
    level, client = signed_in
    source = SourceFile.objects.create(sha256="ab" * 32, size=1, newspaper=rows["newspaper"], name="甲.txt", text="行")
    source.path.parent.mkdir(parents=True)
    source.path.write_bytes(b"x")
    problem = Problem.objects.create(source=source, code="a", message="存疑")
    others = {"user": User.objects.create_user("qiutian"), "group": Group.objects.get(name="编辑")}
    entry = DictionaryEntry.objects.create(dictionary="local_names", entry="蓼河")
    rows |= {"sourcefile": source, "problem": problem, "dictionaryentry": entry, **others}
    asked = 0
    for pattern in desk_addresses():
        if pattern.name == VERB_PAGE:
            continue  # see test_verbs
        address, lowest = address_of(pattern, rows), needed(str(pattern.name))
        for method, role in zip(("get", "post"), lowest, strict=True):
            with transaction.atomic():
                answer = getattr(client, method)(address)
                transaction.set_rollback(True)
            refused = answer.status_code in (403, 405)
            assert refused == (level < role), (level, method, address, answer.status_code)
            assert answer.status_code < 500
            if answer.status_code == 403:
                text = answer.content.decode()
                assert "能做这件事的角色" in text or "现在的状态不允许" in text, address
            asked += 1
    assert asked > 100


def test_no_address_of_the_desk_is_open_to_strangers(client, rows):
    rows |= dict.fromkeys(("sourcefile", "problem", "dictionaryentry", "user", "group"), rows["article"])
    for pattern in desk_addresses():
        for method in ("get", "post"):
            answer = getattr(client, method)(address_of(pattern, rows))
            assert answer.status_code == 405 or "/admin/login/" in answer["Location"], pattern.name
    assert "/admin/login/" in client.get(reverse("admin:autocomplete"))["Location"]


class TestRefusals:
    """In Chinese, with the leave that it takes and the role that has it."""

    def test_a_verb(self, editor, rows):
        page = editor.get(reverse("admin:archive_article_verb", args=[rows["article"].pk, "withdraw"]))
        assert page.status_code == 403
        text = page.content.decode()
        for said in ("“撤回文章”的权限", "能做这件事的角色：主编", "您的角色：编辑"):
            assert said in text

    def test_a_form_that_is_only_looked_at_and_one_that_is_sent(self, uploader, rows):
        address = reverse("admin:archive_column_change", args=[rows["column"].pk])
        assert uploader.get(address).status_code == 200
        answer = uploader.post(address, {"name": "改名"})
        assert answer.status_code == 403
        assert "“修改栏目”的权限" in answer.content.decode()
        assert "能做这件事的角色：编辑、主编" in answer.content.decode()

    def test_where_no_role_could(self, chief, rows):
        answer = chief.post(reverse("admin:archive_article_delete", args=[rows["article"].pk]), {"post": "yes"})
        assert "发布过的文章只能撤回" in answer.content.decode()

    def test_a_form_from_before_another_log_in(self, rows):
        client = Client(enforce_csrf_checks=True)
        answer = client.post(reverse("admin:login"), {"username": "a", "password": "b"})
        assert answer.status_code == 403
        assert "还没有保存" in answer.content.decode()


class TestAccounts:
    def test_a_chief_never_makes_a_superuser(self, chief, db):
        other = User.objects.create_user("qiutian", is_staff=True)
        address = reverse("admin:auth_user_change", args=[other.pk])
        fields = chief.get(address).context["adminform"].form.fields
        assert not {"is_superuser", "user_permissions"} & set(fields)
        sent = {"username": "qiutian", "is_superuser": "on", "is_staff": "on", "is_active": "on"}
        dates = {"date_joined_0": "2026-01-01", "date_joined_1": "00:00:00", "last_login_0": "", "last_login_1": ""}
        assert chief.post(address, {**sent, **dates}).status_code == 302
        other.refresh_from_db()
        assert (other.is_superuser, other.is_staff) == (False, True)

    def test_nor_touches_one(self, chief, db):
        root = User.objects.create_superuser("root", password=PASSWORD)
        for page in ("auth_user_change", "auth_user_delete"):
            assert chief.post(reverse(f"admin:{page}", args=[root.pk]), {"post": "yes"}).status_code == 403
        password = reverse("admin:auth_user_password_change", args=[root.pk])
        assert chief.post(password, {"password1": "x", "password2": "x"}).status_code == 403

    def test_a_group_of_the_first_release_may_go_on(self, db):
        Group.objects.all().delete()
        Group.objects.create(name="编辑")
        make_roles()
        user = User.objects.create_user("lao", is_staff=True)
        user.groups.add(Group.objects.get(name="编辑"))
        assert user.has_perms(["archive.publish_article", "archive.withdraw_article", "archive.settle_problem"])
        assert not user.has_perm("auth.change_user")


class TestCorrections:
    def test_what_was_decided_is_never_deleted(self, chief, db):
        row = make_article(body="一段。")
        sent = corrections.keep_suggestion(place_at(row, 1), "改后的一段。", "", "192.0.2.1")
        corrections.decline(sent, make_user())
        listing = reverse("admin:archive_correction_changelist")
        chief.post(listing, {"action": "delete_selected", "_selected_action": [sent.pk], "post": "yes"})
        chief.post(reverse("admin:archive_correction_delete", args=[sent.pk]), {"post": "yes"})
        assert Correction.objects.filter(pk=sent.pk).exists()


def test_by_the_byline_only_who_may_register_people(db):
    client = browser_of("someone", "编辑")
    group = Group.objects.get(name="编辑")
    group.permissions.remove(*group.permissions.filter(codename="add_contributor"))
    row = make_article(byline="本报记者 王小丁")
    answer = submit(client, reverse("admin:archive_article_change", args=[row.pk]), adopt=True)
    assert "没有登记作者的权限" in answer.content.decode()
    assert not row.contributions.exists()


@pytest.mark.django_db
def test_an_account_that_edited_can_be_deleted_on_its_page():
    chief, editor = browser_of("zhubian", "主编"), browser_of("bianji", "编辑")
    row = make_article("原题", body="一段。")
    submit(editor, reverse("admin:archive_article_change", args=[row.pk]), title="新题")
    row.refresh_from_db()
    assert row.title == "新题"
    gone = User.objects.get(pk=editor.session["_auth_user_id"])
    page = reverse("admin:auth_user_delete", args=[gone.pk])
    assert chief.get(page).status_code == 200
    assert chief.post(page, {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=gone.pk).exists()
    assert row.revisions.get().by_name == gone.username
