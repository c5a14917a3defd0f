"""The seeds, set as a paper sets them, score against their expectations as their text does (check_ingest.py)."""

import io
import json
import statistics
import zipfile
from pathlib import Path

import pytest

from archive.ingest import pipeline, report
from archive.ingest.readers import docx
from archive.ingest.types import UnreadableSource
from tests import check_ingest, hostile, typeset

EXPECTED = sorted((Path(__file__).parents[3] / "expected").glob("*.json"))
FORMS = {
    "one column": ("a.pdf", lambda expectation: typeset.pdf(expectation, 1)),
    "two columns": ("a.pdf", lambda expectation: typeset.pdf(expectation, 2)),
    "four columns": ("a.pdf", lambda expectation: typeset.pdf(expectation, 4)),
    "word": ("a.docx", typeset.word),
}


LEAST = {"four columns": 0.85}  # headings broken in columns of twelve characters; any other form 0.95


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("path", EXPECTED, ids=lambda path: path.stem[:3])
def test_a_typeset_seed(path, form):
    expectation = json.loads(path.read_text(encoding="utf-8"))
    name, setter = FORMS[form]
    given = report.to_dict(pipeline.parse_bytes(name, setter(expectation)), verbose=False)
    differences: list[str] = []
    scores = check_ingest.score(given, expectation, differences.append)
    assert {"articles", "headline", "paragraphs"} <= scores.keys()
    assert min(scores.values()) >= LEAST.get(form, 0.95), (scores, differences)


@pytest.mark.parametrize("form", FORMS)
def test_every_character_of_a_typeset_seed_is_claimed_once(form):
    name, setter = FORMS[form]
    source = pipeline.parse_bytes(name, setter(json.loads(EXPECTED[0].read_text(encoding="utf-8"))))
    assert "".join("".join(claim.text for claim in source.claims).split()) == "".join(source.text.split())


@pytest.mark.parametrize("name", ["a.pdf", "a.docx"])
def test_a_damaged_document_says_what_to_do(name):
    _, setter = FORMS["word" if name.endswith("docx") else "one column"]
    data = setter(json.loads(EXPECTED[0].read_text(encoding="utf-8")))
    with pytest.raises(UnreadableSource, match="请"):
        pipeline.parse_bytes(name, data[: len(data) // 3])


def test_the_columns_of_a_page_have_its_measure():
    expectation = json.loads(EXPECTED[0].read_text(encoding="utf-8"))
    lines = pipeline.parse_bytes("a.pdf", typeset.pdf(expectation, 4)).text.split("\n")
    assert statistics.mode(len(line) for line in lines if line) in (12, 13, 14)


def test_an_unknown_entity_in_word_takes_no_text_with_it():
    data = hostile.word("<w:p><w:r><w:t>蓼河&dh;新城&nbsp;开工</w:t></w:r></w:p>")
    assert [line.text for line in docx.read("a.docx", data).lines] == ["蓼河&dh;新城\xa0开工"]


def test_macros_of_a_document_are_said_and_nothing_else_changes():
    """Word's own place for them (MS-OFFMACRO 2.2): the part word/vbaProject.bin."""
    text = "".join(
        f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>"
        for line in ("蓼河新城开工", "本报讯　昨天，蓼河新城开工，来了许多人，大家都说好。")
    )
    plain = hostile.word(text)
    parts = {"word/document.xml": zipfile.ZipFile(io.BytesIO(plain)).read("word/document.xml")}
    with_macros = hostile.package(parts | {"word/vbaProject.bin": b"Sub AutoOpen()\nEnd Sub"})
    without, found = (pipeline.parse_bytes("稿.docm", data) for data in (plain, with_macros))
    assert found.articles == without.articles
    assert [problem for problem in found.problems if problem not in without.problems] == [docx.HAS_MACROS]
    assert "文件带有宏，未执行" in docx.HAS_MACROS.message
