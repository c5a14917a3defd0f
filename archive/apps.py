from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.db.backends.signals import connection_created


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "报库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.services import data_folder

        data_folder.make(settings.DATA_DIR)
        connection_created.connect(self.first_connection, dispatch_uid="archive.data_folder")

    def first_connection(self, sender: Any, connection: Any, **_: Any) -> None:
        """Before anything is asked of the database by this process: may it be, and by whom else."""
        from archive.services import data_folder

        data_folder.refuse_newer(connection.connection)
        for ending in ("", "-wal", "-shm"):
            data_folder.keep_private(Path(f"{connection.settings_dict['NAME']}{ending}"), 0o600)
        connection_created.disconnect(dispatch_uid="archive.data_folder")
