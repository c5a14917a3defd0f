"""Sixty kinds of file that were made to stop whoever reads them: `python -m tests.hostile FOLDER` writes one of each.

Each is made from nothing, the same in every run. None holds an article that must come in; some may.
"""

import gzip
import io
import itertools
import json
import lzma
import random
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

MIB = 1024 * 1024
XML = "<?xml version='1.0'?>"
TITLE = "河堤上的灯亮了"
STORY = "　　本报讯 河堤上的路灯昨晚亮了，居民当晚就来散步。\n"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
Kind = Callable[[], bytes]
KINDS: dict[str, Kind] = {}


def kind(name: str) -> Callable[[Kind], Kind]:
    """Register what makes the bytes of the file of that name."""

    def register(make: Kind) -> Kind:
        KINDS[name] = make
        return make

    return register


def text(name: str, make: Callable[[], str]) -> None:
    KINDS[name] = lambda: make().encode()


# --- plain text and Markdown

text("line-feeds.txt", lambda: "\n" * (15 * MIB))
text("carriage-returns.txt", lambda: TITLE + "\r" * (15 * MIB))
text("separators.txt", lambda: "\u2028" * (5 * MIB))
text("form-feeds.txt", lambda: TITLE + "\f" * (15 * MIB))
text("one-line.txt", lambda: "字" * (5 * MIB))
text("headings.md", lambda: "".join(f"# 第{n}个题目\n" for n in range(300_000)))
text("headings.txt", lambda: "".join(f"第{n}个题目\n\n" for n in range(90_000)))
text("stories.txt", lambda: "".join(f"{TITLE}之{n}\n\n{STORY}\n" for n in range(40_000)))
text("bylines.txt", lambda: "".join(f"本报记者 王{n} 李{n} 通讯员 张{n}\n" for n in range(60_000)))
text("one-byline.txt", lambda: TITLE + "\n\n记者 " + " ".join(f"王{n}" for n in range(25_000)) + "\n" + STORY)
text("brackets.txt", lambda: "（" * 190_000 + "\n" + "(" * 190_000)
text("open-brackets.txt", lambda: f"{TITLE}\n\n" + ("（记者 " * 45_000) + "\n" + STORY)
text("spaces.txt", lambda: f"{TITLE}\n\n本报讯{' ' * 180_000}河堤\n{'　' * 180_000}\n")
text("dates.txt", lambda: TITLE + "\n\n" + "2021年11月5日" * 15_000 + "\n")
text("digits.txt", lambda: TITLE + "\n\n" + "1" * 190_000 + "年\n")
text("mastheads.txt", lambda: "济宁高新新闻 2021年11月5日 星期五 第82期\n" * 60_000)
text("page-marks.txt", lambda: "".join(f"第{n}版：要闻\n" for n in range(100_000)))
text("contents.txt", lambda: "目录\n" + "".join(f"{TITLE}之{n}……{n}\n" for n in range(80_000)))
text("quotes.txt", lambda: f"{TITLE}\n\n" + "“" * 150_000 + "\n" + "”" * 150_000)
text("dashes.md", lambda: TITLE + "\n\n" + ("-" * 100_000 + "\n") * 50)
text("stars.md", lambda: "# " + TITLE + "\n" + "*" * 190_000 + "\n" + "**字" * 60_000)
text("links.md", lambda: "# " + TITLE + "\n" + "[" * 190_000 + "\n" + "![" * 90_000 + "\n" + "[a](" * 45_000)
text("tags.md", lambda: "# " + TITLE + "\n" + "<p " * 60_000 + "\n" + "<" * 190_000)
text("aliases.md", lambda: aliases())
text("deep-head.md", lambda: "---\na: " + "[" * 150_000 + "\n---\n" + STORY)
text("long-head.md", lambda: "---\n" + ("".join(f"k{n}: {'字' * 50_000}\n" for n in range(80))) + "---\n" + STORY)
text("verses.txt", lambda: "咏河堤\n\n" + "白日依山尽，\n黄河入海流。\n" * 50_000)
text("combining.txt", lambda: TITLE + "\n\n" + "字" + "\u0301" * 190_000 + "\n")
KINDS["random.txt"] = lambda: random.Random(1).randbytes(5 * MIB)
KINDS["zeros.txt"] = lambda: bytes(30 * MIB)
KINDS["utf-16-halves.txt"] = lambda: b"\xff\xfe" + b"\x00\xd8" * (5 * MIB)
KINDS["gbk-garbage.txt"] = lambda: bytes(0x81 + (n * 7) % 0x7E for n in range(5 * MIB))


