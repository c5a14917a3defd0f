"""Readers' corrections: taken in without an account, limited, decided by an editor, seen at once."""

import datetime
import re
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from archive.loader.content import content_of_rows
from archive.models import Article, Correction
from archive.services import corrections
from archive.services.acts import NotPossible
from archive.services.articles import by_hand, write_article
from archive.services.bulk_acts import undo_act
from archive.services.correctable import place_at, places, with_line
from archive.services.editors import create_editor
from archive.signals import articles_changed
from tests.archive.admin.forms import submit
from tests.factories import make_article
from tests.unset import unset

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 3, 5)


@pytest.fixture
def article():
    return make_article(
        body="蓼河新成今天开工。\n市民前来参观。", headings=(("河清岸绿", "岸边新栽了柳树。\n市民前来参观。"),)
    )


@pytest.fixture
def form(article):
    return f"{article.get_absolute_url()}correct/?p=1"


@pytest.fixture
def editor():
    return create_editor("bianji", "liaohe-xincheng-2021")


@pytest.fixture
def waiting(article):
    return corrections.keep_suggestion(place_at(article, 1), "蓼河新城今天开工。", "地名", "192.0.2.1")


def bodies(article):
    return [section.body for section in article.sections.all()]


@given(st.text("甲乙。 　\n\r\u2028\x0b\x85", max_size=30))
def test_a_line_replaced_by_its_own_words_leaves_the_body_as_it_was(body):
    for number, line in enumerate(body.splitlines()):
        if line.strip():
            assert with_line(body, number, line.strip()) == body


class TestForm:
    def test_every_paragraph_leads_to_its_own(self, client, article):
        """By the one link of the article, past the choice of a paragraph."""
        there = f"{article.get_absolute_url()}correct/"
        assert client.get(article.get_absolute_url()).content.decode().count(f'"{there}"') == 1
        page = client.get(there).content.decode()
        told = [place.text for place in places(article) if place.part == "paragraph"]
        assert re.findall(r'href="([?]p=\d+)"><small>(第\d+段)</small> ([^<]+)</a>', page) == [
            (f"?p={number}", f"第{number}段", text) for number, text in enumerate(told, 1)
        ]
        assert "错在哪里" in page

    def test_shows_the_paragraph_and_says_what_is_kept_of_the_sender(self, client, form):
        page = client.get(form).content.decode()
        assert page.count("蓼河新成今天开工。") == 2
        assert "不能还原成地址" in page

    def test_keeps_the_suggestion_without_an_account_and_without_the_address(self, client, article, form):
        response = client.post(form, {"suggested": "蓼河新城\n今天开工。", "reason": "地名"}, REMOTE_ADDR="192.0.2.9")
        assert response.status_code == 302
        kept = Correction.objects.get()
        assert (kept.article, kept.part, kept.number, kept.printed) == (article, "paragraph", 1, "蓼河新成今天开工。")
        assert (kept.suggested, kept.reason, kept.state) == ("蓼河新城今天开工。", "地名", "waiting")
        assert "192.0.2.9" not in str(vars(kept))
        assert "已经收到" in client.get(response["Location"]).content.decode()
        assert bodies(article)[0].startswith("蓼河新成")

    @pytest.mark.parametrize("suggested", ["", "  ", "蓼河新成今天开工。", "长" * 5001])
    def test_takes_nothing_that_says_nothing(self, client, form, suggested):
        assert client.post(form, {"suggested": suggested}).status_code == 200
        assert not Correction.objects.exists()

    def test_a_program_that_fills_in_every_field_is_thanked_and_forgotten(self, client, form):
        assert client.post(form, {"suggested": "买药", "website": "http://example.com"}).status_code == 302
        assert not Correction.objects.exists()

    @pytest.mark.parametrize("paragraph", ["0", "5", "x", "", "99999999999"])
    def test_a_paragraph_that_is_not_there_is_404(self, client, article, paragraph):
        assert client.get(f"{article.get_absolute_url()}correct/?p={paragraph}").status_code == 404

    def test_needs_the_form_of_this_site(self, form):
        stranger = Client(enforce_csrf_checks=True)
        assert stranger.post(form, {"suggested": "蓼河新城今天开工。"}).status_code == 403

    def test_escapes_what_a_reader_wrote(self, client, form):
        page = client.post(form, {"suggested": "", "reason": '"><script>'}).content.decode()
        assert '"><script>' not in page


