"""The open index, and how articles get into it: marks, one writer, generations."""
