"""Where what readers put right stands: carried over each change of an article from the text before it to that after it,
also to the articles to which a split, a join, taking one back or a reading of a file brings the text."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from archive.loader.content import Content, content_of_rows
from archive.models import Article, CorrectedPlace, Correction, Revision
from archive.models.article import DIVIDING_VERBS
from archive.models.prepared import any_of, as_one_value
from archive.models.printed import original
from archive.services.aligning_texts import Span, aligned, brought, image
from archive.services.correctable import lines_of_content

MendableLine = tuple[str, int, str]  # part, number, words
VersionKey = tuple[int, int]  # key of an article, number

TAKEN_BACK = (Revision.Kind.RESTORE, Revision.Kind.UNDO)


def mendable_lines(content: Content) -> list[MendableLine]:
    """What readers may mend, as it is read: captions stand where they are shown."""
    lines = lines_of_content(content)
    captions = (line for line in lines if line[0] == Correction.Part.CAPTION)
    total = sum(part == Correction.Part.PARAGRAPH for part, *_ in lines)
    behind = defaultdict[int, list[MendableLine]](list)
    for caption, place in content.captions:
        count = sum(1 for line in caption.splitlines() if line.strip())
        behind[total if place is None else min(place + 1, total)] += islice(captions, count)
    shown, number = list[MendableLine](), 0
    for line in lines:
        if line[0] != Correction.Part.CAPTION:
            shown.append(line)
            if line[0] == Correction.Part.PARAGRAPH:
                number += 1
                shown += behind.pop(number, ())
    return [*shown, *(line for more in behind.values() for line in more)]


def mendable_text(content: Content) -> str:
    """The lines of a content, as its numbers were printed: hiding one moves nothing. Never to be shown or kept."""
    return original("".join(f"{words.strip()}\n" for *_, words in mendable_lines(content)))


def placed(correction: Correction, content: Content) -> list[Span]:
    """What an accepted correction put right in the text of a content, at the place where it was accepted; where that
    reads otherwise, at the first that reads so; the first line where nothing tells."""
    told = [(part, number) for part, number, _ in mendable_lines(content)]
    lines = mendable_text(content).split("\n")
    printed, suggested = (original(words.strip()) for words in (correction.printed, correction.suggested))
    own = [n for n, place in enumerate(told) if place == (correction.part, correction.number)]
    same = [n for n, line in enumerate(lines) if line == suggested]
    having = [n for n in (*own, *same) if suggested in lines[n]]
    chosen = (having or own or [0])[0]
    start = sum(len(line) + 1 for line in lines[:chosen])
    if not having:
        return [(start, start + len(lines[chosen]))]
    start += lines[chosen].find(suggested)
    return [(start + first, start + limit) for first, limit in brought(printed, suggested)]


@dataclass
class Source:
    """A text of which characters stand in another now: `found` tells where."""

    version: VersionKey
    found: list[int]


class Versions:
    """What articles held before and after each of their changes."""

    def __init__(self, keys: Collection[int], since: int) -> None:
        """Of these articles and those that text came from or went to by a change after `since`."""
        self.changes: dict[int, Revision] = {}
        self.kept: dict[VersionKey, Revision] = {}
        self._texts: dict[VersionKey, str] = {}
        self._aligned: dict[tuple[VersionKey, VersionKey], list[int]] = {}
        keys, known = set(keys), set[int]()
        while new := keys - known:
            known |= new
            among = any_of(as_one_value(new))
            for revision in Revision.objects.filter(pk__gt=since, article__in=among).select_related("act"):
                self._know(revision)
                if led_to := self._led_to(version_before(revision)):
                    keys.add(led_to)
            acts = {each.act_id for each in self.changes.values() if each.act_id and is_dividing(each)}
            others = Revision.objects.filter(pk__gt=since, act__in=any_of(as_one_value(acts)))
            keys |= set(others.values_list("article", flat=True)) if acts else set()
            leading = Article.objects.filter(pk__in=among).exclude(replaced_by=None)
            keys |= {key for key in leading.values_list("replaced_by", flat=True) if key}
        self.keys = known

    def _know(self, revision: Revision) -> None:
        self.changes[revision.pk] = self.kept[revision.article_id, revision.number] = revision

    @cached_property
    def rows(self) -> dict[int, Article]:
        return {each.pk: each for each in Article.objects.filter(pk__in=any_of(as_one_value(self.keys))).with_parts()}

    def _led_to(self, version: VersionKey) -> int | None:
        key: int | None = self.content(version).columns["replaced_by_id"]
        return key

    def heir(self, revision: Revision) -> int | None:
        """To which article one leads from a change on by which its file has it no longer: that has the text of both."""
        if revision.kind != Revision.Kind.IMPORT or self._led_to(version_before(revision)):
            return None
        return self._led_to(version_after(revision))

    def newest(self, key: int) -> VersionKey:
        return key, self.rows[key].version

    def is_standing(self, key: int) -> bool:
        """Whether an article leads to no other now."""
        return self.rows[key].replaced_by_id is None

    def last_heir(self, key: int) -> int:
        """The article at the end of where one leads now. Restored versions may lead in a circle, where none stands."""
        passed = {key}
        while (ahead := self.rows[key].replaced_by_id) and ahead not in passed:
            passed.add(key := ahead)
        return key

    def know_earlier(self, versions: Iterable[VersionKey]) -> None:
        """Have the contents of these at hand, too, which may be from before the changes that are looked at."""
        asked = {version for version in versions if version not in self.kept and version != self.newest(version[0])}
        if asked:
            keys, numbers = ({version[n] for version in asked} for n in (0, 1))
            for each in Revision.objects.filter(article__in=keys, number__in=numbers):
                self.kept.setdefault((each.article_id, each.number), each)

    def content(self, version: VersionKey) -> Content:
        """What an article was in a version; the newest is what its rows hold."""
        if kept := self.kept.get(version):
            return Content.from_json(kept.content)
        return content_of_rows(self.rows[version[0]])

    def text(self, version: VersionKey) -> str:
        if version not in self._texts:
            self._texts[version] = mendable_text(self.content(version))
        return self._texts[version]

    def together(self) -> Iterator[list[Revision]]:
        """The changes in their order: those of one split or join, or of taking it back, as one; and that of an article
        by a reading of its file with those by which others lead to it."""
        groups: dict[object, list[Revision]] = {}
        for key, revision in sorted(self.changes.items()):
            if is_dividing(revision):
                same: object = (revision.act_id, revision.kind == Revision.Kind.UNDO)
            else:  # what one statement wrote has one time
                same = (revision.at or key, revision.kind, self.heir(revision) or revision.article_id)
            groups.setdefault(same, []).append(revision)
        yield from groups.values()

    def with_same_text(self, revision: Revision) -> VersionKey | None:
        """The last version of its article before a change with the text that this made, where that is another than
        it was."""
        for each in Revision.objects.filter(article=revision.article_id, number__lte=revision.number):
            self.kept.setdefault((each.article_id, each.number), each)
        text = self.text(version_after(revision))
        earlier = ((revision.article_id, number) for number in range(revision.number, 0, -1))
        return next((version for version in earlier if version in self.kept and self.text(version) == text), None)

    def is_made(self, revision: Revision) -> bool:
        """Whether a split made the article by this change: before it that was the whole of the other."""
        made = is_dividing(revision) and self.rows[revision.article_id].split_from_id is not None
        return made and revision.number == 1

    def sources(self, revision: Revision, change: Sequence[Revision]) -> list[Source]:
        """Where what an article holds after a change comes from: each character from the first that has it."""
        others = [version_before(each) for each in change if each.article_id != revision.article_id]
        if self.is_made(revision):
            return list(self._found(revision, others, self._typed_title(revision, change), from_end=True))
        own = [version_before(revision)]
        if revision.kind in TAKEN_BACK and (same := self.with_same_text(revision)):
            own = [same, *own]
        return list(self._found(revision, [*own, *others], set()))

    def _typed_title(self, revision: Revision, change: Sequence[Revision]) -> set[int]:
        """Where the title stands that an editor gave to what was split off: all of it, unless it is a line that went
        there from the other article."""
        lines = self.text(version_after(revision)).split("\n")
        others = [each for each in change if each.article_id != revision.article_id]
        went = Counter(line for each in others for line in self.text(version_before(each)).split("\n"))
        went.subtract(line for each in others for line in self.text(version_after(each)).split("\n"))
        went.subtract(lines[1:])
        return set() if went[lines[0]] >= 1 else set(range(len(lines[0])))

    def _found(
        self, revision: Revision, origins: Iterable[VersionKey], typed: set[int], from_end: bool = False
    ) -> Iterator[Source]:
        """`typed`: the characters that come from none."""
        version, taken = version_after(revision), set(typed)
        for source in origins:
            if not taken:
                found = self.aligned(source, version, from_end)
            else:
                free = [at for at in range(len(self.text(version))) if at not in taken]
                rest = aligned(self.text(source), "".join(self.text(version)[at] for at in free), from_end)
                found = [free[at] if at >= 0 else at for at in rest]
            yield Source(source, found)
            taken.update(found)

    def aligned(self, source: VersionKey, version: VersionKey, from_end: bool = False) -> list[int]:
        """Where the whole of one version stands in another."""
        if (source, version) not in self._aligned:
            self._aligned[source, version] = aligned(self.text(source), self.text(version), from_end)
        return self._aligned[source, version]


def version_before(revision: Revision) -> VersionKey:
    return revision.article_id, revision.number


def version_after(revision: Revision) -> VersionKey:
    return revision.article_id, revision.number + 1


def is_dividing(revision: Revision) -> bool:
    return revision.act is not None and revision.act.verb in DIVIDING_VERBS


class Carried:
    """The places of corrections by correction, article and version."""

    def __init__(self, corrections: Sequence[Correction]) -> None:
        self.corrections = corrections
        self.places: dict[int, dict[int, dict[int, list[Span]]]] = defaultdict(lambda: defaultdict(dict))
        rows = CorrectedPlace.objects.filter(correction__in=any_of(as_one_value(each.pk for each in corrections)))
        for row in rows:
            spans = [(start, end) for start, end in row.spans]
            self.places[row.correction_id][row.article_id][row.version] = spans
        self.new: dict[tuple[int, int, int], list[Span]] = {}

    def at(self, correction: Correction, version: VersionKey) -> list[Span] | None:
        """Where it stands in a version of an article: as in the last one up to that of which this is told; nowhere
        where it stood once or text came from where it did; None where it never concerned the article."""
        told = self.places[correction.pk][version[0]]
        number = max((number for number in told if number <= version[1]), default=None)
        return None if number is None else told[number]

    def put(self, correction: Correction, version: VersionKey, spans: list[Span] | None) -> None:
        if spans is not None and spans != self.at(correction, version):
            self.places[correction.pk][version[0]][version[1]] = spans
            self.new[correction.pk, *version] = spans

    def begin(self, correction: Correction, version: VersionKey, versions: Versions) -> None:
        """Know the place of one that was accepted when its article was this version."""
        self.put(correction, version, placed(correction, versions.content(version)))

    def carry(self, versions: Versions) -> None:
        """Carry all over each change since they were known."""
        for change in versions.together():
            following = [each for each in self.corrections if (each.carried_to or 0) < change[0].pk]
            concerned = [each for each in following if any(self.places[each.pk][one.article_id] for one in change)]
            links = self._links(change, versions) if concerned else {}
            for correction in concerned if links else ():
                self._over(correction, links)

    def _links(self, change: Sequence[Revision], versions: Versions) -> dict[VersionKey, list[Source]]:
        """What the texts that a change made are made of; without those that it left as they were."""
        return {
            version_after(each): versions.sources(each, change)
            for each in change
            if versions.is_made(each) or versions.text(version_before(each)) != versions.text(version_after(each))
        }

    def _over(self, correction: Correction, links: Mapping[VersionKey, Sequence[Source]]) -> None:
        found = {version: self._image(correction, sources) for version, sources in links.items()}
        for (key, number), sources in links.items():
            if sources and sources[0].version[0] != key:  # split off: at first the whole of the other
                self.put(correction, (key, number - 1), self.at(correction, sources[0].version))
        for version, spans in found.items():
            self.put(correction, version, spans)

    def _image(self, correction: Correction, sources: Iterable[Source]) -> list[Span] | None:
        told = [(self.at(correction, source.version), source.found) for source in sources]
        known = [image(spans, found) for spans, found in told if spans is not None]
        return sorted(span for spans in known for span in spans) if known else None

    def save(self, last: int) -> None:
        CorrectedPlace.objects.bulk_create(
            CorrectedPlace(correction_id=correction, article_id=article, version=version, spans=spans)
            for (correction, article, version), spans in self.new.items()
        )
        keys = as_one_value(each.pk for each in self.corrections)
        Correction.objects.filter(pk__in=any_of(keys)).update(carried_to=last)
