"""建立编辑账号，用来登录 /admin/。"""

import getpass
import os
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from archive.services.editors import create_editor


class Command(BaseCommand):
    help = (
        "Create an account for the editors' pages (/admin/). Asks for name and password; "
        "with --no-input they come from EDITOR_USERNAME and EDITOR_PASSWORD."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-input", action="store_true", help="take name and password from the environment")
        parser.add_argument(
            "--role", default="", help="上传, 编辑 or 主编; without it the first account is 主编, later ones are 编辑"
        )

    def handle(self, *args: Any, no_input: bool, role: str, **options: Any) -> None:
        if no_input:
            self.create(os.environ.get("EDITOR_USERNAME", ""), os.environ.get("EDITOR_PASSWORD", ""), role)
            return
        self.stdout.write("建立编辑账号，用来登录 /admin/。")
        while True:
            try:
                self.create(*ask_name_and_password(), role)
            except CommandError as error:
                self.stderr.write(str(error))
            except (KeyboardInterrupt, EOFError):
                raise CommandError("已取消，没有建立账号。") from None
            else:
                return

    def create(self, username: str, password: str, role: str) -> None:
        try:
            user = create_editor(username, password, role)
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"已建立账号“{username}”，角色：{user.groups.get()}。请用它登录 /admin/。")


def ask_name_and_password() -> tuple[str, str]:
    """A user name and a password typed twice."""
    username = input("用户名：").strip()
    while True:
        password = getpass.getpass("密码（至少8位，输入时不显示）：")
        if password == getpass.getpass("再输一次密码："):
            return username, password
        print("两次输入的密码不同，请重新输入。")
