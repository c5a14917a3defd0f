"""For machines: the API, OAI-PMH, sitemaps, structured data."""
