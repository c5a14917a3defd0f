"""The smallest app that stock Haystack can index: what the benchmark compares with."""
