"""The settings as a deployer meets them: manage.py in a process of its own."""

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from manage import main
from tests.warm import run_warm

ROOT = Path(__file__).resolve().parent.parent
PRODUCTION = {
    "SECRET_KEY": "mP3vK9sXw2Lq8RzT5yUb7NcE1dGh4JfA6oViWuYxQkSlZnBt0-Hj7Wd2Xr",
    "ALLOWED_HOSTS": "news.example.cn",
    "SITE_URL": "https://news.example.cn",
}


def manage(*args: str, **environment: str) -> subprocess.CompletedProcess:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return subprocess.run(
        [sys.executable, "manage.py", *args], cwd=ROOT, env={**kept, **environment}, capture_output=True, text=True
    )


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "DATA_DIR"])
def test_production_names_each_setting_that_is_missing(missing, tmp_path):
    environment = {**PRODUCTION, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.prod"}
    del environment[missing]
    done = manage("check", **environment)
    assert done.returncode != 0
    assert re.search(rf"^  {missing}: \S", done.stderr, re.M)
    others = set(PRODUCTION) - {missing}
    assert not any(re.search(rf"^  {name}:", done.stderr, re.M) for name in others)


def test_production_passes_the_deployment_check(tmp_path):
    environment = {**PRODUCTION, "DATA_DIR": str(tmp_path / "archive"), "STATIC_ROOT": str(tmp_path / "static")}
    environment["DJANGO_SETTINGS_MODULE"] = "config.settings.prod"
    check = ("check", "--deploy", "--fail-level", "WARNING")
    before = manage(*check, **environment)
    assert "manage.py collectstatic --noinput" in before.stderr
    assert "1 issue" in before.stderr
    assert manage("collectstatic", "--noinput", **environment).returncode == 0
    done = manage(*check, **environment)
    assert done.returncode == 0, done.stderr


def test_who_may_not_make_the_data_folder_is_told_so(monkeypatch):
    def refused(argv):
        raise PermissionError(errno.EACCES, "Permission denied", "/var/lib/baoku")

    monkeypatch.setattr("django.core.management.execute_from_command_line", refused)
    with pytest.raises(SystemExit, match="no right to write"):
        main()


def test_development_needs_nothing_but_a_data_folder_and_keeps_its_secret(tmp_path):
    show = "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = (manage("shell", "--no-imports", "-c", show, DATA_DIR=str(tmp_path)) for _ in range(2))
    assert first.returncode == 0, first.stderr
    assert len(first.stdout.strip()) >= 50
    assert first.stdout == second.stdout
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("command", [["ingest", "fixtures/seeds"], ["run_indexer", "--once"], ["rebuild_index"]])
def test_a_command_before_migrate_says_what_to_run(command, tmp_path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    done = run_warm(["manage.py", *command], environment)
    assert done.returncode == 1
    assert "First run: python manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr
