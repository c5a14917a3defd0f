"""What is left of a source beside an article: each line with what it is, and nothing where nothing is left."""

import re
from html import unescape

import pytest

from tests.archive.ingest.golden import SAMPLES
from tests.archive.pages.in_source import bring_in, text_of
from tests.conftest import SEEDS

FILES = [*sorted(SEEDS.glob("*.txt")), *SAMPLES]
OF_THE_FILE = r'<p class="ours">.*?</p>|<ol class="lines[ "].*?</ol>|<h1.*?</h1>|<title>.*?</title>'
COUNT_OF_NONE = r"(?<![\d.,:-])0\s*[行篇页段字条处个期次]"


def said_by(page: str) -> str:
    """The words of a page that are its own: none of the article's, none of the file's."""
    return re.sub(r"<[^>]*>", "", re.sub(OF_THE_FILE, "", page, flags=re.S))


def left_of(page: str) -> str:
    return page.partition('<details class="left"')[2].partition("</details>")[0]


def shown_lines(told: str) -> dict[int, str]:
    """The text of each line that has its address in a piece of a page."""
    lines = re.findall(r'<li id="L(\d+)"[^>]*><(?:a|span)[^>]*>\1</(?:a|span)><span>(.*?)(?:<small>|</span>)', told)
    return {int(number): unescape(text) for number, text in lines}


@pytest.mark.django_db
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_is_said_of_empty_lines(client, data_dir, file):
    source = bring_in(data_dir / "in", file.name, file.read_bytes(), index=False)
    for article in source.articles.all():
        there = f"{article.get_absolute_url()}source/"
        for view in ("", "?view=text", "?view=page"):
            assert not re.findall(COUNT_OF_NONE, said_by(text_of(client, there + view)))
        left = left_of(page := text_of(client, there))
        assert all(text.strip() for text in shown_lines(left).values())
        written = {n for n, text in enumerate(source.text.split("\n"), start=1) if text.strip()}
        is_record = any(claim[0] == "record" for claim in article.claims)
        assert is_record or written == {n for n, text in shown_lines(page).items() if text.strip()}
        assert bool(left) == bool(shown_lines(left) or is_record)
