"""Whether the files under /static/ were collected, where pages name them by what `collectstatic` wrote down."""

from typing import Any

from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.staticfiles, deploy=True)
def check_collected(**_: Any) -> list[CheckMessage]:
    """An error where the list of them is missing: each page would be a fault.

    Only of a deployment: `collectstatic`, which makes it, is checked for the rest first.
    """
    if not isinstance(staticfiles_storage, ManifestFilesMixin) or staticfiles_storage.read_manifest() is not None:
        return []
    missing = staticfiles_storage.path(staticfiles_storage.manifest_name)
    hint = "Run, with the settings that the web server has: manage.py collectstatic --noinput"
    return [Error(f"The static files were not collected: there is no {missing}.", hint, id="archive.E001")]
