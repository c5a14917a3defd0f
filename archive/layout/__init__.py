"""Single things laid out for reading: an article, a month, the holdings. No HTTP, no state changed."""
