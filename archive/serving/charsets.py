"""What is sent is UTF-8, so that one address is one text: pages are kept by their address.

Django decodes the query, too, by the charset that Content-Type names: of a GET as of a form in parts, and before it can
answer anything by codecs that make no text (hex, base64).
"""

import codecs

from django.utils.http import parse_header_parameters


def check_charset(content_type: str) -> None:
    """Raises ValueError where a body is said to be in another charset than UTF-8, or in one that is none."""
    _, parameters = parse_header_parameters(content_type)
    charset = parameters.get("charset", "")
    try:
        is_utf8 = not charset or codecs.lookup(charset).name == "utf-8"
    except LookupError:
        is_utf8 = False
    if not is_utf8:
        raise ValueError(f"What is sent is read as UTF-8, not as {charset[:100]!r}.")
