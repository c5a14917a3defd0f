"""The only way from parsed sources to rows: all or nothing, and the same again changes nothing."""

from archive.loader.records import LINES_A_PORTION, RecordsLoad, begin_records
from archive.loader.sources import FileFacts, Loaded
from archive.loader.whole import load

__all__ = ["LINES_A_PORTION", "FileFacts", "Loaded", "RecordsLoad", "begin_records", "load"]
