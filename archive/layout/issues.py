"""An issue laid out: its pages in print order with their articles, what stands before and after an article."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from archive.layout.charts import Share, shares
from archive.models import Article, Issue, Page

# What a link to an article shows and needs.
LINK_FIELDS = ("permanent_id", "title", "newspaper", "newspaper__name", "newspaper__slug")


@dataclass(frozen=True)
class Sheet:
    """What one page of an issue holds; `page` is None for articles of which the source names none."""

    page: Page | None
    articles: Sequence[Article]


def print_order(page: Page | None) -> tuple[bool, str, int, str]:
    """A sort key: 1, 2, 10, A1, A2 – by letters, then by number; no page last."""
    if page is None:
        return True, "", 0, ""
    letters, digits = page.number_parts
    return False, letters, int(digits or 0), page.number


def sheets_of(issue: Issue) -> list[Sheet]:
    """The pages of `issue` in print order with their published articles; those without a page last."""
    of_page: dict[Page | None, list[Article]] = {
        page: [] for page in issue.pages.for_readers().select_related("section__newspaper", "issue__newspaper")
    }
    articles = issue.articles.published().select_related("newspaper", "page", "column__newspaper").defer("claims")
    for article in articles.prefetch_related("sections").order_by("position", "id"):
        of_page.setdefault(article.page, []).append(article)
    return [Sheet(page, of_page[page]) for page in sorted(of_page, key=print_order)]


def neighbours(article: Article) -> tuple[Article | None, Article | None]:
    """The published articles before and after in the same issue, in print order; without an issue, in the source."""
    others = Article.objects.published().select_related("newspaper").only(*LINK_FIELDS)
    if article.issue_id:
        names = ("pk", "permanent_id", "title", "page__number")
        # Of a day's hundred articles two are shown, and no more of them than a link needs: rows, not models.
        places = others.filter(issue=article.issue_id).order_by("position", "id").values_list(*names)
        row = sorted(places, key=lambda place: print_order(Page(number=place[3]) if place[3] else None))
        here = [place[0] for place in row].index(article.pk)
        before_here, after_here = row[here - 1 : here], row[here + 1 : here + 2]
        return _linked(article, before_here), _linked(article, after_here)
    if article.source_id:
        # A source of ready-made articles may hold a hundred thousand: one step each way, in the order of loading.
        row_of_source = others.filter(source=article.source_id, newspaper=article.newspaper_id, issue=None)
        before, after = row_of_source.filter(pk__lt=article.pk), row_of_source.filter(pk__gt=article.pk)
        return before.order_by("-pk").first(), after.order_by("pk").first()
    return None, None


def _linked(article: Article, places: Sequence[tuple[int, str, str, str | None]]) -> Article | None:
    """The article of the same issue at the place given; None where there is none."""
    found = [Article(pk=pk, permanent_id=own, title=title) for pk, own, title, _ in places]
    for each in found:
        each.newspaper = article.newspaper
    return found[0] if found else None


def shares_by_column(sheets: Sequence[Sheet]) -> list[Share]:
    """Characters printed under each column, and outside all of them."""
    characters: Counter[str] = Counter()
    for article in (article for sheet in sheets for article in sheet.articles):
        characters[str(article.column or "不属栏目")] += sum(len(section.body) for section in article.sections.all())
    return shares(characters)
