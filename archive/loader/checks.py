"""Doubts that only the whole archive can raise: what a source says against what is held already."""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from archive.ingest.types import Doubt, ParsedIssue, ParsedSource
from archive.language.dates import in_chinese
from archive.language.folding import strip_space
from archive.models import Article, ArticleSection, Issue, Newspaper, Precision, SourceFile
from archive.models.article import ArticleQuerySet

# A paragraph shorter than this is no evidence that two articles are the same one: 本报讯, a slogan, a caption.
TELLING = 40
# The same, in letters, where the day of the paper is the same too; and a headline that is no standing one (天气预报).
TELLING_AMONG_OTHERS = 16
TELLING_TITLE = 5
FINGERPRINT_DIGITS = 16
Holder = tuple[Article, Counter[str]]  # with the letters of its paragraphs
LONGEST_NAME = 30  # characters of a line that may be a newspaper's name
TAG = re.compile(r"</?[A-Za-z]\w{0,30}\s*/?>")
TAGS_SHOWN = 6


def letters_of(text: str) -> str:
    """A text without punctuation and white space."""
    return "".join(filter(str.isalnum, text))


def text_fingerprint(paragraphs: Iterable[str]) -> str:
    """A hash of the longest paragraph, punctuation and white space aside; empty where all are short.

    Two articles with the same one are likely the same article: a story that is printed again keeps its paragraphs,
    while headline and byline change.
    """
    longest = max(map(letters_of, paragraphs), key=len, default="")
    if len(longest) < TELLING:
        return ""
    return hashlib.sha256(longest.encode()).hexdigest()[:FINGERPRINT_DIGITS]


def duplicates(articles: Sequence[Article], edited: Sequence[Holder]) -> list[Doubt]:
    """A doubt for each of these articles that an older one in the archive resembles: by its longest paragraph whenever
    it was printed, by headline or paragraphs in the same day's paper; or whose text one of those `edited` holds."""
    oldest = first_by_fingerprint(articles)
    corrected = first_of_the_day(articles)
    joined = articles_holding(articles, edited)
    doubts = []
    for index, article in enumerate(articles):
        twin, why = oldest.get(article.fingerprint), "最长的一段文字相同"
        if not (twin and twin.pk < article.pk):
            twin, why = corrected.get(article.pk), "同报同日，标题或一些段落相同"
        if not twin:
            twin, why = joined.get(article.pk), "各段全都相同（编辑合并过）"
        if twin:
            said = f"与已入库的《{twin}》（{twin.date_text}，编号 {twin.permanent_id}）{why}，可能是同一篇。"
            doubts.append(Doubt("likely_duplicate", said, article=index))
    return doubts


def first_by_fingerprint(articles: Sequence[Article]) -> dict[str, Article]:
    prints = {article.fingerprint for article in articles if article.fingerprint}
    alike = Article.objects.shown_or_waiting().filter(fingerprint__in=prints)
    return {held.fingerprint: held for held in alike.order_by("-pk").defer("claims")}


def first_of_the_day(articles: Sequence[Article]) -> dict[int, Article]:
    """By the key of an article, the oldest of the same day's paper that has its headline, or a third of the shorter
    one's paragraphs: a story that was corrected in its longest paragraph is found by the others."""
    dated = [article for article in articles if article.date_precision == Precision.DAY]
    days = {day_of(article) for article in dated}
    printed = Article.objects.shown_or_waiting().filter(
        newspaper__in={paper for paper, _ in days}, date__in={date for _, date in days}, date_precision=Precision.DAY
    )
    held: dict[tuple[int, datetime.date | None], list[Article]] = {}
    for row in printed.order_by("pk").defer("claims"):
        held.setdefault(day_of(row), []).append(row)
    older = {article.pk: older_ones(article, held.get(day_of(article), [])) for article in dated}
    paragraphs = telling_paragraphs(printed) if any(older.values()) else {}
    found = {}
    for article in dated:
        alike = (old for old in older[article.pk] if is_alike(old, article, paragraphs))
        if twin := next(alike, None):
            found[article.pk] = twin
    return found


