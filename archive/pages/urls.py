"""Addresses of the pages of issues, articles and the archive as a whole."""

from django.urls import path

import archive.addresses.converters  # noqa: F401  (registers <year:…>, <month:…>, <day:…>)
from archive.pages import articles, corrections, issues, site, sources

urlpatterns = [
    path("issues/<day:day>/", issues.issue, name="issue"),
    path("issues/<day:day>/read/", issues.reading, name="issue_reading"),
    path("issues/<day:day>/<str:number>/", issues.page, name="page"),
    path("articles/<slug:permanent_id>/", articles.article, name="article"),
    path("articles/<slug:permanent_id>/source/", sources.source, name="article_source"),
    path("pictures/<slug:permanent_id>/<int:number>.webp", sources.page_picture, name="page_picture"),
    path("articles/<slug:permanent_id>/correct/", corrections.correction_page, name="article_correct"),
    path("about/", site.about, name="about"),
    path("display/", site.display, name="display"),
]
