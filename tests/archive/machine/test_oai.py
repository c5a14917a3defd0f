"""OAI-PMH: every answer by the protocol's schema, harvests that miss nothing, errors by their codes."""

import datetime
from pathlib import Path

import pytest
from lxml import etree

from archive.machine.oai import records
from archive.models import Article
from archive.services.articles import announce_changed, shown_by
from tests.factories import make_article, make_newspaper, withdraw

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parents[2] / "schemas"
SCHEMA = etree.XMLSchema(file=str(SCHEMAS / "oai-pmh.xsd"))
DC_SCHEMA = etree.XMLSchema(file=str(SCHEMAS / "oai_dc.xsd"))
NS = {"o": records.OAI, "dc": records.DC}
DC = {"metadataPrefix": "oai_dc"}


def ask(client, verb: str, **arguments):
    response = client.get("/oai", {"verb": verb, **arguments})
    assert response["Content-Type"] == "text/xml; charset=utf-8"
    root = etree.fromstring(response.content)
    conforms(root)
    return root


def conforms(root) -> None:
    """Raise where the answer, or a record in it, is not what the schemas allow."""
    SCHEMA.assertValid(root)
    for metadata in root.iterfind(".//o:metadata", NS):
        (record,) = metadata
        DC_SCHEMA.assertValid(etree.ElementTree(etree.fromstring(etree.tostring(record, with_tail=False))))


def harvest(client, verb: str, **arguments) -> list[str]:
    """Identifiers over all batches."""
    found, given = [], {**DC, **arguments}
    while given:
        root = ask(client, verb, **given)
        found += root.xpath("//o:header/o:identifier/text()", namespaces=NS)
        token = root.findtext(".//o:resumptionToken", namespaces=NS)
        given = {"resumptionToken": token} if token else None
    return found


@pytest.fixture
def library(monkeypatch):
    monkeypatch.setattr(records, "BATCH", 3)
    made = [
        make_article(
            f"第{n}篇",
            page=str(n),
            section="要闻" if n % 2 else "综合",
            column="走基层" if n < 4 else "",
            people=(("刘菲", "记者"), ("李图", "摄影")),
        )
        for n in range(8)
    ]
    withdraw(made[0], "误登")
    return made


@pytest.mark.parametrize("verb", ["Identify", "ListMetadataFormats", "ListSets"])
def test_describes_itself(client, library, verb, settings):
    settings.SITE_URL = "https://news.example.cn"  # the schema wants a domain in the mailbox of the host
    assert ask(client, verb).find(f"o:{verb}", NS) is not None


@pytest.mark.parametrize("verb", ["ListIdentifiers", "ListRecords"])
def test_a_harvest_holds_every_article_once(client, library, verb):
    found = harvest(client, verb)
    assert sorted(found) == sorted(f"oai:testserver:{article.permanent_id}" for article in library)


def test_a_batch_that_ends_the_list_evenly(client, library):
    library[0].delete()
    library[1].delete()
    assert len(harvest(client, "ListRecords")) == 6


def test_a_change_meanwhile_is_not_missed(client, library):
    first = ask(client, "ListIdentifiers", **DC)
    seen = first.xpath("//o:identifier/text()", namespaces=NS)
    changed = Article.objects.get(permanent_id=seen[0].rpartition(":")[2])
    changed.save()
    token = first.findtext(".//o:resumptionToken", namespaces=NS)
    assert seen[0] in harvest_from(client, token)


def harvest_from(client, token):
    found = []
    while token:
        root = ask(client, "ListIdentifiers", resumptionToken=token)
        found += root.xpath("//o:identifier/text()", namespaces=NS)
        token = root.findtext(".//o:resumptionToken", namespaces=NS)
    return found


def test_a_new_name_of_a_column_is_harvested(client, library):
    Article.objects.update(modified_at=datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC))
    announce_changed(shown_by(library[1].column))
    assert len(harvest(client, "ListIdentifiers", **{"from": "2020-02-01"})) == 4


def test_withdrawn_articles_are_deleted_records(client, library):
    root = ask(client, "GetRecord", identifier=f"oai:testserver:{library[0].permanent_id}", **DC)
    assert root.find(".//o:header", NS).get("status") == "deleted"
    assert root.find(".//o:metadata", NS) is None


def test_dublin_core(client, library):
    article = library[1]
    root = ask(client, "GetRecord", identifier=f"oai:testserver:{article.permanent_id}", **DC)
    found = {}
    for element in root.find(".//o:metadata", NS)[0]:
        found.setdefault(etree.QName(element).localname, []).append(element.text)
    assert found == {
        "title": ["第1篇"],
        "creator": ["刘菲"],
        "contributor": ["李图"],
        "publisher": ["济宁高新新闻"],
        "date": ["2021-11-05"],
        "subject": ["走基层", "要闻"],
        "description": ["蓼河新城今天开工。"],
        "type": ["Text"],
        "format": ["text/html"],
        "language": ["zh-CN"],
        "identifier": [f"http://testserver/articles/{article.permanent_id}/"],
        "source": ["《济宁高新新闻》（2021年11月5日） 01版 走基层"],
        "relation": ["http://testserver/issues/2021-11-05/"],
    }


