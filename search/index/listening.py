"""Hears of what changes in the archive, and marks it to be indexed.

Every process listens, few index: what brings marks into the index (search.index.indexing) is imported when there is
something to bring.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from archive.models.printed import hidden_in
from archive.signals import articles_changed, numbers_hidden, run_ended
from search.models import DirtyArticle, Suggestion, SuggestionCount

INLINE = 500  # marked articles that whoever saved one may wait for; the newest come first, the others are the indexer's


def listen_to_archive() -> None:
    """Hear of every change of an article, and of the end of an import. Once a process."""
    articles_changed.connect(mark_changed, dispatch_uid="search.index.listening")
    run_ended.connect(drain_run, dispatch_uid="search.index.listening")
    numbers_hidden.connect(forget_numbers, dispatch_uid="search.index.listening")


def mark_changed(sender: Any, article_ids: Sequence[int], more: bool = False, **_: Any) -> None:
    """Mark what changed; unless `more` is to come, drain once when the transaction has committed."""
    DirtyArticle.enqueue(article_ids)
    waiting = (function for _, function, *_ in transaction.get_connection().run_on_commit)
    if not more and drain_inline not in waiting:
        transaction.on_commit(drain_inline, robust=True)


def drain_inline(**_: Any) -> None:
    """After an editor's save; of many marks only the newest, as the editor waits."""
    from search.index.indexing import drain_here

    drain_here(INLINE)


def drain_run(**_: Any) -> None:
    """After an import run."""
    from search.index.indexing import drain_here

    drain_here()


def forget_numbers(sender: Any, **_: Any) -> None:
    """Offer no suggestion that has a number which is hidden; the next rebuild makes the others anew."""
    texts = Suggestion.objects.filter(text__regex="[0-9０-９]{4}").values_list("pk", "text")
    having = [key for key, text in texts if hidden_in(text)]
    SuggestionCount.objects.filter(suggestion__in=having).delete()
    Suggestion.objects.filter(pk__in=having).delete()
