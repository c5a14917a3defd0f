"""How lines are set: which belong to one paragraph, which are headings, captions or verse."""
