"""How Chinese is spelled (pinyin without tones), by pypinyin's phrase dictionary; other characters stay."""

from pypinyin import Style, lazy_pinyin


def spelled(text: str) -> str:
    """济宁高新区 -> jininggaoxinqu; ü is v, as it is typed."""
    return "".join(lazy_pinyin(text)).lower()


def initials(text: str) -> str:
    """济宁高新区 -> jngxq: the first letter of each character's spelling."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
