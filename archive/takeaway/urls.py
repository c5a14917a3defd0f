"""Addresses for taking away, of one newspaper: files, citations, exports."""

from django.urls import path

import archive.addresses.converters  # noqa: F401  (registers <day:…>)
from archive.takeaway import views
from archive.takeaway.downloads import DOWNLOADS
from archive.takeaway.files import ARTICLE_FILES

urlpatterns = [
    path("articles/<slug:permanent_id>/cite/<slug:form>", views.citation, name="article_cite"),
    path("issues/<day:day>.pdf", views.issue_pdf, name="issue_pdf"),
    path("exports/", views.exports, name="exports"),
    *(
        path(f"articles/<slug:permanent_id>.{ending}", views.article_file, {"ending": ending}, name="article_file")
        for ending in ARTICLE_FILES
    ),
    # The PDF of an issue is its pages, that of a span of days a list.
    *(
        path(f"issues/<day:day>.{ending}", views.issue_file, {"ending": ending}, name="issue_file")
        for ending in DOWNLOADS
        if ending != "pdf"
    ),
    *(
        path(f"exports/newspaper.{ending}", views.newspaper_file, {"ending": ending}, name="newspaper_file")
        for ending in DOWNLOADS
    ),
]
