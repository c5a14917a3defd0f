"""Names of authors that lead on (见): who asks for a spelling that was merged finds what is filed under the name that
stands, too. In quotation marks a name is what is printed, and leads nowhere."""

from collections.abc import Iterator
from dataclasses import replace

from archive.language.folding import fold
from archive.models import Contributor
from search.query.compile import author_names
from search.query.syntax import AllOf, AnyOf, Excluded, Node, Term, terms

MOST_NAMES = 20  # of a request that are looked up


def with_standing_names(tree: AllOf) -> AllOf:
    """The tree with each name asked of authors that is a reference asked as what it leads to as well."""
    asked = list(dict.fromkeys(name for term in _authors(tree) for name in author_names(term)))[:MOST_NAMES]
    if not asked:
        return tree
    references = Contributor.objects.for_readers().filter(name__folded__in=asked, see__isnull=False)
    standing = {fold(row.name): row.see.name for row in references.select_related("see")}
    return replace(tree, parts=tuple(_led_on(part, standing) for part in tree.parts)) if standing else tree


def _authors(tree: AllOf) -> Iterator[Term]:
    for excluded in (False, True):
        yield from (term for term in terms(tree, excluded=excluded) if term.field == "author" and not term.exact)


def _led_on(node: Node, standing: dict[str, str]) -> Node:
    match node:
        case Term(field="author", exact=False):
            return replace(node, see=tuple((name, standing[name]) for name in author_names(node) if name in standing))
        case Excluded(part):
            return replace(node, part=_led_on(part, standing))
        case AllOf(parts) | AnyOf(parts):
            return replace(node, parts=tuple(_led_on(part, standing) for part in parts))
    return node