def aliases() -> str:
    levels = "abcdefghi"
    head = "a: &a [x,x,x,x,x,x,x,x,x]\n"
    for before, level in itertools.pairwise(levels):
        head += f"{level}: &{level} [{','.join([f'*{before}'] * 9)}]\n"
    return f"---\n{head}---\n{STORY}"


# --- HTML and XML


def page(body: str) -> str:
    return f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{body}</body></html>"


text("attributes.html", lambda: page("<p " + " ".join(f"a{n}='1'" for n in range(500_000)) + f">{STORY}</p>"))
text("deep.html", lambda: page("<div>" * 200_000 + STORY))
text("elements.html", lambda: page("<p>字<br>" * 600_000))
text("one-element.html", lambda: page("<p>" + "字" * (4 * MIB)))
text("unclosed.html", lambda: page("<b><i><a href=x>" * 100_000 + STORY))
text("tables.html", lambda: page("<table><tr><td>" * 60_000 + STORY))
text("entities.html", lambda: page("<p>" + "&nbsp;&#65279;" * 500_000))
text("comment.html", lambda: page("<!--" + "-" * (10 * MIB)))
text("open-tags.html", lambda: "<html><body>" + "<" * (8 * MIB))
text("laughs.xml", lambda: laughs())
text("quadratic.xml", lambda: f"{XML}<!DOCTYPE d [<!ENTITY a '{'字' * 60_000}'>]><d>{'&a;' * 60_000}</d>")
text("outside.xml", lambda: XML + "<!DOCTYPE d [<!ENTITY a SYSTEM 'file:///dev/zero'>]><d>&a;</d>")
text("attributes.xml", lambda: f"{XML}<d {' '.join(f'a{n}=1' for n in range(400_000))}>{STORY}</d>")
text("deep.xml", lambda: XML + "" + "<d>" * 200_000)
text("records.xml", lambda: XML + "<l>" + f"<r><title>{TITLE}</title></r>" * 180_000 + "</l>")


def laughs() -> str:
    entities = '<!ENTITY a0 "字字字字字字字字字字">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    return f"{XML}<!DOCTYPE d [{entities}]><d><title>{TITLE}</title><body>&a11;</body></d>"


# --- Word and PDF


