"""Profiles: what the files of one newspaper share is learnt from them, and helps to read them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.ingest import learning, pipeline, profiling
from archive.ingest.profile import NO_PROFILE, BadProfile, Profile, profile_of, shape_of
from archive.ingest.readers import markdown, text
from archive.ingest.words import forms

STORY = "渡口最后一班船\n\n　　傍晚，最后一班船靠了岸，撑船的人系好缆绳，站了很久。\n"
TOWNS = ["石桥", "柳湾", "南坡", "渡口"]


def page(paper: str, number: int, town: str) -> str:
    """A page as an electronic edition gives it: lines of its own at head and foot, which no rule knows."""
    return (
        f"{paper} 2021年11月{number + 1}日 第0{number + 1}版:要闻\n\n河畔读报台\n\n{town}装上了新路灯\n\n"
        f"　　本报讯 傍晚，{town}河堤上的路灯亮了，散步的人多了起来，孩子们追着灯影跑。\n\n"
        f"　　{town}的老人说，从前天一黑就不出门，如今要走上两圈才回家。\n\n"
        f"今日阅览{number * 37}人次\n本台同人敬上\n"
    )


def source(written: str, name: str = "a.txt"):
    return text.read_text(name, written, "utf-8")


def learn(sources, given: str = ""):
    learner = learning.Learner(given)
    for one in sources:
        learner.add_sketch(profiling.sketch_of(one))
    return learner.profiles()


def pages_of(paper: str):
    return [source(page(paper, number, town)) for number, town in enumerate(TOWNS)]


WEEKLY = {
    "fares": ["渡口票价", "单程 {0}元", "往返 1{0}元", "月票 8{0}元 限本人用", "童票 {0}角"],
    "tides": ["本周潮汐", "0{0}:15 涨潮", "1{0}:40 落潮", "2{0}:05 涨潮"],
    "points": ["龙舟赛积分", "石桥队 1{0}", "柳湾队 1{0}", "南坡队 {0}"],
}


@pytest.mark.parametrize("weekly", WEEKLY.values(), ids=WEEKLY)
@pytest.mark.parametrize("with_story", [True, False])
def test_a_list_that_comes_again_with_other_numbers_is_no_furniture(weekly, with_story):
    files = []
    for number, town in enumerate(TOWNS, start=2):
        story = page("清河周报", number, town) if with_story else f"清河周报 2021年11月{number}日 第4版\n"
        files.append(source(story + "\n".join(line.format(number) for line in weekly) + "\n"))
    profiles = learn(files)
    for number, file in enumerate(files, start=2):
        parsed = pipeline.parse(file, profiling.profile_for(file, profiles))
        assert parsed.articles or "no_article" in {problem.code for problem in parsed.problems}
        again = "".join(claim.text for claim in parsed.discarded if claim.reason == "每期重复")
        assert not any(line.format(number) in again for line in weekly)


@pytest.mark.parametrize(
    ("title", "between"),
    [
        ("河畔人家（{0}）", "王强"),
        ("河畔人家（{0}）", "作者：王强"),
        ("河畔人家（{0}）", "□ 王强"),
        ("一周鱼价", "本报记者 王强"),
        ("一周鱼价", "\n本报讯（记者 王强）"),
        ("一周鱼价", "——第{0}周\n本报记者 王强"),
        ("今日水情", "县水文站提供"),
    ],
)
def test_a_title_that_comes_again_is_one_with_its_author_between_it_and_the_text(title, between):
    files = [
        source(
            f"清河晚报 2021年11月{number}日 第4版\n\n{title}\n{between}\n".format(number)
            + f"　　傍晚，{town}河堤上的路灯亮了，散步的人多了起来，孩子们追着灯影跑。\n"
        )
        for number, town in enumerate(TOWNS, 1)
    ]
    profiles = learn(files)
    profile = profiles.by_name.get("清河晚报", NO_PROFILE)
    lines = {shape_of(line) for line in f"{title}\n{between}".format(1).split("\n")}
    assert not lines & set(profile.furniture)
    late = Profile("清河晚报", furniture=tuple(lines))  # what an older profile may hold
    for number, file in enumerate(files, 1):
        parsed = pipeline.parse(file, late)
        assert parsed.articles[0].title.startswith(title.format(number))
        assert not [claim for claim in parsed.discarded if claim.reason == "每期重复"]


def test_a_column_by_one_author_keeps_its_author():
    files = [
        source(f"清河晚报 2021年11月{n}日 第4版\n灯下\n王强\n{town}纪行\n\n{STORY}") for n, town in enumerate(TOWNS, 1)
    ]
    assert "王强" not in learn(files).by_name["清河晚报"].furniture


def test_lines_at_head_and_foot_of_several_files_are_furniture():
    found = learn(pages_of("清河晚报")).by_name["清河晚报"]
    assert set(found.furniture) == {"河畔读报台", "今日阅览0人次", "本台同人敬上"}
    assert found.date_forms == ("{年}年{月}月{日}日",)
    assert found.version


def test_a_profile_puts_them_aside_with_a_reason():
    files = pages_of("清河晚报")
    profiles = learn(files)
    for file, town in zip(files, TOWNS, strict=True):
        parsed = pipeline.parse(file, profiling.profile_for(file, profiles))
        [article] = parsed.articles
        assert article.title == f"{town}装上了新路灯"
        assert len(article.sections[0].paragraphs) == 2
        assert [claim.reason for claim in parsed.discarded].count("每期重复") == 2  # head and foot
        assert parsed.profile == profiles.by_name["清河晚报"].version


def test_a_title_or_text_that_comes_again_stays():
    """A notice printed in every issue is no furniture, nor is the title above it."""
    files = [
        source(f"清河晚报 2021年11月{n + 1}日\n\n停水通知\n\n　　今晚八时起，沿河一带停水，请提前蓄水。\n")
        for n in range(4)
    ]
    profiles = learn(files)
    assert profiles.by_name["清河晚报"].furniture == ()
    [article] = pipeline.parse(files[0], profiling.profile_for(files[0], profiles)).articles
    assert article.title == "停水通知"


def test_two_files_teach_nothing():
    assert learn(pages_of("清河晚报")[:2]).by_name == {}


def test_files_that_name_no_newspaper_teach_only_where_it_is_given():
    nameless = [source(page("", number, town)) for number, town in enumerate(TOWNS)]
    assert learn(nameless).by_name == {}
    assert set(learn(nameless, given="清河晚报").by_name) == {"清河晚报"}


strangers = st.lists(st.sampled_from(["东河晨报", "西山日报", "南坡周刊"]), min_size=1, max_size=3, unique=True)


@given(strangers, st.sampled_from(["清河晚报", ""]), st.integers(0, 3))
@settings(max_examples=25, deadline=None)
def test_a_file_among_strangers_reads_as_it_reads_alone(papers, own, number):
    file = source(page(own, number, TOWNS[number]))
    among = [file, *(other for paper in papers for other in pages_of(paper))]
    alone, beside = learn([file]), learn(among)
    assert profiling.profile_for(file, alone) == profiling.profile_for(file, beside) == NO_PROFILE
    assert pipeline.parse(file, profiling.profile_for(file, beside)) == pipeline.parse(file)


# Heads of one file of a newspaper: name, day, number and page in whatever mix, on one line or on several.
NAMES = st.sampled_from(
    ["清河晚报", "《清河晚报》", "清 河 晚 报", "清河晚报 QINGHE WANBAO", "清河晚报数字报", "五洲风雷", ""]
)
DAYS = st.sampled_from(
    ["2021年11月{0}日", "2021-11-0{0} 星期五", "二〇二一年十一月{0}日", "2021.11.{0}", "11月{0}日", ""]
)
NUMBERS = st.sampled_from(["总第63{0}期", "第{0}期", "今日8版", ""])
PLACES = st.sampled_from(["第0{0}版：要闻", "{0}版", "A0{0}", "0{0} 副刊", "版次：{0}", ""])
BETWEEN = st.sampled_from([" ", "\n", "\n\n", " | "])
SLOGANS = st.sampled_from(["河畔读报台", "贴近你我", "责任编辑：王强", "中共清河市委机关报", ""])
heads = st.builds(
    lambda parts, between: between.join(part for part in parts if part),
    st.tuples(NAMES, DAYS, NUMBERS, PLACES, SLOGANS).flatmap(st.permutations),
    BETWEEN,
)
STRANGERS = [file for paper in ("东河晨报", "西山日报") for file in pages_of(paper)]


@given(heads, st.sampled_from(["", "柳河日报", "清河晚报"]), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_file_has_the_newspaper_issue_and_page_that_it_has_alone_in_any_batch(head, given, at_foot):
    """Alone, among strangers, and among its own fellows whose heads are set alike."""
    written = [page("", number, town).partition("\n\n")[2] for number, town in enumerate(TOWNS)]
    fellows = [
        source(f"{text}\n{head.format(number)}\n" if at_foot else f"{head.format(number)}\n\n{text}", f"{number}.txt")
        for number, text in enumerate(written, start=1)
    ]
    profiles = learn([*fellows, *STRANGERS], given)
    for file in fellows[:2]:
        alone, beside = pipeline.parse(file), pipeline.parse(file, profiling.profile_for(file, profiles))
        assert beside.issue == alone.issue
        swept = {claim.text for claim in beside.discarded if claim.reason == "每期重复"}
        doubts = " ".join(problem.message for problem in beside.problems if problem.code == "masthead_rest")
        if beside.issue is None or not beside.issue.newspaper:
            assert not any("清河晚报" in line for line in swept) or "清河晚报" in doubts


def test_a_name_beside_the_day_that_is_put_aside_as_repeated_is_doubted():
    """No form tells that it is a newspaper's; the newspaper that is given for the batch may be another."""
    files = [source(f"五洲风雷\n\n1967年8月{number}日 第4版\n\n{STORY}") for number in range(1, 5)]
    parsed = pipeline.parse(files[0], profiling.profile_for(files[0], learn(files, "柳河日报")))
    assert [(problem.code, problem.first_line) for problem in parsed.problems] == [("masthead_rest", 1)]
    assert parsed.issue.newspaper == ""


