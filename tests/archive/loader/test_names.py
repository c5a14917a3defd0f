"""Rows by name: found or made, once, whatever a file calls them."""

import datetime

import pytest

from archive.ingest.types import ParsedIssue
from archive.loader.names import RowsByName, by_name
from archive.models import Column, Contributor, Issue, Newspaper
from tests.factories import make_newspaper


@pytest.mark.django_db
class TestRows:
    def test_names_are_made_once_and_have_addresses_of_their_own(self):
        first = by_name(Contributor, ["周禾", "邱田", "周禾", ""])
        assert set(first) == {"周禾", "邱田"}
        second = by_name(Contributor, ["邱田", "王小丁", "邱 田", "邱-田"])
        assert second["邱田"] == first["邱田"]
        slugs = list(Contributor.objects.values_list("slug", flat=True))
        assert len(set(slugs)) == len(slugs) == 5

    def test_a_name_set_with_a_blank_inside_is_the_one_without(self):
        names = RowsByName()
        assert names.contributor("王 伟") == names.contributor("王伟") == RowsByName().contributor("王　伟")
        assert Contributor.objects.get().name == "王伟"

    def test_a_column_belongs_to_its_newspaper(self):
        one, other = make_newspaper("西河晚报"), make_newspaper("东河晨报")
        assert by_name(Column, ["身边事"], newspaper=one) != by_name(Column, ["身边事"], newspaper=other)
        assert set(Column.objects.values_list("slug", flat=True)) == {"身边事"}

    def test_a_new_newspaper_has_an_address_in_letters(self):
        paper = RowsByName().newspaper("西河晚报")[0]
        assert paper.slug == "xihewanbao"
        assert RowsByName().newspaper("西河晚报")[0] == paper
        assert Newspaper.objects.create(name="希和万宝").slug == "xihewanbao-2"

    def test_an_issue_is_filled_in_and_never_overwritten(self):
        paper = Newspaper.main()
        said = ParsedIssue(date="2021-11-05", total_number=589)
        RowsByName().issue(paper, said)
        RowsByName().issue(paper, ParsedIssue(date="2021-11-05", total_number=600, year_number="2021年第82期"))
        issue = Issue.objects.get()
        assert (issue.total_number, issue.year_number) == (589, "2021年第82期")

    @pytest.mark.parametrize("date", ["", "2021", "2021-11"])
    def test_no_issue_without_a_day(self, date):
        assert RowsByName().issue(Newspaper.main(), ParsedIssue(date=date)) is None

    def test_a_page_learns_its_section(self):
        names, paper = RowsByName(), Newspaper.main()
        names.learn_issues([(paper, datetime.date(2021, 11, 5))])
        issue = Issue.objects.get()
        assert names.page(issue, "第一版", "").section is None
        assert names.page(issue, "1", "要闻").section.name == "要闻"
        assert RowsByName().page(issue, "01", "别的").section.name == "要闻"
        assert issue.pages.count() == 1
