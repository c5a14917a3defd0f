"""What a page sends over a slow line beside its own text, as gzip packs both."""

import gzip
import hashlib
import re

ARTICLE = (
    *("<h1.*?</h1>", '<nav class="facts".*?</nav>', '<p class="byline">.*?</p>', '<div class="text">.*?</div>'),
    '<section class="corrected".*?</section>',
)
HITS = ('<article class="item hit">.*?</article>',)
MOST_OF_ARTICLE, MOST_OF_SEARCH = 3.5 * 1024, 9 * 1024


def weight_beside_text(page: str, patterns: tuple[str, ...]) -> int:
    """`patterns` match the parts of a page that hold its text."""
    found = re.findall("|".join(patterns), page, re.DOTALL)
    assert found
    text = "\n".join(re.sub("<[^>]+>", "", part) for part in found)
    return packed(_as_collected(page)) - packed(text)


def _as_collected(page: str) -> str:
    """Where files under /static/ carry a part of their hash, no two alike: on a server."""
    return re.sub(r"(/static/[\w/]+)\.(\w+)", _with_hash, page)


def _with_hash(name: re.Match[str]) -> str:
    return f"{name[1]}.{hashlib.sha256(name[0].encode()).hexdigest()[:12]}.{name[2]}"


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))
