from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.language import segmentation
        from archive.models.shown import watch_tables
        from search.index import lexicon, listening

        segmentation.configure(settings.SEGMENTER_DIR, settings.DATA_DIR / "dictionaries")
        listening.listen_to_archive()
        lexicon.listen_to_entries()
        post_migrate.connect(watch_tables, sender=self, dispatch_uid="search.shown")
