"""How Chinese is spelled (pinyin without tones), by pypinyin's phrase dictionary; other characters stay.

pypinyin reads its dictionaries when it is imported (0.15 s): at the first word that is spelled, not in every command.
"""


def spelled(text: str) -> str:
    """济宁高新区 -> jininggaoxinqu; ü is v, as it is typed."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text)).lower()


def initials(text: str) -> str:
    """济宁高新区 -> jngxq: the first letter of each character's spelling."""
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
