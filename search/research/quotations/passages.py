"""What stands within quotation marks in an author's sentence.

A sentence that tells of a quotation (报道称，“…”，成效明显。) is printed nowhere as a whole; what it quotes may be, and
is checked by itself then.
"""

import re
from dataclasses import replace

from archive.layout.differences import ADDED, SAME
from search.research.quotations.finding import SHORTEST_CLOSE
from search.research.quotations.report import Checked, State
from search.research.quotations.sentences import Sentence

MOST_OWN = 1 / 2  # of the words around passages


def is_told_of(checked: Checked) -> bool:
    """Whether a sentence rather tells of quotations than is one: it is not printed, or most of the words around what it
    quotes are not."""
    return checked.state == State.MISSING or (checked.edits > 0 and _own_changed(checked) > MOST_OWN)


def _own_changed(checked: Checked) -> float:
    """The share of the words around the passages that print has not."""
    sentence, same = checked.sentence, list[bool]()
    for piece in checked.pieces:
        if piece.kind != ADDED:
            same += [piece.kind == SAME] * len(piece.text)
    own = [at for at, character in enumerate(sentence.text) if character.isalnum() and not sentence.quoted[at]]
    return sum(not same[at] for at in own) / max(1, len(own))


def passages_of(sentence: Sentence) -> list[Sentence]:
    """What the sentence quotes at some length, each with the author's words before it, the last with those behind."""
    found, end = list[Sentence](), 0
    for span in re.finditer(b"\1+", sentence.quoted):
        first, last = span.span()
        before = sentence.text[end:first] if found else sentence.before + sentence.text[:first]
        passage = Sentence(sentence.number, sentence.text[first:last], span[0], before, is_passage=True)
        if len(passage.asked) >= SHORTEST_CLOSE:
            found.append(passage)
            end = last
    if found:
        found[-1] = replace(found[-1], behind=sentence.text[end:] + sentence.behind)
    return found
