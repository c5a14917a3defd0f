import pytest
from django.test import Client

from archive.services.editors import create_editor
from archive.signals import articles_changed


@pytest.fixture
def editor(db) -> Client:
    """A browser in which an editor (of the group 编辑, no superuser) has signed in."""
    create_editor("bianji", "lihe-xincheng-2021")
    client = Client()
    assert client.login(username="bianji", password="lihe-xincheng-2021")
    return client


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
