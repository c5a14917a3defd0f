"""A byline as it was printed, in which names lead to what their bearers wrote."""

import re
from collections.abc import Iterator, Sequence

from django.utils.encoding import uri_to_iri
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from archive.addresses.links import list_address
from archive.layout.typesetting import set_text
from archive.models import Article, Contribution, Newspaper


def linked_byline(byline: str, contributions: Sequence[Contribution], newspaper: Newspaper) -> SafeString:
    """The byline (plain, or HTML with marks), each contributor's name a link to the page in that newspaper.

    Contributors whose names the byline does not show follow it, with their roles.
    """
    text = str(conditional_escape(byline))
    linked: set[int] = set()
    if contributions:
        text = _with_links(text, contributions, newspaper, linked)
    missing = (entry for entry in contributions if entry.contributor_id not in linked)
    parts = [text, *_with_roles(missing, newspaper)]
    return mark_safe(" ".join(part for part in parts if part))  # noqa: S308  (every part escaped)


def set_byline(article: Article, byline: str = "") -> SafeString:
    """As `linked_byline`, in the article's newspaper; `byline` is the article's own with marks, where it has some."""
    return set_text(linked_byline(byline or article.byline, list(article.contributions.all()), article.newspaper))


def _with_links(text: str, contributions: Sequence[Contribution], newspaper: Newspaper, linked: set[int]) -> str:
    """`linked` is told whose names were found."""
    entries = sorted(contributions, key=lambda entry: -len(entry.contributor.name))
    names = [r"\s*".join(map(re.escape, entry.contributor.name)) for entry in entries]
    # A tag is matched first, so that no name is ever looked for inside one.
    pattern = re.compile("|".join(["<[^>]*>", *(f"({name})" for name in names)]))

    def linked_or_tag(match: re.Match[str]) -> str:
        if not match.lastindex:
            return match[0]
        entry = entries[match.lastindex - 1]
        linked.add(entry.contributor_id)
        return _link(entry, match[0], newspaper)

    return pattern.sub(linked_or_tag, text)


def _with_roles(contributions: Iterator[Contribution], newspaper: Newspaper) -> Iterator[str]:
    for entry in contributions:
        name = conditional_escape(entry.contributor.name)
        yield f"{conditional_escape(entry.role)} {_link(entry, name, newspaper)}".strip()


def _link(entry: Contribution, text: str, newspaper: Newspaper) -> str:
    # In its own characters an address costs a slow line a third; the name that follows says it again.
    return f'<a href="{conditional_escape(uri_to_iri(list_address(entry.contributor, newspaper)))}">{text}</a>'
