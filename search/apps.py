from django.apps import AppConfig
from django.conf import settings


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "检索"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from archive.language import segmentation
        from search.index import lexicon, listening

        segmentation.configure(settings.SEGMENTER_DIR, settings.DATA_DIR / "dictionaries")
        listening.listen_to_archive()
        lexicon.listen_to_entries()
