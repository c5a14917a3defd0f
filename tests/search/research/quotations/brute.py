"""Edits counted cell by cell, as the books have it: what the arrays are compared with."""


def distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for n, character in enumerate(one, 1):
        above, row = row, [n]
        for at, beside in enumerate(other, 1):
            row.append(min(above[at - 1] + (character != beside), above[at] + 1, row[-1] + 1))
    return row[-1]


def distance_within(asked: str, text: str) -> int:
    """The fewest edits from `asked` to any run of any line of the text."""
    least = len(asked)
    for unit in text.split("\n"):
        row = [0] * (len(unit) + 1)
        for n, character in enumerate(asked, 1):
            above, row = row, [n]
            for at, beside in enumerate(unit, 1):
                row.append(min(above[at - 1] + (character != beside), above[at] + 1, row[-1] + 1))
        least = min(least, *row)
    return least
