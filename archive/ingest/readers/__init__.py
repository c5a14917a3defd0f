"""Readers: the bytes of a file to lines that remember where they came from; the registry is `formats`."""
