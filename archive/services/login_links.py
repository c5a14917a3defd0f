"""Links that make a browser known for an account before its first log-in: they let nobody in, but strangers' failures
count there no more."""

import datetime
import secrets

from django.core import signing

PASS_LASTS = datetime.timedelta(minutes=15)
SALT = "archive.admin.browser_passes"


def new_browser() -> str:
    """What a browser is called that was not known; none can be guessed."""
    return secrets.token_urlsafe(16)


def pass_of(name: str) -> str:
    """What makes one browser known for an account, while PASS_LASTS. It names the browser: however often it is used,
    its failures are counted together."""
    return signing.dumps([name, new_browser()], salt=SALT)


def read_pass(token: str) -> tuple[str, str]:
    """The account that a pass is for, and what it calls the browser. signing.BadSignature where it is none, or late."""
    name, browser = signing.loads(token, salt=SALT, max_age=PASS_LASTS)
    return name, browser