def edited_in(source: SourceFile) -> list[Holder]:
    """The articles of a file whose text an editor changed: into one he may have put that of another."""
    rows = Article.objects.shown_or_waiting().filter(source=source, edited_fields__icontains='"sections"')
    edited = list(rows.order_by("pk").defer("claims"))
    paragraphs = telling_paragraphs(rows) if edited else {}
    return [(row, paragraphs.get(row.pk, Counter())) for row in edited]


def articles_holding(articles: Sequence[Article], edited: Sequence[Holder]) -> dict[int, Article]:
    """By the key of an article, the one among `edited` that has all its paragraphs of some length."""
    keys = [article.pk for article in articles]
    own = telling_paragraphs(Article.objects.filter(pk__in=keys)) if edited else {}
    found = {}
    for article in articles:
        said = own.get(article.pk)
        others = (row for row, held in edited if row.pk != article.pk and said and said <= held)
        if (twin := next(others, None)) and article.replaced_by_id != twin.pk:
            found[article.pk] = twin
    return found


def day_of(article: Article) -> tuple[int, datetime.date | None]:
    return article.newspaper_id, article.date


def older_ones(article: Article, printed: Sequence[Article]) -> list[Article]:
    """Those that came in before, with another file: no page has a story twice, but notices that are much alike."""
    return [old for old in printed if old.pk < article.pk and (not old.source_id or old.source_id != article.source_id)]


def telling_paragraphs(articles: ArticleQuerySet) -> dict[int, Counter[str]]:
    """By the key of an article, the letters of each paragraph of some length."""
    found: dict[int, Counter[str]] = {}
    for key, body in ArticleSection.objects.filter(article__in=articles).values_list("article", "body"):
        letters = map(letters_of, body.split("\n"))
        found.setdefault(key, Counter()).update(each for each in letters if len(each) >= TELLING_AMONG_OTHERS)
    return found


def is_alike(old: Article, article: Article, paragraphs: Mapping[int, Counter[str]]) -> bool:
    """Whether both have one headline, or at least a third of the shorter one's letters in paragraphs that both hold."""
    title = letters_of(article.title)
    if len(title) >= TELLING_TITLE and title == letters_of(old.title):
        return True
    one, other = paragraphs.get(old.pk, Counter()), paragraphs.get(article.pk, Counter())
    return bool(one and other) and 3 * letters_in(one & other) >= min(letters_in(one), letters_in(other))


def letters_in(paragraphs: Counter[str]) -> int:
    return sum(len(paragraph) * count for paragraph, count in paragraphs.items())


def put_aside_doubts(parsed: ParsedSource, paper: Newspaper, known: Sequence[Newspaper]) -> list[Doubt]:
    """Of what a reading put aside: a line that is the name of another newspaper among those `known`, which the file may
    be of; and tags amid a line of plain text, which may be words of it."""
    discarded = [claim for claim in parsed.claims if claim.target == "discarded"]
    doubts = []
    short = {strip_space(claim.text): claim.first_line for claim in discarded if len(claim.text) <= LONGEST_NAME}
    named = [each for each in known if not short.keys().isdisjoint(each.names)]
    for other in named if paper not in named else []:
        line = min(short[name] for name in other.names if name in short)
        said = f"单独一行印着“{other}”，没有用上，文章记在《{paper}》名下；如果是《{other}》的，请改文章的报纸。"
        doubts.append(Doubt("newspaper_unread", said, line, line))
    lines = parsed.text.split("\n") if parsed.reader == "text" else []
    tags = [claim for claim in discarded if lines and stands_amid(lines[claim.first_line - 1], claim.text)]
    if tags:
        shown = " ".join(dict.fromkeys(claim.text for claim in tags[:TAGS_SHOWN]))
        said = f"文字中间有 {len(tags)} 处像网页标记（{shown}），没有收进正文；如果是文章里的字，请补上。"
        doubts.append(Doubt("tags_left_out", said, tags[0].first_line, tags[-1].first_line))
    return doubts


def stands_amid(line: str, tag: str) -> bool:
    """Whether a tag stands between words of a line."""
    before, found, after = line.partition(tag)
    return bool(TAG.fullmatch(tag) and found and before.strip() and after.strip())


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
