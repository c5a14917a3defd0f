"""Days in what an editor types into a search box."""

import re
import unicodedata

from archive.ingest.words.dates import number

_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# 2021年11月5日, 2021-11-05, 2021.11, 11月5日, 十一月五日号; a number alone is no day.
_WRITTEN = re.compile(
    rf"(?P<year>(?:19|20)\d\d|[一二][〇零○一二三四五六七八九]{{3}})年(?:(?P<month>{_NUMBER})月(?:(?P<day>{_NUMBER})[日号])?)?"
    r"|(?P<year2>(?:19|20)\d\d)[-./](?P<month2>\d{1,2})(?:[-./](?P<day2>\d{1,2}))?"
    rf"|(?P<month3>{_NUMBER})月(?P<day3>{_NUMBER})[日号]"
)
_BLANKS = re.compile(r"\s*([年月日号])\s*")


def days_sought(text: str) -> tuple[str, dict[str, int]]:
    """The words of a search without the day that stands among them, and the day as {"year": 2021, "month": 11,
    "day": 5}: of these as much as is written; empty where no word is a day."""
    words = _BLANKS.sub(r"\1", unicodedata.normalize("NFKC", text)).split()
    for word in words:
        match = _WRITTEN.fullmatch(word)
        if match:
            parts = {name.rstrip("23"): number(said) for name, said in match.groupdict().items() if said}
            return " ".join(other for other in words if other != word), parts
    return text, {}
