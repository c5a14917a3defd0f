import pytest
from django.test import Client

from archive.services.editors import create_editor
from archive.signals import articles_changed

PASSWORD = "lihe-xincheng-2021"


def browser_of(name: str, role: str) -> Client:
    """A browser in which an account of this role, no superuser, has signed in."""
    client = Client()
    client.force_login(create_editor(name, PASSWORD, role), "django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def editor(db) -> Client:
    return browser_of("bianji", "编辑")


@pytest.fixture
def chief(db) -> Client:
    return browser_of("zhubian", "主编")


@pytest.fixture
def uploader(db) -> Client:
    return browser_of("shangchuan", "上传")


@pytest.fixture
def told_calls():
    """What listeners were told, call by call: the keys of the articles each time, sorted."""
    calls: list[list[int]] = []

    def hear(sender, article_ids, **kwargs):
        calls.append(sorted(article_ids))

    articles_changed.connect(hear)
    yield calls
    articles_changed.disconnect(hear)


@pytest.fixture
def told():
    """The keys of articles that listeners were told of."""
    heard: set[int] = set()

    def hear(sender, article_ids, **kwargs):
        heard.update(article_ids)

    articles_changed.connect(hear)
    yield heard
    articles_changed.disconnect(hear)
