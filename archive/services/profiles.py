"""Profiles (版式档案): learnt from the files of an import, kept with their newspapers."""

import logging
from collections.abc import Iterable
from dataclasses import replace

from archive.ingest.learning import Learner, Profiles
from archive.ingest.profile import Profile, profile_of
from archive.ingest.types import UnreadableSource
from archive.isolation.process import ReadingProcess
from archive.models import Newspaper, SourceFile
from archive.services.files import FoundFile

logger = logging.getLogger(__name__)
FILES_LOOKED_AT = 2000  # files of an import
LOOK_SECONDS = 5  # that a look at one file may take


def learnt_from(files: Iterable[FoundFile], process: ReadingProcess, newspaper: str = "") -> Profiles:
    """What the files of an import teach; `newspaper` is that of files that name none. Touches no database.

    `process` reads them, and keeps some of what it read for when they are asked for.

    A file that cannot be read teaches nothing; the import itself says what is wrong with it.
    """
    learner = Learner(newspaper)
    texts = (file for file in files if not file.has_records)
    for _, file in zip(range(FILES_LOOKED_AT), texts, strict=False):
        try:
            learner.add_sketch(process.ask("sketch_document", file.name, file.read(), seconds=LOOK_SECONDS))
        except (UnreadableSource, OSError):
            continue
        except Exception:  # a fault of ours on one file must not keep the others out
            logger.exception("nothing could be learnt from %s", file.origin)
    return learner.profiles()


def kept() -> Profiles:
    """The profiles of all newspapers under all their names. A file that names none is of the main newspaper."""
    by_name: dict[str, Profile] = {}
    for paper in Newspaper.objects.exclude(profile={}):
        profile = profile_of(paper.profile)
        by_name |= dict.fromkeys(paper.names, profile)
    return Profiles(by_name, Newspaper.main().name)


def keep(learnt: Profiles) -> None:
    """Add what was learnt to the profiles of newspapers that are in the archive, unless an editor has them fixed."""
    papers = {name: paper for paper in Newspaper.objects.filter(profile_fixed=False) for name in paper.names}
    for name, profile in learnt.by_name.items():
        paper = papers.get(name)
        if paper is not None:
            joined = profile_of(paper.profile).joined(profile)
            write_profile(paper, replace(joined, newspaper=paper.name))


def write_profile(paper: Newspaper, profile: Profile) -> None:
    """Keep a profile with its newspaper."""
    Newspaper.objects.filter(pk=paper.pk).update(profile=profile.as_dict() if profile else {})


def for_import(files: Iterable[FoundFile], process: ReadingProcess, newspaper: str = "") -> tuple[Profiles, Profiles]:
    """(the profiles by which an import reads its files, what of them was learnt from these files).

    Kept profiles grow by what the files teach; a fixed one stays as its editor left it.
    """
    learnt, held = learnt_from(files, process, newspaper), kept()
    fixed = {name for paper in Newspaper.objects.filter(profile_fixed=True) for name in paper.names}
    by_name = dict(held.by_name)
    for name, profile in learnt.by_name.items():
        if name not in fixed:
            by_name[name] = by_name.get(name, Profile(name)).joined(profile)
    return replace(held, by_name=by_name, given=newspaper or held.given), learnt


def for_source(source: SourceFile, profiles: Profiles) -> Profiles:
    """The same profiles for a source that is in: where it names no newspaper it is of the one it was filed under."""
    return replace(profiles, given=source.newspaper.name)
