"""Parsed sources written out by hand, as the pipeline would give them."""

from archive.ingest.types import (
    Claim,
    Doubt,
    ParsedArticle,
    ParsedCaption,
    ParsedContributor,
    ParsedIssue,
    ParsedSection,
    ParsedSource,
)
from archive.loader import FileFacts


def facts(name: str = "a.txt", sha256: str = "") -> FileFacts:
    return FileFacts(sha256 or name.encode().hex().ljust(64, "0")[:64], f"/papers/{name}", 100, "1")


def article(title: str = "蓼河边新添步道", *paragraphs: str, **fields: object) -> ParsedArticle:
    return ParsedArticle(title=title, sections=(ParsedSection(paragraphs=paragraphs),), **fields)


def source(
    *articles: ParsedArticle,
    name: str = "a.txt",
    issue: ParsedIssue | None = None,
    problems: tuple[Doubt, ...] = (),
) -> ParsedSource:
    """A source of which each title and each paragraph is a line of its own, claimed by its article."""
    lines: list[str] = []
    claims: list[Claim] = []

    def claim(text: str, target: str) -> None:
        lines.append(text)
        claims.append(Claim(len(lines), len(lines), text, target))

    for n, each in enumerate(articles):
        claim(each.title, f"articles/{n}/title")
        for s, section in enumerate(each.sections):
            for p, paragraph in enumerate(section.paragraphs):
                claim(paragraph, f"articles/{n}/sections/{s}/paragraphs/{p}")
    return ParsedSource(name, "\n".join(lines), "utf-8", "text", issue, articles, problems, tuple(claims))


FULL = article(
    "蓼河边新添步道",
    "本报讯 11月4日，蓼河南岸的步道完工。",
    "沿河居民当晚就来散步。",
    kicker="家门口的好去处",
    subtitle="全长三公里",
    column="身边事",
    byline="本报记者 周禾 通讯员 邱田",
    contributors=(ParsedContributor("周禾", "记者"), ParsedContributor("邱田", "通讯员")),
    captions=(ParsedCaption("居民在步道上散步。", 0),),
    confidence=0.8,
)
MASTHEAD = ParsedIssue(
    newspaper="蓼河时报",
    publisher="蓼河街道",
    publisher_label="主办",
    date="2021-11-05",
    weekday="星期五",
    total_number=12,
    year_number="2021年第3期",
    page="第一版",
    section="要闻",
    date_basis="masthead",
)
