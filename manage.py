#!/usr/bin/env python
"""Django's command line for 报库; settings default to config.settings.dev."""

import errno
import os
import sys

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM)
AGAIN = "run the same command again, which goes on"
# What SQLite says -> what to do about it.
ADVICE = {
    "no such table": "The database in {folder} is not set up. First run: python manage.py migrate",
    "no such column": "The database in {folder} is an earlier release's. First run: python manage.py migrate",
    "database or disk is full": "There is no room left where {folder} is. Make room, then {again}.",
    "disk I/O error": "The disk of {folder} fails or is full. Look at it (df, dmesg), then {again}.",
    "database is locked": "Another process has been writing for 20 s. Wait until it is done, then {again}.",
    "readonly database": "{folder} may not be written to. Run this as its owner, or make it writable (chmod, mount).",
    "unable to open database file": "{folder} cannot be opened or written to. Look at its owner, mode and mount.",
    "database disk image is malformed": "The database in {folder} is damaged. Run check_archive, or restore a backup.",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import DatabaseError

    try:
        execute_from_command_line(sys.argv)
    except DatabaseError as error:
        advice = next((words for said, words in ADVICE.items() if said in str(error)), "")
        if not advice:
            raise
        sys.exit(f"{advice.format(folder=settings.DATA_DIR, again=AGAIN)} ({error})")
    except OSError as error:
        if error.errno not in NO_ROOM:
            raise
        sys.exit(
            f"There is no room, or no right to write, where {settings.DATA_DIR} is. Mend that, then {AGAIN}. ({error})"
        )
    except ImproperlyConfigured as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
