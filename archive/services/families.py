"""In which articles the text of one may stand now, as editors split it, joined it, had another replace it, or took that
back; and which of them show what a reader's correction put right there."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from typing import Any

from django.db.models import Q

from archive.loader.checks import TELLING_AMONG_OTHERS, letters_of
from archive.loader.content import Content
from archive.models import Article, Correction, Revision
from archive.models.prepared import any_of, as_one_value
from archive.services.articles import announce_changed
from archive.services.correctable import Place, lines_of_content, places
from archive.services.shared_text import dividing, related

# A line that was changed since a correction put it right is still that one where it is as like it as this.
MOSTLY = 0.6


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


def family_of(article: Article) -> Sequence[Article]:
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


def shown_at(correction: Correction, kin: Sequence[Article]) -> set[int]:
    """The keys of those of a family that show the text which an accepted correction brought, or what an editor made of
    it since; where none does, the one that its article leads to, if that took its text over."""
    article = correction.article
    if len(kin) == 1:
        return {article.pk}
    end = end_of(article.pk, {each.pk: each.replaced_by_id for each in kin})
    read = standing_places(correction, kin)
    having = {place.article.pk for place in read if place.text.strip() == correction.suggested}
    if having:
        # A short line stands in several articles by itself.
        tells = len(letters_of(correction.suggested)) >= TELLING_AMONG_OTHERS
        return having if tells or end not in having else {end}
    took = {article.pk, *related(article).values_list("pk", flat=True)}
    beside = lines_beside(correction)
    like = [
        (SequenceMatcher(None, place.text, correction.suggested).quick_ratio(), place.article.pk == end, place)
        for place in read
        if place.article.pk in took and place.text not in beside
    ]
    ratio, _, likest = max(like, key=lambda each: each[:2], default=(0, True, None))
    if likest and ratio >= MOSTLY:
        return {likest.article.pk}
    return took & {end}


def lines_beside(correction: Correction) -> set[str]:
    """What else stood in the article when the correction was accepted."""
    kept = Revision.objects.filter(act=correction.act_id) if correction.act_id else ()
    contents = [Content.from_json(revision.content) for revision in kept]
    return {words for content in contents for *_, words in lines_of_content(content)} - {correction.printed}


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
    families: dict[int, Sequence[Article]] = {}
    for correction in accepted.filter(concerned).distinct().select_related("article").prefetch_related("shown_in"):
        if correction.article_id not in families:
            kin = family_of(correction.article)
            families |= dict.fromkeys((each.pk for each in kin), kin)
        before = {article.pk for article in correction.shown_in.all()}
        now = shown_at(correction, families[correction.article_id])
        if before != now:
            correction.shown_in.set(now)
            changed |= before ^ now
    announce_changed(changed.difference(article_ids), more)
