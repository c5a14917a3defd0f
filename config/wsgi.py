"""The WSGI application: `gunicorn config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
application = get_wsgi_application()

from archive.language import pinyin, segmentation  # noqa: E402 (imports Django's settings)

# The dictionaries are loaded once, before workers are forked, rather than in each at its first search.
segmentation.words("报库")
pinyin.spelled("报库")
