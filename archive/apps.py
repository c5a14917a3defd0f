from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class ArchiveConfig(AppConfig):
    name = "archive"
    verbose_name = "报库"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.services import data_folder
        from archive.serving import collected  # noqa: F401 (a check)

        data_folder.make(settings.DATA_DIR)
        connection_created.connect(self.first_connection, dispatch_uid="archive.data_folder")
        connection_created.connect(add_functions, dispatch_uid="archive.folded")
        # Permissions are made after a migration, by a listener of Django's own that was connected before this one.
        post_migrate.connect(make_missing_roles, sender=self)
        from archive.models import printed, shown, signed

        printed.hide_in_log()
        post_migrate.connect(shown.watch_tables, sender=self, dispatch_uid="archive.shown")
        post_migrate.connect(signed.watch_signatures, sender=self, dispatch_uid="archive.signed")
        checks.register(missing_font)
        from archive.services.following import follow_paragraphs, place_corrections
        from archive.signals import articles_changed

        articles_changed.connect(follow_paragraphs, dispatch_uid="archive.following")
        post_migrate.connect(place_corrections, sender=self, dispatch_uid="archive.following")

    def first_connection(self, sender: Any, connection: Any, **_: Any) -> None:
        """Before anything is asked of the database by this process: may it be, and by whom else."""
        from archive.services import data_folder

        data_folder.refuse_newer(connection.connection)
        for ending in ("", "-wal", "-shm"):
            data_folder.keep_private(Path(f"{settings.DATABASE_FILE}{ending}"), 0o600)
        connection_created.disconnect(dispatch_uid="archive.data_folder")


def missing_font(**_: object) -> list[checks.CheckMessage]:
    """Said by every command that checks the project."""
    from archive.layout.share_pictures import NO_FONT, font_file
    from archive.takeaway import pdf_fonts

    file = font_file()
    said: list[checks.CheckMessage] = [] if file and file.is_file() else [checks.Info(NO_FONT, id="archive.I001")]
    return said if pdf_fonts.font_files() else [*said, checks.Info(pdf_fonts.NO_FONT_OF_PDF, id="archive.I002")]


def add_functions(connection: Any, **_: Any) -> None:
    """What queries of this project call inside the database; each connection is told anew."""
    from archive.models.folded import FUNCTION, fold_value

    connection.connection.create_function(FUNCTION, 1, fold_value, deterministic=True)


def make_missing_roles(**_: object) -> None:
    """Only here can the rows be named: apps are loaded before their models."""
    from archive.services.editors import make_roles

    make_roles()
