"""Settings that every deployment shares. dev, prod and test add what differs."""

import os
import sys
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF

from config import __version__
from config.database import database_name

# Lets Django's generic classes be named with what they hold (ModelAdmin[Article]) at run time too.
django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# One folder holds all that changes (database, index, sources), so that a backup is one folder.
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()

# Which release this is, for /about/ and /healthz.
VERSION = __version__

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    # Before staticfiles, so that `runserver` serves static files the way gunicorn does.
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "axes",
    "archive",
    # Before haystack, whose rebuild_index it replaces.
    "search",
    "haystack",
]

MIDDLEWARE = [
    "archive.serving.clients.believe_proxies",
    "archive.serving.observed.observe_requests",
    "archive.serving.proxies.said_to_caches",
    "archive.serving.policies.OnePolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "archive.serving.long_requests.bound_requests",
    "django.middleware.security.SecurityMiddleware",
    "archive.serving.packing.weigh_codings",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "archive.serving.methods.FormMethods",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.admin.login_limits.remember_browser",
    "axes.middleware.AxesMiddleware",
]

# Scripts and styles are files of this site; `data:` are the signs of the desk's lists of choices (select2).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.pages.context_processors.site",
            ],
        },
    },
]

DATABASE_FILE = DATA_DIR / "archive.sqlite3"
DATABASES = {
    "default": {
        "ENGINE": "config.sqlite_in_turn",
        "NAME": database_name(DATABASE_FILE),
        # Kept open: where the disk is full or read-only, the files beside the database that every reader needs
        # (-shm, -wal) could not be made again, and no page could be read.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Readers never wait for the writer (WAL); a second writer waits 20 s instead of
            # failing at once, and asks for the lock when it begins rather than half-way through.
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # FULL: what a person was told is saved outlasts a power cut. An import in bulk syncs at its end
            # (archive.services.importing).
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
# Failed log-ins are counted in the database, where all workers see them, and the next try waits: nobody is locked out.
# How long, and whom for: archive/admin/login_limits.py.
AXES_HANDLER = "archive.admin.login_limits.SlowedLogins"
AXES_COOLOFF_TIME = timedelta(minutes=15)  # how long a failure is counted
AXES_FAILURE_LIMIT = 6  # of an account, in a browser or at an address, that are free
AXES_LOCK_OUT_AT_FAILURE = False  # the failure itself is answered as any other
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a try that came too soon is no failure
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "archive.admin.login_limits.counted_name"
AXES_CLIENT_IP_CALLABLE = "archive.serving.clients.client_address"
AXES_LOCKOUT_CALLABLE = "archive.admin.login_limits.too_soon"
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
# Accounts are the desk's alone: Django's own addresses for them (/accounts/…) are not there. Who logs out is told so.
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
# A day at the desk; what is typed in a form is kept by the browser where it ends sooner (static/admin/unsaved.js).
SESSION_COOKIE_AGE = 12 * 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hans"
LOCALE_PATHS = [BASE_DIR / "locale"]  # where Django says 你, and other words than the desk's
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"  # days in boxes as 2021-11-05
USE_TZ = True

# Pages as they were made last, packed, in each process (archive/serving/kept.py); those not asked
# for longest go first.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "archive.serving.object_cache.ObjectCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Files whose names old programs send in GBK come under their names, whatever form they are sent by.
FILE_UPLOAD_HANDLERS = [
    "archive.admin.receiving.ReadableNames",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

STATIC_URL = "/static/"
# Not in DATA_DIR, which is its owner's alone: a web server may serve these files.
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT") or BASE_DIR / "public" / "static").resolve()
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755  # what collectstatic makes, whatever the umask
STATICFILES_DIRS = [BASE_DIR / "static"]

# The segmenter's dictionary, folded and compiled (20 MB); archives of one machine may share it.
SEGMENTER_DIR = Path(os.environ.get("SEGMENTER_DIR") or DATA_DIR / "segmenter").resolve()

# The bytes of every source file, named by their hash.
SOURCES_DIR = DATA_DIR / "sources"

# Pictures for where pages are shared, drawn again where they are gone; and the file of the Chinese font to draw them
# with, where it is none of those that are looked for (archive/layout/share_pictures.py).
PICTURES_DIR = DATA_DIR / "pictures"
SHARE_FONT = os.environ.get("SHARE_FONT", "")
# Pictures of pages of PDFs, drawn again where they are gone.
PAGE_PICTURES_DIR = DATA_DIR / "page-pictures"
# PDFs of articles and issues, made again where they are gone.
PDFS_DIR = DATA_DIR / "pdfs"

HAYSTACK_CONNECTIONS: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "search.haystack.backend.BaokuEngine",
        "PATH": DATA_DIR / "index",
    }
}
# Builds a damaged index anew where no run_indexer lives (search/index/healing.py).
INDEX_HEALER = [sys.executable, str(BASE_DIR / "manage.py"), "run_indexer", "--once"]
# Reads what was uploaded, where no run_worker lives (archive/services/worker.py).
IMPORT_WORKER = [sys.executable, str(BASE_DIR / "manage.py"), "run_worker", "--once"]
# What one upload may hold: files, bytes of each (as many as any document may have) and of all together.
UPLOAD_MOST_FILES = 1000
UPLOAD_FILE_BYTES = 200 * 1024 * 1024
UPLOAD_BYTES = 1024 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5 * UPLOAD_MOST_FILES  # of more not even what is refused is said
# Rows are marked dirty in the transaction and drained by one writer (search/index/indexing.py).
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"

# The paper whose pages stand at the root of the site; others stand under /papers/<slug>/.
MAIN_NEWSPAPER = {"name": "济宁高新新闻", "slug": "jngxxw", "also_called": "高新区报"}

# Routes and functions of one app that the other leads to: neither names what it does not serve.
# Where the articles of a row of the archive are listed, by the name of its model.
LIST_PAGES = {"newspaper": "home", "papersection": "section", "column": "column", "contributor": "contributor"}
# Where the issues of all times, a year and a month are listed, and where a day's is.
TIME_PAGES = {"all": "issues", "year": "issues_year", "month": "issues_month", "day": "issue"}
# What finds articles by words: keys_of_words(words, most) -> primary keys, None where no index answers.
ARTICLES_BY_WORDS = "search.query.keys.keys_of_words"
# What names the state of the index: index_state() -> text, None where no index answers.
INDEX_STATE = "search.index.opened.index_state"
# What each app tells of how it runs (archive/services/running.py), for /readyz, /metrics and the desk.
RUNNING_FIGURES = ("archive.services.own_figures.archive_figures", "search.pages.figures.search_figures")
# Who may ask for /metrics: whoever sends it as `Authorization: Bearer …`; where it is empty, this machine alone.
METRICS_TOKEN = os.environ.get("METRICS_TOKEN", "")
# A request that takes longer is a warning in the log.
SLOW_REQUEST_SECONDS = float(os.environ.get("SLOW_REQUEST_SECONDS", "1"))
# What robots.txt keeps robots from: no pages of the paper, but results of searches, settings of a reader, data in bulk.
UNCRAWLED = ("/display/", "/search/", "/pictures/", "/api/", "/exports/newspaper.", "/exports/found.")
# What the API's entry page names.
API_ENTRIES = {
    "documentation": "api_openapi",
    "newspapers": "api_newspapers",
    "holdings": "api_holdings",
    "issues": "api_issues",
    "articles": "api_articles",
    "search": "api_search",
    "suggest": "api_suggest",
    "exports": "exports",
    "feeds": "feeds",
    "oai": "oai",
}

# Where request.META holds the reader's network address: behind a proxy that sets it, HTTP_X_REAL_IP.
CLIENT_ADDRESS = os.environ.get("CLIENT_ADDRESS", "REMOTE_ADDR")
# Addresses and networks of proxies that are believed; who comes by a Unix socket is one. All else is believed nothing.
TRUSTED_PROXIES = [
    ip_network(of.strip()) for of in os.environ.get("TRUSTED_PROXIES", "127.0.0.1,::1").split(",") if of.strip()
]
# What absolute addresses begin with in feeds, exports and citations; empty: whatever host a reader came to.
SITE_URL = os.environ.get("SITE_URL", "").rstrip("/")
# Whom harvesters may write to; empty: webmaster@ of the site's host (RFC 2142).
CONTACT_EMAIL = os.environ.get("CONTACT_EMAIL", "")

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_ids": {"()": "archive.serving.observed.RequestIds"},
        "refused": {"()": "archive.serving.observed.Refused"},
        "without_queries": {"()": "archive.serving.observed.WithoutQueries"},
        "untold": {"()": "archive.serving.observed.Untold"},
    },
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
        # For programs that collect logs: what a line says of a request stands beside its message.
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s %(request_id)s",
            "json_ensure_ascii": False,
        },
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["request_ids", "refused", "without_queries"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},  # else a line for each log-in
        "django.request": {"level": "ERROR", "filters": ["untold"]},
    },
}
