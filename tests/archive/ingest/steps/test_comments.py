"""What readers wrote below the story of a saved page is put aside."""

import pytest

from archive.ingest import pipeline
from archive.ingest.readers import text
from tests.archive.ingest.conservation import assert_conserved

STORY = "柳河新桥昨日通车\n2020-01-02 08:15 来源：清河日报\n1月1日，柳河新桥正式通车，两岸往来只要四分钟，都说好。\n"
COMMENTS = "老船工 2020-01-02 09:10\n终于等到这一天了，以后回娘家方便多了！\n"


def parsed(lines):
    found = pipeline.parse(text.read_text("a.txt", STORY + lines, "utf-8"))
    assert_conserved(found)
    return found


@pytest.mark.parametrize("heading", ["发表评论", "网友评论（3）", "共有2条评论", "【我要评论】", "最新评论："])
def test_comments_that_are_signed_are_put_aside(heading):
    [article] = parsed(f"{heading}\n{COMMENTS}").articles
    assert "娘家" not in "".join(article.sections[-1].paragraphs)


def test_nothing_is_put_aside_where_no_one_signs():
    below = "桥头的柳树都留下来了，镇里说，渡口的石阶也会留下来，供后人参观。\n"
    assert "读者评论" not in {claim.reason for claim in parsed(f"发表评论\n{below}").claims}


@pytest.mark.parametrize("head", ["第3版：副刊\n", "本报讯（记者 王强）"])
def test_a_page_and_a_lead_below_comments_are_of_the_paper(head):
    found = parsed(f"发表评论\n{COMMENTS}{head}渡口的石阶也会留下来，供后人参观。\n")
    texts = ["".join(section.paragraphs) for article in found.articles for section in article.sections]
    assert "供后人参观" in "".join(texts)
    assert "娘家" not in "".join(texts)


NEXT = (
    "慢行道该修了\n记者 邹小川\n柳河西岸的慢行道坑坑洼洼，住在附近的人晚饭后都不敢去走。\n"
    "镇里答应，这个月底以前把路面补好。\n"
)


@pytest.mark.parametrize(
    "comments",
    [
        "网友评论\n登录 注册\n\n",
        f"网友评论\n{COMMENTS}\n",
        f"共有2条评论\n{COMMENTS}3楼 河边人家\n回复\n\n",
    ],
)
def test_a_story_below_comments_is_kept_whole(comments):
    found = parsed(f"{comments}{NEXT}")
    assert [article.title for article in found.articles] == ["柳河新桥昨日通车", "慢行道该修了"]
    below = found.articles[1]
    assert [person.name for person in below.contributors] == ["邹小川"]
    assert "".join(below.sections[-1].paragraphs) == "".join(NEXT.split("\n")[2:])


def test_the_time_and_source_of_the_next_story_sign_no_comment():
    story = "慢行道该修了\n2020-01-03 08:15 清河新闻网\n镇里答应，这个月底以前把路面补好。\n"
    assert [article.title for article in parsed(f"发表评论\n登录\n\n{story}").articles][1:] == ["慢行道该修了"]


def test_a_caption_and_a_rubric_of_that_name_put_nothing_aside():
    quoted = "有网友称已经登录过三次，均未收到回复，镇里7月12日18:36答复说正在查。\n"
    chosen = "网友“老街坊”：希望多建立体车库，老城区一位难求。\n"
    for below in (f"▲网友评论\n{quoted}", f"网友留言\n{chosen}"):
        articles = parsed(f"{below}\n{NEXT}").articles
        kept = [paragraph for article in articles for section in article.sections for paragraph in section.paragraphs]
        assert {below.split("\n")[1], *NEXT.split("\n")[2:4]} <= set(kept)
        assert "慢行道该修了" in [article.title for article in articles]


def test_comments_with_sentences_make_a_doubt():
    long = "老船工 2020-01-02 09:10\n终于等到这一天了，以后回娘家方便多了，渡口的石阶也要留着给孩子们看看！\n"
    found = parsed(f"网友评论\n{long}{NEXT}")
    assert [doubt.first_line for doubt in found.problems if doubt.code == "text_aside"] == [6]


def test_a_button_above_the_story_is_none():
    source = text.read_text("a.txt", f"发表评论 收藏 打印\n{STORY}", "utf-8")
    assert "读者评论" not in {claim.reason for claim in pipeline.parse(source).claims}
