"""Once imported, what the first file makes whoever reads it load is loaded."""

from archive.ingest.pipeline import parse_bytes

parse_bytes("一.txt", "社区图书室开放\n\n　　本报讯 王因街道的社区图书室本周开放。\n".encode())
