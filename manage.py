#!/usr/bin/env python
"""Django's command line for 报库; settings default to config.settings.dev."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    from django.conf import settings
    from django.core.management import execute_from_command_line
    from django.db import OperationalError

    try:
        execute_from_command_line(sys.argv)
    except OperationalError as error:
        if not str(error).startswith("no such table"):
            raise
        sys.exit(f"The database in {settings.DATA_DIR} is not set up ({error}). First run: python manage.py migrate")


if __name__ == "__main__":
    main()
