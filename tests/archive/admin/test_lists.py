"""Lists of the desk: each value with the name of its column, for a screen on which a row is a block."""

import pytest
from lxml import html

from tests.factories import make_article


@pytest.mark.django_db
def test_each_value_says_what_it_is_and_an_empty_one_that_it_is_none(editor):
    make_article("河堤上的灯亮了", date="2021-11-05")
    page = html.fromstring(editor.get("/admin/archive/article/").content.decode())
    heads = [" ".join(head.text_content().split()) for head in page.xpath("//*[@id='result_list']/thead//th")]
    (row,) = page.xpath("//*[@id='result_list']/tbody/tr")
    cells = row.xpath("./*")
    assert len(cells) == len(heads)
    labelled = {cell.get("data-label"): cell for cell in cells if cell.get("data-label")}
    assert list(labelled) == heads[2:]  # behind the box to tick and the name, which is the head of its block
    empty = {label for label, cell in labelled.items() if cell.get("data-empty") is not None}
    assert empty == {label for label, cell in labelled.items() if cell.text_content() in ("", "-")}
    assert "栏目" in empty
    assert "日期" not in empty


@pytest.mark.django_db
def test_a_value_that_is_a_sign_or_a_link_is_none_that_is_empty(admin_client):
    page = html.fromstring(admin_client.get("/admin/auth/user/").content.decode())
    assert page.xpath("//td[contains(@class, 'field-') and img]")
    assert not page.xpath("//td[(img or a) and @data-empty]")


@pytest.mark.django_db
def test_how_many_rows_are_ticked_is_said_as_the_script_says_it_and_of_no_rows_nothing(chief):
    address = "/admin/archive/article/"
    assert "action-counter" not in chief.get(address).content.decode()
    for title in ("甲", "乙"):
        make_article(title)
    page = chief.get(address).content.decode()
    assert 'data-actions-icnt="2">选中了 2 个中的 0 个<' in page
