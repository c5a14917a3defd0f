"""What Haystack indexes of an article: its texts, and integers to filter, count and sort by."""

from django.db.models import Prefetch
from haystack import indexes

from archive.models import Article, ArticleSection, Contribution, Figure, Precision
from archive.models.article import ArticleQuerySet
from search.index.fields import DECKS, contributor_names, page_code, searchable_fields

# What `prepare` reads of an article; the rest of its row is half as much again, and most of what it leads to.
READ = (
    *(*DECKS, "byline", "editor_note", "dateline", "newspaper", "date", "date_precision", "date_basis", "position"),
    *("issue__total_number", "page__number", "page__section", "column__name"),
)

# Within a year, days count 101 to 1231 (month 100 times, plus day). Guessed dates stand after them
# whichever way the list is read: at 0 when newest come first, at 9999 when oldest do.
GUESSED_LAST = {"newest": 0, "oldest": 9999}
NO_PAGE = 99_999  # greater than any page's code
POSITIONS = 100_000  # greater than any article's position on a page


class ArticleIndex(indexes.SearchIndex, indexes.Indexable):
    """Numbers of related rows are their primary keys; 0 stands for none everywhere."""

    text = indexes.CharField(document=True)
    newspaper = indexes.IntegerField(model_attr="newspaper_id")
    issue = indexes.IntegerField()
    page = indexes.IntegerField()
    printed_page = indexes.IntegerField()
    print_place = indexes.IntegerField()
    section = indexes.IntegerField()
    column = indexes.IntegerField()
    contributor = indexes.MultiValueField()
    year = indexes.IntegerField()
    month = indexes.IntegerField()
    date = indexes.IntegerField()
    date_newest = indexes.IntegerField()
    date_oldest = indexes.IntegerField()

    def get_model(self) -> type[Article]:
        return Article

    def index_queryset(self, using: str | None = None) -> ArticleQuerySet:
        """Withdrawn articles are no part of the index. A fixed number of queries, however many there are."""
        people = Contribution.objects.select_related("contributor").only("article", "contributor__name")
        return (
            Article.objects.published()
            .select_related("issue", "page", "column")
            .only(*READ)
            .prefetch_related(
                Prefetch("sections", ArticleSection.objects.only("article", "heading", "body")),
                Prefetch("figures", Figure.objects.only("article", "caption")),
                Prefetch("contributions", people),
                "shown_corrections",
            )
        )

    def get_updated_field(self) -> str:
        return "modified_at"

    def prepare_text(self, article: Article) -> list[tuple[str, str]]:
        """Not one string: (field, text) units, which a search term may not leave."""
        return searchable_fields(article) + contributor_names(article)

    def prepare_issue(self, article: Article) -> int:
        """总第N期, not the row: what a reader types."""
        return (article.issue.total_number if article.issue else None) or 0

    def prepare_page(self, article: Article) -> int:
        return article.page_id or 0

    def prepare_printed_page(self, article: Article) -> int:
        """The number of the page, not the row: 1 of 01版."""
        return page_code(article.page.number) if article.page else 0

    def prepare_print_place(self, article: Article) -> int:
        """Sorts the articles of an issue as they stand in it: by page, then by position; those of no page come last."""
        return (self.prepare_printed_page(article) or NO_PAGE) * POSITIONS + min(article.position, POSITIONS - 1)

    def prepare_section(self, article: Article) -> int:
        return (article.page.section_id if article.page else None) or 0

    def prepare_column(self, article: Article) -> int:
        return article.column_id or 0

    def prepare_contributor(self, article: Article) -> list[int]:
        return sorted({c.contributor_id for c in article.contributions.all()})

    def prepare_year(self, article: Article) -> int:
        return self.known_date(article) // 10000

    def prepare_month(self, article: Article) -> int:
        """202111; 0 where the month is not known."""
        return self.known_date(article) // 100 if article.month and not article.date_is_guessed else 0

    def prepare_date(self, article: Article) -> int:
        """20211105; 0 where the day is not known."""
        return self.known_date(article) if article.day and not article.date_is_guessed else 0

    def prepare_date_newest(self, article: Article) -> int:
        return self.sort_date(article, GUESSED_LAST["newest"])

    def prepare_date_oldest(self, article: Article) -> int:
        """Articles of no known year come last here too."""
        return self.sort_date(article, GUESSED_LAST["oldest"]) or 99999999

    def known_date(self, article: Article) -> int:
        """20211105, as far as it is known; 0 where not even the year is."""
        if article.date is None or article.date_precision == Precision.UNKNOWN:
            return 0
        return article.date.year * 10000 + article.date.month * 100 + article.date.day

    def sort_date(self, article: Article, guessed: int) -> int:
        known = self.known_date(article)
        vague = article.date_is_guessed or article.date_precision == Precision.YEAR
        return known // 10000 * 10000 + guessed if known and vague else known
