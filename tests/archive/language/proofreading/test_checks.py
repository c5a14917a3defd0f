"""What a proofreader would ask: a table of right and wrong, and what holds of any text."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.language.proofreading.claims import contradicted_claims
from archive.language.proofreading.days import contradicted_days, days_named_in
from archive.language.proofreading.half_width import half_width_marks
from archive.language.proofreading.pairs import OPENERS, PAIRS, single_marks, unpaired_marks
from archive.language.proofreading.quantities import quantities
from archive.language.proofreading.remarks import LineKind, ProofLine
from archive.language.proofreading.scripts import foreign_characters, is_simplified_text, proper_form

CHECKS = (unpaired_marks, half_width_marks, contradicted_claims, contradicted_days, foreign_characters)


def article(*paragraphs: str, title: str = "清水村修路", subtitle: str = "", caption: str = "") -> list[ProofLine]:
    heads = [ProofLine(LineKind.TITLE, title), *([ProofLine(LineKind.SUBTITLE, subtitle)] if subtitle else [])]
    body = [ProofLine(LineKind.PARAGRAPH, text, n, f"p{n}") for n, text in enumerate(paragraphs, start=1)]
    return [*heads, *body, *([ProofLine(LineKind.CAPTION, caption)] if caption else [])]


def quoted(check, lines: list[ProofLine]) -> list[tuple[str, str]]:
    return [(remark.line.place, remark.quoted) for remark in check(lines)]


# Paragraphs -> the single marks that are to be seen: (place, mark).
QUOTATIONS = {
    "he said": (["他说：“路通了。”"], []),
    "within another": (["“‘路通了’，他说。”"], []),
    "paragraphs that each open": (["“第一句。", "“第二句。", "“第三句。”", "他走了。"], []),
    "opened after his name": (["村长说：“第一句。", "“第二句。”"], []),
    "with another quotation amid": (["“第一句，‘甲’。", "“第二句。”", "又说：“好。”"], []),
    "only the first and last": (["他念道：“第一句。", "第二句。", "第三句。”"], []),
    "an apostrophe": (["it’s 和 ’90年代的歌"], []),
    "unclosed": (["他说：“路通了。", "村里人都来了。"], [("第1段", "“")]),
    "unclosed before another": (["他说：“路通了。", "她说：“好。”"], [("第1段", "“")]),
    "not opened": (["路通了。”他说。"], [("第1段", "”")]),
    "the same way twice": (["“路通了“，他说。"], [("第1段", "“")]),
    "turned about": (["”路通了”，他说。"], [("第1段", "”")]),
    "a title": (["读《论语，写心得。"], [("第1段", "《")]),
    "crossed": (["“读《论语”》"], [("第1段", "《"), ("第1段", "》")]),
    "never ended": (["“第一句。", "“第二句。"], [("第1段", "“"), ("第2段", "“")]),
}


@pytest.mark.parametrize(("paragraphs", "single"), QUOTATIONS.values(), ids=QUOTATIONS)
def test_quotations_over_paragraphs(paragraphs, single):
    assert quoted(unpaired_marks, article(*paragraphs)) == single


def test_the_decks_of_a_headline_are_one_text_and_a_caption_another():
    assert quoted(unpaired_marks, article("正文。", title="“路通了", subtitle="村长乐了”")) == []
    assert quoted(unpaired_marks, article("正文。”", title="“路通了")) == [("标题", "“"), ("第1段", "”")]
    assert quoted(unpaired_marks, article("正文。", caption="“村长")) == [("第1条图说", "“")]


nested = st.recursive(
    st.text(st.sampled_from("甲乙丙，。"), max_size=4),
    lambda inner: st.tuples(st.sampled_from([*PAIRS]), st.lists(inner, max_size=3)).map(
        lambda made: made[0] + "".join(made[1]) + PAIRS[made[0]]
    ),
    max_leaves=8,
)


@given(nested, st.data())
def test_nested_marks_are_paired_and_one_taken_away_is_missed(text, data):
    assert single_marks(text) == []
    places = [place for place, character in enumerate(text) if character in PAIRS or character in OPENERS]
    if places:
        gone = data.draw(st.sampled_from(places))
        assert len(single_marks(text[:gone] + text[gone + 1 :])) % 2 == 1


@given(st.lists(st.text(st.sampled_from("甲乙，。《》"), min_size=1, max_size=6), min_size=1, max_size=5))
def test_a_quotation_that_each_paragraph_opens_is_right(texts):
    whole = [f"“{text}" for text in texts]
    whole[-1] += "”"
    assert not [mark for _, mark in quoted(unpaired_marks, article(*whole)) if mark in "“”"]
    opened = article(*whole[:-1], whole[-1][:-1])
    assert [mark for _, mark in quoted(unpaired_marks, opened) if mark in "“”"] == ["“"] * len(texts)


HALF_WIDTH = {
    "项目,全部开工": ",", "他说:路通了": ":", "路通了!": "!", "通了?好": "?", "路通了.": ".", "路通了. 村里": ".",
    "等等...": "...", "甲--乙": "--", "他说\"路通了\"": '"路通了"', "县长(王某)说": "(王某)", "读《论语》,写": ",",
    "3,500元": "", "GDP(PPP)": "", "10:30开会": "", "全长3.5公里": "", "A, B": "", "1.总则": "", "https://a.cn/甲": "",
    "全角，也对。": "", "it's 5'": "", "第一(1)条": "", "A股(SH.600)": "", "王.": ".",
}  # fmt: skip


@pytest.mark.parametrize(("text", "mark"), HALF_WIDTH.items())
def test_half_width_amid_chinese(text, mark):
    assert quoted(half_width_marks, article(text)) == ([("第1段", mark)] if mark else [])


def test_one_remark_a_line_says_how_many_and_what_to_write():
    (remark,) = half_width_marks(article("济宁,山东;北方(平原)"))
    assert "有3处" in remark.advice
    assert ", → ，　; → ；　() → （）" in remark.advice


# Title, paragraph -> what of the title is contradicted.
CLAIMS = {
    "another number": ("签约18个项目", "当天共签约16个项目。", "18个"),
    "the same": ("签约18个项目", "当天签约18个项目，总投资5亿元。", ""),
    "the same in words": ("签约18个项目", "当天签约十八个项目。", ""),
    "of something else": ("签约18个项目", "有16个村参加。", ""),
    "several of them": ("签约18个项目", "甲县10个项目，乙县8个项目。", ""),
    "added up": ("签约18个项目", "甲县9个项目，乙县9个项目。", ""),
    "rounded": ("种树近20万株", "共种树19.6万株。", ""),
    "written out": ("投资1.2亿元", "总投资12000万元。", ""),
    "not said in the body": ("签约18个项目", "当天签约了。", ""),
    "days that are counted": ("拘留15日", "王某被拘留10日。", "15日"),
    "some tens": ("数十人受伤", "共有55人受伤。", ""),
    "a share": ("产值增长12.5%", "产值增长15.2%。", "12.5%"),
    "full width": ("签约１８个项目", "签约16个项目。", "１８个"),
    "an ordinal": ("失联9天", "今天是失联第10天。", ""),
    "mixed digits": ("15000名干部下乡", "1万五千多名干部下乡。", ""),
    "ones": ("一个项目开工", "3个项目开工。", ""),
    "digits exchanged, with other numbers of the unit": ("培训骨干120名", "骨干有210名，其中教师35名。", "120名"),
    "a share, with others": ("产值增长6.5%", "产值增长5.6%，出口增长12.1%。", "6.5%"),
    "over, and it is under": ("采收超600公斤", "采收588.5公斤。", "600公斤"),
    "near, and it is": ("采收近600公斤", "采收588.5公斤。", ""),
    "over, and it is": ("考生超3万", "考生有3.2万名。", ""),
    "ten thousands exchanged": ("3.2万考生赴考", "全市2.3万考生赴考。", "3.2万"),
    "an age": ("86岁老人登顶", "老人今年68岁。", "86岁"),
    "an age by another reckoning": ("74岁老将卸任", "他即将年满75岁。", ""),
    "an ordinal beside a month": ("第十届运动会开幕", "10月开幕的是第九届运动会。", "十届"),
    "an ordinal that is there": ("第十届运动会开幕", "第10届运动会10月开幕。", ""),
    "rounded to wholes": ("14元纸箱", "纸箱卖13.89元。", ""),
    "dead and hurt": ("爆炸致7人伤亡", "造成1人死亡，6人受伤。", ""),
    "some in words": ("打工三四年", "他打工打了五六年。", ""),
    "more exact than the body": ("130名师生返校", "一百余名师生返校。", ""),
    "of another unit": ("建成12公里步道", "建成21座桥。", ""),
    "standing words": ("落实八项规定", "落实八项规定精神。", ""),
}


@pytest.mark.parametrize(("title", "body", "wrong"), CLAIMS.values(), ids=CLAIMS)
def test_a_headline_that_the_body_contradicts(title, body, wrong):
    assert quoted(contradicted_claims, article(body, title=title)) == ([("标题", wrong)] if wrong else [])


# Title, paragraph -> what of the title is contradicted.
DAYS = {
    "another day": ("大桥3月5日通车", "3月3日上午，清水河大桥举行通车仪式。", "3月5日"),
    "among other words": ("大桥3月5日通车", "大桥于3月3日正式通车。", "3月5日"),
    "in another month": ("5月6日起施行", "该办法自6月6日起施行。", "5月6日"),
    "in ideographs": ("大桥三月五日通车", "大桥三月三日通车。", "三月五日"),
    "full width": ("大桥３月５日通车", "大桥3月3日通车。", "３月５日"),
    "an end of a span": ("3月5日至8日停水", "3月5日至9日停水，请储水。", ""),
    "another end": ("3月5日至10日停水", "3月5日至9日停水，请储水。", "3月5日至10日"),
    "the same": ("5月6日起施行", "该办法5月4日公布，自5月6日起施行。", ""),
    "the same, set otherwise": ("大桥3月5日通车", "大桥三月五号通车，3月3日验收。", ""),
    "the same in figures": ("大桥3月5日通车", "大桥（2021-03-05）通车，3月3日验收通车条件。", ""),
    "its number alone": ("大桥3月5日通车", "大桥本月5日通车，3月3日验收。", ""),
    "within a span": ("3月5日停水", "3月3日至8日分片停水。", ""),
    "within a span over New Year": ("1月2日停水", "12月28日至1月3日分片停水。", ""),
    "one of a list": ("3月6日停水", "3月5、6日停水。", ""),
    "told by today": ("大桥3月5日通车", "今天上午，大桥通车。3月3日，大桥验收。", ""),
    "today, said which": ("大桥3月5日通车", "今天（3月3日）上午，大桥通车。", "3月5日"),
    "of something else": ("大桥3月5日通车", "3月3日，县里开会。", ""),
    "not said": ("大桥3月5日通车", "大桥通车了。", ""),
    "no day in the headline": ("大桥通车", "大桥3月3日通车。", ""),
    "days that are counted": ("大桥5日建成", "大桥3月3日动工，3月8日建成通车。", ""),
    "no day of the calendar": ("大桥13月5日通车", "大桥3月3日通车。", ""),
}


@pytest.mark.parametrize(("title", "body", "wrong"), DAYS.values(), ids=DAYS)
def test_a_day_in_a_headline_that_the_body_contradicts(title, body, wrong):
    assert quoted(contradicted_days, article(body, title=title)) == ([("标题", wrong)] if wrong else [])


def test_the_day_that_is_told_beside_one_of_the_headline_is_that_of_the_same_thing():
    body = "3月1日，县交通局说，3月3日大桥通车。3月9日起收费。"
    (remark,) = contradicted_days(article("3月2日县里开会。", body, title="大桥3月5日通车"))
    assert "第2段是“3月3日”" in remark.advice


@given(st.dates(), st.dates())
def test_a_span_has_the_days_between_its_ends(one, other):
    first, last = sorted((one.replace(year=2020), other.replace(year=2020)))
    (days,) = days_named_in(f"{first.month}月{first.day}日至{last.month}月{last.day}日")
    every = [first.replace(month=1, day=1) + timedelta(n) for n in range(366)]
    assert [day for day in every if days.has((day.month, day.day))] == [day for day in every if first <= day <= last]


@given(st.integers(2, 9999), st.sampled_from(["", "万", "亿"]))
def test_a_number_is_confirmed_by_itself_however_it_is_set(number, magnitude):
    wide = str(number).translate({ord(digit): chr(ord(digit) + 0xFEE0) for digit in "0123456789"})
    for written in (str(number), f"{number:,}", wide):
        lines = article(f"建成{written}{magnitude}个车位。", title=f"建成{number}{magnitude}个车位")
        assert quoted(contradicted_claims, lines) == []
        (quantity,) = quantities(f"{written}{magnitude}个车位")
        assert quantity.value == number * {"": 1, "万": 10**4, "亿": 10**8}[magnitude]


MIXED = {
    "СOVID疫苗": "СOVID", "坐在А座": "А", "COVID疫苗": "", "Москва": "", "βγ射线": "", "5μm": "", "κ值": "",
    "今年國家修路，路通了，国家发展": "國", "中华人⺠共和国": "⺠", "陶喆与李昇": "", "乾隆年间": "",
    "登高瞭望": "",
}  # fmt: skip


@pytest.mark.parametrize(("text", "wrong"), MIXED.items())
def test_characters_of_another_script(text, wrong):
    assert quoted(foreign_characters, article(text, "这个村今年修路，让农业发展起来。")) == (
        [("第1段", wrong)] if wrong else []
    )


def test_a_text_in_traditional_characters_is_itself():
    traditional = "國務院發佈條例，規範報紙發行，讓讀者買得到報紙。"
    assert not is_simplified_text(traditional)
    assert quoted(foreign_characters, article(traditional, title="報紙發行條例")) == []


def test_what_is_to_be_written_instead():
    assert [proper_form(character) for character in "國⺠⽂"] == ["国", "民", "文"]


texts = st.text(st.sampled_from("甲乙国國“”‘’《》,.!()\"'-—12万个项目月日АOοa⺠ \u3000"), max_size=30)


@given(st.lists(texts, max_size=4), texts)
def test_a_remark_quotes_its_line_and_says_what_to_do(paragraphs, title):
    lines = article(*paragraphs, title=title)
    for check in CHECKS:
        for remark in check(lines):
            assert 0 <= remark.start < remark.end <= len(remark.line.text)
            assert remark.advice.endswith("。")
            assert remark.line in lines
