"""The menu in the order of the day's work, the first page, and the guide: for each role what it may do."""

import re

import pytest
from django.contrib import admin
from django.urls import reverse

from archive.layout.guide import CHAPTERS, chapter_of
from archive.templatetags.desk import MENU
from tests.archive.conftest import browser_of

pytestmark = pytest.mark.django_db


def menu_of(page: str) -> list[str]:
    menu = re.search(r'<nav class="desk-menu".*?</nav>', page, re.DOTALL)
    assert menu
    return re.findall(r"<li[^>]*><a [^>]*>([^<]+)</a>", menu[0].split('class="second"')[0])


def test_every_kind_of_the_desk_stands_in_the_menu_once(chief):
    listed = [entry.name for entries in MENU.values() for entry in entries]
    assert len(listed) == len(set(listed))
    registered = {model._meta.label_lower for model in admin.site._registry}
    assert registered - set(listed) == {"search.dictionaryentry"}
    page = chief.get("/admin/").content.decode()
    assert page.count(f'<li><a href="{reverse("admin:search_dictionaryentry_changelist")}">') == int(
        chief.get(reverse("admin:search_dictionaryentry_changelist")).status_code == 200
    )


@pytest.mark.parametrize("role", ["上传", "编辑", "主编"])
def test_the_first_page_shows_what_a_role_may_do(role):
    client = browser_of("someone", role)
    page = client.get("/admin/").content.decode()
    assert menu_of(page) == ["首页", *MENU, "手册：一天怎么用编辑台"]
    assert f"您的角色：{role}" in page
    assert ("发布请编辑或主编来做" in page) == (role == "上传")
    assert (reverse("admin:auth_user_changelist") in page) == (role == "主编")
    assert (reverse("admin:archive_issue_add") in page) == (role != "上传")
    for address in re.findall(r'href="(/admin/[^"]*)"', page):
        assert client.get(address).status_code == 200, address


def test_the_part_and_the_page_one_is_on_are_marked(chief):
    page = chief.get(reverse("admin:archive_column_changelist")).content.decode()
    assert re.findall(r'aria-current="(\w+)">([^<]+)', page) == [("true", "栏目与作者"), ("page", "栏目")]
    page = chief.get(reverse("admin:archive_importbatch_upload")).content.decode()
    assert ("page", "导入文件") in re.findall(r'aria-current="(\w+)">([^<]+)', page)


def test_what_is_shown_is_the_heading_of_its_page(chief):
    column = reverse("admin:archive_column_add")
    assert "<h1>增加 栏目</h1>" in chief.get(column).content.decode()
    assert "<h1>栏目</h1>" in chief.get(reverse("admin:archive_column_changelist")).content.decode()


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.slug)
def test_a_chapter_is_there_for_whoever_works_at_the_desk(uploader, client, chapter):
    address = reverse("guide_chapter", args=[chapter.slug])
    page = uploader.get(address)
    assert page.status_code == 200
    assert f"<h1>{chapter.title}</h1>" in page.content.decode()
    assert client.get(address).status_code == 302
    assert uploader.get("/admin/guide/none/").status_code == 404


def test_a_page_belongs_to_the_chapter_with_the_longest_beginning():
    routes = {"archive_article_change": "edit", "archive_article_split": "split", "archive_column_merge": "names",
        "queue": "doubts", "queue_item": "corrections", "": "start", "auth_user_changelist": "start"}  # fmt: skip
    assert {route: chapter_of(route).slug for route in routes} == routes


def test_no_page_of_the_desk_has_a_script_or_style_in_it(chief):
    """A Content-Security-Policy can forbid them. (Values of Django's own date picker and json_script are no script.)"""
    for address in ("/admin/", "/admin/guide/", "/admin/archive/article/add/", "/admin/archive/article/"):
        page = chief.get(address).content.decode()
        assert "<style" not in page
        assert not re.findall(r"<script(?![^>]*src=)(?![^>]*application/json)[^>]*>", page)
        assert not re.findall(r"<[^>]+ (?:style|on\w+)=", page)
