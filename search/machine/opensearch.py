"""OpenSearch 1.1 description: lets a browser search the archive from its address bar."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from archive.addresses.links import absolute, address
from archive.models import Newspaper
from archive.serving.kept import revalidated_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper

MEDIA_TYPE = "application/opensearchdescription+xml"
# The specification allows a short name of 16 characters, and a description of 1024.
SHORT_NAME = 16


@read_only
@revalidated_by_version
@of_newspaper
def opensearch_description(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    routes = ("search", "feed_search", "api_search", "opensearch")
    addresses = {name: absolute(address(name, newspaper), request) for name in routes}
    context = {"newspaper": newspaper, "short_name": newspaper.name[:SHORT_NAME], **addresses}
    return HttpResponse(render_to_string("search/opensearch.xml", context), f"{MEDIA_TYPE}; charset=utf-8")