MARKED = {
    "a heading": "# 河畔旧事\n\n# {town}装上了新路灯\n\n{story}",
    "a bold line": "**河畔旧事**\n\n# {town}装上了新路灯\n\n{story}",
    "a rule": "# {town}装上了新路灯\n\n{story}\n* * *\n\n# {town}修好了老桥\n\n{story}",
}


@pytest.mark.parametrize("written", MARKED.values(), ids=MARKED)
def test_what_markup_tells_reads_alike_however_often_it_comes(written):
    files = [
        markdown.read_text("a.md", f"清河晚报 2021年11月{n}日\n\n" + written.format(town=town, story=STORY), "utf-8")
        for n, town in enumerate(TOWNS, 1)
    ]
    profiles = learn(files)
    for file in files:
        parsed = pipeline.parse(file, profiling.profile_for(file, profiles))
        assert parsed.articles == pipeline.parse(file).articles
        assert "每期重复" not in {claim.reason for claim in parsed.discarded}


@pytest.mark.parametrize("labelled", ["专栏：河畔旧事", "作者\n王小强"])
def test_a_label_and_its_value_are_no_furniture(labelled):
    files = [source(f"清河晚报 2021年11月{n}日\n\n{labelled}\n{STORY}{town}\n") for n, town in enumerate(TOWNS, 1)]
    parsed = pipeline.parse(files[0], profiling.profile_for(files[0], learn(files)))
    assert parsed.articles == pipeline.parse(files[0]).articles


