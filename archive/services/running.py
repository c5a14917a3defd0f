"""How the archive runs, in figures that each app tells of itself: for probes, for Prometheus and for people."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db import DatabaseError
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class RunningFigure:
    """One thing that is looked at: `name` for programs (in Prometheus baoku_<name>) with `about` in English.

    `title` and `said` are what people read (none where it is for programs only), `trouble` what is wrong and what to
    do, "" where nothing is. Of what is needed (`is_needed`) trouble means that no reader should be sent here.
    """

    name: str
    value: float
    about: str
    title: str = ""
    said: str = ""
    trouble: str = ""
    is_needed: bool = False
    labels: tuple[tuple[str, str], ...] = ()


@cache
def _providers() -> tuple[Callable[[], Iterator[RunningFigure]], ...]:
    return tuple(import_string(name) for name in settings.RUNNING_FIGURES)


def in_public(said: str) -> str:
    """A sentence for whoever asks: where things lie on this machine is no business of strangers."""
    return said.replace(str(settings.DATA_DIR), "DATA_DIR")


def figures() -> Iterator[RunningFigure]:
    """What the functions that settings.RUNNING_FIGURES names tell, each from () -> Iterator[RunningFigure].

    A database that does not answer in the midst of it is trouble of its own, and what depends on it is left out.
    """
    for told in _providers():
        try:
            yield from told()
        except DatabaseError as error:
            about = "Whether the rest could be asked of the database"
            yield RunningFigure("database_asked", 0, about, "数据库", trouble=f"查询时出错：{error}", is_needed=True)