class TestLimits:
    def test_one_sender_an_hour(self, client, form):
        for number in range(corrections.HOURLY_OF_SENDER):
            assert client.post(form, {"suggested": f"改{number}"}).status_code == 302
        response = client.post(form, {"suggested": "再改"})
        assert response.status_code == 429
        assert "请稍后再来" in response.content.decode()
        assert "再改" in response.content.decode()
        assert client.post(form, {"suggested": "别人改"}, REMOTE_ADDR="192.0.2.2").status_code == 302

    def test_opens_again_after_an_hour(self, client, form):
        for number in range(corrections.HOURLY_OF_SENDER):
            client.post(form, {"suggested": f"改{number}"})
        Correction.objects.update(sent_at=timezone.now() - datetime.timedelta(hours=1, seconds=1))
        assert client.post(form, {"suggested": "再改"}).status_code == 302

    def test_a_network_an_hour(self, article, monkeypatch):
        for number in range(corrections.HOURLY_OF_NETWORK):
            corrections.keep_suggestion(place_at(article, 1), f"改{number}", "", f"192.0.2.{number}")
        with pytest.raises(corrections.TooMany):
            corrections.keep_suggestion(place_at(article, 1), "再改", "", "192.0.2.99")
        corrections.keep_suggestion(place_at(make_article("另一篇"), 1), "别处改", "", "192.0.3.99")

    def test_forty_addresses_silence_nobody_on_an_article(self, article):
        """One each from twenty networks, an honest one, and one of another network: all of them wait."""
        for number in range(corrections.WAITING_OF_ARTICLE):
            corrections.keep_suggestion(place_at(article, 1), f"乱改{number}", "", f"192.0.{number}.1")
        honest = corrections.keep_suggestion(place_at(article, 1), "老实改的", "", "203.0.113.1")
        corrections.keep_suggestion(place_at(article, 1), "又乱改", "", "192.0.99.1")
        assert Correction.objects.filter(pk=honest.pk).exists()

    @pytest.mark.parametrize(("bound", "said"), [("WAITING_OF_ARTICLE", "这篇文章"), ("WAITING_OF_ALL", "^等着编辑")])
    def test_a_network_that_has_its_share_is_told(self, article, monkeypatch, bound, said):
        monkeypatch.setattr(corrections, bound, 3)
        for number in range(3):
            corrections.keep_suggestion(place_at(article, 1), f"改{number}", "", f"192.0.2.{number}")
        with pytest.raises(corrections.TooMany, match=said):
            corrections.keep_suggestion(place_at(article, 1), "再改", "", "192.0.2.9")

    @pytest.mark.parametrize(("bound", "most"), [("MOST_WAITING", 1), ("MOST_CHARACTERS", 10)])
    def test_where_the_desk_can_keep_no_more_nothing_is_taken(self, article, monkeypatch, bound, most):
        monkeypatch.setattr(corrections, bound, most)
        corrections.keep_suggestion(place_at(article, 1), "改成十个字以上才算太多了", "", "192.0.2.1")
        with pytest.raises(corrections.TooMany, match="没有提交"):
            corrections.keep_suggestion(place_at(article, 1), "再改", "", "198.51.100.1")

    def test_a_long_paragraph_shuts_out_nobody(self, article, monkeypatch):
        monkeypatch.setattr(corrections, "MOST_CHARACTERS", 1000)
        long = make_article("整版", body=["长" * 5000])
        for number in range(3):
            corrections.keep_suggestion(place_at(long, 1), f"改{number}", "", f"192.0.{number}.1")
        assert corrections.keep_suggestion(place_at(article, 1), "老实改的", "", "203.0.113.1").pk

    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1)), max_size=60))
    def test_what_was_taken_stays_and_who_sends_first_is_heard(self, sent):
        """Whatever the order of networks and articles."""
        bounds = {"WAITING_OF_ALL": 6, "WAITING_OF_ARTICLE": 4, "MOST_WAITING": 20, "HOURLY_OF_NETWORK": 99}
        articles, kept, heard = [make_article(f"第{n}篇") for n in range(2)], set(), set()
        with transaction.atomic(), patch.multiple(corrections, **bounds):
            for number, (network, which) in enumerate(sent):
                was_full = len(kept) >= bounds["MOST_WAITING"]
                try:
                    one = corrections.keep_suggestion(
                        place_at(articles[which], 1), f"改{number}", "", f"192.0.{network}.{number}"
                    )
                except corrections.TooMany:
                    assert was_full or network in heard
                else:
                    assert not was_full
                    kept.add(one.pk)
                    heard.add(network)
                assert set(Correction.objects.values_list("pk", flat=True)) == kept
            transaction.set_rollback(True)

    def test_sender_codes_change_with_the_day(self):
        code = corrections.sender_code("192.0.2.1", DAY)
        assert code == corrections.sender_code("192.0.2.1", DAY)
        other = corrections.sender_code("192.0.2.2", DAY)
        assert code != other
        assert code[: corrections.NETWORK_CODE] == other[: corrections.NETWORK_CODE]
        assert code != corrections.sender_code("192.0.2.1", DAY + datetime.timedelta(days=1))


