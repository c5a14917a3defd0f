"""Addresses of what the index answers: list pages and the search itself."""

from django.urls import include, path

import archive.addresses.converters  # noqa: F401  (registers <year:…>, <month:…>, <day:…>)
from search.pages import found, front, health, lists, search, years
from search.research.phrases import page as phrases
from search.research.quotations.page import quotations_page
from search.research.tools import tools_page

urlpatterns = [
    path("", front.home, name="home"),
    path("issues/", years.issues, name="issues"),
    path("issues/undated/", years.issues_undated, name="issues_undated"),
    path("issues/<year:year>/", years.issues_year, name="issues_year"),
    path("issues/<month:month>/", years.issues_month, name="issues_month"),
    path("issues/<year:year>/articles/", years.articles_of_year, name="articles_of_year"),
    path("issues/<month:month>/articles/", years.articles_of_month, name="articles_of_month"),
    path("sections/", lists.sections, name="sections"),
    path("sections/<str:slug>/", lists.section, name="section"),
    path("columns/", lists.columns, name="columns"),
    path("columns/<str:slug>/", lists.column, name="column"),
    path("contributors/", lists.contributors, name="contributors"),
    path("contributors/<str:slug>/", lists.contributor, name="contributor"),
    path("search/", search.search_page, name="search"),
    path("search/suggest/", search.suggestions, name="suggest"),
    path("search/citations/", found.citations_page, name="found_citations"),
    path("exports/found.<str:ending>", found.found_file, name="found_file"),
    path("help/search/", search.help_page, name="search_help"),
    path("research/quotations/", quotations_page, name="quotations"),
    path("research/", tools_page, name="research"),
    path("research/phrases/", phrases.phrases_page, name="phrases"),
    path("research/phrases/sentences/", phrases.phrases_sentences, name="phrases_sentences"),
    path("research/phrases/sentences.csv", phrases.phrases_sentences_table, name="phrases_sentences_table"),
    path("research/phrases/table.csv", phrases.phrases_table, name="phrases_table"),
    path("healthz", health.healthz, name="healthz"),
    path("", include("search.machine.urls")),
]
