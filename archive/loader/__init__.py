"""The only way from parsed sources to rows: all or nothing, and the same again changes nothing."""

from .records import RecordsLoad, begin_records, portions
from .sources import FileFacts, Loaded
from .whole import load

__all__ = ["FileFacts", "Loaded", "RecordsLoad", "begin_records", "load", "portions"]
