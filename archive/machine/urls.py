"""Addresses for machines, of one newspaper: pictures, the API and OAI-PMH."""

from django.urls import path, re_path

import archive.addresses.converters  # noqa: F401  (registers <day:…>)
from archive.machine import share_pictures, squares
from archive.machine.api import views as api
from archive.machine.oai import views as oai

urlpatterns = [
    path("share.png", share_pictures.newspaper_picture, name="newspaper_picture"),
    path("issues/<day:day>/share.png", share_pictures.issue_picture, name="issue_picture"),
    path("articles/<slug:permanent_id>/share.png", share_pictures.article_picture, name="article_picture"),
    path("address.svg", squares.page_square, name="page_square"),
    path("articles/<slug:permanent_id>/address.svg", squares.article_square, name="article_square"),
    path("api/v1/", api.root, name="api_root"),
    path("api/v1/openapi.json", api.openapi, name="api_openapi"),
    path("api/v1/newspapers/", api.newspapers, name="api_newspapers"),
    path("api/v1/holdings/", api.holdings, name="api_holdings"),
    path("api/v1/issues/", api.list_issues, name="api_issues"),
    path("api/v1/issues/<day:day>/", api.get_issue, name="api_issue"),
    path("api/v1/articles/", api.list_articles, name="api_articles"),
    path("api/v1/articles/<slug:permanent_id>/", api.get_article, name="api_article"),
    # Whatever else, line ends too: <path:…> takes none.
    re_path(r"^api/(?P<rest>(?s:.*))\Z", api.no_such_entry),
    path("oai", oai.oai, name="oai"),
]
