"""What helps where nothing, or not all that was asked, was found: dropped parts, synonyms."""

from dataclasses import dataclass

from archive.language import segmentation
from archive.language.folding import fold, strip_space
from search.query import SearchRequest, count_found, reading
from search.query.reading import Chip
from search.query.syntax import Term

PARTS = 8  # of a longer request, dropping one part tells little


@dataclass(frozen=True)
class Synonym:
    """`other` says the same as `word`; `request` asks for either."""

    word: str
    other: str
    articles: int
    request: SearchRequest


def dropped(request: SearchRequest) -> list[tuple[Chip, int]]:
    """What each part of a request keeps from being found: (part, articles found without it), most first."""
    parts = reading.chips(request)
    if not 1 < len(parts) <= PARTS:
        return []
    found = [(part, count_found(part.without)) for part in parts]
    return sorted(((part, articles) for part, articles in found if articles), key=lambda pair: -pair[1])


def synonyms(request: SearchRequest) -> list[Synonym]:
    """Other names of the words typed that articles have. Offered, never added unasked: a word means itself."""
    groups = [entry.split() for entry in segmentation.entries("synonyms")]
    found = []
    for term in request.tree.parts:
        if not isinstance(term, Term) or request.q[slice(*term.span)] != term.text:
            continue
        asked = strip_space(fold(term.text))
        others = [name for group in groups if asked in map(fold, group) for name in group if fold(name) != asked]
        for other in dict.fromkeys(others):
            start, end = term.span
            either = request.changed(q=f"{request.q[:start]}({term.text} 或 {other}){request.q[end:]}")
            if articles := count_found(either.changed(q=other)):
                found.append(Synonym(term.text, other, articles, either))
    return found
