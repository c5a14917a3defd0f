"""The tag files of a BagIt bag (RFC 8493), which name and sum up its payload."""

import hashlib
from collections.abc import Iterable, Sequence

from django.utils import timezone

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
OXUM = "Payload-Oxum"
MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"


def manifest_line(sha256: str, name: str) -> str:
    """A file of a bag, as `sha256sum` writes it."""
    return f"{sha256}  {name}\n"


def payload_oxum(octets: int, files: int) -> str:
    """The size of the payload, as bag-info.txt states it."""
    return f"{octets}.{files}"


def tag_files(info: Iterable[tuple[str, str]], payload: Sequence[str], oxum: str) -> dict[str, str]:
    """Names and texts of the tag files. `info` are labels and values of bag-info.txt beside day and size; `payload` are
    the manifest lines of the payload files, `oxum` is their payload_oxum()."""
    said = [*info, ("Bagging-Date", f"{timezone.localtime():%Y-%m-%d}"), (OXUM, oxum)]
    tags = {
        BAGIT: "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        BAG_INFO: "".join(f"{label}: {value}\n" for label, value in said),
        MANIFEST: "".join(payload),
    }
    sums = (manifest_line(hashlib.sha256(text.encode()).hexdigest(), name) for name, text in tags.items())
    return {**tags, TAG_MANIFEST: "".join(sums)}
