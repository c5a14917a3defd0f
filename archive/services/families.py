"""In which articles the text of one may stand now, as editors split it, joined it, had another replace it, or took that
back."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from django.db.models import Q

from archive.models import Article, Correction, Revision
from archive.models.prepared import any_of, as_one_value
from archive.services.correctable import Place, places
from archive.services.shared_text import dividing


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
