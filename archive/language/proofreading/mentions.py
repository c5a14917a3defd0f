"""What the lines of an article name, and which of it is said of the same thing as a headline."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from archive.language.proofreading.remarks import HEADLINE, LineKind, ProofCheck, ProofLine, Remark

NEAR = 12  # characters
_WORD = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_SENTENCE = re.compile(r"[^。！？；]+")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Mention(Generic[Value]):
    """A value (a score, a day) that the characters `start` to `end` of a line name."""

    line: ProofLine
    start: int
    end: int
    value: Value

    @property
    def written(self) -> str:
        return self.line.text[self.start : self.end]


def words_beside(text: str) -> set[str]:
    """The pairs of ideographs of a text."""
    return set(_WORD.findall(text))


def decks_among(lines: Sequence[ProofLine]) -> list[ProofLine]:
    """Kicker, title and subtitle."""
    return [line for line in lines if line.kind in HEADLINE]


def body_of(lines: Sequence[ProofLine]) -> list[ProofLine]:
    """All lines but headline and byline."""
    return [line for line in lines if line.kind not in (*HEADLINE, LineKind.BYLINE)]


def said_of_same(
    claim: Mention[Value], said: Iterable[Mention[Value]], is_close: bool = False
) -> Mention[Value] | None:
    """Of what the body names that which has most words of the headline: close beside it, then in its sentence. None
    where no sentence has any, or, where it is to be close, none beside it."""
    text = claim.line.text
    words = words_beside(text[: claim.start]) | words_beside(text[claim.end :])

    def shared(mention: Mention[Value]) -> tuple[int, int]:
        line = mention.line.text
        beside = words_beside(line[max(0, mention.start - NEAR) : mention.start]) | words_beside(
            line[mention.end : mention.end + NEAR]
        )
        return len(words & beside), len(words & words_beside(_sentence_at(line, mention.start)))

    best = max(said, key=shared, default=None)
    if best is None:
        return None
    close, in_sentence = shared(best)
    return best if close or (in_sentence and not is_close) else None


def contradiction(claim: Mention[Value], against: Mention[Value], asked: str, lacking: str) -> Remark:
    """The remark that the body lacks what the headline names (`lacking`: 这一天) and has another; `asked` is 哪一天."""
    advice = (
        f"这里是“{claim.written}”，正文没有提到{lacking}，{against.line.place}是“{against.written}”：请核对是{asked}。"
    )
    return Remark(ProofCheck.CLAIMS, claim.line, claim.start, claim.end, advice)


def _sentence_at(text: str, place: int) -> str:
    return next((match[0] for match in _SENTENCE.finditer(text) if match.end() > place), "")
