"""Whatever a file has of characters beyond the first 65,536, or of halves of them, what comes of it can be stored."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator

import docx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive.ingest import pipeline
from archive.ingest.readers import jsonl
from archive.ingest.readers.bundle import Bundle
from archive.ingest.types import ReadyArticle, UnreadableSource
from tests import printed

HALVES = st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF, categories=["Cs"])
RARE = st.characters(min_codepoint=0x10000, categories=["L", "N", "S"])
words = st.lists(st.sampled_from("河堤上的灯亮了") | RARE | HALVES, min_size=1, max_size=12).map("".join)


def reference(character: str) -> str:
    return f"&#{ord(character)};" if ord(character) > 0xD7FF else character


def referred(text: str) -> str:
    return "".join(map(reference, text))


def word(text: str) -> bytes:
    """A Word document in whose XML that stands."""
    made, changed = io.BytesIO(), io.BytesIO()
    document = docx.Document()
    document.add_paragraph("在此")
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(changed, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry).replace("在此".encode(), text.encode("utf-8", "surrogatepass")))
    return changed.getvalue()


def html(text: str) -> str:
    return f"<html><body><h1>河堤上的灯亮了</h1><p>{text}</p><p>居民当晚就来散步，一直走到桥头。</p></body></html>"


WRITERS: dict[str, Callable[[str], bytes]] = {
    "a.pdf": lambda text: printed.mapped_pdf(["河堤上的灯亮了", text]),
    "references.docx": lambda text: word(referred(text)),
    "a.docx": word,
    "references.html": lambda text: html(referred(text)).encode(),
    "a.html": lambda text: html(text).encode("utf-8", "surrogatepass"),
    "references.xml": lambda text: f"<?xml version='1.0'?><a><p>{referred(text)}</p></a>".encode(),
    "references.md": lambda text: f"# 河堤上的灯亮了\n\n{referred(text)}\n".encode(),
    "a.txt": lambda text: f"河堤上的灯亮了\n\n{text}\n".encode("utf-8", "surrogatepass"),
    "wide.txt": lambda text: f"河堤上的灯亮了\n\n{text}\n".encode("utf-16", "surrogatepass"),
    "a.json": lambda text: json.dumps({"title": text, f"内{text}": "河堤上的灯亮了"}).encode(),
}


def texts_of(source) -> Iterator[str]:
    yield source.text
    yield from (doubt.message for doubt in source.problems)
    for article in source.articles:
        yield from (article.title, article.byline, *(p for section in article.sections for p in section.paragraphs))


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=40)
@given(text=words)
@example(text="镇\U0002cb4e\U00020bb7\U0001d7cf\U0001f600里")
@example(text="镇\ud862里\udf4e")
def test_a_file_gives_what_can_be_stored_or_is_refused(name, text):
    try:
        source = pipeline.parse_bytes(name, WRITERS[name](text))
    except UnreadableSource:
        return
    for said in texts_of(source):
        said.encode()


@pytest.mark.parametrize("name", ["a.pdf", "references.docx", "references.html", "references.md", "a.txt", "a.json"])
def test_a_rare_character_comes_in_whole(name):
    rare = "镇\U0002cb4e\U00020bb7\U0001d7cf\U0001f600里"
    said = pipeline.parse_bytes(name, WRITERS[name](rare)).text
    assert rare in said or referred(rare) in said


def test_half_a_character_of_a_pdf_is_said_to_be_unknown():
    assert "镇\ufffd里\ufffd河" in pipeline.parse_bytes("a.pdf", WRITERS["a.pdf"]("镇\ud862里\udf4e河")).text


@given(text=words, key=words)
def test_a_line_of_json_gives_what_can_be_stored_or_is_refused(text, key):
    line = json.dumps({"id": key, "title": text, "body": text, "author": text, "date": "2021-11-05"}).encode()
    for _, record in jsonl.records(io.BytesIO(line)):
        if isinstance(record, ReadyArticle):
            (record.id + record.article.title + record.article.byline + record.line).encode()
        else:
            str(record).encode()


@given(name=st.binary(min_size=1, max_size=12))
def test_a_name_in_a_zip_can_be_stored(name, tmp_path_factory):
    path = tmp_path_factory.mktemp("zips") / "a.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("x" * len(name) + ".txt", "河堤上的灯亮了")
    path.write_bytes(path.read_bytes().replace(b"x" * len(name) + b".txt", name + b".txt"))
    try:
        bundle = Bundle(path)
    except UnreadableSource:
        return
    for member in bundle.members:
        member.name.encode()
    bundle.close()
