"""What editors added to the search dictionaries: rows in the database, written out as files for the segmenter.

The files lie in DATA_DIR/dictionaries. They change the fingerprint at once, which says that a rebuild is
due, and take effect with it.
"""

import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_delete, post_save

from search.models import DictionaryEntry


def listen_to_entries() -> None:
    """Write the dictionaries out whenever an editor changes an entry. Once a process."""
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=DictionaryEntry, dispatch_uid="search.index.lexicon")


def _changed(**_: Any) -> None:
    transaction.on_commit(publish_dictionaries)


def publish_dictionaries() -> None:
    """Write one file a dictionary, each at once or not at all; none for a dictionary without entries."""
    folder = Path(settings.DATA_DIR) / "dictionaries"
    folder.mkdir(parents=True, exist_ok=True)
    for name in DictionaryEntry.Dictionary.values:
        added = DictionaryEntry.objects.filter(dictionary=name).values_list("entry", flat=True)
        lines = [line for entry in added if (line := " ".join(entry.split())) and not line.startswith("#")]
        if not lines:
            (folder / f"{name}.txt").unlink(missing_ok=True)
            continue
        with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=folder, delete=False) as draft:
            draft.writelines(f"{line}\n" for line in lines)
        Path(draft.name).replace(folder / f"{name}.txt")
