"""Addresses of one newspaper's single things. A permanent id is ASCII letters, digits, hyphens, and never changes."""

from django.urls import include, path

ROOMS = ("pages", "machine", "clippings", "takeaway", "holdings")
urlpatterns = [path("", include(f"archive.{room}.urls")) for room in ROOMS]
