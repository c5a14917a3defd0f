"""Articles that synthetic pages are set from: any JSON Lines file that ingest can read."""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.ingest.readers import jsonl
from archive.ingest.types import ParsedArticle, ReadyArticle

_CLAUSE = re.compile(r"[\u4e00-\u9fff“”《》·\d]{4,24}")
_LEAD = re.compile(
    r"(?:据?(?:本报|本台|新华社|新华网|中新社|中新网|央视网|中国网络电视台|[\u4e00-\u9fff]{2,6}[报网社]))[^，。]{0,20}?"
    r"(?:讯|电|消息|报道)\s*(?:[（(][^（()）]{2,40}[)）])?\s*[:：，,]?"
)
_STOPS = "。！？…”"  # a short paragraph without one of these is a heading or a line of a list
LONGEST_STORY = 160  # characters of a paragraph in a synthetic page
FEWEST = 40  # articles from which anything can be set


@dataclass(frozen=True)
class CorpusStory:
    """The words of one article: its title and its paragraphs without a lead-in."""

    title: str
    paragraphs: tuple[str, ...]


class Corpus:
    """Stories to draw from."""

    def __init__(self, stories: Iterable[CorpusStory]) -> None:
        self._stories = list(stories)
        if not self._stories:
            raise ValueError("no article of the corpus has a title and a text")

    def __len__(self) -> int:
        return len(self._stories)

    def story(self, rng: random.Random) -> CorpusStory:
        return rng.choice(self._stories)

    def title(self, rng: random.Random, longest: int = 40) -> str:
        """A title of at most `longest` characters, or the beginning of one."""
        title = ""
        for _ in range(6):
            title = self.story(rng).title
            if len(title) <= longest:
                return title
        return title[:longest]

    def clause(self, rng: random.Random, shortest: int = 4, longest: int = 12) -> str:
        """Words without punctuation from a text."""
        for _ in range(12):
            found = clause_of(self.story(rng), rng, shortest, longest)
            if found:
                return found
        return self.title(rng, longest)


def clause_of(story: CorpusStory, rng: random.Random, shortest: int, longest: int) -> str:
    """Words without punctuation from a paragraph of a story; empty where it has none of that length."""
    found = [text for text in _CLAUSE.findall(rng.choice(story.paragraphs)) if shortest <= len(text) <= longest]
    return str(rng.choice(found)) if found else ""


def read_stories(path: Path, most: int) -> Iterator[CorpusStory]:
    """Up to `most` stories of a JSON Lines file; lines that hold no article are passed over."""
    count = 0
    for _, record in jsonl.records(path):
        if count >= most:
            return
        if isinstance(record, ReadyArticle):
            story = of_article(record.article)
            if story is not None:
                count += 1
                yield story


def of_article(article: ParsedArticle) -> CorpusStory | None:
    """The words of an article; None where it has no title or no text."""
    paragraphs = [text for section in article.sections for text in section.paragraphs]
    texts = [_without_lead(text)[:LONGEST_STORY].strip() for text in paragraphs]
    texts = [text for text in texts if len(text) > 8 and (len(text) > 40 or text[-1] in _STOPS)]
    title = article.title.strip()
    return CorpusStory(title, tuple(texts)) if 4 <= len(title) <= 60 and texts else None


def _without_lead(text: str) -> str:
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead else text
