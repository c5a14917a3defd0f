"""Django's own words on the desk: it says 您 as the desk does, and calls a thing as the desk does."""

import ast
import gettext as catalogs
import re
from pathlib import Path

import django
import pytest
from django.conf import settings
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext, ngettext

from archive.services.editors import create_editor
from tests.archive.admin.forms import submit
from tests.factories import make_article

OURS = Path(settings.LOCALE_PATHS[0]) / "zh_Hans/LC_MESSAGES/django.po"
# Nothing of the desk sends mail.
OF_MAIL = ("email", "Forgotten", "in case you’ve forgotten")


def of_django(app: str) -> list[str]:
    """What Django's own catalog of an app translates."""
    path = Path(django.__file__).parent / "contrib" / app / "locale/zh_Hans/LC_MESSAGES/django.mo"
    with path.open("rb") as file:
        keys = catalogs.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return [key for key in keys if isinstance(key, str) and key and not any(word in key for word in OF_MAIL)]


@pytest.mark.parametrize("app", ["admin", "auth"])
def test_what_an_editor_may_read_is_polite_and_in_one_wording(app):
    said = [gettext(key) for key in of_django(app)]
    assert len(said) > 50
    assert not [text for text in said if re.search("你|密码修改|密码更改|帐号", text)]
    assert "您" in ngettext(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        8,
    )


def test_the_compiled_catalog_is_that_of_the_text():
    entries = re.findall(r'^msgid (".+")\nmsgstr (".*")$', OURS.read_text(encoding="utf-8"), re.MULTILINE)
    pairs = [(ast.literal_eval(key), ast.literal_eval(said)) for key, said in entries]
    assert len(pairs) > 20
    assert [gettext(key) for key, _ in pairs] == [said for _, said in pairs]
    assert all(set(re.findall(r"[%{]\(?\w+", key)) == set(re.findall(r"[%{]\(?\w+", said)) for key, said in pairs)


def test_the_page_for_the_password_is_called_as_in_the_menu(chief):
    page = chief.get("/admin/password_change/").content.decode()
    assert "修改密码" in page
    assert "密码修改" not in page
    assert "你" not in page


def test_what_was_saved_is_told_with_its_kind_and_without_marks_around_it(chief):
    article = make_article("“双减”落地")
    answer = submit(chief, f"/admin/archive/article/{article.pk}/change/", title="“双减”之后")
    assert [strip_tags(str(message)) for message in get_messages(answer.wsgi_request)] == ["文章已保存：“双减”之后"]


def test_what_goes_with_an_account_is_told_in_chinese(chief):
    account = create_editor("liuqing", "liaohe-xincheng-2021")
    assert account.groups.exists()
    page = chief.get(reverse("admin:auth_user_delete", args=[account.pk])).content.decode()
    main = page[page.index('id="content"') :]
    assert "liuqing" in main
    assert "User" not in strip_tags(main)
    role = account.groups.get()
    page = chief.get(reverse("admin:auth_group_delete", args=[role.pk])).content.decode()
    assert "Group" not in strip_tags(page[page.index('id="content"') :])
