"""Articles as pages and hits show them: the columns that are shown, and their parts, a prepared query each."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import F, QuerySet

from archive.models.article import Article, ArticleQuerySet, ArticleSection, Figure
from archive.models.contributor import Contribution
from archive.models.correction import Correction
from archive.models.newspaper import Newspaper
from archive.models.prepared import Prepared, any_of, as_one_value, prepared

# What a link to an article shows and needs beside its newspaper.
LINK_COLUMNS = (
    *("permanent_id", "kicker", "title", "subtitle", "byline"),
    *("date", "date_precision", "date_basis", "newspaper"),
)
SHOWN_COLUMNS = (
    *("permanent_id", "kicker", "title", "subtitle", "byline", "dateline", "editor_note", "position", "status"),
    *("date", "date_precision", "date_basis", "date_reason", "modified_at", "newspaper", "corrects", "replaced_by"),
    *("withdrawn_at", "withdrawn_reason", "source"),
    *(
        "issue__date",
        "issue__total_number",
        "issue__year_number",
        "issue__newspaper",
        "column__name",
        "column__slug",
        "column__newspaper",
    ),
    *("page__number", "page__issue", "page__section__name", "page__section__slug", "page__section__newspaper"),
)


def _shown(rows: ArticleQuerySet) -> ArticleQuerySet:
    return rows.select_related("issue", "page__section", "column").only(*SHOWN_COLUMNS).order_by()


@prepared
def _published(keys: Any) -> ArticleQuerySet:
    return _shown(Article.objects.published().filter(pk__in=any_of(keys)))


@prepared
def _given_out(permanent_id: Any) -> ArticleQuerySet:
    return _shown(Article.objects.given_out().filter(permanent_id=permanent_id))


@prepared
def _links(keys: Any) -> ArticleQuerySet:
    return Article.objects.published().filter(pk__in=any_of(keys)).only(*LINK_COLUMNS).order_by()


@prepared
def _links_to_notices(article: Any) -> ArticleQuerySet:
    return Article.objects.published().filter(corrects=article).only(*LINK_COLUMNS).order_by("date", "id")


@prepared
def _papers(keys: Any) -> "QuerySet[Newspaper]":
    return Newspaper.objects.filter(pk__in=any_of(keys)).defer("profile").order_by()


@prepared
def _sections(keys: Any) -> "QuerySet[ArticleSection]":
    return ArticleSection.objects.filter(article__in=any_of(keys)).order_by("position", "id")


@prepared
def _figures(keys: Any) -> "QuerySet[Figure]":
    return Figure.objects.filter(article__in=any_of(keys)).order_by("position", "id")


@prepared
def _contributions(keys: Any) -> "QuerySet[Contribution]":
    rows = Contribution.objects.filter(article__in=any_of(keys)).select_related("contributor")
    return rows.order_by("position", "id")


@prepared
def _shown_corrections(keys: Any) -> "QuerySet[Correction]":
    rows = Correction.objects.filter(shown_in__in=any_of(keys)).annotate(shown_at=F("shown_in"))
    return rows.order_by("-sent_at", "-id")


# The query of each part, and what tells of which article a row is.
PARTS: dict[str, tuple[Prepared[Any], str]] = {
    "sections": (_sections, "article_id"),
    "figures": (_figures, "article_id"),
    "contributions": (_contributions, "article_id"),
    "shown_corrections": (_shown_corrections, "shown_at"),
}


def shown_articles(keys: Iterable[int], newspaper: Newspaper | None = None) -> dict[int, Article]:
    """The published ones of these primary keys, with all that a page or a hit shows of them; `newspaper` is one of
    theirs that is known already."""
    return {article.pk: article for article in _with_parts(_of_papers(_published(keys=as_one_value(keys)), newspaper))}


def article_given_out(permanent_id: str, newspaper: Newspaper | None = None) -> Article | None:
    """The article of this permanent id, published or withdrawn since, with all that its page shows."""
    return next(iter(_with_parts(_of_papers(_given_out(permanent_id=permanent_id), newspaper))), None)


def article_links(keys: Iterable[int], newspaper: Newspaper | None = None) -> dict[int, Article]:
    """The published ones of these primary keys, with what a link to them shows."""
    if not (asked := list(keys)):
        return {}
    return {article.pk: article for article in _of_papers(_links(keys=as_one_value(asked)), newspaper)}


class HeadlineLink(NamedTuple):
    """What a list of hundreds of headlines shows of an article: its main deck ("" where it has none), its address."""

    title: str
    address: str


def notices_of(article: Article) -> Sequence[Article]:
    """The printed notices (更正) that readers can see of this article, the oldest first, as links to them need it."""
    return _of_papers(_links_to_notices(article=article.pk), article.newspaper)


def with_sections(articles: Sequence[Article]) -> Sequence[Article]:
    """The same with their sections, in one query: what `archive.layout.summaries` reads."""
    _with_parts(list(articles))
    return articles


def newspapers_by_key(keys: Iterable[int]) -> dict[int, Newspaper]:
    """The newspapers of these primary keys, without their profiles."""
    return {paper.pk: paper for paper in _papers(keys=as_one_value(keys))}


def _of_papers(articles: list[Article], known: Newspaper | None) -> list[Article]:
    """The same, knowing their newspapers; and so do their issues, pages and columns without asking, where it is one."""
    papers = {known.pk: known} if known else {}
    if others := {article.newspaper_id for article in articles} - papers.keys():
        papers |= newspapers_by_key(others)
    for article in articles:
        article.newspaper = papers[article.newspaper_id]
        article.share_newspaper()
    return articles


def _with_parts(articles: list[Article]) -> list[Article]:
    """The same with sections, figures, contributions and corrections: each part is asked for when it is first needed,
    for all of them at once."""
    together = Together(articles)
    for article in articles:
        # Where prefetch_related keeps what it found. Lists, so that a part cannot be asked for anything else.
        article.__dict__["_prefetched_objects_cache"] = PartsOf(article, together)
    return articles


class Together:
    """The parts of articles that are shown together: part -> primary key of the article -> its rows."""

    def __init__(self, articles: list[Article]) -> None:
        self.keys = as_one_value(article.pk for article in articles)
        self.found: dict[str, dict[int, list[Any]]] = {}

    def part(self, name: str) -> dict[int, list[Any]]:
        if name not in self.found:
            of_article: dict[int, list[Any]] = defaultdict(list)
            query, key = PARTS[name]
            for row in query(keys=self.keys):
                of_article[getattr(row, key)].append(row)
            self.found[name] = of_article
        return self.found[name]


class PartsOf(dict[str, list[Any]]):
    """Those of one article."""

    def __init__(self, article: Article, together: Together) -> None:
        super().__init__()
        self.key, self.together = article.pk, together

    def __missing__(self, name: str) -> list[Any]:
        """Raises KeyError for what is no part."""
        self[name] = rows = self.together.part(name).get(self.key, [])
        return rows