class TestDecision:
    def test_accepted_changes_that_paragraph_alone_and_tells(self, article, waiting, editor):
        told = []
        articles_changed.connect(listener := lambda article_ids, **_: told.append(article_ids))
        corrections.accept(waiting, editor)
        articles_changed.disconnect(listener)
        assert bodies(article) == ["蓼河新城今天开工。\n市民前来参观。", "岸边新栽了柳树。\n市民前来参观。"]
        assert told == [[article.pk]]
        waiting.refresh_from_db()
        assert (waiting.state, waiting.decided_by) == ("accepted", editor)
        article.refresh_from_db()
        assert "sections" in article.edited_fields

    def test_of_equal_paragraphs_the_one_meant_is_changed(self, article, editor):
        corrections.accept(corrections.keep_suggestion(place_at(article, 4), "市民都来参观。", "", "192.0.2.1"), editor)
        assert bodies(article) == ["蓼河新成今天开工。\n市民前来参观。", "岸边新栽了柳树。\n市民都来参观。"]

    def test_a_paragraph_changed_meanwhile_is_not_overwritten(self, article, waiting, editor):
        article.sections.filter(position=0).update(body="另一句话。")
        with pytest.raises(corrections.ParagraphChanged):
            corrections.accept(waiting, editor)
        assert bodies(article)[0] == "另一句话。"
        waiting.refresh_from_db()
        assert waiting.state == "waiting"

    def test_declined_changes_nothing(self, article, waiting, editor):
        corrections.decline(waiting, editor)
        assert bodies(article)[0].startswith("蓼河新成")
        waiting.refresh_from_db()
        assert waiting.state == "declined"


PARTS = [
    ("kicker", 1, "引题", "河清岸录", "河清岸绿"),
    ("title", 1, "标题", "蓼河新成开工", "蓼河新城开工"),
    ("subtitle", 1, "副题", "市民前来参关", "市民前来参观"),
    ("heading", 2, "第2个小标题", "岸边新裁", "岸边新栽"),
    ("caption", 2, "第2条图片说明", "柳树成萌", "柳树成荫"),
]


@pytest.fixture
def headlined():
    heads = (("开工", "蓼河新城开工。"), ("岸边新裁", "岸边新栽了柳树。"))
    fields = {"kicker": "河清岸录", "subtitle": "市民前来参关", "captions": ("开工", "柳树成萌")}
    return make_article("蓼河新成开工", headings=heads, body="导语。", **fields)


