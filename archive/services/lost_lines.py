"""Where a line stands again of which nothing is left where a reader's correction was carried to: in the article that
replaced its own, or in one into which an editor put it back by a change of its own (cut here, pasted there)."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.models import Correction
from archive.services.aligning_texts import LONG_RUN, Span
from archive.services.carrying import Carried, VersionKey, Versions

PlacesTold = Mapping[int, Mapping[int, Sequence[Span]]]  # article -> version -> spans


class LastPlace(NamedTuple):
    """The version of an article in which what a correction brought stood last, and where."""

    version: VersionKey
    spans: Sequence[Span]


def standing_again(lost: Sequence[Correction], found: Carried, versions: Versions) -> dict[int, set[int]]:
    """By the key of each of these corrections the articles that show it again.

    A line tells a place in an article that it concerned if that has it more often than when it lost it, and if it is
    LONG_RUN characters long; in the article to which one leads that still has the words, if it stands there at all.
    """
    lasts = {each.pk: list(_last_places(found.places[each.pk], versions)) for each in lost}
    without = {each.pk: list(_first_without(found.places[each.pk])) for each in lost}
    versions.know_earlier({last.version for places in lasts.values() for last in places}.union(*without.values()))
    return {each.pk: _standing_again(lasts[each.pk], without[each.pk], versions) for each in lost}


def _standing_again(lasts: Sequence[LastPlace], without: Sequence[VersionKey], versions: Versions) -> set[int]:
    words = {line for last in lasts for line in _lines_at(versions.text(last.version), last.spans)}
    replaced = {last.version[0] for last in lasts if not versions.is_standing(last.version[0])}
    heirs = set(filter(versions.is_standing, map(versions.last_heir, replaced)))
    if having := {key for key in heirs if words.intersection(_lines(versions, versions.newest(key)))}:
        return having
    telling = [line for line in words if len(line) >= LONG_RUN]
    return {
        version[0]
        for version in without
        if versions.is_standing(version[0])
        for now in [_lines(versions, versions.newest(version[0]))]
        if any(now.count(line) > _lines(versions, version).count(line) for line in telling)
    }


def _last_places(told: PlacesTold, versions: Versions) -> Iterator[LastPlace]:
    for key, places in told.items():
        last = max((number for number, spans in places.items() if spans), default=None)
        if last is not None:
            gone = min((number for number in places if number > last), default=versions.newest(key)[1] + 1)
            yield LastPlace((key, gone - 1), places[last])


def _first_without(told: PlacesTold) -> Iterator[VersionKey]:
    """Of each article the first version of which it is told that nothing is there."""
    for key, places in told.items():
        if not all(places.values()):
            yield key, min(number for number, spans in places.items() if not spans)


def _lines(versions: Versions, version: VersionKey) -> list[str]:
    return versions.text(version).split("\n")


def _lines_at(text: str, spans: Sequence[Span]) -> Iterator[str]:
    start = 0
    for line in text.split("\n"):
        if any(first <= start + len(line) and limit > start for first, limit in spans):
            yield line
        start += len(line) + 1
