"""How values that have no column of their own are written."""

import json
from typing import Any


class ReadableJSON(json.JSONEncoder):
    """Chinese as it is: half the size of the escapes, and readable in the database."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "ensure_ascii": False})