def test_sets(client, library):
    sets = ask(client, "ListSets").xpath("//o:set", namespaces=NS)
    specs = {one.findtext("o:setName", namespaces=NS): one.findtext("o:setSpec", namespaces=NS) for one in sets}
    assert len(harvest(client, "ListIdentifiers", set=specs["栏目：走基层"])) == 4
    assert len(harvest(client, "ListIdentifiers", set=specs["版块：要闻"])) == 4


def test_spans_include_both_ends(client, library):
    at = datetime.datetime(2026, 3, 1, 8, 0, 0, 500_000, tzinfo=datetime.UTC)
    Article.objects.filter(pk=library[3].pk).update(modified_at=at)
    stamp = "2026-03-01T08:00:00Z"
    wanted = [f"oai:testserver:{library[3].permanent_id}"]
    assert harvest(client, "ListIdentifiers", **{"from": stamp, "until": stamp}) in (wanted, [])
    assert harvest(client, "ListIdentifiers", **{"from": "2026-03-01", "until": "2026-03-01"}) == wanted
    assert harvest(client, "ListIdentifiers", until=stamp) == wanted


@pytest.mark.parametrize(
    ("verb", "arguments", "code"),
    [
        ("", {}, "badVerb"),
        ("Steal", {}, "badVerb"),
        ("Identify", {"set": "x"}, "badArgument"),
        ("ListRecords", {}, "badArgument"),
        ("GetRecord", DC, "badArgument"),
        ("ListRecords", {**DC, "resumptionToken": "x"}, "badArgument"),
        ("ListRecords", {**DC, "from": "2026-1-31"}, "badArgument"),
        ("ListRecords", {**DC, "from": "2026-02-01", "until": "2026-01-01"}, "badArgument"),
        ("ListRecords", {**DC, "from": "2026-01-01", "until": "2026-01-01T00:00:00Z"}, "badArgument"),
        ("ListRecords", {**DC, "until": "9999-12-31"}, "badArgument"),
        ("ListRecords", {"metadataPrefix": "marc21"}, "cannotDisseminateFormat"),
        ("ListRecords", {"resumptionToken": "x\x00"}, "badResumptionToken"),
        ("ListSets", {"resumptionToken": "x"}, "badResumptionToken"),
        ("ListRecords", {**DC, "set": "column-999"}, "noRecordsMatch"),
        ("ListRecords", {**DC, "set": "nothing"}, "noRecordsMatch"),
        ("ListRecords", {**DC, "from": "2999-01-01"}, "noRecordsMatch"),
        ("GetRecord", {**DC, "identifier": "oai:testserver:none"}, "idDoesNotExist"),
        ("ListMetadataFormats", {"identifier": "x"}, "idDoesNotExist"),
    ],
)
def test_errors(client, library, verb, arguments, code):
    root = ask(client, verb, **arguments)
    assert [error.get("code") for error in root.findall("o:error", NS)] == [code]
    assert bool(root.find("o:request", NS).attrib) == (code not in ("badVerb", "badArgument"))


def test_repeated_arguments_and_empty_archives(client, db):
    root = etree.fromstring(client.get("/oai?verb=Identify&verb=Identify").content)
    assert root.find("o:error", NS).get("code") == "badVerb"
    assert ask(client, "ListSets").find("o:error", NS).get("code") == "noSetHierarchy"
    assert ask(client, "ListRecords", **DC).find("o:error", NS).get("code") == "noRecordsMatch"


def test_by_post_and_of_another_newspaper(client, library):
    other = make_newspaper("邻县日报")
    article = make_article("邻县新闻", newspaper=other)
    answered = etree.fromstring(client.post(f"/papers/{other.slug}/oai", {"verb": "ListIdentifiers", **DC}).content)
    conforms(answered)
    assert answered.xpath("//o:identifier/text()", namespaces=NS) == [f"oai:testserver:{article.permanent_id}"]


def test_queries_do_not_grow(client, library, monkeypatch, django_assert_max_num_queries):
    with django_assert_max_num_queries(8) as few:
        ask(client, "ListRecords", **DC)
    monkeypatch.setattr(records, "BATCH", 100)
    with django_assert_max_num_queries(len(few)):
        ask(client, "ListRecords", **DC)


@pytest.mark.parametrize(
    "span",
    [
        records.DatestampSpan(None, None),
        records.DatestampSpan(datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC), None),
    ],
)
def test_a_harvest_goes_on_without_sorting_the_archive_again(library, span):
    plan = records.selected_records(make_newspaper(), span, "").explain()
    assert "newspaper_id" in plan
    assert "TEMP B-TREE" not in plan
