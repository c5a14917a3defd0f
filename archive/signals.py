"""What the archive tells whoever listens. The archive never knows who that is."""

from django.dispatch import Signal

# Sent inside the transaction that changed what these articles show; `article_ids` is a list of
# Article primary keys (not permanent ids): added, changed, withdrawn or deleted alike.
articles_changed = Signal()
