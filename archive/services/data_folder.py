"""The data folder: who may read it, and whether this release can."""

import logging
import sqlite3
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

logger = logging.getLogger(__name__)
OWN_APPS = ("archive", "search")


class NewerDataFolder(ImproperlyConfigured):
    """The data folder was written by a later release; the message says what to do."""


def make(folder: Path) -> None:
    """Make the folder where there is none, and keep all but its owner out: sources, passwords and keys are in it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keep_private(folder, 0o700)


def keep_private(path: Path, mode: int) -> None:
    """Give a path this mode, where it has another and is ours to change."""
    try:
        if path.exists() and path.stat().st_mode & 0o777 != mode:
            path.chmod(mode)
    except OSError as error:
        logger.warning("%s may be read by others: its mode cannot be made %o (%s).", path, mode, error)


def refuse_newer(database: sqlite3.Connection) -> None:
    """Raise NewerDataFolder where migrations were applied that this release does not have."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'django_migrations'").fetchone():
        return
    applied = database.execute("SELECT app, name FROM django_migrations").fetchall()
    known = {
        (label, module.name)
        for label in OWN_APPS
        for module in iter_modules([str(Path(apps.get_app_config(label).path) / "migrations")])
    }
    if unknown := sorted(f"{app}.{name}" for app, name in applied if app in OWN_APPS and (app, name) not in known):
        raise NewerDataFolder(
            f"这个数据目录由更新的版本写成（{'、'.join(unknown)}），本版本不能使用，未作任何改动。"
            "请安装更新的版本，或另用一个 DATA_DIR（可从旧备份恢复）。"
        )
