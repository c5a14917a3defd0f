"""What templates may call: addresses, bylines with links, citations."""
