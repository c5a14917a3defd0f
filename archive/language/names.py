"""How the names of persons are written."""

import re

_HAN = r"[\u3400-\u9fff]"
_BLANK = re.compile(rf"(?<={_HAN})\s+(?={_HAN})")


def person_name(text: str) -> str:
    """A name as it is registered: 王 伟, as justified lines set it, is 王伟; other white space is one blank.

    A blank between longer parts stays, since it may stand between two persons: 张三 李四.
    """
    name = " ".join(text.split())
    parts = _BLANK.split(name)
    spread = all(len(part) == 1 for part in parts) or len("".join(parts)) <= 3
    return "".join(parts) if spread else name
