"""Addresses of the site as a whole, whatever newspapers it holds."""

from django.urls import path

from archive.machine import sitemaps

urlpatterns = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
]
