"""Numbers are found exactly, and hidden without a trace that cannot be taken back."""

import datetime
import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.language.folding import fold
from archive.language.hidden_writing import codes_in, of_stems, stems
from archive.language.number_kinds import ID_CARD, MOBILE, OLD_ID_CARD, check_character
from archive.language.personal_numbers import (
    as_hidden,
    found_numbers,
    hidden,
    possible_numbers,
    shown,
    without_parts,
)

# Independent of the code: the sum of all 18, each times 2 to the power of its place from the right, is 1 modulo 11.
AREAS = ["110105", "370811", "152128", "810000", "650100"]
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2025, 12, 31))


def passes_the_standard(digits: str) -> bool:
    values = [10 if character == "X" else int(character) for character in digits]
    return sum(value * 2**place for place, value in enumerate(reversed(values))) % 11 == 1


@st.composite
def id_cards(draw: st.DrawFn) -> str:
    first = draw(st.sampled_from(AREAS)) + draw(DAYS).strftime("%Y%m%d") + f"{draw(st.integers(0, 999)):03}"
    return next(first + last for last in "0123456789X" if passes_the_standard(first + last))


@st.composite
def old_id_cards(draw: st.DrawFn) -> str:
    day = draw(st.dates(datetime.date(1900, 1, 1), datetime.date(1999, 12, 31)))
    return draw(st.sampled_from(AREAS)) + day.strftime("%y%m%d") + f"{draw(st.integers(0, 999)):03}"


@st.composite
def mobiles(draw: st.DrawFn) -> str:
    return f"1{draw(st.integers(3, 9))}{draw(st.integers(0, 999_999_999)):09}"


KINDS = {ID_CARD: (id_cards(), [6, 8, 4]), OLD_ID_CARD: (old_id_cards(), [6, 6, 3]), MOBILE: (mobiles(), [3, 4, 4])}


def in_groups(digits: str, sizes: list[int], between: str) -> str:
    places = [sum(sizes[:n]) for n in range(len(sizes) + 1)]
    return between.join(digits[a:b] for a, b in pairwise(places))


FORMS = [
    "plain",
    "spaces",
    "hyphens",
    "points",
    "brackets",
    "unseen",
    "apart",
    "broken",
    "blank_broken",
    "listed",
    "escaped",
]
# Characters of no width, or that only a machine reads.
UNSEEN = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u206f\ufe0f\ufeff\U000e0061\x00\x7f"
)
# What an identity card's X is written as.
CHECKS = "XxＸｘⅩⅹ×"


def between(draw: st.DrawFn, form: str) -> str:
    marks = [" ", "\u3000", "\u00a0"] if form == "spaces" else ["-", "－", "—", "\u2212", "--", "——", " - "]
    return draw(st.sampled_from(marks))


