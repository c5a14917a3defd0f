"""Doubts that only the whole archive can raise: what a source says against what is held already."""

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from archive.ingest.types import Doubt, ParsedIssue, ParsedSource
from archive.language.dates import in_chinese
from archive.language.folding import strip_space
from archive.models import Article, ArticleSection, Issue, Newspaper, Precision, Problem, SourceFile
from archive.models.article import ArticleQuerySet

# A paragraph shorter than this is no evidence that two articles are the same one: 本报讯, a slogan, a caption.
TELLING = 40
# The same, in letters, where the day of the paper is the same too; and a headline that is no standing one (天气预报).
TELLING_AMONG_OTHERS = 16
TELLING_TITLE = 5
FINGERPRINT_DIGITS = 16
LIKELY_DUPLICATE = "likely_duplicate"
Day = tuple[int, datetime.date | None]  # of a newspaper
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
    """A doubt for each of these articles that one which came in before resembles: by its longest paragraph whenever
    it was printed, by headline or paragraphs in the same day's paper; or whose text one of those `edited` holds, or is
    in it."""
    of_print = rows_by_fingerprint(articles)
    of_day = rows_by_day(articles)
    came = Arrivals({row.pk for rows in (*of_print.values(), *of_day.values()) for row in rows})
    corrected = first_of_the_day(articles, of_day, came)
    joined = articles_holding(articles, edited)
    doubts = []
    for index, article in enumerate(articles):
        alike = (row for row in of_print.get(article.fingerprint, ()) if came.before(row, article))
        twin, why = next(alike, None), "最长的一段文字相同"
        if not twin:
            twin, why = corrected.get(article.pk), "同报同日，标题或一些段落相同"
        if not twin:
            twin, why = joined.get(article.pk), "各段全都相同（编辑合并或拆分过）"
        if twin:
            said = f"与已入库的《{twin}》（{twin.date_text}，编号 {twin.permanent_id}）{why}，可能是同一篇。"
            doubts.append(Doubt(LIKELY_DUPLICATE, said, article=index))
    return doubts


class Arrivals:
    """Which of two like articles came in (again) first: the other has the doubt. Of one file they come together, in the
    order of their keys; those that have a doubt beside an article came after it. `keys` are those of all that are
    compared."""

    def __init__(self, keys: Collection[int]) -> None:
        doubts = Problem.objects.filter(code=LIKELY_DUPLICATE, article__in=keys)
        self._said: dict[int | None, list[str]] = {}
        for key, message in doubts.values_list("article", "message"):
            self._said.setdefault(key, []).append(message)

    def before(self, row: Article, article: Article) -> bool:
        """Whether `row` came before `article`."""
        if row.source_id and row.source_id == article.source_id:
            return row.pk < article.pk
        return row.pk != article.pk and not any(article.permanent_id in said for said in self._said.get(row.pk, ()))


def rows_by_fingerprint(articles: Sequence[Article]) -> dict[str, list[Article]]:
    """All that stand with one of the fingerprints of these articles, the oldest first."""
    prints = {article.fingerprint for article in articles if article.fingerprint}
    found: dict[str, list[Article]] = {}
    for row in Article.objects.shown_or_waiting().filter(fingerprint__in=prints).order_by("pk").defer("claims"):
        found.setdefault(row.fingerprint, []).append(row)
    return found


def rows_by_day(articles: Sequence[Article]) -> dict[Day, list[Article]]:
    """All that stand of the days' papers that these articles are of, the oldest first."""
    found: dict[Day, list[Article]] = {}
    for row in printed_with(articles).order_by("pk").defer("claims"):
        found.setdefault(day_of(row), []).append(row)
    return found


def printed_with(articles: Sequence[Article]) -> ArticleQuerySet:
    days = {day_of(article) for article in articles if article.date_precision == Precision.DAY}
    return Article.objects.shown_or_waiting().filter(
        newspaper__in={paper for paper, _ in days}, date__in={date for _, date in days}, date_precision=Precision.DAY
    )


def first_of_the_day(
    articles: Sequence[Article], of_day: Mapping[Day, Sequence[Article]], came: Arrivals
) -> dict[int, Article]:
    """By the key of an article, the first of the same day's paper that has its headline, or a third of the shorter
    one's paragraphs, and came before with another file: a story that was corrected in its longest paragraph is found by
    the others, and no page has a story twice, but notices that are much alike."""
    dated = [article for article in articles if article.date_precision == Precision.DAY]
    others = {
        article.pk: [
            row
            for row in of_day.get(day_of(article), ())
            if came.before(row, article) and not (row.source_id and row.source_id == article.source_id)
        ]
        for article in dated
    }
    paragraphs = telling_paragraphs(printed_with(articles)) if any(others.values()) else {}
    found = {}
    for article in dated:
        alike = (row for row in others[article.pk] if is_alike(row, article, paragraphs))
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
    """By the key of an article, the one among `edited` that has all its paragraphs of some length, or that has none but
    those of this article, or was split off it and has any of them. What is joined to another is before nobody."""
    keys = [article.pk for article in articles if not article.replaced_by_id]
    own = telling_paragraphs(Article.objects.filter(pk__in=keys)) if edited else {}
    found = {}
    for article in articles:
        said = own.get(article.pk, Counter())
        others = (row for row, held in edited if row.pk != article.pk and holds_text(row, held, article, said))
        if twin := next(others, None):
            found[article.pk] = twin
    return found


def holds_text(row: Article, held: Counter[str], article: Article, said: Counter[str]) -> bool:
    """Whether a text that an editor changed, `held`, stands in `said` as well."""
    if row.replaced_by_id or not (held and said):
        return False
    return said <= held or held <= said or (row.split_from_id == article.pk and bool(held & said))


def day_of(article: Article) -> Day:
    return article.newspaper_id, article.date


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
