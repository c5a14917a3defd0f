"""A compilation as one HTML file that needs nothing else: read offline, printed, put into an archive."""

from collections.abc import Iterable, Iterator
from html import escape

from archive.clippings.compilation import Compilation, CompiledBlock

# What each kind of block is set as; a piece of a text that is not named here is a paragraph of its kind.
TAGS = {"name": "h1", "chapter": "h2", "article": "h2"}
STYLE = """
body { max-width: 38em; margin: 2em auto; padding: 0 1em; color: #1b1916; background: #fffefb; line-height: 1.8;
  font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", SimSun, serif; overflow-wrap: anywhere; }
h1, h2, h3, h4 { line-height: 1.4; text-wrap: balance; }
.cover { text-align: center; min-height: 60vh; display: flex; flex-direction: column; justify-content: center; }
.cover h1 { font-size: 2.2em; }
p { margin: 0; }
.paragraph, .note { text-indent: 2em; text-align: justify; }
.note { border-left: 3px solid #999; padding-left: 1em; }
.kicker, .subtitle, .byline { text-align: center; color: #524d45; }
.caption { text-align: center; font-size: .9em; margin: .5em 0; }
.remark { background: #f7f0dc; padding: .2em 1em; }
.lacking { border: 1px dashed #9a1519; padding: .3em 1em; margin: .5em 0; }
.source { font-size: .85em; color: #524d45; }
article { margin-block: 2em; padding-top: 1em; border-top: 3px double #1b1916; }
article .source { margin-top: .25em; }
.contents, .reference { padding-left: 2em; text-indent: -2em; }
@media print { .cover, article, section { break-after: page; } body { max-width: none; margin: 0; } }
""".strip()


def compiled_html(compiled: Compilation) -> Iterator[bytes]:
    """The file piece by piece, as the texts are read."""
    yield (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(compiled.title)}</title>\n"
        f'<meta name="viewport" content="width=device-width">\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n'
    ).encode()
    yield _within("header", "cover", compiled.opening())
    yield _within("nav", "list", compiled.contents())
    opened = ""
    for block in compiled.texts():
        if block.kind == "article":
            yield f"{opened}<article>\n".encode()
            opened = "</article>\n"
        yield _set(block).encode()
    yield opened.encode()
    yield _within("section", "closing", compiled.closing())
    yield b"</body>\n</html>\n"


def _within(tag: str, name: str, blocks: Iterable[CompiledBlock]) -> bytes:
    return f'<{tag} class="{name}">\n{"".join(map(_set, blocks))}</{tag}>\n'.encode()


def _set(block: CompiledBlock) -> str:
    tag = TAGS.get(block.kind) or (f"h{block.level + 1}" if block.kind == "heading" else "p")
    anchor = f' id="{block.anchor}"' if block.anchor else ""
    text = escape(block.text)
    text = f'<a href="{escape(block.link)}">{text}</a>' if block.link else text
    return f'<{tag} class="{block.kind}"{anchor}>{text}</{tag}>\n'
