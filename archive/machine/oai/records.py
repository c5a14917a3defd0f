"""Articles as OAI-PMH records in unqualified Dublin Core, and the sets they belong to."""

import datetime
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from django.db.models import Q, QuerySet

from archive.addresses.links import address
from archive.layout.reading import first_paragraph
from archive.machine.oai.arguments import DatestampSpan, OaiError, Resumption
from archive.models import Article, Column, Newspaper, PaperSection, Status
from archive.takeaway.citations import authors_of
from archive.takeaway.texts import printed
from archive.takeaway.xmltext import legal

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
for prefix, namespace in (("", OAI), ("oai_dc", OAI_DC), ("dc", DC), ("xsi", XSI)):
    ET.register_namespace(prefix, namespace)
SCHEMAS = {
    OAI: "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd",
    OAI_DC: "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
}

BATCH = 100


def add_element(parent: ET.Element, name: str, text: str | None = None, /, **attributes: str) -> ET.Element:
    """A child in the namespace of OAI-PMH."""
    child = ET.SubElement(parent, f"{{{OAI}}}{name}", attributes)
    child.text = None if text is None else legal(text)
    return child


def datestamp(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_gone(article: Article) -> bool:
    """Whether harvesters are told that the record was deleted: withdrawn, or gone into another article."""
    return article.status == Status.WITHDRAWN or article.replaced_by_id is not None


def sets_of(newspaper: Newspaper) -> Iterator[tuple[str, str]]:
    """(setSpec, setName): a set for every section of the paper and every column that readers know."""
    for section in PaperSection.objects.for_readers().filter(newspaper=newspaper).order_by("pk"):
        yield f"section-{section.pk}", f"版块：{section.name}"
    for column in Column.objects.standing().for_readers().filter(newspaper=newspaper).order_by("pk"):
        yield f"column-{column.pk}", f"栏目：{column.name}"


def in_set(articles: QuerySet[Article], spec: str) -> QuerySet[Article]:
    """Those of the set `spec`, which may be that of a column merged since; none where there is no such set."""
    kind, _, pk = spec.rpartition("-")
    if kind not in ("section", "column") or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
        return articles.none()
    if kind == "section":
        return articles.filter(page__section=int(pk))
    return articles.filter(column__in=Column.objects.reached_by(pk=int(pk)))


def selected_records(newspaper: Newspaper, span: DatestampSpan, spec: str) -> QuerySet[Article]:
    """Articles published or withdrawn since, oldest change first. Raises OaiError where there are none."""
    articles = Article.objects.given_out().in_newspaper(newspaper).order_by("modified_at", "pk")
    if span.first:
        articles = articles.filter(modified_at__gte=span.first)
    if span.end:
        articles = articles.filter(modified_at__lt=span.end)
    return in_set(articles, spec) if spec else articles


def batch_after(articles: QuerySet[Article], resumption: Resumption | None) -> tuple[list[Article], bool]:
    """The next articles, and whether more follow."""
    if resumption:
        time, pk = datetime.datetime.fromisoformat(resumption.after_time), resumption.after_pk
        articles = articles.filter(Q(modified_at__gt=time) | Q(modified_at=time, pk__gt=pk))
    rows = list(articles.for_reading()[: BATCH + 1])  # type: ignore[attr-defined]
    return rows[:BATCH], len(rows) > BATCH


def repository_domain(site: str) -> str:
    return site.partition("://")[2].partition(":")[0]


def identifier(article: Article, site: str) -> str:
    return f"oai:{repository_domain(site)}:{article.permanent_id}"


def find_record(newspaper: Newspaper, wanted: str, site: str) -> Article:
    """The article of an identifier. Raises OaiError."""
    head, _, permanent_id = wanted.rpartition(":")
    found = None
    if head == f"oai:{repository_domain(site)}":
        found = (
            Article.objects.given_out().in_newspaper(newspaper).for_reading().filter(permanent_id=permanent_id).first()
        )
    if found is None:
        raise OaiError(
            "idDoesNotExist", f"本库没有 {wanted[:100]}，标识形如 oai:{repository_domain(site)}:〈永久编号〉。"
        )
    return found


def add_header(parent: ET.Element, article: Article, site: str) -> None:
    header = add_element(parent, "header", **({"status": "deleted"} if is_gone(article) else {}))
    add_element(header, "identifier", identifier(article, site))
    add_element(header, "datestamp", datestamp(article.modified_at))
    if article.page and article.page.section_id:
        add_element(header, "setSpec", f"section-{article.page.section_id}")
    if article.column_id:
        add_element(header, "setSpec", f"column-{article.column_id}")


def add_record(parent: ET.Element, article: Article, site: str) -> None:
    record = add_element(parent, "record")
    add_header(record, article, site)
    if not is_gone(article):
        metadata = add_element(record, "metadata")
        dc = ET.SubElement(metadata, f"{{{OAI_DC}}}dc", {f"{{{XSI}}}schemaLocation": f"{OAI_DC} {SCHEMAS[OAI_DC]}"})
        for name, value in dublin_core(article, site):
            ET.SubElement(dc, f"{{{DC}}}{name}").text = legal(value)


def dublin_core(article: Article, site: str) -> Iterator[tuple[str, str]]:
    """(element, value) pairs of unqualified Dublin Core; what is not known is left out."""
    yield "title", article.headline
    authors = authors_of(article)
    for name in authors:
        yield "creator", name
    for name in dict.fromkeys(part.contributor.name for part in article.contributions.all()):
        if name not in authors:
            yield "contributor", name
    yield "publisher", article.newspaper.name
    if article.date:
        yield "date", article.iso_date + ("?" if article.date_is_guessed else "")
    if article.column:
        yield "subject", article.column.name
    if article.page and article.page.section:
        yield "subject", article.page.section.name
    if text := first_paragraph(article):
        yield "description", text
    yield "type", "Text"
    yield "format", "text/html"
    yield "language", "zh-CN"
    yield "identifier", site + article.get_absolute_url()
    yield "source", printed(article)
    if article.issue:
        yield "relation", site + address("issue", article.newspaper, day=article.issue.date)