@pytest.mark.parametrize(("part", "number", "name", "printed", "right"), PARTS)
class TestOtherParts:
    """Whatever is printed can be put right: decks, headings, captions."""

    def test_by_a_reader_and_an_editor(self, client, headlined, editor, part, number, name, printed, right):
        there = f"{headlined.get_absolute_url()}correct/"
        assert f'"?part={part}&amp;p={number}"><small>{name}</small> {printed}<' in unset(
            client.get(there).content.decode()
        )
        sent = client.post(f"{there}?part={part}&p={number}", {"suggested": right, "credited_as": "周禾"})
        assert f"回到{name}</a>" in client.get(sent["Location"]).content.decode()
        correction = Correction.objects.get()
        assert (correction.part, correction.number, correction.printed) == (part, number, printed)
        assert str(correction) == f"《蓼河新成开工》{name}"
        client.force_login(editor)
        item = client.get(reverse("queue_item", args=["correction", correction.pk])).content.decode()
        assert f"{name}</p>" in item
        before = {place: place.text for place in places(Article.objects.get())}
        act = corrections.accept(correction, editor)
        after = {place: place.text for place in places(Article.objects.get())}
        assert [text for place, text in after.items() if text not in before.values()] == [right]
        page = Client().get(headlined.get_absolute_url()).content.decode()
        assert "据读者周禾指正" in page
        assert f"改前作“{printed}”" in page
        undo_act(act, editor)
        assert {place.text for place in places(Article.objects.get())} == set(before.values())

    def test_mended_meanwhile_it_is_taken_for_nothing_else_of_the_same_words(
        self, headlined, editor, part, number, name, printed, right
    ):
        lead = headlined.sections.first()
        lead.body = printed
        lead.save()
        sent = corrections.keep_suggestion(place_at(headlined, number, part), right, "", "192.0.2.1")
        corrections.accept(
            corrections.keep_suggestion(place_at(headlined, number, part), right, "", "192.0.3.1"), editor
        )
        corrections.accept(sent, editor)
        assert Article.objects.get().sections.first().body == printed

    def test_longer_than_it_may_be(self, client, headlined, editor, part, number, name, printed, right):
        longest = place_at(headlined, number, part).longest
        address = f"{headlined.get_absolute_url()}correct/?part={part}&p={number}"
        assert (
            f"{name}最多 {longest} 个字" in client.post(address, {"suggested": "长" * (longest + 1)}).content.decode()
        )
        assert client.post(address, {"suggested": "长" * longest}).status_code == 302
        with pytest.raises(NotPossible):
            corrections.accept(Correction.objects.get(), editor, "长" * (longest + 1))
        client.force_login(editor)
        sent = submit(
            client, TestAdmin().address(Correction.objects.get()), suggested="长" * (longest + 1), state="accepted"
        )
        assert f"{name}最多 {longest} 个字" in sent.content.decode()


class TestAdmin:
    def address(self, correction):
        return f"/admin/archive/correction/{correction.pk}/change/"

    def test_editor_changes_and_accepts(self, client, article, waiting, editor):
        client.force_login(editor)
        assert "蓼河新成今天开工。" in client.get(self.address(waiting)).content.decode()
        submit(client, self.address(waiting), suggested="蓼河新城昨天开工。", state="accepted")
        assert bodies(article)[0].startswith("蓼河新城昨天开工。")
        assert "蓼河新城昨天开工。" in client.get(article.get_absolute_url()).content.decode()

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x0b", "\u2029", "\x85"])
    @pytest.mark.parametrize("last", ["", "\n", "\u2028"])
    def test_all_but_the_words_of_the_paragraph_stays_to_the_byte(self, article, editor, end, last):
        article.sections.filter(position=0).update(body=f"　　甲段。{end}{end}　乙段。 {end}丙段。{last}")
        sent = corrections.keep_suggestion(place_at(article, 2), "乙段改过。", "", "192.0.2.1")
        corrections.accept(sent, editor)
        assert bodies(article)[0] == f"　　甲段。{end}{end}　乙段改过。 {end}丙段。{last}"

    def test_says_so_where_the_paragraph_has_changed(self, client, article, waiting, editor):
        article.sections.filter(position=0).update(body="另一句话。")
        client.force_login(editor)
        response = submit(client, self.address(waiting), suggested="蓼河新城今天开工。", state="accepted")
        assert "已经改过" in response.content.decode()

    def test_leads_to_where_it_can_be_accepted_over_what_was_changed(self, client, article, waiting, editor):
        content = content_of_rows(article)
        content.sections[0][2] = "昨天蓼河新成今天开工。"
        write_article(article.pk, content, by_hand(editor))
        client.force_login(editor)
        response = submit(client, self.address(waiting), suggested="蓼河新城今天开工。", state="accepted")
        item = reverse("queue_item", args=["correction", waiting.pk])
        error = response.content.decode().partition('class="errorlist')[2].partition("</ul>")[0]
        assert f'请<a href="{item}">在待办里</a>看过采纳' in error

    def test_what_is_decided_stays(self, client, waiting, editor):
        corrections.decline(waiting, editor)
        client.force_login(editor)
        client.post(self.address(waiting), {"suggested": "换一句", "state": "accepted"})
        waiting.refresh_from_db()
        assert waiting.state == "declined"

    def test_nobody_else_decides(self, client, waiting):
        client.force_login(User.objects.create_user("reader"))
        assert client.get(self.address(waiting)).status_code == 302
