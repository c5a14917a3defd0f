"""How values that have no column of their own are written."""

import datetime
import json
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format


class ReadableJSON(json.JSONEncoder):
    """Chinese as it is: half the size of the escapes, and readable in the database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})


def moment_text(moment: datetime.datetime) -> str:
    """2026年11月26日 13:35, in the site's time zone: as the desk shows every moment."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
