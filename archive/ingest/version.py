"""What rules read a source now. Little is imported for it, since who only asks a reader for files needs it too."""

from archive.ingest.labelling.tagger import shipped
from archive.ingest.labelling.trust import shipped_trust

# The version of the rules; it rises with every change of them that may read a source better.
RULES = "18"


def rules_version() -> str:
    """The version of the rules, of the weights and of the trust that read a source now, stored with every source."""
    return f"{RULES}-{shipped().fingerprint}-{shipped_trust().fingerprint}"
