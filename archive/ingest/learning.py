"""Learning profiles: what the files of one newspaper in a batch share.

A first pass over the files looks at the head and foot of each (archive.ingest.profiling); a second parses them with
what was found. Only files that name their newspaper, or whose newspaper is given, teach anything, and only about
that newspaper: a file among strangers is read as it is read alone.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.ingest.profile import NO_PROFILE, PROFILE_KINDS, Profile

FEWEST = 3  # files that a line must stand in
SHARE = 0.5  # of the newspaper's files in the batch
MOST_FILES = 200  # of one newspaper that are looked at
MOST_NEWSPAPERS = 1000


@dataclass
class _Seen:
    """What the files of one newspaper had, each counted once a file."""

    files: int = 0
    furniture: Counter[str] = field(default_factory=Counter)
    columns: Counter[str] = field(default_factory=Counter)
    page_forms: Counter[str] = field(default_factory=Counter)
    date_forms: Counter[str] = field(default_factory=Counter)

    def profile(self, newspaper: str) -> Profile:
        """What enough of the files share, the commonest first."""
        several = max(FEWEST, SHARE * self.files)
        return Profile(
            newspaper,
            furniture=_frequent(self.furniture, several),
            columns=_frequent(self.columns, FEWEST),
            page_forms=_frequent(self.page_forms, FEWEST),
            date_forms=_frequent(self.date_forms, FEWEST),
        )


def _frequent(counts: Counter[str], least: float) -> tuple[str, ...]:
    kept = [(count, entry) for entry, count in counts.items() if count >= least]
    return tuple(entry for _, entry in sorted(kept, key=lambda item: (-item[0], item[1])))


@dataclass(frozen=True)
class Sketch:
    """What one file has that others of its newspaper may have as well; `newspaper` is empty where it names none."""

    newspaper: str
    furniture: frozenset[str]
    columns: frozenset[str]
    page_forms: frozenset[str]
    date_forms: frozenset[str]


class Learner:
    """Adds up sketches of files; memory is bounded by MOST_NEWSPAPERS * MOST_FILES of them."""

    def __init__(self, given: str = "") -> None:
        """`given` is the newspaper of files that name none."""
        self.given = given
        self._seen: dict[str, _Seen] = {}

    def add_sketch(self, sketch: Sketch) -> None:
        """Count what a file has, under its newspaper."""
        name = sketch.newspaper or self.given
        if not name or (name not in self._seen and len(self._seen) >= MOST_NEWSPAPERS):
            return
        seen = self._seen.setdefault(name, _Seen())
        if seen.files >= MOST_FILES:
            return
        seen.files += 1
        for kind in PROFILE_KINDS:
            getattr(seen, kind).update(getattr(sketch, kind))

    def profiles(self) -> "Profiles":
        """What was learnt, a profile a newspaper."""
        learnt = {name: seen.profile(name) for name, seen in self._seen.items()}
        return Profiles({name: profile for name, profile in learnt.items() if profile}, self.given)


@dataclass(frozen=True)
class Profiles:
    """The profiles of several newspapers by name; `given` is the newspaper of files that name none."""

    by_name: Mapping[str, Profile] = field(default_factory=dict)
    given: str = ""

    def under(self, newspaper: str) -> Profile:
        """The profile of a newspaper by the name that a file has for it; that of `given` where the file has none."""
        return self.by_name.get(newspaper or self.given, NO_PROFILE)


NO_PROFILES = Profiles()
