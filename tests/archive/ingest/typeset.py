"""A small compositor: sets paragraphs in a column as newspapers do, for tests of the way back."""

NO_START = "，。、；：？！”’）》】%,.;:?!)"
NO_END = "“‘（《【("


def set_in_column(paragraph: str, measure: int, indent: str = "") -> list[str]:
    """Lines of a paragraph, full-width characters as 1 and others as a half; the first is two short.

    `indent` is what is printed before the first line. No line begins with a mark that must not stand there,
    and none ends with an opening one: then it lacks a character.
    """
    lines, line, room = [], "", measure - 2.0
    for character in paragraph:
        wide = 0.5 if character.isascii() else 1.0
        if room < wide:
            carried = ""
            while line and (character in NO_START or line[-1] in NO_END):
                carried = line[-1] + carried
                character_moved = line[-1]
                line = line[:-1]
                if character_moved not in NO_START and not (line and line[-1] in NO_END):
                    break
            lines.append(line)
            line = carried
            room = measure - sum(0.5 if c.isascii() else 1.0 for c in carried)
        line += character
        room -= wide
    lines.append(line)
    return [indent + lines[0], *lines[1:]]
