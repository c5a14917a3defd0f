"""研究工具: the page that names the tools for those who work with the archive."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.models import Newspaper
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper


@read_only
@kept_by_version
@of_newspaper
def tools_page(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    return render(request, "research/tools.html")
