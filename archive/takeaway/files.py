"""The files in which one article can be taken away."""

import json
from collections.abc import Callable

from archive.models import Article
from archive.takeaway.records import article_record
from archive.takeaway.texts import as_markdown, as_text, as_word


def _as_json(article: Article, site: str) -> str:
    return json.dumps(article_record(article, site), ensure_ascii=False, indent=2) + "\n"


# File ending -> media type, and what writes it; in the order in which people want them.
ARTICLE_FILES: dict[str, tuple[str, Callable[[Article, str], str | bytes]]] = {
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", as_word),
    "txt": ("text/plain; charset=utf-8", as_text),
    "md": ("text/markdown; charset=utf-8", as_markdown),
    "json": ("application/json", _as_json),
}
