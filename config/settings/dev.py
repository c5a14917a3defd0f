"""One machine, no set-up: everything works with at most DATA_DIR set."""

import os
import secrets

from config.settings.base import *  # noqa: F403
from config.settings.base import DATA_DIR


def kept_secret() -> str:
    """The development secret, made on first use and kept in DATA_DIR.

    Written to a temporary name first and linked into place, so that two processes that start
    together agree on one secret.
    """
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        draft = DATA_DIR / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="ascii")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # another process was first: its secret is the one
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")


SECRET_KEY = kept_secret()
DEBUG = os.environ.get("DEBUG") == "1"
# This machine by its own names, and the address that HOST has the server listen at; others must be named.
ALLOWED_HOSTS = ["localhost", ".localhost", "127.0.0.1", "[::1]", os.environ.get("HOST", "localhost")]
ALLOWED_HOSTS += [host.strip() for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host.strip()]
# Static files straight from static/ and the apps: no collectstatic needed to work on them.
WHITENOISE_USE_FINDERS = True
