"""Pages that the index answers: the front page, lists, the search."""
