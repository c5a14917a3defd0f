"""A deployment behind HTTPS. Refuses to start without what it needs, and names each."""

import os

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import LOGGING, SITE_URL

NEEDED = {
    "SECRET_KEY": "a long random string, kept secret (python -c 'import secrets; print(secrets.token_urlsafe(50))')",
    "ALLOWED_HOSTS": "the host names of the site, divided by commas",
    "SITE_URL": "the address readers use, e.g. https://news.example.cn",
    "DATA_DIR": "the folder for database, index and sources",
}
missing = [name for name in NEEDED if not os.environ.get(name)]
if missing:
    raise ImproperlyConfigured(
        "config.settings.prod needs these environment variables:\n"
        + "\n".join(f"  {name}: {NEEDED[name]}" for name in missing)
    )

SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = [host.strip() for host in os.environ["ALLOWED_HOSTS"].split(",")]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
DEBUG = False
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Who watches from beside it, a balancer say, speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^(health|live|ready)z$", r"^metrics$"]
LOGGING["handlers"]["stderr"]["formatter"] = "json"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
