"""Tools for those who work with the archive: each a room of its own."""
