"""Contents of earlier versions, made to point at rows that there are: what was deleted since, and what was merged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.db import models

from archive.loader.content import POINTS_AT, Content
from archive.models import AuthorityName, Column, Contributor


class Pointers:
    """What the keys in some contents lead to now, looked up for all of them at once, a query a kind of row."""

    def __init__(self, contents: Iterable[Content]) -> None:
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for content in contents:
            for name, model in POINTS_AT.items():
                wanted[model].add(content.columns[name])
            wanted[Contributor].update(key for key, _ in content.contributors)
        self._now = {model: keys_now(model, keys) for model, keys in wanted.items()}

    def pointing(self, content: Content, now: Content) -> tuple[Content, list[str]]:
        """`content`, one of those given, with what points at deleted rows as it is `now`, and the names of that;
        what points at a name that was merged since points at the one that stands."""
        missing = []
        columns = dict(content.columns)
        for name, model in POINTS_AT.items():
            if key := columns[name]:
                columns[name] = self._now[model].get(key, now.columns[name])
                if key not in self._now[model]:
                    missing.append(name.removesuffix("_id"))
        held = self._now.get(Contributor, {})
        people = [(held[key], role) for key, role in content.contributors if key in held]
        if len(people) < len(content.contributors):
            missing.append("contributors")
        return replace(content, columns=columns, contributors=[list(each) for each in dict.fromkeys(people)]), missing


def following_references(content: Content) -> Content:
    """`content` with the column and the contributors that stand, where a form was opened before they were merged."""
    columns, people = keys_now(Column, [content.columns["column_id"]]), [key for key, _ in content.contributors]
    held = keys_now(Contributor, people)
    column = content.columns["column_id"]
    signed = dict.fromkeys((held.get(key, key), role) for key, role in content.contributors)
    return replace(
        content,
        columns=content.columns | {"column_id": columns.get(column, column)},
        contributors=[list(person) for person in signed],
    )


def keys_now(model: type[models.Model], keys: Iterable[int | None]) -> dict[int, int]:
    """For each of these keys that there is, itself, or the key that it leads to."""
    leads_to = "see" if issubclass(model, AuthorityName) else "pk"
    return {pk: now or pk for pk, now in model._default_manager.filter(pk__in=keys).values_list("pk", leads_to)}


def pointing_at_rows(content: Content, now: Content) -> tuple[Content, list[str]]:
    """One content as Pointers has it: what points at deleted rows is as it is `now`, and is named."""
    return Pointers([content]).pointing(content, now)
