"""Addresses of the ledger of a newspaper."""

from django.urls import path

import archive.addresses.converters  # noqa: F401  (registers <year:…>)
from archive.holdings import views

urlpatterns = [
    path("holdings/", views.holdings_page, name="holdings"),
    path("holdings/<year:year>/", views.holdings_year, name="holdings_year"),
    path("holdings.csv", views.holdings_table, name="holdings_table"),
]
