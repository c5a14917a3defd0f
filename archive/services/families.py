"""In which articles the text of one may stand now, as editors split it, joined it, had another replace it, or took that
back; and which of them show what a reader's correction put right there."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from archive.loader.content import Content, content_of_rows
from archive.models import Article, Correction, Revision
from archive.models.prepared import any_of, as_one_value
from archive.services.articles import announce_changed
from archive.services.changed_places import MOSTLY, ChangedPlace, windows
from archive.services.correctable import Place, lines_of_content, places
from archive.services.shared_text import dividing, related
from archive.signals import articles_changed


def family(keys: Iterable[int]) -> set[int]:
    """The keys of all articles that these were split from, joined with or replaced by, of those that were with these,
    and so on; also by acts that were taken back, since a version from before that may be restored."""
    near, waiting = set[int](), set(keys)
    while waiting:
        near |= waiting
        among = any_of(as_one_value(waiting))  # a change may be of more than a statement takes one by one
        rows = Article.objects.filter(Q(pk__in=among) | Q(split_from__in=among) | Q(replaced_by__in=among))
        kin = {key for row in rows.values_list("pk", "replaced_by", "split_from") for key in row if key}
        acts = dividing(waiting).values("act")
        kin.update(Revision.objects.filter(act__in=acts).values_list("article", flat=True))
        waiting = kin - near
    return near


def relatives_of(article: Article) -> Sequence[Article]:
    """The article and all others of its family, with their parts."""
    keys = family([article.pk])
    return list(Article.objects.filter(pk__in=keys).with_parts().order_by("pk")) if len(keys) > 1 else [article]


def standing_places(correction: Correction, kin: Iterable[Article]) -> list[Place]:
    """The places of those articles of a family that lead to no other. What is corrected has one of its own where it was
    a deck of a headline that a join made one line of."""
    decks = {correction.printed, correction.suggested}
    of_headline = any(len(told) > 1 and decks.intersection(told) for told in map(decks_of, kin))
    read = [place for article in kin if not article.replaced_by_id for place in places(article)]
    return [*read, *(deck for words in decks for deck in decks_within(read, words) if of_headline)]


def decks_of(article: Article) -> list[str]:
    return [deck for deck in (article.kicker, article.title, article.subtitle) if deck]


def decks_within(read: Iterable[Place], words: str) -> Iterator[Place]:
    """Where `words` are one deck of several that stand on one line."""
    for place in read:
        before, found, after = f" {place.text.strip()} ".partition(f" {words} ")
        if found and place.text != words:
            yield replace(place, text=words, around=(f"{before} ".lstrip(" "), f" {after}".rstrip(" ")))


class StandingFamily:
    """Articles that text went between, as they are now."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self.replaced_by = {each.pk: each.replaced_by_id for each in articles}
        self._took: dict[int, set[int]] = {}

    def took_from(self, article: Article) -> set[int]:
        """The keys of an article and of all to which text of it may have gone; asked once, of however many
        corrections."""
        if article.pk not in self._took:
            self._took[article.pk] = {article.pk, *related(article).values_list("pk", flat=True)}
        return self._took[article.pk]

    @cached_property
    def lines(self) -> list[tuple[int, str]]:
        """All that is read in those that lead to no other, each with the key of its article."""
        standing = [each for each in self.articles if not each.replaced_by_id]
        return [(each.pk, place.text.strip()) for each in standing for place in places(each)]

    @cached_property
    def _with_window(self) -> dict[str, list[int]]:
        found = defaultdict[str, list[int]](list)
        for number, (_, line) in enumerate(self.lines):
            for window in windows(line):
                found[window].append(number)
        return found

    def showing(self, changed: ChangedPlace) -> list[tuple[int, str]]:
        """The lines that show what a correction changed, each with the key of its article."""
        having = {number for window in changed.brought for number in self._with_window.get(window, ())}
        return [self.lines[number] for number in sorted(having) if changed.is_shown_by(self.lines[number][1])]


def shown_at(correction: Correction, family: StandingFamily) -> set[int]:
    """The keys of those of a family that show what an accepted correction changed, or what an editor made of it since;
    where none does, the one that its article leads to, if that took its text over."""
    article = correction.article
    if len(family.articles) == 1:
        return {article.pk}
    end = end_of(article.pk, family.replaced_by)
    changed = ChangedPlace.of(correction)
    showing = family.showing(changed)
    keys = {key for key, _ in showing}
    made_since = {each.pk for each in family.articles if each.created_at > accepted_at(correction)}
    if len(keys) == 1 and keys <= {article.pk, *made_since}:
        return keys
    took = family.took_from(article)
    showing = [(key, line) for key, line in showing if key in took or line == changed.suggested]
    then = lines_beside(correction, family)
    if keys := descending(changed, showing, then, article.pk):
        return keys
    if end in {key for key, _ in showing}:
        return {end}
    beside = {line for lines in then.values() for line in lines}
    others = [(key, line) for key, line in family.lines if key in took and line not in beside]
    return made_most_likely(changed, others, end) or took & {end}


