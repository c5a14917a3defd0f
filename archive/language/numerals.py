"""Numbers as they are counted in Chinese, up to 99: 十二, 两, 12."""

CHINESE_DIGITS: dict[str, int] = dict(zip("〇零一二三四五六七八九两", (0, *range(10), 2), strict=True))
_counted = "[一二三四五六七八九]"
# Of a regular expression; Arabic ones have three digits at most.
COUNTING_NUMBER = rf"(?:\d{{1,3}}|十{_counted}?|(?:{_counted}|两)(?:十{_counted}?)?)"


def number_of(written: str) -> int:
    """12, 十二, 两. ValueError for what is none."""
    if written.isdigit():
        return int(written)
    if "十" in written:
        tens, ones = written.split("十")
        return 10 * (CHINESE_DIGITS[tens] if tens else 1) + (CHINESE_DIGITS[ones] if ones else 0)
    if written not in CHINESE_DIGITS:
        raise ValueError(f"No number: {written!r}")
    return CHINESE_DIGITS[written]
