"""Text for XML."""

import re

# What XML 1.0 (2.2, Char) has no way to write, not even escaped; an editor's paste may carry it.
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def legal(text: str) -> str:
    """`text` without the characters that no XML document may hold."""
    return _ILLEGAL.sub("", text)
