"""What readers typed and meant, asked of an archive that prints what they meant."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from search.evaluation.offers import read_pairs, respelled_in, score_offers, suggested_in
from search.index import indexing
from tests.built_once import built_once
from tests.factories import make_article, make_newspaper

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent / "offers"
SUGGESTIONS = list(read_pairs(HERE / "suggestions.tsv"))
SPELLINGS = list(read_pairs(HERE / "did_you_mean.tsv"))
AROUND = "东西南北上下"
# What the misspelt titles were, and the words that two lines mean without naming them in full.
TITLES = (
    "七国集团威胁扩大对俄罗斯制裁",
    "关注朝鲜半岛局势",
    "加强互联互通伙伴关系对话会将在北京举行",
    "职业技能培训激发就业新活力",
    "美国务卿乌危机以来首访俄罗斯",
)


@built_once
def newspaper():
    """Each thing meant stands in six articles, between other characters each time; a title three times."""
    meant = sorted({each for _, each in (*SUGGESTIONS, *SPELLINGS) if len(each) > 1} | {"神舟十三号", "新冠肺炎"})
    for n, (before, after) in enumerate(zip(AROUND, reversed(AROUND), strict=True)):
        make_article(f"第{n}版", body="\n".join(f"{before}{each}，{each}{after}" for each in meant))
    for title in (*TITLES, "国内联播快讯", "国内联播快讯", "国内联播快讯"):
        make_article(title)
    indexing.rebuild(processes=1)
    return make_newspaper()


def test_what_is_meant_is_among_the_first_six_suggestions(newspaper):
    guesses = score_offers(SUGGESTIONS, suggested_in(newspaper))
    assert guesses.asked == 108
    assert guesses.right >= 100, guesses.missed


def test_what_was_meant_is_offered_for_a_misspelling(newspaper):
    guesses = score_offers(SPELLINGS, respelled_in(newspaper))
    assert guesses.asked == 46
    assert guesses.right >= 36, guesses.missed  # of ten titles only the words around the misprint are printed here


def test_no_correction_is_nonsense(newspaper):
    offered = {text for typed, _ in SPELLINGS for text in respelled_in(newspaper)(typed)}
    assert not offered & {"奥秘克容", "奥米克容", "美的维节夫", "习仅凭", "七项局", "高铁展展", "神州十三五"}


def test_another_newspaper_is_offered_nothing_of_it(newspaper):
    other = make_newspaper("邻县日报")
    assert score_offers(SUGGESTIONS, suggested_in(other)).right == 0
    assert suggested_in(None)("一带") == suggested_in(newspaper)("一带")


def test_the_command_scores_files(newspaper, tmp_path, capsys):
    file = tmp_path / "typed.tsv"
    file.write_text("# typed\tmeant\nydyl\t一带一路\nzzzz\t渡轮\n", encoding="utf-8")
    call_command("evaluate_offers", suggestions=file, spellings=file)
    said = capsys.readouterr().out
    assert "suggestions: 1 of 2" in said
    assert "suggestions: zzzz -> 渡轮，给出 （无）" in said
    assert "spellings: 1 of 2" in said
    file.write_text("ydyl", encoding="utf-8")
    with pytest.raises(CommandError, match="line 1: no tab"):
        call_command("evaluate_offers", suggestions=file)
    with pytest.raises(CommandError, match="请给出"):
        call_command("evaluate_offers")
