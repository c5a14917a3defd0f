"""Bylines and lead-ins in the forms that newspapers print, and lines that only look like them."""

import pytest

from archive.ingest import pipeline
from archive.ingest.draft import RowKind
from archive.ingest.readers import text
from archive.ingest.words import bylines, names
from archive.ingest.words.leads import lead_in
from tests.archive.ingest.typeset import set_in_column


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("本报记者 江一舟", ["记者:江一舟"]),
        ("本报记者  何  静  马小姗", ["记者:何静", "记者:马小姗"]),
        ("（记者 李 响）", ["记者:李响"]),
        ("记者 王强 通讯员 李明 孙小丽", ["记者:王强", "通讯员:李明", "通讯员:孙小丽"]),
        ("本报通讯 员 唐宁方正", ["通讯员:唐宁", "通讯员:方正"]),
        ("新华社记者 王强、李明、欧阳雪", ["记者:王强", "记者:李明", "记者:欧阳雪"]),
        ("清河时报 记者 王强 深圳报道", ["记者:王强"]),
        ("高新区融媒记者 王强", ["记者:王强"]),
        ("□本报记者 王强", ["记者:王强"]),
        ("文\\王强 图\\李明", ["作者:王强", "摄影:李明"]),
        ("王强/文 李明/图", ["作者:王强", "摄影:李明"]),
        ("文/图 王强 李明", ["文图:王强", "文图:李明"]),
        ("本报记者 王强 摄", ["摄影:王强"]),
        ("作者：王强 编辑：李明", ["作者:王强", "编辑:李明"]),
        ("口述：王强 整理：李明", ["口述:王强", "整理:李明"]),
        ("记者王强、李明／台北报导", ["记者:王强", "记者:李明"]),
        ("信息学院 文/王强", ["作者:王强"]),
        ("文丨王强 图｜李明", ["作者:王强", "摄影:李明"]),
        ("审核 | 庹安文", ["审核:庹安文"]),
        ("采写/清都记者 王强 摄影/清都记者 李明", ["记者:王强", "记者:李明"]),
        ("清河青年报·清河在线记者 王强", ["记者:王强"]),
        ("采写：柳都记者 王小强 李明", ["记者:王小强", "记者:李明"]),
        ("特约撰稿人 王强", ["作者:王强"]),
        ("□清报集团特派记者 王小强本报记者 李明", ["记者:王小强", "记者:李明"]),
        ("通讯员王强清河晚报记者李小明", ["通讯员:王强", "记者:李小明"]),
        ("〔记者王强／台北报导〕", ["记者:王强"]),
        ("本报记者：王强；通讯员：李明", ["记者:王强", "通讯员:李明"]),
        ("责任编辑：王强；李明", ["责编:王强", "责编:李明"]),
        ("记者 王强＆李明", ["记者:王强", "记者:李明"]),
        ("本报记者 阿依古丽·买买提 报道", ["记者:阿依古丽·买买提"]),
        ("本报记者 次仁卓玛 尕藏才旦", ["记者:次仁卓玛", "记者:尕藏才旦"]),
        ("本报记者 热孜万古丽、库尔班江", ["记者:热孜万古丽", "记者:库尔班江"]),
        ("本报记者 央金拉姆 通讯员 王强", ["记者:央金拉姆", "通讯员:王强"]),
        ("撰文：王强 插图：李明 编辑：赵芳", ["作者:王强", "插图:李明", "编辑:赵芳"]),
        ("网络编辑:王强", ["编辑:王强"]),
        ("作者：本报评论部主任 王强", ["作者:王强"]),
        ("作者：本报记者 王强实习生 李明 孙小丽", ["记者:王强", "实习生:李明", "实习生:孙小丽"]),
        ("作者:小河", ["作者:小河"]),
        ("社长 王强 总编辑 李明", ["作者:王强", "作者:李明"]),
        ("王强 文 李明 摄", ["作者:王强", "摄影:李明"]),
        ("省广播电台记者王强、本报记者李明", ["记者:王强", "记者:李明"]),
        ("新柳 摄", ["摄影:新柳"]),
        ("王强 摄影报道", ["摄影:王强"]),
        ("本报评论员", []),
    ],
)
def test_byline_gives_its_people(line, people):
    found = bylines.read_byline(line)
    assert found is not None
    assert [f"{person.role}:{person.name}" for person in found.contributors] == people


