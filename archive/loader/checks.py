"""Doubts that only the whole archive can raise: what a source says against what is held already."""

import hashlib
from collections.abc import Iterable, Sequence

from archive.ingest.types import Doubt, ParsedIssue
from archive.language.dates import in_chinese
from archive.models import Article, Issue, Status

# A paragraph shorter than this is no evidence that two articles are the same one: 本报讯, a slogan, a caption.
TELLING = 40
FINGERPRINT_DIGITS = 16


def text_fingerprint(paragraphs: Iterable[str]) -> str:
    """A hash of the longest paragraph, punctuation and white space aside; empty where all are short.

    Two articles with the same one are likely the same article: a story that is printed again keeps its paragraphs,
    while headline and byline change.
    """
    letters = ("".join(filter(str.isalnum, paragraph)) for paragraph in paragraphs)
    longest = max(letters, key=len, default="")
    if len(longest) < TELLING:
        return ""
    return hashlib.sha256(longest.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def duplicates(articles: Sequence[Article]) -> list[Doubt]:
    """A doubt for each of these articles that an older one in the archive resembles."""
    prints = {article.fingerprint for article in articles if article.fingerprint}
    oldest: dict[str, Article] = {}
    alike = Article.objects.filter(fingerprint__in=prints).exclude(status=Status.WITHDRAWN)
    for held in alike.order_by("-pk").defer("claims"):
        oldest[held.fingerprint] = held
    doubts = []
    for index, article in enumerate(articles):
        twin = oldest.get(article.fingerprint)
        if twin and twin.pk < article.pk:
            said = (
                f"与已入库的《{twin}》（{twin.date_text}，编号 {twin.permanent_id}）最长的一段文字相同，可能是同一篇。"
            )
            doubts.append(Doubt("likely_duplicate", said, article=index))
    return doubts


def issue_doubts(printed: ParsedIssue | None, articles: Sequence[Article]) -> list[Doubt]:
    """Where the number of the issue that these articles are from contradicts the one held for that day, or its order
    that of the dates."""
    if printed is None or not printed.total_number:
        return []
    # A file holds one issue at most.
    issue = next((article.issue for article in articles if article.issue_id), None)
    if issue is None:
        return []
    number = printed.total_number
    doubts = []
    if issue.total_number != number:
        said = f"报头写总第{number}期，而已入库的{in_chinese(issue.date)}是总第{issue.total_number}期。"
        doubts.append(Doubt("issue_number_differs", said))
    numbered = Issue.objects.in_newspaper(issue.newspaper).exclude(total_number=None)
    before = numbered.filter(date__lt=issue.date).order_by("-date").first()
    after = numbered.filter(date__gt=issue.date).order_by("date").first()
    for side, other in (("前", before), ("后", after)):
        if other and (other.date < issue.date) != ((other.total_number or 0) < number):
            said = (
                f"{in_chinese(issue.date)}是总第{number}期，而在它之{side}的{in_chinese(other.date)}是"
                f"总第{other.total_number}期，期号与日期的先后不合，请核对报头。"
            )
            doubts.append(Doubt("issue_number_order", said))
    return doubts