def test_the_order_of_files_does_not_matter():
    files = pages_of("清河晚报")
    assert learn(files) == learn(reversed(files))


def test_columns_that_a_profile_names_are_columns():
    file = source(f"清河晚报 2021年11月5日 第3版\n\n河畔旧事\n\n{STORY}")
    [article] = pipeline.parse(file, Profile("清河晚报", columns=("河畔旧事",))).articles
    assert (article.column, article.title, article.kicker) == ("河畔旧事", "渡口最后一班船", "")


def test_forms_of_page_and_day_that_an_editor_adds_are_read():
    profile = Profile(page_forms=("〔0〕副刊",), date_forms=("{日}/{月}/{年}",))
    written = (
        "清河晚报 5/11/21\n\n〔07〕副刊\n\n渡口最后一班船\n\n　　傍晚，最后一班船靠了岸，撑船的人系好缆绳，站了很久。\n"
    )
    assert pipeline.parse(source(written)).issue is None
    issue = pipeline.parse(source(written), profile).issue
    assert (issue.newspaper, issue.date, issue.page) == ("清河晚报", "2021-11-05", "07")


entries = st.text(st.characters(codec="gb2312", exclude_categories=["Cc", "Zs"]), min_size=1, max_size=20)
profiles = st.builds(
    lambda lines, columns: profile_of({"newspaper": "清河晚报", "furniture": lines, "columns": columns}),
    st.lists(entries, max_size=5),
    st.lists(entries, max_size=5),
)


@given(profiles)
def test_a_profile_comes_back_from_its_json(profile):
    again = profile_of(json.loads(json.dumps(profile.as_dict())))
    assert (again, again.version) == (profile, profile.version)


@given(profiles, profiles)
def test_joining_keeps_what_both_have_and_adds_nothing(one, other):
    both = one.joined(other)
    assert set(both.furniture) == set(one.furniture) | set(other.furniture)
    assert both.joined(other) == both


@given(st.text(max_size=60))
def test_a_shape_is_its_own_shape(line):
    assert shape_of(shape_of(line)) == shape_of(line)


@given(st.dates(), st.sampled_from(["{年}.{月}.{日}", "{日}/{月}/{年}", "{年}年{月}月{日}日"]))
def test_a_day_written_in_a_form_is_read_back(day, form):
    written = form.replace("{年}", f"{day.year:04}").replace("{月}", str(day.month)).replace("{日}", str(day.day))
    match = forms.date_pattern(form).search(written)
    assert match is not None
    assert day.year < 1000 or forms.day_in_form(match) == day.isoformat()


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ([], "JSON 对象"),
        ({"lines": []}, "lines"),
        ({"newspaper": 5}, "newspaper"),
        ({"furniture": "一行"}, "每期重复的行"),
        ({"page_forms": ["副刊"]}, "版次的位置"),
        ({"date_forms": ["{年}-{月}"]}, "{日}"),
        ({"columns": ["长" * 200]}, "栏目名"),
    ],
)
def test_what_is_no_profile_says_why(value, word):
    with pytest.raises(BadProfile, match=word):
        profile_of(value)
