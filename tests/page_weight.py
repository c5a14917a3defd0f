"""What a page sends over a slow line beside its own text, as gzip packs both."""

import gzip
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
    return packed(page) - packed(text)


def packed(text: str) -> int:
    return len(gzip.compress(text.encode(), 6))
