"""What templates may call: marks of a search, related articles, addresses of other states of a search."""
