"""给出登记新浏览器的链接：有人不停地猜密码、主编又没有登录过的浏览器时，由管理员在服务器上运行。"""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from archive.services.login_links import PASS_LASTS, pass_of


class Command(BaseCommand):
    help = (
        "Print a link that makes a browser known for an account, so that strangers' failed log-ins do not slow it. The "
        "password is asked as ever. Nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="the account's user name")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        staff = User.objects.filter(is_staff=True, is_active=True)
        if not staff.filter(username=name).exists():
            names = "、".join(staff.values_list("username", flat=True)[:20])
            raise CommandError(f"没有能登录 /admin/ 的账号“{name}”。现有：{names or '无（用 create_editor 建立）'}。")
        minutes = int(PASS_LASTS.total_seconds() // 60)
        self.stdout.write(f"{settings.SITE_URL}{reverse('known_browser', args=[pass_of(name)])}")
        said = f"请“{name}”在 {minutes} 分钟内用要登录的浏览器打开这个链接，再照常输入密码登录。链接本身不能代替密码。"
        self.stdout.write(said if settings.SITE_URL else f"（没有设 SITE_URL：请在前面加上网站的地址。）\n{said}")
