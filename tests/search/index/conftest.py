from haystack.query import SearchQuerySet

from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article


@built_once
def articles():
    """Three articles in an index that has served."""
    keys = [make_article(f"蓼河新城第{n}期").pk for n in range(3)]
    indexing.rebuild(processes=1)
    assert len(SearchQuerySet()) == 3
    return keys