@pytest.mark.parametrize(
    "line",
    [
        "记者走进高新区",
        "记者：你们是怎么做的？",
        "外乡记者看清河:",
        "时间：周三",
        "清河都市报",
        "图片新闻",
        "文章作者",
        "作者：佚名",
        "编辑部门负责人介绍",
        "（作者单位：清河学院）",
        "（据新华社）",
        "高新发展",
        "本报济宁讯(记者刘小菲薛小坤",
    ],
)
def test_other_lines_are_no_bylines(line):
    assert bylines.read_byline(line) is None
    assert bylines.kind_of(line) is None


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("责任编辑：王芳 美编：赵明", RowKind.CREDIT),
        ("（王芳）", RowKind.SIGNATURE),
        ("本报记者 王芳", RowKind.BYLINE),
        ("王芳", None),
    ],
)
def test_kind_of_a_line(line, kind):
    assert bylines.kind_of(line) is kind


@pytest.mark.parametrize(
    ("paragraph", "dateline", "people"),
    [
        ("本报清河讯(记者 王强 通讯员 李明)11月1日下午", "本报清河讯", ["王强", "李明"]),
        ("本报讯 记者 王强 通讯员 李明 报道受台风影响", "本报讯", ["王强", "李明"]),
        ("本报讯通讯 员 王强李明 报道8月12日", "本报讯", ["王强", "李明"]),
        ("新华社北京10月19日电（记者王强、李明）国家", "新华社北京10月19日电", ["王强", "李明"]),
        ("■ 本报讯（王强）昨日", "本报讯", ["王强"]),
        ("央视网消息（新闻联播）：18日晚", "央视网消息", []),
        ("（记者 王强）3月17日", "", ["王强"]),
        ("【本报讯】(记者王强 实习生李明)昨日", "本报讯", ["王强", "李明"]),
        ("【新华社清河十四日电】昨日", "新华社清河十四日电", []),
        ("清河在线消息(清河都市报)(记者王强)昨日", "清河在线消息", ["王强"]),
        ("本报清河6月10日讯 省广播电台记者王强、本报记者李明报道:昨日", "本报清河6月10日讯", ["王强", "李明"]),
        ("清河讯 记者 王强 通讯员李明 孙小丽 清河区昨日", "清河讯", ["王强", "李明", "孙小丽"]),
        ("半岛讯 两座新桥昨天通车", "半岛讯", []),
        ("本报记者 王强 清河报道 昨日，", "", ["王强"]),
        ("本报讯　记者王 强　周小和　继换了路灯以后，", "本报讯", ["王强", "周小和"]),
        ("新清报讯 (记者王强)24日，", "新清报讯", ["王强"]),
        ("□ 本报记者 王强　　□ 本报见习记者 李明　　入夏以来，", "", ["王强", "李明"]),
        ("□通讯员　王强　清河晚报记者　李明　　傍晚，河堤上的灯亮了。", "", ["王强", "李明"]),
        ("〔记者王强／台北报导〕傍晚，", "", ["王强"]),
        ("清河时报【王强／台北报导】傍晚，", "", ["王强"]),
        ("（中央社记者孙小丽台北19日电）傍晚，", "", ["孙小丽"]),
        ("中央社记者王强台北2018年1月25日电）傍晚，", "", ["王强"]),
        ("■学生记者 王强  李明 孙小丽 自1992年以来，", "", ["王强", "李明", "孙小丽"]),
        ("新华社清河６月５日体育专电（记者王强）傍晚，", "新华社清河６月５日体育专电", ["王强"]),
        ("（清河5日讯）傍晚，", "清河5日讯", []),
        ("（本报清河5日讯）傍晚，", "本报清河5日讯", []),
        ("清河日报—清河新闻网讯（通讯员 王强）傍晚，", "清河日报—清河新闻网讯", ["王强"]),
        ("清河日报·新清河客户端12月3日讯(通讯员 王强）傍晚，", "清河日报·新清河客户端12月3日讯", ["王强"]),
        ("【清河时报记者王强/台中报导】傍晚，", "", ["王强"]),
        ("［清河新闻云］记者王强/花莲报导", "", ["王强"]),
    ],
)
def test_lead_in_gives_dateline_and_people(paragraph, dateline, people):
    found = lead_in(paragraph)
    assert found is not None
    assert found.dateline == dateline
    assert [person.name for person in found.byline.contributors] == people if found.byline else people == []


