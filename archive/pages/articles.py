"""An article."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive.layout.issues import neighbours
from archive.layout.reading import lay_out
from archive.models import Article
from archive.serving.articles import readable
from archive.serving.kept import kept_by_version
from archive.serving.methods import read_only


@read_only
@kept_by_version
@readable
def article(request: HttpRequest, article: Article) -> HttpResponse:
    previous, following = neighbours(article)
    context = {"article": article, "layout": lay_out(article), "previous": previous, "next": following}
    return render(request, "archive/article.html", context)
