"""{% related_to article as others %}: more like this, worked out when the index was written."""

from django import template

from archive.models import Article
from search.index.related import related_articles

register = template.Library()
SHOWN = 2


@register.simple_tag
def related_to(article: Article) -> list[Article]:
    return related_articles(article, SHOWN)