@pytest.mark.parametrize(
    "paragraph",
    [
        "近日，记者从区里获悉",
        "本报社电话已经更改",
        "电力部门提醒市民",
        "他在通讯 记者会上说",
        "本报记者 王强 李明",
        "本报记者 高度关注 这件事",
        "预报显示今天电力紧张",
        "中央社记者昨天从台北获悉",
        "双方／各方报道不一",
        "（6月5日）傍晚，河堤上的灯亮了。",
        "（完）清河日报是一张报纸。",
    ],
)
def test_other_paragraphs_have_no_lead_in(paragraph):
    assert lead_in(paragraph) is None


@pytest.mark.parametrize(
    ("text_", "name"),
    [
        ("清河县河堤村 王强", "王强"),
        ("清河县第二中学 李明", "李明"),
        ("□晚禾", "晚禾"),
        ("☉王强", "王强"),
        ("（王强/清河）", "王强"),
    ],
)
def test_letters_and_pen_names(text_, name):
    found = bylines.read_byline(text_, bare=True)
    assert found is not None
    assert [person.name for person in found.contributors] == [name]


def test_a_name_behind_the_last_full_stop_signs():
    assert bylines.unbracketed_signature("河堤上的灯亮了。王强") == (8, "王强")
    assert bylines.unbracketed_signature("河堤上的灯亮了。清河县?王强") == (8, "王强")
    assert bylines.unbracketed_signature("河堤上的灯亮了。晚安") == (0, "")


@pytest.mark.parametrize(
    ("signed", "people"), [("望作信 李麟", ["望作信", "李麟"]), ("水利局 李麟", ["李麟"]), ("望作 朵朵", None)]
)
def test_one_of_several_who_sign_may_have_a_name_without_a_surname(signed, people):
    found = bylines.signature(f"河堤上的灯亮了。（{signed}）")
    assert (found and [person.name for person in found[1].contributors]) == people


def test_names_in_a_lead_in_are_divided_where_its_line_ends():
    lines = ["河堤上的灯亮了", "", "本报讯（记者 江一舟 李明", "孙小丽 通讯员 王", "强）傍晚，河堤上的灯亮了。"]
    [article] = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8")).articles
    assert [person.name for person in article.contributors] == ["江一舟", "李明", "孙小丽", "王强"]


@pytest.mark.parametrize("measure", [14, 16, 18, 20, 22])
def test_a_lead_in_may_break_anywhere_among_its_names(measure):
    body = "本报讯（记者 江一舟 王静英 通讯员 孙小丽）傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。"
    further = "路灯装在沿河三公里的步道旁，入夜自动亮起，夜深以后调暗，既照亮了路，又不扰邻居的清梦。"
    lines = ["河堤上的灯亮了", "", *set_in_column(body, measure), *set_in_column(further, measure)]
    [article] = pipeline.parse(text.read_text("a.txt", "\n".join(lines), "utf-8")).articles
    assert article.title == "河堤上的灯亮了"
    assert [person.name for person in article.contributors] == ["江一舟", "王静英", "孙小丽"]


