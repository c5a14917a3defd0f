"""Addresses that templates ask for below a newspaper stand there: a route of the whole site is none of its pages."""

import re

from django.conf import settings
from django.urls import get_resolver
from django.urls.resolvers import RegexPattern, URLResolver


def test_templates_ask_below_a_newspaper_for_what_stands_there():
    pages = (settings.BASE_DIR / "templates").rglob("*.html")
    asked = {name for page in pages for name in re.findall(r"{% address ['\"](\w+)", page.read_text("utf-8"))}
    (below,) = [each for each in get_resolver().url_patterns if str(each.pattern) == "papers/<str:paper>/"]
    there = URLResolver(RegexPattern(r"^/"), below.url_patterns).reverse_dict
    assert len(asked) > 20
    assert [name for name in asked if name not in there] == []
