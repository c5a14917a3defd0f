"""OAI-PMH 2.0 (openarchives.org/OAI/openarchivesprotocol.html): the archive for harvesters, read only."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

from django.conf import settings
from django.db.models import Min
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from archive.addresses.links import absolute, address, site_url
from archive.machine.oai import records
from archive.machine.oai.arguments import METADATA_PREFIX, OaiError, Resumption, read_arguments, read_span
from archive.machine.oai.records import OAI, OAI_DC, SCHEMAS, XSI, add_element, datestamp
from archive.models import Article, Newspaper
from archive.serving.newspapers import of_newspaper
from archive.takeaway.xmltext import legal


class Exchange:
    """One request: the newspaper asked, its arguments, the address of the repository."""

    def __init__(self, request: HttpRequest, newspaper: Newspaper, given: dict[str, str]) -> None:
        self.newspaper, self.given = newspaper, given
        self.site = site_url(request)
        self.base_url = absolute(address("oai", newspaper), request)


@csrf_exempt  # harvesters may POST; nothing is changed by it
@require_http_methods(["GET", "HEAD", "POST"])
@of_newspaper
def oai(request: HttpRequest, newspaper: Newspaper) -> HttpResponseBase:
    query = request.POST if request.method == "POST" else request.GET
    exchange = Exchange(request, newspaper, {})
    root = ET.Element(f"{{{OAI}}}OAI-PMH", {f"{{{XSI}}}schemaLocation": f"{OAI} {SCHEMAS[OAI]}"})
    add_element(root, "responseDate", datestamp(timezone.now()))
    asked = add_element(root, "request", exchange.base_url, **{name: legal(str(query[name])) for name in query})
    try:
        exchange.given = read_arguments(query)
        answered = ET.Element(f"{{{OAI}}}{exchange.given['verb']}")
        ANSWERS[exchange.given["verb"]](exchange, answered)
        root.append(answered)
    except OaiError as error:
        if error.code in ("badVerb", "badArgument"):
            asked.attrib.clear()  # the protocol wants nothing echoed that it does not know
        add_element(root, "error", str(error), code=error.code)
    body = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, "text/xml; charset=utf-8")


def identify(exchange: Exchange, answered: ET.Element) -> None:
    earliest = Article.objects.in_newspaper(exchange.newspaper).aggregate(at=Min("modified_at"))["at"]
    mailbox = settings.CONTACT_EMAIL or f"webmaster@{records.repository_domain(exchange.site)}"
    add_element(answered, "repositoryName", f"{exchange.newspaper.name}数字报库")
    add_element(answered, "baseURL", exchange.base_url)
    add_element(answered, "protocolVersion", "2.0")
    add_element(answered, "adminEmail", mailbox)
    add_element(answered, "earliestDatestamp", datestamp(earliest or timezone.now()))
    add_element(answered, "deletedRecord", "persistent")
    add_element(answered, "granularity", "YYYY-MM-DDThh:mm:ssZ")


def list_metadata_formats(exchange: Exchange, answered: ET.Element) -> None:
    if "identifier" in exchange.given:
        records.find_record(exchange.newspaper, exchange.given["identifier"], exchange.site)
    form = add_element(answered, "metadataFormat")
    add_element(form, "metadataPrefix", METADATA_PREFIX)
    add_element(form, "schema", SCHEMAS[OAI_DC])
    add_element(form, "metadataNamespace", OAI_DC)


def list_sets(exchange: Exchange, answered: ET.Element) -> None:
    if "resumptionToken" in exchange.given:
        raise OaiError("badResumptionToken", "本库一次给出全部集合，没有续传。")
    sets = list(records.sets_of(exchange.newspaper))
    if not sets:
        raise OaiError("noSetHierarchy", "本库还没有版块和栏目，因此没有集合。")
    for spec, name in sets:
        entry = add_element(answered, "set")
        add_element(entry, "setSpec", spec)
        add_element(entry, "setName", name)


def get_record(exchange: Exchange, answered: ET.Element) -> None:
    article = records.find_record(exchange.newspaper, exchange.given["identifier"], exchange.site)
    records.add_record(answered, article, exchange.site)


def list_of(add_one: Callable[[ET.Element, Article, str], None]) -> Callable[[Exchange, ET.Element], None]:
    """The answer to ListIdentifiers or ListRecords, a batch at a time."""

    def answer(exchange: Exchange, answered: ET.Element) -> None:
        verb, resumed = exchange.given["verb"], None
        asked = exchange.given
        if "resumptionToken" in asked:
            resumed = Resumption.from_token(asked["resumptionToken"], verb)
            asked = resumed.given
        articles = records.selected_records(exchange.newspaper, read_span(asked), asked.get("set", ""))
        batch, more = records.batch_after(articles, resumed)
        if not batch:
            raise OaiError("noRecordsMatch", "没有合于条件的记录。")
        for article in batch:
            add_one(answered, article, exchange.site)
        done = resumed.cursor if resumed else 0
        if more or resumed:
            sizes = {"completeListSize": str(articles.count()), "cursor": str(done)}
            token = _resumption(verb, asked, batch[-1], done + len(batch)).token() if more else None
            add_element(answered, "resumptionToken", token, **sizes)

    return answer


def _resumption(verb: str, asked: dict[str, str], last: Article, cursor: int) -> Resumption:
    given = {name: value for name, value in asked.items() if name != "verb"}
    return Resumption(verb, given, last.modified_at.isoformat(), last.pk, cursor)


ANSWERS = {
    "Identify": identify,
    "ListMetadataFormats": list_metadata_formats,
    "ListSets": list_sets,
    "ListIdentifiers": list_of(records.add_header),
    "ListRecords": list_of(records.add_record),
    "GetRecord": get_record,
}
