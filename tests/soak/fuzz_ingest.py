"""Damaged files for the readers: `python -m tests.soak.fuzz_ingest [COUNT] [FIRST]`.

File number N is the same in every run. Each must end in articles or in UnreadableSource, with every character
of its text claimed once, within SECONDS; what does not is printed with its number.
"""

import functools
import gzip
import io
import json
import lzma
import random
import resource
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path

from archive.ingest import pipeline
from archive.ingest.readers import bundle, jsonl
from archive.ingest.types import ParsedSource, UnreadableSource
from tests import typeset

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60.0
PAGE = "<html><head><title>河堤上的灯亮了</title></head><body><a href='/'>首页</a><h1>河堤上的灯亮了</h1>{}</body>"
RECORD = "<?xml version='1.0'?><doc><title>河堤上的灯亮了</title><body>{}</body></doc>"
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "utf-32", "shift_jis", "latin-1", "utf-7")


@functools.cache
def wholes() -> dict[str, bytes]:
    """An undamaged file of each format, by name."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "fixtures" / "seeds").glob("*.txt"))]
    text = texts[1][:3000]
    paragraphs = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    lines = "".join(json.dumps({"title": t[:20].strip(), "body": t}, ensure_ascii=False) + "\n" for t in texts)
    expectations = [json.loads(path.read_bytes()) for path in sorted((ROOT / "tests" / "expected").glob("*.json"))]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("一版.txt", text)
        archive.writestr("二版.html", PAGE.format(paragraphs))
    return {
        "a.txt": text.encode(),
        "a.md": ("---\ntitle: 题\ndate: 2021-11-05\n---\n# 题\n" + text).encode(),
        "a.html": PAGE.format(paragraphs).encode(),
        "a.xml": RECORD.format(text.replace("&", "&amp;").replace("<", "&lt;")).encode(),
        "a.json": json.dumps({"title": text[:20].strip(), "content": text}, ensure_ascii=False).encode(),
        "a.jsonl": lines.encode(),
        "a.jsonl.gz": gzip.compress(lines.encode()),
        "a.jsonl.xz": lzma.compress(lines.encode()),
        "a.pdf": typeset.pdf(expectations[1], 2),
        "a.docx": typeset.word(expectations[1]),
        "a.zip": packed.getvalue(),
    }


def damaged(number: int) -> tuple[str, bytes]:
    """Name and bytes of the file of that number."""
    chance = random.Random(number)
    if number % 1000 == 999:
        return chance.choice(MONSTERS)()
    name, data = chance.choice(sorted(wholes().items()))
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(DAMAGES)(data, chance)
    if chance.random() < 0.1:
        name = chance.choice(sorted(wholes()))
    return name, data


def cut(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def flip(data: bytes, chance: random.Random) -> bytes:
    flipped = bytearray(data)
    for _ in range(chance.choice((1, 3, 30))):
        if flipped:
            flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
    return bytes(flipped)


def recode(data: bytes, chance: random.Random) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def splice(data: bytes, chance: random.Random) -> bytes:
    """A piece left out, doubled or put elsewhere."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    piece = data[start:end]
    without = data[:start] + data[end:]
    return chance.choice((without, data[:end] + data[start:], piece + without))


def insert(data: bytes, chance: random.Random) -> bytes:
    noise = chance.choice(
        (b"\0", b"\xff\xfe", b"<div>" * 50, b"&a;", b"\r", "\u3000\u2028".encode(), b"\x0c", b"\n" * 99)
    )
    where = chance.randrange(len(data) + 1)
    return data[:where] + noise * chance.choice((1, 5)) + data[where:]


DAMAGES = (cut, flip, recode, splice, insert)


def long_line() -> tuple[str, bytes]:
    return "long.txt", b"x" * (50 * 1024 * 1024)


def long_record() -> tuple[str, bytes]:
    return "long.jsonl", b'{"title": "' + b"x" * (50 * 1024 * 1024)


def deep_page() -> tuple[str, bytes]:
    return "deep.html", PAGE.format("<div>" * 200_000 + "深").encode()


def many_elements() -> tuple[str, bytes]:
    return "many.html", PAGE.format("<p>字<br>" * 600_000).encode()


def zip_bomb() -> tuple[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.txt", bytes(80 * 1024 * 1024))
    return "bomb.zip", packed.getvalue()


def word_bomb() -> tuple[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * (80 * 1024 * 1024))
    return "bomb.docx", packed.getvalue()


def packed_bomb() -> tuple[str, bytes]:
    return "bomb.jsonl.gz", gzip.compress(b'{"title": "t"}\n' + b" " * (80 * 1024 * 1024))


MONSTERS = (long_line, long_record, deep_page, many_elements, zip_bomb, word_bomb, packed_bomb)


def outcome(name: str, data: bytes) -> str:
    """`articles` or `unreadable`. Raises whatever a reader should not, AssertionError where text was lost."""
    try:
        if name.endswith(".zip"):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / name
                path.write_bytes(data)
                opened = bundle.Bundle(path)
                for member in opened.members:
                    outcome(member.name.rpartition("/")[2], opened.read(member.number))
                return "articles"
        check(jsonl.parse_record_file(data, name) if ".jsonl" in name else pipeline.parse_bytes(name, data))
    except UnreadableSource:
        return "unreadable"
    return "articles"


def check(source: ParsedSource) -> None:
    claimed = Counter("".join("".join(claim.text for claim in source.claims).split()))
    there = Counter("".join(source.text.split()))
    if claimed != there:
        raise AssertionError(f"lost {there - claimed}, invented {claimed - there}")


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    ends: Counter[str] = Counter()
    for number in range(first, first + count):
        name, data = damaged(number)
        start = time.monotonic()
        try:
            end = outcome(name, data)
        except Exception:  # noqa: BLE001 - what the fuzzer is there to find
            end = "TRACEBACK"
            print(f"file {number} ({name}):\n{traceback.format_exc(limit=-4)}", flush=True)
        seconds = time.monotonic() - start
        if seconds > SECONDS:
            end = "SLOW"
            print(f"file {number} ({name}, {len(data)} bytes): {seconds:.0f} s", flush=True)
        ends[end] += 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{count} files: {dict(ends)}; at most {memory} MB")
    return int(bool(ends["TRACEBACK"] or ends["SLOW"]))


if __name__ == "__main__":
    sys.exit(main())
