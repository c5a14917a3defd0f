"""`create_editor` makes an account that may edit, and says in Chinese what is wrong."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(monkeypatch):
    """What is typed: a user name a line for input(), a password a line for getpass()."""

    def typed(names: list[str], passwords: list[str]) -> None:
        monkeypatch.setattr("builtins.input", lambda _: names.pop(0))
        monkeypatch.setattr("getpass.getpass", lambda _: passwords.pop(0))

    return typed


def test_from_the_environment(monkeypatch, capsys):
    monkeypatch.setenv("EDITOR_USERNAME", "zhouhe")
    monkeypatch.setenv("EDITOR_PASSWORD", "liao-he-bu-dao")
    call_command("create_editor", "--no-input")
    user = User.objects.get()
    assert user.check_password("liao-he-bu-dao")
    assert (user.is_staff, user.is_superuser) == (True, False)
    assert user.has_perms(["archive.change_article", "archive.change_problem"])
    assert user.groups.get().name == "主编", "the first account can do all that an archive needs"
    monkeypatch.setenv("EDITOR_USERNAME", "qiutian")
    call_command("create_editor", "--no-input")
    second = User.objects.get(username="qiutian")
    assert second.groups.get().name == "编辑"
    assert not second.has_perm("auth.change_user")
    assert "zhouhe" in capsys.readouterr().out


def test_asks_until_all_is_right(answers, capsys):
    answers(["zhouhe", "zhouhe"], ["12345678", "12345678", "liao-he", "liao-ho", "liao-he-bu-dao", "liao-he-bu-dao"])
    call_command("create_editor")
    out, err = capsys.readouterr()
    assert "密码" in err
    assert "两次输入的密码不同" in out
    assert User.objects.get().check_password("liao-he-bu-dao")


@pytest.mark.parametrize(("name", "said"), [("", "用户名不能为空"), ("taken", "已有名为"), ("周 禾", "用户名")])
def test_a_name_that_cannot_be_is_refused(monkeypatch, name, said):
    User.objects.create_user("taken")
    monkeypatch.setenv("EDITOR_USERNAME", name)
    monkeypatch.setenv("EDITOR_PASSWORD", "liao-he-bu-dao")
    with pytest.raises(CommandError, match=said):
        call_command("create_editor", "--no-input")


def test_ctrl_c_makes_no_account(monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr("builtins.input", interrupt)
    with pytest.raises(CommandError, match="已取消"):
        call_command("create_editor")
    assert not User.objects.exists()


def test_a_group_stays_as_an_administrator_made_it(monkeypatch):
    monkeypatch.setenv("EDITOR_PASSWORD", "liao-he-bu-dao")
    for name, role in (("zhouhe", "编辑"), ("qiutian", "编辑"), ("liutu", "上传")):
        monkeypatch.setenv("EDITOR_USERNAME", name)
        call_command("create_editor", "--no-input", "--role", role)
        Group.objects.get(name="编辑").permissions.clear()
    assert not Group.objects.get(name="编辑").permissions.exists()
    monkeypatch.setenv("EDITOR_USERNAME", "wangding")
    with pytest.raises(CommandError, match="没有“校对”这个角色"):
        call_command("create_editor", "--no-input", "--role", "校对")
    assert not User.objects.filter(username="wangding").exists()
