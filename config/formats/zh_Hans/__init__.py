"""For Chinese."""
