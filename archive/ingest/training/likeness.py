"""Texts that differ in few characters: what an editor corrects is still what stands on its line."""

MOST_EDITS = 3
SIZE_OF_EDIT = 4  # characters of a text for each of which one may differ


def pieces_alike(line: str, text: str) -> tuple[int, int] | None:
    """How much of a line and of a text is one piece of print, one of them whole; None where too much differs.

    The piece is that of fewest edits (characters put in, left out, exchanged: Levenshtein), then the longest.
    """
    most = min(MOST_EDITS, min(len(line), len(text)) // SIZE_OF_EDIT)
    best: tuple[int, int, int] | None = None
    costs = {place: place for place in range(min(most, len(text)) + 1)}
    for read in range(1, len(line) + 1):
        before, costs = costs, {}
        for place in range(max(0, read - most), min(len(text), read + most) + 1):
            exchanged = before.get(place - 1, most + 1) + (line[read - 1] != text[place - 1]) if place else most + 1
            costs[place] = min(exchanged, before.get(place, most + 1) + 1, costs.get(place - 1, most + 1) + 1)
            if costs[place] <= most and (read == len(line) or place == len(text)):
                best = min(best or (most + 1, 0, 0), (costs[place], -read, -place))
        if min(costs.values(), default=most + 1) > most:
            break
    return (-best[1], -best[2]) if best else None


def are_alike(one: str, other: str) -> bool:
    """Whether two texts differ in few characters or none."""
    return one == other or pieces_alike(one, other) == (len(one), len(other))
