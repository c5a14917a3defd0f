"""What a dry run prints of a source: plain values in the shape that docs and tests know."""

import dataclasses

from archive.ingest.types import Claim, Doubt, ParsedArticle, ParsedIssue, ParsedSource


def to_dict(parsed: ParsedSource, verbose: bool = False) -> dict[str, object]:
    """One object of the dry run; `claims` only where verbose."""
    report: dict[str, object] = {
        "source": parsed.source,
        "encoding": parsed.encoding,
        "reader": parsed.reader,
        "issue": _issue(parsed.issue) if parsed.issue else None,
        "articles": [_article(article) for article in parsed.articles],
        "discarded": [_discarded(claim) for claim in parsed.discarded],
        "problems": [_problem(problem) for problem in parsed.problems],
    }
    if verbose:
        report["claims"] = [dataclasses.asdict(claim) for claim in parsed.claims]
    return report


def error_dict(source: str, error: str) -> dict[str, object]:
    """The object of a file that could not be read."""
    return {"source": source, "issue": None, "articles": [], "discarded": [], "problems": [], "error": error}


def _issue(issue: ParsedIssue) -> dict[str, object]:
    return dataclasses.asdict(issue)


def _article(article: ParsedArticle) -> dict[str, object]:
    report = dataclasses.asdict(article)
    report["sections"] = [
        {"level": section.level, "heading": section.heading, "paragraphs": list(section.paragraphs)}
        for section in article.sections
    ]
    report["captions"] = [caption.text for caption in article.captions]
    return report


def _discarded(claim: Claim) -> dict[str, object]:
    return {
        "first_line": claim.first_line,
        "last_line": claim.last_line,
        "reason": claim.reason,
        "text": claim.text,
    }


def _problem(problem: Doubt) -> dict[str, object]:
    return dataclasses.asdict(problem)