@pytest.mark.parametrize(("glued", "ways"), [("江一舟李明", 1), ("王强李明", 1), ("李小明王强", 2), ("王强", 0)])
def test_glued_names_are_doubted_where_they_can_be_divided_otherwise(glued, ways):
    assert len(names.divisions(glued)) == ways
    page = f"河堤上的灯亮了\n\n本报讯（记者 {glued}）傍晚，清河镇河堤上的路灯亮了，散步的人多了，孩子们追着灯影跑。"
    doubts = {problem.code for problem in pipeline.parse(text.read_text("a.txt", page, "utf-8")).problems}
    assert ("glued_names" in doubts) == (ways > 1)


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("刘 振 华", ["刘振华"]),
        ("王 建华", ["王建华"]),
        ("王 建华 李　明", ["王建华", "李明"]),
        ("欧阳 建华", ["欧阳建华"]),
        ("本报记者 刘 振华 欧阳 修 王强", ["刘振华", "欧阳修", "王强"]),
        ("记者：王强 文/图", ["王强"]),
        ("本报记者 和丽琼", ["和丽琼"]),
        ("记者 王强和李明", ["王强", "李明"]),
        ("林学系93级 王强", ["王强"]),
        ("（律师 王强）", ["王强"]),
        ("郝佳 本报记者 王强", ["郝佳", "王强"]),
        ("清河 本报记者 王强", ["王强"]),
        ("中共清河县委书记 王强", ["王强"]),
    ],
)
def test_names_as_they_are_printed_beside_what_is_no_name(line, people):
    found = bylines.read_byline(line, bare=True)
    assert found is not None
    assert [person.name for person in found.contributors] == people


def test_who_took_the_pictures_of_a_page():
    found = bylines.photographers("本版图片由记者王强、通讯员李明摄")
    assert [(person.role, person.name) for person in found] == [("摄影", "王强"), ("摄影", "李明")]


def test_a_notice_is_nobody():
    assert bylines.read_byline("公 告", bare=True) is None


@pytest.mark.parametrize("line", ["记者调查", "记者手记", "记者 观察"])
def test_what_reporters_do_names_nobody(line):
    assert bylines.read_byline(line) is None


def test_a_site_with_its_domain_gives_a_dateline():
    found = lead_in("清河网（qinghe.cn）6月4日讯，据悉，河堤上的灯亮了。")
    assert found is not None
    assert found.dateline == "清河网（qinghe.cn）6月4日讯"
    assert lead_in("清河网（qinghe.cn）的域名6月4日到期，不再续费。") is None


@pytest.mark.parametrize(
    "line", ["记者手记", "本报记者观察", "记者 感言", "通讯员来稿", "摄影作品", "见习记者日记", "记者调查", "记者点评"]
)
def test_what_reporters_write_names_nobody(line):
    assert bylines.read_byline(line, bare=True) is None
    assert bylines.kind_of(line) is None


@pytest.mark.parametrize(
    ("line", "people", "doubted"),
    [
        ("【本报记者刘晓晨柳河报道】清河大桥昨日合龙。", ["刘晓晨"], True),
        ("【本报记者范立群炼铁厂报道】清河大桥昨日合龙。", ["范立群"], False),
        ("【本报记者欧阳小春济宁报道】清河大桥昨日合龙。", ["欧阳小春"], False),
        ("【本报记者王小明李大强报道】清河大桥昨日合龙。", ["王小明", "李大强"], False),
    ],
)
def test_a_place_glued_to_the_last_name_of_a_report_is_nobody(line, people, doubted):
    byline = lead_in(line).byline
    assert [person.name for person in byline.contributors] == people
    assert bool(set(byline.glued) - {"".join(people)}) is doubted


@pytest.mark.parametrize(
    ("line", "name"),
    [("外国语学院 14级 顾明", "顾明"), ("文学院2014级中文班 顾明", "顾明"), ("县长 欧阳春", "欧阳春")],
)
def test_a_name_behind_office_or_class_is_an_author(line, name):
    assert bylines.is_author(line)
    assert [person.name for person in bylines.read_byline(line, bare=True).contributors] == [name]


def test_an_office_before_the_name_of_who_signed_is_nobody():
    _, byline = bylines.signature("高炉一次点火成功。（办公室 范立群）")
    assert [person.name for person in byline.contributors] == ["范立群"]


def test_reporter_and_place_in_brackets_as_taiwan_has_them():
    assert [person.name for person in lead_in("[记者 王大明 花莲报导] 县府昨日宣布").byline.contributors] == ["王大明"]


def test_who_gave_the_pictures_is_nobody_where_it_is_an_office():
    byline = bylines.read_byline("文/本报记者 王强 图/市消防支队提供")
    assert [(person.role, person.name) for person in byline.contributors] == [("记者", "王强")]
