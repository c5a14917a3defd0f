"""A corrected line that an editor cuts here and pastes there, or that an article's heir has."""

import pytest

from archive.loader.content import content_of_rows
from archive.models import Article, Correction, accepted_corrections, former_wordings
from archive.services import corrections
from archive.services.articles import by_hand, write_article
from archive.services.correctable import places
from archive.services.dividing import SplitPlace, split_article
from archive.services.statuses import VERBS, apply_verb
from tests.factories import make_article, make_user

pytestmark = pytest.mark.django_db
PRINTED, RIGHT = "甲段以经写好，大家都来看。", "甲段已经写好，大家都来看。"


def correct(article, by):
    (place,) = [each for each in places(article) if "以经" in each.text]
    corrections.accept(corrections.keep_suggestion(place, place.text.replace("以经", "已经"), "", "192.0.2.1"), by)


def write(article, by, *lines):
    content = content_of_rows(Article.objects.with_parts().get(pk=article.pk))
    content.sections = [[0, "", "\n".join(lines)]]
    write_article(article.pk, content, by_hand(by))


def thanked():
    """The articles that thank the reader, all of which are found by what was printed."""
    shown = set(Correction.objects.get().shown_in.all())
    for article in Article.objects.with_parts():
        assert bool(accepted_corrections(article)) == bool(former_wordings(article)) == (article in shown)
    return shown


@pytest.mark.parametrize("pasted_first", [True, False])
def test_a_line_cut_from_one_and_pasted_into_the_other_takes_its_correction_along(pasted_first):
    by = make_user()
    first = make_article("春天", body=f"{PRINTED}\n乙段说的是别的。\n丙段也说别的。\n丁段结束。")
    correct(first, by)
    _, made = split_article(first.pk, SplitPlace(3, "拆出的"), by)
    assert thanked() == {first}
    steps = [(made, (RIGHT, "丙段也说别的。", "丁段结束。")), (first, ("乙段说的是别的。",))]
    for article, lines in steps if pasted_first else steps[::-1]:
        write(article, by, *lines)
        if article == made and pasted_first:
            assert thanked() == {first}, "typed by hand while the first has it still"
    assert thanked() == {made}
    write(first, by, RIGHT, "乙段说的是别的。")
    write(made, by, "丙段也说别的。", "丁段结束。")
    assert thanked() == {first}


def test_a_like_line_that_the_other_has_by_itself_takes_nothing():
    by = make_user()
    first = make_article("春天", body=f"{PRINTED}\n乙段说的是别的。\n{RIGHT}\n丁段结束。")
    correct(first, by)
    _, made = split_article(first.pk, SplitPlace(3, "拆出的"), by)
    write(first, by, "乙段说的是别的。")
    assert RIGHT in [each.text for each in places(Article.objects.with_parts().get(pk=made.pk))]
    assert thanked() == {first}


@pytest.mark.parametrize(("has_line", "is_thanked"), [(True, True), (False, False)])
def test_an_article_that_replaces_another_thanks_for_a_line_that_it_has(has_line, is_thanked):
    by = make_user()
    article = make_article("春天", body=f"{PRINTED}\n丁段。")
    heir = make_article("春天来了", body=f"{RIGHT if has_line else '别的话。'}\n丁段。", issue=article.issue)
    correct(article, by)
    apply_verb(article.pk, VERBS["withdraw"], by, reason="重复", replaced_by=heir)
    assert thanked() == ({heir} if is_thanked else set())
    if has_line:
        write(heir, by, "写过别的了。", "丁段。")
        assert thanked() == set()


def test_articles_that_lead_to_each_other_thank_nobody():
    by = make_user()
    first, second = make_article("春天", body=f"{PRINTED}\n丁段。"), make_article("春天来了", body=f"{RIGHT}\n丁段。")
    correct(first, by)
    for article, other in ((first, second), (second, first)):
        Article.objects.filter(pk=article.pk).update(replaced_by=other)
    write(first, by, "写过别的了。", "丁段。")
    assert thanked() == set()
