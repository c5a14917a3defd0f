"""The locks of the index's folder (archive.disk.locks), with one holder each."""

WRITER = "writer"  # commits to the index in use
REBUILD = "rebuild"  # builds another beside it
INDEXER = "indexer"  # drains the queue
