"""The rule that nothing is lost: every character but white space has exactly one claim."""

import re

from archive.ingest.types import ParsedSource


def bare(text: str) -> str:
    return "".join(text.split())


def assert_conserved(parsed: ParsedSource) -> None:
    """Claims, read one after another, give the source back; each lies on the lines that it names."""
    own = [claim for claim in parsed.claims if claim.first_line <= len(parsed.text.split("\n"))]
    assert "".join(bare(claim.text) for claim in own) == bare(parsed.text)
    lines = parsed.text.split("\n")
    for claim in own:
        assert claim.text in "\n".join(lines[claim.first_line - 1 : claim.last_line])
        assert claim.target
        assert claim.reason or claim.target != "discarded"
        if place := re.fullmatch(r"articles/(\d+)/sections/(\d+)/(?:paragraphs/(\d+)|heading)", claim.target):
            section = parsed.articles[int(place[1])].sections[int(place[2])]  # numbered alike in articles and claims
            assert section.paragraphs[int(place[3])] if place[3] else section.heading
    assert not [problem for problem in parsed.problems if problem.code == "unplaced"]