def package(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def word(body: str, head: str = "") -> bytes:
    space = WORD.strip("{}")
    document = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": document.encode()})


KINDS["bomb.docx"] = lambda: package({"word/document.xml": b" " * (80 * MIB)})
KINDS["paragraphs.docx"] = lambda: word("<w:p><w:r><w:t>题</w:t></w:r></w:p>" * 90_000)
KINDS["deep.docx"] = lambda: word("<w:p><w:r>" * 100_000)
KINDS["nested-boxes.docx"] = lambda: word("<w:p><w:r>" * 110 + "<w:t>字</w:t>" * 100_000 + "</w:r></w:p>" * 110)
KINDS["laughs.docx"] = lambda: word(
    "<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", f"<!DOCTYPE d [<!ENTITY a '{'字' * 9999}'><!ENTITY b '{'&a;' * 9999}'>]>"
)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, the first of them the catalogue."""
    out, places = b"%PDF-1.7\n", []
    for number, data in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, data)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size,
        table,
        size,
        len(out),
    )


def stream(data: bytes, more: bytes = b"/Filter/FlateDecode", levels: int = 1) -> bytes:
    for _ in range(levels):
        data = zlib.compress(data, 9)
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(data), more, data)


def one_page(content: bytes, resources: bytes = b"<</Font<</F 5 0 R>>>>", *more: bytes) -> bytes:
    return pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources %b>>" % resources,
        content,
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    )


KINDS["bomb.pdf"] = lambda: one_page(stream(b"BT /F 9 Tf (a) Tj ET\n" * (20 * MIB)))
KINDS["bomb-in-bomb.pdf"] = lambda: one_page(
    stream(b"0 0 m 1 1 l S\n" * (30 * MIB), b"/Filter[/FlateDecode/FlateDecode]", 2)
)
KINDS["characters.pdf"] = lambda: one_page(
    stream(
        b"BT /F 9 Tf " + b"".join(b"1 0 0 1 %d %d Tm (abcdefgh) Tj " % (n % 500, n % 800) for n in range(7_000)) + b"ET"
    )
)
KINDS["saved-states.pdf"] = lambda: one_page(stream(b"q " * (40 * MIB)))
KINDS["form-in-itself.pdf"] = lambda: one_page(
    stream(b"/X Do " * 20),
    b"<</XObject<</X 6 0 R>>>>",
    stream(
        b"/X Do " * 20, b"/Filter/FlateDecode/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"
    ),
)
KINDS["pages.pdf"] = lambda: pdf(
    b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 2000000000/Kids[" + b"2 0 R " * 100_000 + b"]>>"
)
KINDS["image.pdf"] = lambda: one_page(
    stream(b"q 500 0 0 500 0 0 cm /I Do Q"),
    b"<</XObject<</I 6 0 R>>>>",
    stream(
        bytes(90 * MIB),
        b"/Filter/FlateDecode/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceRGB/BitsPerComponent 8",
    ),
)


# --- JSON Lines and zips


def record(**fields: object) -> str:
    return json.dumps({"title": TITLE, **fields}, ensure_ascii=False) + "\n"


text("long.jsonl", lambda: '{"title": "' + "字" * (8 * MIB))
text("deep.jsonl", lambda: ('{"title": "t", "x": ' + "[" * 900_000 + "\n") * 3)
text("number.jsonl", lambda: '{"title": ' + "9" * (4 * MIB - 20) + "}\n" + record(body="正文。"))
text("author.jsonl", lambda: record(author="记者 王" * 400_000, body="正文。"))
text("large.jsonl", lambda: "".join(record(id=n, body="字" * 1_300_000) for n in range(6)))
text("paragraphs.jsonl", lambda: record(body="字\n" * 900_000))
text("twins.jsonl", lambda: record(id=1, body="正文。") * 20_000)
KINDS["bomb.jsonl.gz"] = lambda: gzip.compress(b'{"title": "t"}\n' + b" " * (80 * MIB))
KINDS["memory.jsonl.xz"] = lambda: wide_window()
KINDS["bomb.zip"] = lambda: package({"bomb.txt": bytes(80 * MIB)})
KINDS["many.zip"] = lambda: package({f"{n}.txt": b"" for n in range(21_000)}, zipfile.ZIP_STORED)
KINDS["overlapping.zip"] = lambda: overlapping()
KINDS["window.zip"] = lambda: lzma_window()
KINDS["nested.zip"] = lambda: package({"inner.zip": package({"a.txt": b"a"})})


def wide_window() -> bytes:
    """An xz file that asks for 1.5 GB of window."""
    filters = [{"id": lzma.FILTER_LZMA2, "dict_size": 4096}]
    data = bytearray(lzma.compress(record(body="正文。").encode(), filters=filters))
    at = data.index(b"\x21\x01", 12)  # LZMA2, one byte of properties: the size of its window
    data[at + 2] = 40
    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = struct.pack("<I", zlib.crc32(data[12 : 12 + size - 4]))
    return bytes(data)


def lzma_window() -> bytes:
    """A zip whose only file asks for 4 GB of window."""
    data = bytearray(package({"a.txt": STORY.encode() * 100}, zipfile.ZIP_LZMA))
    at = data.index(b"\x05\x00", 30 + 5)  # five bytes of properties: the last four are the size of the window
    data[at + 3 : at + 7] = b"\xff\xff\xff\xff"
    return bytes(data)


def overlapping() -> bytes:
    """A zip in which a thousand names stand for the same 8 MB."""
    data = bytearray(package({"0000.txt": bytes(8 * MIB)}))
    start = data.index(b"PK\x01\x02")
    entry, body = data[start : data.index(b"PK\x05\x06")], data[:start]
    entries = b"".join(entry.replace(b"0000.txt", b"%04d.txt" % n) for n in range(1000))
    return bytes(body + entries + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1000, 1000, len(entries), len(body), 0))


def write(folder: Path, names: Iterable[str] = KINDS) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_bytes(KINDS[name]())


if __name__ == "__main__":
    write(Path(sys.argv[1]))
