from haystack import indexes

from search.evaluation.benchmark.stock_app.models import Item


class ItemIndex(indexes.SearchIndex, indexes.Indexable):
    text = indexes.CharField(document=True, model_attr="text")
    title = indexes.CharField(model_attr="title")
    year = indexes.IntegerField(model_attr="year", faceted=True)
    month = indexes.IntegerField(model_attr="month", faceted=True)
    category = indexes.CharField(model_attr="category", faceted=True)
    source = indexes.CharField(model_attr="source", faceted=True)

    def get_model(self) -> type[Item]:
        return Item
