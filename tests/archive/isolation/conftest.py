"""Processes as they are started outside of tests."""

import pytest

from archive.isolation import process, started


@pytest.fixture(autouse=True)
def fresh_interpreters(monkeypatch):
    monkeypatch.setattr(process, "StartedChild", started.StartedChild)
