"""Lines are joined as they were broken; two numbers that meet where lines end are kept apart."""

import pytest

from archive.ingest.words.reflow import glue

CARD = "320106198502034118"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("联系电话13974628351", "13874628352，看见老人的请打"),
        ("联系电话１３９７４６２８３５１", "１３８７４６２８３５２，"),
        ("联系电话139-7462-8351", "138-7462-8352"),
        ("联系电话13974628351", "2022年6月9日前有效"),
        ("联系电话13974628351", "24小时开机"),
        ("联系电话13974628351", "3楼的老李"),
        ("热线是010", "13874628352"),
        ("13874628352", "0731-84312345"),
        ("0731-84312345", "0731-84312346"),
        ("0312-8431234", "0312-8431235"),
        ("0312-8431234", "13874628352"),
        ("0731-84312345", "2022年6月9日前有效"),
        (f"号码为{CARD}", "130628198001011234"),
        (f"号码为{CARD}", "2022年6月9日前有效"),
    ],
)
def test_two_numbers_stay_apart(left, right):
    assert glue(left, right) == f"{left} {right}"


@pytest.mark.parametrize(
    "whole",
    [
        "联系电话13974628351，",
        "电话139-7462-8351，",
        f"号码为{CARD}，",
        "电话0731-84312345。",
        "账号6222021397462835112，",
        "总额1397462835元，",
    ],
)
def test_one_number_is_whole_wherever_its_line_ends(whole):
    digits = [place for place in range(1, len(whole)) if whole[place - 1].isdigit() and whole[place].isdigit()]
    assert digits
    for place in digits:
        assert glue(whole[:place], whole[place:]) == whole
