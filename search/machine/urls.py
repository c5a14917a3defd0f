"""Addresses of search results for machines: the API, feeds, OpenSearch."""

from django.urls import path

from search.machine import api, feeds, opensearch

urlpatterns = [
    path("api/v1/search/", api.search_endpoint, name="api_search"),
    path("api/v1/suggest/", api.suggest_endpoint, name="api_suggest"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/archive.atom", feeds.archive, name="feed"),
    path("feeds/search.atom", feeds.search_feed, name="feed_search"),
    *(path(f"feeds/{kind}s/<str:slug>.atom", feeds.of_kind, {"kind": kind}, name=f"feed_{kind}") for kind in feeds.OF),
    path("opensearch.xml", opensearch.opensearch_description, name="opensearch"),
]