@st.composite
def printed(draw: st.DrawFn) -> tuple[str, str, str]:
    """What a number is, its digits, and how it is printed."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    numbers, sizes = KINDS[kind]
    digits = draw(numbers)
    form = draw(st.sampled_from(FORMS))
    text = digits
    if form in ("spaces", "hyphens"):
        text = in_groups(digits, sizes, between(draw, form))
    elif form == "points":
        text = in_groups(digits, sizes, draw(st.sampled_from(".．·•・‧")))
    elif form == "brackets":
        left, right = draw(st.sampled_from(["()", "（）", "【】", "[]", "［］"]))
        first, second = sizes[0], sizes[0] + sizes[1]
        text = f"{digits[:first]}{left}{digits[first:second]}{right}{digits[second:]}"
        if kind == MOBILE:
            text = f"{left}{digits[:first]}{right}{digits[first:]}"
    elif form == "unseen":
        text = "".join(digit + draw(st.text(UNSEEN, max_size=2)) for digit in digits)
    elif form == "apart":
        text = " ".join(digits)
    elif form == "listed":
        cut = draw(st.integers(1, len(digits) - 1))
        text = digits[:cut] + draw(st.sampled_from(['","', '", "', '\\n", "\u3000'])) + digits[cut:]
    elif form in ("broken", "blank_broken"):
        cut = draw(st.integers(1, len(digits) - 1))
        text = digits[:cut] + ("\n" if form == "broken" else "  \r\n\u3000\u3000") + digits[cut:]
    text = text.replace("X", draw(st.sampled_from(CHECKS)))
    if draw(st.booleans()):
        text = "".join(chr(ord(c) + 0xFEE0) if c in "0123456789Xx" else c for c in text)
    if form == "escaped":
        text = "".join(f"\\u{ord(c):04x}" if ord(c) > 0x7F else c for c in text)
    return kind, digits, text


# Neither digits, nor letters that might be a check character, nor what sets digits apart.
BETWEEN = st.text(st.characters(categories=["Lo", "Lu"], exclude_characters="Xx"), min_size=1, max_size=8).map(
    lambda text: f"{text}：" if text else "："
)


@st.composite
def pages(draw: st.DrawFn) -> tuple[str, list[tuple[str, str, str]]]:
    numbers = draw(st.lists(printed(), max_size=6))
    return "".join(draw(BETWEEN) + text + "。" for _, _, text in numbers) + draw(BETWEEN), numbers


@given(pages())
def test_what_was_printed_is_found_and_nothing_else(page):
    text, numbers = page
    assert [(found.kind, found.digits) for found in found_numbers(text)] == [(k, d) for k, d, _ in numbers]


@given(pages(), st.data())
def test_hidden_text_has_no_number_and_can_be_had_back(page, data):
    text, numbers = page
    every = list(dict.fromkeys(digits for _, digits, _ in numbers))
    chosen = data.draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    codes = {digits: data.draw(st.integers(1, 10**9)) + n * 10**9 for n, digits in enumerate(chosen)}
    without = hidden(text, codes)
    assert not {found.digits for found in found_numbers(without)} & set(codes)
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), without)
    plain = plain.translate(dict.fromkeys(map(ord, UNSEEN)))
    left = "".join(c for c in unicodedata.normalize("NFKC", plain).upper() if c.isdigit() or c == "X")
    others = [digits for digits in every if digits not in codes]
    for digits in codes:
        if not any(digits[-8:] in other for other in others):
            assert digits[-8:] not in left
    assert set(codes_in(without)) == set(codes.values())
    assert without.count("\n") == text.count("\n")
    assert hidden(without, codes) == without
    assert shown(without, {code: digits for digits, code in codes.items()}) == text


@given(id_cards())
def test_the_check_character_is_the_standards(digits):
    assert check_character(digits[:17]) == digits[17]


@given(id_cards(), st.integers(0, 17), st.integers(1, 9))
def test_a_card_with_one_digit_wrong_is_none(digits, place, more):
    if digits[place] == "X":
        return
    wrong = digits[:place] + str((int(digits[place]) + more) % 10) + digits[place + 1 :]
    assert ID_CARD not in {found.kind for found in found_numbers(wrong)}


@given(mobiles(), st.sampled_from(["2021{}", "{}0", "9{}", "{}１", "8613{}", "３{}"]))
def test_not_inside_a_longer_number(digits, around):
    assert MOBILE not in {found.kind for found in found_numbers(around.format(digits))}


@given(mobiles(), st.sampled_from(["+86{}", "0086{}", "+86 {}", "0{}", "86-{}", "010-{}", "{}@139.com", "A{}"]))
def test_behind_what_is_no_part_of_it(digits, around):
    assert [found.digits for found in found_numbers(around.format(digits))] == [digits]


def test_no_numbers_of_another_kind():
    for text in (
        "15 18 22 27 30 1",  # drawn in a lottery
        "19 22 31 45 108",
        "2021年11月5日，123,456,789.12元",
        "电话0537-2345678，邮编272000",
        "ISBN 978-7-02-000220-7",
        "370811191301011234567",
        "371302 2021110 15",
    ):
        assert not list(found_numbers(text)), text


@given(st.integers(1, 10**12))
@example(10)
@example(11)
@example(110)
def test_stems_are_read_back(number):
    assert of_stems(stems(number)) == number
    assert not re.search("[0-9]", stems(number))


def test_codes_run_on_like_the_stems():
    assert [stems(n) for n in (1, 10, 11, 12, 110, 111)] == ["甲", "癸", "甲甲", "甲乙", "癸癸", "甲甲甲"]


def test_what_is_left_of_a_number_is_no_secret():
    assert as_hidden(MOBILE, "13812345678", 1) == "138████████〔隐甲〕"
    assert as_hidden(ID_CARD, "11010519491231002X", 2) == "11████████████████〔隐乙〕"


def test_a_number_that_somebody_wrote_into_stays_as_it_is():
    whole = hidden("电话13812345678。", {"13812345678": 1})
    damaged = whole.replace("████████", "███")
    assert shown(damaged, {1: "13812345678"}) == damaged
    assert shown(whole, {}) == whole
    assert shown(f"{whole}又{whole}", {1: "13812345678"}) == "电话13812345678。又电话13812345678。"


def test_a_part_of_a_number_is_no_less_a_secret():
    quoted = without_parts("“…身份证号37081119650”，2021年", {"370811196501011239"})
    assert quoted == "“…身份证号███████████”，2021年"


def test_a_number_of_another_archive_with_the_same_code_stays_hidden():
    theirs = hidden("电话13912345678。", {"13912345678": 7})
    assert shown(theirs, {7: "13812345678"}) == theirs


@given(id_cards(), mobiles(), st.booleans(), st.booleans())
def test_a_card_and_a_phone_without_anything_between(card, phone, card_first, both):
    text = f"号{card}{phone}，" if card_first else f"号{phone}{card}，"
    assert {number.digits for number in found_numbers(text)} == {card, phone}
    codes = {card: 1, phone: 2} if both else {card: 1}
    without = hidden(text, codes)
    assert shown(without, {code: digits for digits, code in codes.items()}) == text
    if not both:  # what was left is found later
        assert [number.digits for number in found_numbers(without)] == [phone]
        later = hidden(without, {phone: 2})
        assert phone not in later
        assert shown(later, {1: card, 2: phone}) == text


TELEPHONES = ["073184312345", "01084312345", "02184312345", "03128431234"]
# What begins behind a number with nothing between.
BEGINNINGS = [
    "2022年6月9日前有效",
    "6月9日前",
    "11月起",
    "9日中午",
    "24小时开机",
    "8点前",
    "0731-84312345",
    "0312)8431234",
    "8:30",
]


@given(
    st.sampled_from(["", "010", "021", "0731", "86"]),
    mobiles(),
    st.lists(st.one_of(mobiles(), id_cards(), st.sampled_from(TELEPHONES)), max_size=4),
    st.sampled_from(["", *BEGINNINGS]),
)
@example("", "13345601010", [], "2022年6月9日前有效")  # with the year it might be an old card
def test_whole_numbers_one_behind_the_other(area, phone, others, beginning):
    """With telephones among them, behind an area code, and before what another number or word begins with."""
    text = f"电话{area}{phone}{''.join(others)}{beginning}"
    personal = {phone, *others}.difference(TELEPHONES)
    assert personal <= {number.digits for number in found_numbers(text)}


@given(id_cards(), st.from_regex(r"[0-9]{0,20}", fullmatch=True), st.from_regex(r"[0-9]{0,20}年?", fullmatch=True))
def test_a_card_among_any_digits(card, before, after):
    assert card in {number.digits for number in found_numbers(f"号码{before}{card}{after}")}


DIGITS = st.from_regex(r"[0-9]{0,25}", fullmatch=True)


@given(st.one_of(mobiles(), id_cards(), old_id_cards()), DIGITS, DIGITS)
def test_a_number_that_is_known_is_hidden_among_any_digits(number, before, after):
    text = f"号码{before}{number}{after}，{before}{number}"
    kept = hidden(text, {number: 7})
    assert number not in kept
    assert shown(kept, {7: number}) == text
    assert number in possible_numbers(text)


@pytest.mark.parametrize(
    "figures",
    [
        "流水号1397462835113元",
        "编号13974628351138号",
        "订单1397462835112022号",
        "138746283522022人",
        "账号6222021397462835112",
        "138746283520731部",
        "1387462835225小时",
        "1387462835213月",
    ],
)
def test_digits_that_are_not_all_of_numbers_are_none(figures):
    assert not list(found_numbers(figures))


def test_points_make_no_card_of_a_row_of_figures():
    card = next("37081119650717462" + last for last in "0123456789X" if passes_the_standard("37081119650717462" + last))
    assert [number.digits for number in found_numbers(card)] == [card]
    assert not list(found_numbers(f"{card[:5]}.{card[5:11]}.{card[11:]}"))


def test_every_digit_that_a_search_folds_is_one_of_a_number():
    """By the fold of the search, over all of Unicode: what it finds by its digits can be hidden."""
    every = (chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF)
    digits = {each: told for each in every if (told := fold(each).strip("().,")) in set("0123456789") and told}
    assert len(digits) > 100
    for written, digit in digits.items():
        text = f"电话139{written * 8}。"
        (found,) = found_numbers(text)
        assert found.digits == f"139{digit * 8}"
        kept = hidden(text, {found.digits: 7})
        assert written not in kept.removeprefix("电话139")
        assert shown(kept, {7: found.digits}) == text


@pytest.mark.parametrize(
    "written",
    [
        "8613974628351",
        *(f"{mark}".join("13974628351") + mark for mark in ("\u0332", "\ufe0f\u20e3", "\u20e3")),
        "⑬⑨⑦④⑥②⑧③⑤①",
        "1397㊻㉘③⑤①",
        "⒀974628351",
        "139、7462、8351",
        "139,7462,8351",
        "139:7462:8351",
        "139*7462*8351",
        "139-\n7462-8351",
        "139 \n\n 7462\u3000\u3000\u3000\u30008351",
        "13-974-628-351",
        "139 74 62 83 51",
        "139<b>7462</b>8351",
        "139<span style='color:#112233'>7462<\\/span>8351",
        "139\\u003cb\\u003e7462\\u003c/b\\u003e8351",
        "\\u2460\\u2462\\u2468\\u2466\\u2463\\u2465\\u2461\\u2467\\u2462\\u2464\\u2460",
        "139\\uD835\\uDFD54628351",
        "139\\ud835\\udfd54628351",
        "139\\u200b74628351",
    ],
)
def test_whatever_stands_in_and_between_its_digits(written):
    """Each was found by a search in some form, or could be read, and none was seen for a number."""
    text = f"电话{written}。"
    (found,) = found_numbers(text)
    assert found.digits == "13974628351"
    kept = hidden(text, {found.digits: 7})
    assert not list(found_numbers(kept))
    assert not re.search("74628|628351", re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", kept)))
    assert shown(kept, {7: found.digits}) == text


@pytest.mark.parametrize(
    "figures",
    [
        "分别为1.8、1.7、1.6、1.6、1.5、1.3",
        "年化收益率7.1%-7.7%、7.3%-7.9%、7.5%-8.1%",
        "总额13,974,628,351元",
        "13 974 628 351",
        "奖金150000、20000元",
        "1500、2000、800人",
        "2021-11-05 08:30:00",
    ],
)
def test_rows_of_figures_are_no_number(figures):
    assert not list(found_numbers(figures))


@pytest.mark.parametrize("note", ["²", "₁", "①", "⑴", "𝟏"])
def test_the_number_of_a_note_is_none_of_its_digits(note):
    assert [found.digits for found in found_numbers(f"电话13812345678{note}。")] == ["13812345678"]
