"""Articles that go on another page: 下转第三版 and 上接第一版 (jump lines)."""

import re

from archive.ingest.draft import FROM, ONTO, Draft, Story
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.words import reflow


def join(draft: Draft) -> None:
    """Bring the parts of turned articles together where it is certain which belong to one another.

    It is certain where one article alone goes on elsewhere and one alone comes from elsewhere, and the latter
    has no headline, or one that repeats words of the former's.
    """
    onto = [story for story in draft.stories if any(row.turn == ONTO for row in story.rows)]
    come = [story for story in draft.stories if any(row.turn == FROM for row in story.rows)]
    if len(onto) == len(come) == 1 and onto[0] is not come[0] and _fits(onto[0], come[0]):
        _append(draft, onto[0], come[0])
        rows = [row for row in onto[0].rows if row.turn]
        draft.doubt(
            "turned", "按“下转”“上接”的标记，已把分在两处的文章接成一篇，请核对。", rows, draft.stories.index(onto[0])
        )
        return
    for story in onto + come:
        rows = [row for row in story.rows if row.turn]
        message = "此处有“下转”或“上接”的标记，文章的另一部分可能在别处，请核对。"
        draft.doubt("continued", message, rows, draft.stories.index(story))


def _fits(first: Story, second: Story) -> bool:
    words = [re.sub(r"\W", "", row.text) for row in second.kicker + second.title + second.subtitle]
    headline = "".join(re.sub(r"\W", "", row.text) for row in first.kicker + first.title + first.subtitle)
    return not second.byline and all(word in headline for word in words)


def _append(draft: Draft, first: Story, second: Story) -> None:
    """Add the second part to the first; a paragraph that was broken off goes on."""
    for row in second.column + second.kicker + second.title + second.subtitle:
        draft.discard(row, "转版标题")
    begun, rest = first.parts[-1].paragraphs, second.parts[0].paragraphs
    count = len(first.paragraphs)
    if begun and rest and not SENTENCE_END.search(reflow.joined(begun[-1])):
        begun[-1] += rest.pop(0)
        count -= 1
    begun += rest
    first.parts += second.parts[1:]
    first.captions += [(rows, after + count) for rows, after in second.captions]
    first.credits += second.credits
    first.info += second.info
    first.editor_note += second.editor_note
    draft.stories = [story for story in draft.stories if story is not second]
