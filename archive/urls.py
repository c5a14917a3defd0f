"""Addresses of one newspaper's single things. A permanent id is ASCII letters, digits, hyphens, and never changes."""

from django.urls import include, path

urlpatterns = [path("", include(f"archive.{room}.urls")) for room in ("pages", "machine", "clippings", "takeaway")]
