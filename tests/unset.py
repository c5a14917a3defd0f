"""A page without what only sets its type: for tests that look for a headline as one run."""

import re


def unset(html: str) -> str:
    """`html` without the places where a headline or a name may break, and the pieces that its printed spaces part."""
    html = html.replace("<wbr>", "")
    for pieces in ("part", "by-words"):
        html = re.sub(rf'<span class="{pieces}">(.*?)</span>', r"\1", html)
    return html
