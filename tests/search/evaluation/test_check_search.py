"""The operator's own measurements: they hold where search is right, and fail where it is not."""

import re

import pytest
from django.core.management import CommandError, call_command

from archive.models import ArticleSection
from search.evaluation.literal_check import BruteForce, samples
from search.index import indexing
from search.query.syntax import Term
from tests.built_once import built_once
from tests.factories import make_article

pytestmark = pytest.mark.django_db


@built_once
def archive():
    for n in range(30):
        body = f"巡河员走了{n}.{n}公里，\n记下{n * 7}处、{n * 777:,}件、{n * 3}%。"
        make_article(f"第{n}次“巡河”报告", body=body, captions=("河 道\n新貌",))
    indexing.rebuild(processes=1)


def test_a_right_index_has_recall_and_precision_of_one(archive, capsys):
    call_command("check_search", sample=200, seed=3)
    out = capsys.readouterr().out
    assert re.search(r"runs: samples \d{3} recall 1.000000 precision 1.000000", out)
    assert re.search(r"words: samples \d{3} recall 1.000000 precision 1.000000", out)
    assert re.search(r"quoted in the box: samples \d{3} recall 1.000000 precision 1.000000", out)


def test_an_index_that_missed_an_edit_is_found_out(archive):
    ArticleSection.objects.update(body="正文全改了，索引却不知道。")
    with pytest.raises(CommandError, match="不符"):
        call_command("check_search", sample=100, seed=3)


def test_an_empty_archive_has_nothing_to_check():
    indexing.rebuild(processes=1)
    with pytest.raises(CommandError, match="还没有已发布的文章"):
        call_command("check_search", sample=10)


def test_samples_repeat_with_their_seed(archive):
    assert list(samples(50, 1)) == list(samples(50, 1))
    assert list(samples(50, 1)) != list(samples(50, 2))


def test_brute_force_reads_units_and_never_across_them():
    one = make_article("甲乙", body="丙丁\n戊己")
    brute = BruteForce()
    for term, expected in {"甲乙": {one.pk}, "丙 丁": {one.pk}, "丁戊": set(), "乙丙": set(), "己": {one.pk}}.items():
        assert brute.holders(term) == expected, term


def test_a_point_typed_alone_is_no_number():
    make_article("涨了3.5", body="甲.乙")
    make_article("涨了4.5", body="丙")
    brute = BruteForce()
    assert brute.holders_of_words(Term(".")) == brute.holders(".") != brute.holders(".", whole_numbers=True)
