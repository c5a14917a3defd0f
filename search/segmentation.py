"""The one segmenter."""
