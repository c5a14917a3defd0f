"""Real pages for training, from folders of files with expectations in the shape of a dry run.

The site of a file is the first part of its name: rmrb-1951-09-15-p1.txt is of rmrb. A name that begins with a figure
(000_74d4.txt, 2021-11-05.txt) names none: all such are one site. FOLDER@SITE says of which site all of a folder are.
"""

import dataclasses
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.ingest import pipeline
from archive.ingest.labelling.tagger import Tagger
from archive.ingest.readers import formats
from archive.ingest.training import align, pages
from archive.ingest.training.anew import set_anew
from archive.ingest.training.pages import LabelledPage

NUMBERED_FILE = "numbered"  # the site of files whose names begin with a figure
TYPESET = "typeset"  # the key of an expectation whose page we set ourselves, from one that is learnt as it stands


@dataclass(frozen=True)
class Expected:
    """A file and what it should give."""

    path: Path
    wanted: dict[str, Any]
    site: str


def site_of(name: str) -> str:
    """The site of a file by its name."""
    return NUMBERED_FILE if name[:1].isdigit() else re.split(r"[-.]", name)[0]


@dataclass(frozen=True)
class _Place:
    """FOLDER[:EXPECTED][@SITE]; without SITE each file says its own."""

    folder: Path
    expected: Path
    site: str


def _place(written: str) -> _Place:
    folders, _, site = written.partition("@")
    name, _, apart = folders.partition(":")
    return _Place(Path(name), Path(apart) if apart else Path(name) / "expected", site)


def expectations(place: str) -> list[Expected]:
    """The expectations of FOLDER, which stand in FOLDER/expected, or of FOLDER:EXPECTED, in the order of names.

    FileNotFoundError where a folder, or a file that an expectation names, does not exist.
    """
    of = _place(place)
    found = []
    for path in sorted(of.expected.glob("*.json")):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        source = of.folder / Path(wanted["source"]).name
        if not source.exists():
            raise FileNotFoundError(f"{path} names {source}, which does not exist")
        found.append(Expected(source, wanted, of.site or site_of(source.name)))
    if not found and not any(of.folder.glob("*.page.json")):
        raise FileNotFoundError(f"{place}: no *.json in {of.expected} and no *.page.json in {of.folder}")
    return found


def labelled(one: Expected, reader: Tagger) -> LabelledPage:
    """The page of an expectation; what this does not say is labelled as `reader` takes it.

    One that we set ourselves (tests/typeset_pages.py says so) is no real page: its articles are learnt as they stand.
    """
    source = formats.read(one.path.name, one.path.read_bytes())
    labels = align.labels_of(source, one.wanted.get("articles", []), pipeline.parse(source, tagger=reader))
    return LabelledPage(source, labels, one.site, real=not one.wanted.get(TYPESET))


def real_pages(places: list[str], reader: Tagger, seed: int = 0) -> Iterator[LabelledPage]:
    """The pages of all folders: those with expectations, their articles set anew, and *.page.json as they stand."""
    for place in places:
        for one in expectations(place):
            if one.wanted.get("articles"):  # else nothing is known of its text
                yield labelled(one, reader)
            if not one.wanted.get(TYPESET):
                yield from set_anew(one.wanted, one.site, seed)
        of = _place(place)
        for page in pages.read_folder(of.folder):
            yield dataclasses.replace(page, site=of.site or page.site)
