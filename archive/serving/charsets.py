"""What is sent is UTF-8, so that one address is one text: pages are kept by their address.

Django decodes the query, too, by the charset that Content-Type names: of a GET as of a form in parts, before it can
answer a fault that it meets there, and by codecs that make no text (hex, base64). So that is not told to it.
"""

import codecs
import re

from django.utils.http import parse_header_parameters

_CHARSET = re.compile(r"""\s*;\s*charset\*?\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)""", re.IGNORECASE)


def without_charset(content_type: str) -> str:
    """The kind of a body without its charset, which is UTF-8. Raises ValueError where it is said to be another, or one
    that is none."""
    _, parameters = parse_header_parameters(content_type)
    charset = parameters.get("charset", "")
    try:
        is_utf8 = not charset or codecs.lookup(charset).name == "utf-8"
    except LookupError:
        is_utf8 = False
    if not is_utf8:
        raise ValueError(f"What is sent is read as UTF-8, not as {charset[:100]!r}.")
    kept = _CHARSET.sub("", content_type)
    if "charset" in parse_header_parameters(kept)[1]:
        raise ValueError(f"A charset that is not written as others are: {content_type[:100]!r}.")
    return kept
