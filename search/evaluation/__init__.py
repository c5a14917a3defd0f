"""How well and how fast: ranking, recall against brute force, benchmarks."""
