"""Numbers as they are counted in Chinese, up to 99 (十二, 两, 12), and as they are written out (一百零三, 二〇二一)."""

CHINESE_DIGITS: dict[str, int] = dict(zip("〇零一二三四五六七八九两", (0, *range(10), 2), strict=True))
# For str.translate.
NARROW_DIGITS = {ord(wide): narrow for wide, narrow in zip("０１２３４５６７８９", "0123456789", strict=True)}
_UNITS = {"十": 10, "百": 100, "千": 1000}
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


def written_number(written: str) -> int:
    """十八, 一百零三; digit by digit (二〇二一) where there is no unit. ValueError for another character."""
    try:
        if _UNITS.keys().isdisjoint(written):
            return int("".join(str(CHINESE_DIGITS[digit]) for digit in written))
        total, digit = 0, 0
        for character in written:
            if character in _UNITS:
                total += (digit or 1) * _UNITS[character]
                digit = 0
            else:
                digit = CHINESE_DIGITS[character]
        return total + digit
    except KeyError as error:
        raise ValueError(f"No number: {written!r}") from error
