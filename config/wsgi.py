"""The WSGI application: `gunicorn config.wsgi`."""

import logging
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()

from django.core.exceptions import ImproperlyConfigured  # noqa: E402 (asks for Django's settings)
from django.db import OperationalError, connection  # noqa: E402

from archive.language import bulk_segmentation, pinyin, segmentation  # noqa: E402
from archive.services import import_queue  # noqa: E402
from archive.serving.collected import check_collected  # noqa: E402

if wanting := check_collected():
    raise ImproperlyConfigured(f"{wanting[0].msg} {wanting[0].hint}")

# A data folder of a later release is refused before the first reader comes.
try:
    connection.ensure_connection()
    import_queue.call_where_work_waits()  # what was uploaded or asked before the server was stopped
    connection.close()
except OperationalError:  # no room, no right, no migration: pages say so, and are there again once that is mended
    logging.getLogger(__name__).exception("The database cannot be opened.")

# The dictionaries are loaded once, before workers are forked, rather than in each at its first search.
segmentation.words("报库")
bulk_segmentation.bulk_words("报库")
pinyin.spelled("报库")
