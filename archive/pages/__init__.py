"""Pages of single things: an issue, an article, its source, corrections, the archive as a whole."""
