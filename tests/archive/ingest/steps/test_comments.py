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


@pytest.mark.parametrize(
    "below",
    [
        "桥头的柳树都留下来了，镇里说，渡口的石阶也会留下来，供后人参观。\n",
        f"{COMMENTS}第3版：副刊\n",
        f"{COMMENTS}本报讯（记者 王强）渡口的石阶也会留下来，供后人参观。\n",
    ],
)
def test_nothing_is_put_aside_where_no_one_signs_or_another_story_follows(below):
    reasons = {claim.reason for claim in parsed(f"发表评论\n{below}").claims if claim.target == "discarded"}
    assert "读者评论" not in reasons


def test_a_button_above_the_story_is_none():
    source = text.read_text("a.txt", f"发表评论 收藏 打印\n{STORY}", "utf-8")
    assert "读者评论" not in {claim.reason for claim in pipeline.parse(source).claims}
