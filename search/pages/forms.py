"""What the forms of search send, as the address that says the same in fewest words."""

from django.http import QueryDict

from search.query.request import ADDRESS_PARAMETERS, LONGEST_VALUE
from search.query.syntax import quoted

# Fields of advanced search that have no place of their own in an address: they become part of q.
PARTS = ("phrase", "any", "not", "title", "author")


def plain_address(params: QueryDict) -> QueryDict | None:
    """The address's parameters with the fields of advanced search written into q, without what is empty; None
    where they stand so already, or are so long that the page has to say what it cuts."""
    together = composed(params) or params.copy()
    if any(len(value) > LONGEST_VALUE for name in params if name not in PARTS for value in params.getlist(name)):
        return composed(params)
    for name in list(together):
        if not any(value.strip() if name in PARTS else value for value in together.getlist(name)):
            del together[name]
    return together if together != params else None


def composed(params: QueryDict) -> QueryDict | None:
    """The address's parameters with the filled-in fields written into q; None where none is filled in."""
    filled = {name: " ".join(params.get(name, "")[:LONGEST_VALUE].split()) for name in PARTS}
    if not any(filled.values()):
        return None
    parts = [params.get("q", "")[:LONGEST_VALUE].strip()]
    if filled["phrase"]:
        parts.append(_quoted(filled["phrase"]))
    if filled["any"]:
        words = filled["any"].split()
        parts.append(f"({' 或 '.join(words)})" if len(words) > 1 else words[0])
    parts += [f"-{word}" for word in filled["not"].split()]
    parts += [f"标题:{word}" for word in filled["title"].split()]
    parts += [f"作者:{word}" for word in filled["author"].split()]
    together = QueryDict(mutable=True)
    for name in ADDRESS_PARAMETERS:
        if value := params.get(name, "")[:LONGEST_VALUE]:
            together[name] = value
    together["q"] = " ".join(part for part in parts if part)
    return together


def _quoted(text: str) -> str:
    try:
        return quoted(text)
    except ValueError:
        return text  # holds every kind of quotation mark: as words it can still be asked
