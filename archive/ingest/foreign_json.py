"""JSON that a stranger wrote: in a form, or in a file."""

import json
from typing import Any

DEEPEST = 100  # values within each other: what walks through them, or prints them, goes as deep


def foreign_json(text: str) -> Any:
    """What a text says as JSON. Raises ValueError for what is none, is nested deeper than DEEPEST, or has half a
    character (\\ud800) in it, which nothing can store or send."""
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    level = [value]
    for _ in range(DEEPEST):
        level = [within for each in level for within in _members(each)]
    if level:
        raise ValueError("nested too deeply")
    json.dumps(value, ensure_ascii=False).encode()
    return value


def _members(value: object) -> list[object]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
