"""The empty page that pages are measured beside: an empty answer through the middleware that Django begins a project
with, out of a worker of the same gunicorn. `gunicorn search.evaluation.benchmark.empty_page`.
"""

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


urlpatterns = [path("", empty_page)]


def make_application() -> WSGIHandler:
    settings.configure(
        SECRET_KEY="of an empty page",  # noqa: S106 it keeps no secret
        ALLOWED_HOSTS=["127.0.0.1"],
        # What the worker itself asks for where it refuses.
        TRUSTED_PROXIES=[],
        SLOW_REQUEST_SECONDS=1.0,
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
    )
    return get_wsgi_application()


if not settings.configured:  # else a tool reads this module within the project
    application = make_application()
