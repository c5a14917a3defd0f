"""The articles of the project's own seeds and samples, as a small corpus."""

import json

from archive.ingest.training.corpus import CorpusStory
from tests.conftest import SEEDS

TESTS = SEEDS.parent.parent / "tests"


def _stories() -> list[CorpusStory]:
    stories = []
    for path in sorted([*(TESTS / "expected").glob("*.json"), *(TESTS / "golden").glob("*.json")]):
        for article in json.loads(path.read_text(encoding="utf-8")).get("articles", []):
            title = article.get("title") or ""
            title = title[0] if isinstance(title, list) else title
            texts = [text for section in article.get("sections") or [] for text in section.get("paragraphs") or []]
            texts = [text[0] if isinstance(text, list) else text for text in texts]
            texts = [text[:160] for text in texts if len(text) > 30]
            if 4 <= len(title) <= 60 and texts:
                stories.append(CorpusStory(title, tuple(texts)))
    return stories


STORIES = _stories()
