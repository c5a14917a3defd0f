"""The tag files of a BagIt bag (RFC 8493), which name and sum up its payload."""

import hashlib
from collections.abc import Mapping, Sequence

from django.utils import timezone

MANIFEST = "manifest-sha256.txt"
TAG_MANIFEST = "tagmanifest-sha256.txt"


def manifest_line(sha256: str, name: str) -> str:
    """A file of a bag, as `sha256sum` writes it."""
    return f"{sha256}  {name}\n"


def tag_files(info: Mapping[str, str], payload: Sequence[str], octets: int) -> dict[str, str]:
    """Names and texts of the tag files. `info` is what bag-info.txt says beside day and size; `payload` are the
    manifest lines of the payload files, which have `octets` bytes together."""
    said = {**info, "Bagging-Date": f"{timezone.localtime():%Y-%m-%d}", "Payload-Oxum": f"{octets}.{len(payload)}"}
    tags = {
        "bagit.txt": "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{label}: {value}\n" for label, value in said.items()),
        MANIFEST: "".join(payload),
    }
    sums = (manifest_line(hashlib.sha256(text.encode()).hexdigest(), name) for name, text in tags.items())
    return {**tags, TAG_MANIFEST: "".join(sums)}
