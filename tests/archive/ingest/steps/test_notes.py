"""Where an editor's note ends."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text

LABELLED = "编者按：新区各村都在寻找自己的路，有的从一口井开始，有的从一棵树开始。"
FURTHER = "从今天起，本报推出系列报道，请读者跟随记者的脚步，看看村庄里正在发生什么。"
STORY = "柳沟村的老井在村口的槐树下，井沿上的绳痕有两指深。\n去年冬天，村里决定把井修好，再给井边修一个小广场。"
TITLE, BYLINE, LEAD = "一口井带活一个村", "本报记者 林栖", "本报讯（记者 林栖）"
NOTE = f"{LABELLED[4:]}\n{FURTHER}"


def article(*parts: str):
    [found] = pipeline.parse(text.read_text("a.txt", "\n\n".join(parts), "utf-8")).articles
    return found


@pytest.mark.parametrize(
    "parts",
    [
        (TITLE, f"{LABELLED}\n{FURTHER}", BYLINE, STORY),
        (TITLE, f"编者按\n{LABELLED[4:]}\n{FURTHER}", BYLINE, STORY),
        (TITLE, f"{LABELLED}\n{FURTHER}", LEAD + STORY),
        (f"{LABELLED}\n{FURTHER}", TITLE, BYLINE, STORY),
        ("【乡村走笔】", f"{LABELLED}\n{FURTHER}", TITLE, BYLINE, STORY),
    ],
    ids=["byline", "label on its own line", "lead-in", "headline below", "column above, headline below"],
)
def test_a_note_of_two_paragraphs_ends_where_its_article_begins(parts):
    found = article(*parts)
    assert (found.title, found.editor_note) == (TITLE, NOTE)
    assert [person.name for person in found.contributors] == ["林栖"]
    assert len(found.sections[0].paragraphs) == 2


@pytest.mark.parametrize("parts", [(TITLE, LABELLED, STORY), (TITLE, BYLINE, LABELLED, STORY)])
def test_without_a_sign_the_note_is_its_first_paragraph(parts):
    found = article(*parts)
    assert found.editor_note == LABELLED[4:]
    assert len(found.sections[0].paragraphs) == 2
