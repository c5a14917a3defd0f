"""Where Haystack looks for what an app indexes."""

from search.index.article_index import ArticleIndex

__all__ = ["ArticleIndex"]
