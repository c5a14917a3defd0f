"""File names as text: any bytes may stand in one, and whoever prints or keeps it needs characters."""

from archive.ingest.readers.decode import decode
from archive.ingest.types import UnreadableSource


def name_in_text(raw: bytes) -> str:
    """The name that the bytes spell in UTF-8, else in whatever encoding gives words, else with escapes (\\xc4).

    Line feeds and other characters that no one can see are escaped too: see printable().
    """
    try:
        name = raw.decode()
    except UnicodeDecodeError:
        try:
            name = decode(raw).text
        except UnreadableSource:
            name = escaped(raw)  # a name is a label: a strange one need not stop the file
    return printable(name)


def escaped(raw: bytes) -> str:
    """The name with an escape for each byte that is not ASCII: no other name in a folder is shown like this one."""
    return printable(raw.decode("ascii", "backslashreplace"))


def printable(name: str) -> str:
    """The name on one line, safe for a terminal: a line feed as \\n, other controls and halves of characters alike."""
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode() for c in name)
