"""The data folder: who may read it, and whether this release can."""

import logging
import sqlite3
from pathlib import Path
from pkgutil import iter_modules

from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from archive.disk import durable

logger = logging.getLogger(__name__)
OWN_APPS = ("archive", "search")
KEY_FILE = "secret_key"


class NewerDataFolder(ImproperlyConfigured):
    """The data folder was written by a later release; the message says what to do."""


def make(folder: Path) -> None:
    """Make the folder where there is none, and keep all but its owner out: sources, passwords and keys are in it."""
    durable.make_folder(folder)
    keep_private(folder, durable.FOLDER_MODE)
    _keep_folders_private(folder)
    keep_private(folder / KEY_FILE, durable.FILE_MODE)


def _keep_folders_private(folder: Path) -> None:
    """The folders in a folder, and where one was open to others, as in a folder of an earlier release, those in it."""
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink() and keep_private(path, durable.FOLDER_MODE):
            _keep_folders_private(path)


def keep_private(path: Path, mode: int) -> bool:
    """Give a path this mode, where it has another and is ours to change; whether it was given."""
    try:
        if path.exists() and path.stat().st_mode & 0o777 != mode:
            path.chmod(mode)
            return True
    except OSError as error:
        logger.warning("%s may be read by others: its mode cannot be made %o (%s).", path, mode, error)
    return False


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
