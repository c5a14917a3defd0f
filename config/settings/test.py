"""Tests: a data folder of their own, made fresh for each run and removed at its end."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "BAOKU_TEST_DATA_DIR" not in os.environ:
    os.environ["BAOKU_TEST_DATA_DIR"] = tempfile.mkdtemp(prefix="baoku-test-")
    atexit.register(shutil.rmtree, os.environ["BAOKU_TEST_DATA_DIR"], ignore_errors=True)
# All processes of a run share one compiled dictionary.
os.environ.setdefault("SEGMENTER_DIR", os.environ["BAOKU_TEST_DATA_DIR"] + "/segmenter")
# What tests leave for people to look at stays in the data folder that the caller named.
os.environ.setdefault("BAOKU_KEPT_DATA_DIR", os.environ.get("DATA_DIR", ""))
# Test processes that run side by side (pytest-xdist) have a folder each, which their own children share.
if os.environ.get("BAOKU_TEST_WORKER", "") != os.environ.get("PYTEST_XDIST_WORKER", ""):
    os.environ["BAOKU_TEST_WORKER"] = os.environ["PYTEST_XDIST_WORKER"]
    os.environ["BAOKU_TEST_DATA_DIR"] += f"/{os.environ['BAOKU_TEST_WORKER']}"
os.environ["DATA_DIR"] = os.environ["BAOKU_TEST_DATA_DIR"]

from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, LOGGING

SCREENSHOTS_DIR = Path(os.environ["BAOKU_KEPT_DATA_DIR"] or BASE_DIR / "var") / "screenshots"

LOGGING["loggers"]["archive.serving.observed"] = {"level": "WARNING"}
SECRET_KEY = "only for tests"  # noqa: S105
DEBUG = False
# A process of its own would know nothing of a test's database.
INDEX_HEALER = []
IMPORT_WORKER = []
ALLOWED_HOSTS = ["testserver", ".example.cn", ".example.com", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
