"""All addresses. The main newspaper's pages stand at the root, other papers' under /papers/<slug>/."""

from django.contrib import admin
from django.urls import include, path

pages = [
    path("", include("search.urls")),
    path("", include("archive.urls")),
]

urlpatterns = [
    path("admin/", admin.site.urls),
    path("", include("archive.machine.site_urls")),
    *pages,
    path("papers/<str:paper>/", include(pages)),
]
