"""Where a line stands again of which nothing is left where a reader's correction was carried to: in the article that
replaced its own, or in one into which an editor put it back by a change of its own (cut here, pasted there)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive.loader.content import Content, content_of_rows
from archive.models import Article, Correction, Revision
from archive.models.prepared import any_of, as_one_value
from archive.services.aligning_texts import LONG_RUN, Span
from archive.services.carrying import Carried, VersionKey, mendable_text


class LastPlace(NamedTuple):
    """The version of an article in which what a correction brought stood last, and where."""

    version: VersionKey
    spans: Sequence[Span]


def standing_again(lost: Sequence[Correction], found: Carried, newest: Mapping[int, int]) -> dict[int, set[int]]:
    """By the key of each of these corrections the articles that show it again; `newest` is the version of each article
    that is known with one, also of those that lead to another.

    A line tells a place in an article that it concerned if that has it more often than when it lost it, and if it is
    LONG_RUN characters long; in the article to which one leads that still has the words, if it stands there at all.
    """
    lasts = {each.pk: list(_last_places(found.places[each.pk], newest)) for each in lost}
    heirs = _heirs(last.version[0] for places in lasts.values() for last in places)
    lost_at = {
        (each.pk, key): (key, min(number for number in told if not told[number]))
        for each in lost
        for key, told in found.places[each.pk].items()
        if key not in heirs and not all(told.values())
    }
    lines = _Lines(
        {last.version for places in lasts.values() for last in places} | set(lost_at.values()), heirs, newest
    )
    again = {}
    for correction in lost:
        words = {line for last in lasts[correction.pk] for line in lines.at(last)}
        leading = {heirs[last.version[0]] for last in lasts[correction.pk] if last.version[0] in heirs}
        again[correction.pk] = {key for key in leading if words.intersection(lines.now(key))} or {
            key
            for (number, key), version in lost_at.items()
            if number == correction.pk
            for line in words
            if len(line) >= LONG_RUN and lines.now(key).count(line) > lines.of(version).count(line)
        }
    return again


def _last_places(told: Mapping[int, Mapping[int, list[Span]]], newest: Mapping[int, int]) -> Iterator[LastPlace]:
    for key, places in told.items():
        last = max((number for number, spans in places.items() if spans), default=None)
        if last is not None:
            gone = min((number for number in places if number > last), default=newest[key] + 1)
            yield LastPlace((key, gone - 1), places[last])


def _heirs(keys: Iterable[int]) -> dict[int, int]:
    """To which article that leads to no other each of these leads, of those that lead anywhere."""
    led: dict[int, int | None] = {}
    waiting = set(keys)
    while waiting:
        rows = Article.objects.filter(pk__in=any_of(as_one_value(waiting))).values_list("pk", "replaced_by")
        led.update(dict(rows))
        waiting = {key for key in led.values() if key} - led.keys()
    heirs = {}
    for key in led:
        heir = key
        while (ahead := led.get(heir)) is not None:
            heir = ahead
        if heir != key:
            heirs[key] = heir
    return heirs


class _Lines:
    """The lines of articles in versions, asked for all at once."""

    def __init__(self, versions: set[VersionKey], heirs: Mapping[int, int], newest: Mapping[int, int]) -> None:
        keys = {key for key, _ in versions} | set(heirs.values())
        rows = Article.objects.filter(pk__in=any_of(as_one_value(keys))).with_parts()
        self._now = {row.pk: self._told(content_of_rows(row)) for row in rows}
        self._kept = {(key, number): self._now[key] for key, number in versions if number == newest.get(key)}
        earlier = versions - self._kept.keys()
        among = Revision.objects.filter(article__in={key for key, _ in earlier}, number__in={n for _, n in earlier})
        for each in among if earlier else ():
            if (each.article_id, each.number) in earlier:
                self._kept[each.article_id, each.number] = self._told(Content.from_json(each.content))

    @staticmethod
    def _told(content: Content) -> list[str]:
        return mendable_text(content).split("\n")

    def now(self, key: int) -> list[str]:
        return self._now[key]

    def of(self, version: VersionKey) -> list[str]:
        return self._kept[version]

    def at(self, last: LastPlace) -> Iterator[str]:
        """The lines on which it stood."""
        start = 0
        for line in self.of(last.version):
            if any(first <= start + len(line) and limit > start for first, limit in last.spans):
                yield line
            start += len(line) + 1
