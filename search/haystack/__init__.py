"""The seam to Haystack: what SearchQuerySet asks is answered by the store."""
