"""Real pages for training, from folders of files with expectations in the shape of a dry run.

The site of a file is the first part of its name: rmrb-1951-09-15-p1.txt is of rmrb.
"""

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

TYPESET = "typeset"  # the key of an expectation whose page we set ourselves, from one that is learnt as it stands


@dataclass(frozen=True)
class Expected:
    """A file and what it should give."""

    path: Path
    wanted: dict[str, Any]

    @property
    def site(self) -> str:
        return site_of(self.path.name)


def site_of(name: str) -> str:
    """The site of a file by its name."""
    return re.split(r"[-.]", name)[0]


def expectations(place: str) -> list[Expected]:
    """The expectations of FOLDER, which stand in FOLDER/expected, or of FOLDER:EXPECTED, in the order of names.

    FileNotFoundError where a folder, or a file that an expectation names, does not exist.
    """
    name, _, apart = place.partition(":")
    folder = Path(name)
    expected = Path(apart) if apart else folder / "expected"
    found = []
    for path in sorted(expected.glob("*.json")):
        wanted = json.loads(path.read_text(encoding="utf-8"))
        source = folder / Path(wanted["source"]).name
        if not source.exists():
            raise FileNotFoundError(f"{path} names {source}, which does not exist")
        found.append(Expected(source, wanted))
    if not found and not any(folder.glob("*.page.json")):
        raise FileNotFoundError(f"{place}: no *.json in {expected} and no *.page.json in {folder}")
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
        yield from pages.read_folder(Path(place.partition(":")[0]))
