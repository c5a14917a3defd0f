"""For machines: the search API, feeds, OpenSearch, sitemaps of lists."""
