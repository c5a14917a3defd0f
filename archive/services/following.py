"""In which articles accepted corrections show: where what they put right stands, carried over each change."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max, Q

from archive.models import Article, Correction, Revision
from archive.models.prepared import any_of, as_one_value
from archive.services.articles import announce_changed
from archive.services.carrying import Carried, VersionKey, Versions
from archive.services.lost_lines import standing_again
from archive.signals import articles_changed


def follow_paragraphs(sender: Any, article_ids: Collection[int], more: bool = False, **_: Any) -> None:
    """Have each accepted correction shown where what it put right stands, after a change of these articles; hears of
    every change, inside its transaction, and tells what shows others now."""
    keys = any_of(as_one_value(article_ids))
    accepted = Correction.objects.filter(state=Correction.State.ACCEPTED)
    new = Q(article__in=keys, carried_to=None)
    having = Q(places__article__in=keys) | Q(shown_in__in=keys)
    concerned = list(accepted.filter(having | new).distinct()) if accepted.exists() else []
    if concerned:
        changed = show(concerned, *carried(concerned))
        announce_changed(changed.difference(article_ids), more)


def carried(corrections: Sequence[Correction]) -> tuple[Carried, Versions]:
    """The places of these corrections, carried over all that was changed since they were known; what was changed."""
    last = Revision.objects.aggregate(last=Max("pk"))["last"] or 0
    begun = accepted_at({each.pk: each for each in corrections if each.carried_to is None}, last)
    for correction in corrections:
        if correction.pk in begun:
            correction.carried_to = begun[correction.pk][1]
    found = Carried(corrections)
    keys = {article for told in found.places.values() for article in told}
    keys.update(version[0] for version, _ in begun.values())
    versions = Versions(keys, min(each.carried_to or 0 for each in corrections))
    for correction in corrections:
        if correction.pk in begun:
            found.begin(correction, begun[correction.pk][0], versions)
    found.carry(versions)
    found.save(last)
    return found, versions


def accepted_at(corrections: dict[int, Correction], last: int) -> dict[int, tuple[VersionKey, int]]:
    """By the key of each correction the version of its article that its acceptance made, or that read so already, and
    the last change (Revision) until then, of which `last` is the newest."""
    acts = any_of(as_one_value({each.act_id for each in corrections.values() if each.act_id}))
    by_acts = Revision.objects.filter(act__in=acts, kind=Revision.Kind.CORRECTION).defer("content")
    made = {(each.act_id, each.article_id): each for each in by_acts}
    among = any_of(as_one_value({each.article_id for each in corrections.values()}))
    now = dict(Article.objects.filter(pk__in=among).values_list("pk", "version"))
    found = {}
    for key, correction in corrections.items():
        article = correction.article_id
        if by_it := made.get((correction.act_id, article)):
            found[key] = ((article, by_it.number + 1), by_it.pk)
            continue
        moment = correction.decided_at or correction.sent_at
        since = Revision.objects.filter(article=article, at__gt=moment).order_by("number").first()
        found[key] = ((article, since.number), since.pk - 1) if since else ((article, now[article]), last)
    return found


def show(corrections: Sequence[Correction], found: Carried, versions: Versions) -> set[int]:
    """Have corrections shown in those articles that lead to no other and have some of the characters; where none has
    any, where the line stands again (`lost_lines`), of those that were carried to other articles or whose own leads to
    another; else in one that they concerned: their own, or else the eldest.
    Returns the keys of those that show others now."""
    keys = {article for told in found.places.values() for article in told}
    newest = {key: versions.newest(key)[1] for key in keys if versions.is_standing(key)}
    kept = {each.pk: {key for key, number in newest.items() if found.at(each, (key, number))} for each in corrections}
    lost = [
        each
        for each in corrections
        if not kept[each.pk] and (len(found.places[each.pk]) > 1 or each.article_id not in newest)
    ]
    again = standing_again(lost, found, versions) if lost else {}
    through = Correction.shown_in.through
    before = defaultdict[int, dict[int, int]](dict)
    among = any_of(as_one_value(each.pk for each in corrections))
    for row, key, article in through.objects.filter(correction__in=among).values_list("pk", "correction", "article"):
        before[key][article] = row
    gone, new, changed = list[int](), [], set[int]()
    for correction in corrections:
        concerned = [key for key in newest if found.places[correction.pk].get(key)]
        own_first = sorted(concerned, key=lambda key: (key != correction.article_id, key))
        now = kept[correction.pk] or again.get(correction.pk) or set(own_first[:1])
        then = before[correction.pk]
        gone += [row for key, row in then.items() if key not in now]
        new += [through(correction_id=correction.pk, article_id=key) for key in now - then.keys()]
        changed |= now ^ then.keys()
    if gone:
        through.objects.filter(pk__in=any_of(as_one_value(gone))).delete()
    through.objects.bulk_create(new)
    return changed


def place_corrections(using: str, **_: Any) -> None:
    """After a migration: have all accepted corrections shown where what they put right stands of which that is not
    known, as after the one with which it came to be kept; the next migration does it where this is killed."""
    executor = MigrationExecutor(connections[using])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return  # at an earlier release's tables
    unplaced = Correction.objects.filter(state=Correction.State.ACCEPTED, carried_to=None)
    if unplaced.exists():
        with transaction.atomic():
            corrected = list(unplaced.values_list("article", flat=True).distinct().order_by())
            articles_changed.send(sender=Article, article_ids=corrected, more=True)  # the index is left to the indexer