def descending(
    changed: ChangedPlace, showing: Iterable[tuple[int, str]], then: Mapping[int, Collection[str]], corrected: int
) -> set[int]:
    """The keys of the articles of those lines that are made of the corrected one: of none that stood there by itself
    when that was corrected. Of one that stood twice in the corrected article, what left it is not known from what
    stayed."""
    same = {changed.printed, changed.suggested}
    by_themselves = {key for key, lines in then.items() if same.intersection(lines)}
    others = {line for lines in then.values() for line in lines if line not in same and changed.may_become(line)}
    found = {
        key
        for key, line in showing
        if (line == changed.suggested and (key not in by_themselves or key == corrected))
        or (line != changed.suggested and not changed.is_rather(line, others))
    }
    return found & {corrected} if corrected in by_themselves and corrected in found else found


def made_most_likely(changed: ChangedPlace, lines: Iterable[tuple[int, str]], end: int) -> set[int]:
    """The key of the article with what an editor most likely made of a corrected line of which nothing that was put
    right is left, if any is like it."""
    like = ((SequenceMatcher(None, line, changed.suggested).quick_ratio(), key == end, key) for key, line in lines)
    ratio, _, key = max(like, default=(0, True, end))
    return {key} if ratio >= MOSTLY else set()


def accepted_at(correction: Correction) -> datetime.datetime:
    return correction.decided_at or correction.sent_at


def lines_beside(correction: Correction, family: StandingFamily) -> dict[int, set[str]]:
    """What else was read in a family when a correction was accepted, by the keys of its articles."""
    moment, corrected = accepted_at(correction), (correction.article_id, correction.part, correction.number)
    found = {}
    for each in family.articles:
        if each.created_at <= moment:
            since = each.revisions.filter(at__gte=moment).order_by("number").first()
            content = Content.from_json(since.content) if since else content_of_rows(each)
            if not content.columns["replaced_by_id"]:
                lines = lines_of_content(content)
                found[each.pk] = {words.strip() for *place, words in lines if (each.pk, *place) != corrected}
    return found


def end_of(key: int, replaced_by: Mapping[int, int | None]) -> int:
    """Where the address of an article leads in the end."""
    passed = {key}
    while (further := replaced_by.get(key)) and further not in passed:
        passed.add(key := further)
    return key


def follow_paragraphs(sender: Any, article_ids: Collection[int], more: bool = False, **_: Any) -> None:
    """Have each accepted correction shown where its paragraph stands, after a change of these articles; hears of every
    change, inside its transaction, and tells what shows others now."""
    accepted = Correction.objects.filter(state=Correction.State.ACCEPTED)
    if not accepted.exists():
        return
    concerned = Q(article__in=any_of(as_one_value(family(article_ids))))
    concerned |= Q(shown_in__in=any_of(as_one_value(article_ids)))
    changed = set[int]()
    families: dict[int, StandingFamily] = {}
    for correction in accepted.filter(concerned).distinct().select_related("article").prefetch_related("shown_in"):
        if correction.article_id not in families:
            kin = StandingFamily(relatives_of(correction.article))
            families |= dict.fromkeys((each.pk for each in kin.articles), kin)
        before = {article.pk for article in correction.shown_in.all()}
        now = shown_at(correction, families[correction.article_id])
        if before != now:
            correction.shown_in.set(now)
            changed |= before ^ now
    announce_changed(changed.difference(article_ids), more)


def place_corrections(using: str, **_: Any) -> None:
    """After a migration: have all accepted corrections shown where their paragraphs stand, if none is shown anywhere,
    as after one that forgot it; the next migration does it where this is killed."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # at an earlier release's tables
    accepted = Correction.objects.filter(state=Correction.State.ACCEPTED)
    if not accepted.exclude(shown_in=None).exists():
        with transaction.atomic():
            corrected = list(accepted.values_list("article", flat=True).distinct().order_by())
            articles_changed.send(sender=Article, article_ids=corrected, more=True)  # the index is left to the indexer
