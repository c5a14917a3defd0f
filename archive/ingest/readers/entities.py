"""Named entities in XML: none is fetched or expanded, and none takes text with it."""

import html
import re
from html.entities import html5
from typing import Final

PREDEFINED: Final = frozenset(("amp", "lt", "gt", "quot", "apos"))  # XML 1.0, 4.6
# What stands in a CDATA section, a comment or a document type is no reference.
_REFERENCE: Final = re.compile(
    r"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<!DOCTYPE\b[^\[>]*(?:\[.*?\]\s*)?>|&([A-Za-z_][\w.-]*);", re.DOTALL
)


def settled(text: str) -> str:
    """XML in which every reference can be read: those of HTML as their characters, unknown ones as the text they are.

    A parser that meets &dh; without its declaration stops, or goes on without it.
    """
    return _REFERENCE.sub(_settle, text) if "&" in text else text


def _settle(found: re.Match[str]) -> str:
    name = found[1]
    if name is None or name in PREDEFINED:
        return found[0]
    return html.escape(html5.get(f"{name};", f"&{name};"), quote=False)
