"""All addresses. The main newspaper's pages stand at the root, other papers' under /papers/<slug>/."""

from django.contrib import admin
from django.urls import include, path

from archive.admin.browser_passes import browser_pass, known_browser
from archive.admin.guide import guide
from archive.admin.pickers import PickerView
from archive.admin.queue import queue_list
from archive.admin.queue_item import queue_item
from archive.admin.running import running_page
from archive.machine import sitemaps, watching
from archive.pages.site import newspapers_page
from search.machine.sitemaps import SITEMAPS as LISTS

kinds = {"kinds": {**LISTS, **sitemaps.SITEMAPS}}

handler403 = "archive.admin.refusals.forbidden"
handler400 = "archive.machine.failures.bad_request"
handler404 = "archive.machine.failures.not_found"
handler500 = "archive.machine.failures.server_error"

pages = [
    path("", include("search.urls")),
    path("", include("archive.urls")),
]

urlpatterns = [
    # First: what it begins with is told at once, where the addresses below are tried one by one.
    path("papers/<str:paper>/", include(pages)),
    path("papers/", newspapers_page, name="newspapers"),
    # In the place of the admin's own view of this address.
    path("admin/autocomplete/", admin.site.admin_view(PickerView.as_view(admin_site=admin.site))),
    path("admin/new-browser/", admin.site.admin_view(browser_pass), name="browser_pass"),
    path("admin/new-browser/<str:token>/", known_browser, name="known_browser"),
    path("admin/queue/", admin.site.admin_view(queue_list), name="queue"),
    path("admin/queue/<slug:kind>/<int:pk>/", admin.site.admin_view(queue_item), name="queue_item"),
    path("admin/running/", admin.site.admin_view(running_page), name="running"),
    path("admin/guide/", admin.site.admin_view(guide), name="guide"),
    path("admin/guide/<slug:slug>/", admin.site.admin_view(guide), name="guide_chapter"),
    path("admin/", admin.site.urls),
    path("readyz", watching.readyz, name="readyz"),
    path("metrics", watching.metrics, name="metrics"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, kinds, name="sitemap_index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, kinds, name="sitemap"),
    *pages,
]
