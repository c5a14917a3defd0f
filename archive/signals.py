"""What the archive tells whoever listens. The archive never knows who that is."""

from django.dispatch import Signal

# Sent inside the transaction that changed what these articles show; `article_ids` is a list of
# Article primary keys (not permanent ids): added, changed, withdrawn or deleted alike.
# `more` is true where the index is left to the indexer: in an import run, of which run_ended says the end, and
# where one save touches more articles than a person would wait for.
articles_changed = Signal()

# Sent after the last transaction of an import run, or of another that changes many articles: time for what was put off
# while it ran.
run_ended = Signal()

# Sent inside the transaction in which numbers were hidden in texts: what was made of texts beside the index of articles
# (suggestions) is to lose them, too.
numbers_hidden = Signal()
