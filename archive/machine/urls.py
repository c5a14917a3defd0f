"""Addresses for machines and for taking away, of one newspaper: files, citations, the API, OAI-PMH."""

from django.urls import path

import archive.addresses.converters  # noqa: F401  (registers <day:…>)
from archive.machine import sitemaps
from archive.machine.api import views as api
from archive.machine.oai import views as oai
from archive.takeaway import views as exports
from archive.takeaway.streams import STREAMS

urlpatterns = [
    path("api/v1/", api.root, name="api_root"),
    path("api/v1/openapi.json", api.openapi, name="api_openapi"),
    path("api/v1/newspapers/", api.newspapers, name="api_newspapers"),
    path("api/v1/holdings/", api.holdings, name="api_holdings"),
    path("api/v1/issues/", api.issues, name="api_issues"),
    path("api/v1/issues/<day:day>/", api.issue, name="api_issue"),
    path("api/v1/articles/", api.articles, name="api_articles"),
    path("api/v1/articles/<slug:permanent_id>/", api.article, name="api_article"),
    path("api/v1/<path:rest>", api.no_such_entry),
    path("articles/<slug:permanent_id>/cite/<slug:form>", exports.citation, name="article_cite"),
    path("oai", oai.oai, name="oai"),
    path("sitemap-<slug:kind>-<int:number>.xml", sitemaps.sitemap, name="sitemap"),
    path("exports/", exports.exports, name="exports"),
    *(
        path(f"articles/<slug:permanent_id>.{ending}", exports.article_file, {"ending": ending}, name="article_file")
        for ending in exports.ARTICLE_FILES
    ),
    *(
        route
        for ending in STREAMS
        for route in (
            path(f"issues/<day:day>.{ending}", exports.issue_file, {"ending": ending}, name="issue_file"),
            path(f"exports/newspaper.{ending}", exports.newspaper_file, {"ending": ending}, name="newspaper_file"),
        )
    ),
]
