"""The profile (版式档案) of a newspaper: what its files share. A value; profiling.py learns it, pipeline.py uses it.

Lines are kept in a shape: without white space and with 0 for every run of digits, so that the line of one
day is that of every other. In the form of a page's number 0 stands for the number (〔0〕副刊), in that of a
date {年}, {月} and {日} stand for theirs ({年}.{月}.{日}).
"""

import dataclasses
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from archive.language.folding import as_rules_read, strip_space

MOST_ENTRIES = 300  # of one kind in a profile
LONGEST_PROFILE = 120  # characters of an entry
_DIGITS = re.compile(r"\d+")
_DATE_PARTS = ("{年}", "{月}", "{日}")


class BadProfile(ValueError):
    """What is offered as a profile is none. The message says what is wrong, for an editor."""


def shape_of(text: str) -> str:
    """A line without what changes from day to day: white space, the digits of numbers, the script."""
    return _DIGITS.sub("0", strip_space(as_rules_read(text)))


@dataclass(frozen=True)
class Profile:
    """What the files of a newspaper share; each entry once, in the order of the kind's first finder."""

    newspaper: str = ""
    furniture: tuple[str, ...] = ()  # shapes of lines that come again at the head or foot of files
    columns: tuple[str, ...] = ()  # names of recurring rubrics
    page_forms: tuple[str, ...] = ()
    date_forms: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(self._lists().values())

    def _lists(self) -> dict[str, tuple[str, ...]]:
        return {name: getattr(self, name) for name in PROFILE_KINDS}

    @cached_property
    def version(self) -> str:
        """A fingerprint of what it holds; empty for a profile that holds nothing."""
        held = json.dumps(self._lists(), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(held.encode()).hexdigest()[:12] if self else ""

    def as_dict(self) -> dict[str, object]:
        """As JSON has it."""
        return {"newspaper": self.newspaper, **{name: list(entries) for name, entries in self._lists().items()}}

    def joined(self, other: "Profile") -> "Profile":
        """This profile with what the other has beside it."""
        lists = {name: _kept([*mine, *getattr(other, name)]) for name, mine in self._lists().items()}
        return dataclasses.replace(self, **lists)  # type: ignore[arg-type]


# The kinds of entries, and what an editor calls them.
PROFILE_KINDS = {
    "furniture": "每期重复的行",
    "columns": "栏目名",
    "page_forms": "版次写法",
    "date_forms": "日期写法",
}
NO_PROFILE = Profile()


def profile_of(value: object) -> Profile:
    """The profile that JSON holds. Raises BadProfile where it is none."""
    if not isinstance(value, Mapping):
        raise BadProfile("版式档案应是一个 JSON 对象，含 " + "、".join(["newspaper", *PROFILE_KINDS]) + " 等项。")
    unknown = sorted(set(value) - {"newspaper", *PROFILE_KINDS})
    if unknown:
        raise BadProfile(
            f"版式档案里没有 {'、'.join(unknown)} 这样的项；可用的是 {'、'.join(['newspaper', *PROFILE_KINDS])}。"
        )
    newspaper = value.get("newspaper", "")
    if not isinstance(newspaper, str):
        raise BadProfile("newspaper 应是报纸的名称。")
    return Profile(newspaper, **{name: _entries(name, value.get(name, [])) for name in PROFILE_KINDS})


def _entries(name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, str) for entry in value):
        raise BadProfile(f"{name}（{PROFILE_KINDS[name]}）应是一列文字。")
    entries = [entry.strip() for entry in value if entry.strip()]
    for entry in entries:
        if len(entry) > LONGEST_PROFILE:
            raise BadProfile(f"{PROFILE_KINDS[name]}里有一项超过 {LONGEST_PROFILE} 个字：{entry[:20]}…")
        if name == "page_forms" and "0" not in shape_of(entry):
            raise BadProfile(f"版次写法“{entry}”里没有数字 0 表示版次的位置。")
        if name == "date_forms" and any(entry.count(part) != 1 for part in _DATE_PARTS):
            raise BadProfile(f"日期写法“{entry}”里应各有一处 {{年}}、{{月}}、{{日}}。")
    shapes = {"furniture": shape_of, "page_forms": shape_of, "columns": as_rules_read}
    return _kept([shapes.get(name, str)(entry) for entry in entries])


def _kept(entries: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entries))[:MOST_ENTRIES]
