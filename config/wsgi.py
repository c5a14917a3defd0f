"""The WSGI application: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()

from archive.language import segmentation  # noqa: E402 (imports Django's settings)

# The dictionary is loaded once, before workers are forked, rather than in each at its first search.
segmentation.words("报库")
