"""Known items out of any archive: what a reader remembers of an article that is there, and where it is found.

Two or three words of its headline; its headline with one character wrong; its author and a word of its headline.
Only articles whose headline and question no other article answers as well are asked for.
"""

import random
from collections import Counter
from collections.abc import Iterator

from archive.language.folding import fold, strip_space
from archive.language.segmentation import words
from archive.models import Article
from search.evaluation.ranking import DEPTH, Scores
from search.query import SearchRequest, ranked

LEAST = 6  # characters of a headline that is known when one sees it
SHARES = {"words of the headline": 3, "one character wrong": 4, "author and word": 3}  # parts of ten


def known_items(count: int, seed: int) -> Iterator[tuple[str, str, int]]:
    """(kind, what is typed, primary key of the article meant)."""
    chance = random.Random(seed)  # noqa: S311 a repeatable sample, no secret
    titles = dict(Article.objects.published().order_by("pk").values_list("pk", "title"))
    folded = {key: strip_space(fold(title)) for key, title in titles.items()}
    held = Counter(folded.values())
    own = [key for key, title in folded.items() if held[title] == 1 and len(title) >= LEAST]
    characters = sorted({character for key in own for character in titles[key] if "一" <= character <= "龥"})
    chance.shuffle(own)
    joined = "\n".join(folded.values())
    wanted = {kind: count * share // 10 for kind, share in SHARES.items()}
    for key in own:
        for kind, typed in asked_of(key, titles[key], chance, characters, joined):
            if wanted[kind]:
                wanted[kind] -= 1
                yield kind, typed, key
                break
        if not any(wanted.values()):
            return


def asked_of(
    key: int, title: str, chance: random.Random, characters: list[str], joined: str
) -> Iterator[tuple[str, str]]:
    """What may be typed for an article, of each kind that it allows, in random order."""
    kinds = list(SHARES)
    chance.shuffle(kinds)
    telling = [word for word in words(fold(title)) if len(word) > 1]
    for kind in kinds:
        if kind == "one character wrong":
            places = [place for place, character in enumerate(title) if "一" <= character <= "龥"]
            if places:
                place = chance.choice(places)
                yield kind, title[:place] + chance.choice(characters) + title[place + 1 :]
        elif kind == "words of the headline" and len(telling) > 1:
            chosen = chance.sample(telling, min(len(telling), chance.choice((2, 3))))
            if sum(all(word in other for word in chosen) for other in joined.split("\n")) == 1:
                yield kind, " ".join(chosen)
        elif kind == "author and word" and telling:
            author = Article.objects.get(pk=key).contributors.order_by("pk").first()
            word = max(telling, key=len)
            if author and sum(word in other.title for other in author.articles.published()) == 1:
                yield kind, f"{author.name} {word}"


def evaluate_known_items(count: int, seed: int) -> dict[str, Scores]:
    """Kind -> scores, and those of all."""
    places: dict[str, list[float]] = {}
    for kind, typed, key in known_items(count, seed):
        found = ranked(SearchRequest.from_params({"q": typed}, None), DEPTH)
        places.setdefault(kind, []).append(1 / (found.index(key) + 1) if key in found else 0.0)
    every = [reciprocal for own in places.values() for reciprocal in own]
    return {kind: _scores(own) for kind, own in (*places.items(), ("all", every))}


def _scores(reciprocals: list[float]) -> Scores:
    found = sum(reciprocal > 0 for reciprocal in reciprocals)
    count = max(1, len(reciprocals))
    return Scores(sum(reciprocals) / count, found / count, 1 - found / count, len(reciprocals))
