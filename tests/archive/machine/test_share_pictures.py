"""The picture of a page that is shared: made once, a few in a minute, of what the page says."""

from io import BytesIO
from unittest.mock import Mock

import lxml.html
import pytest
from django.core.cache import caches
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive.disk import durable
from archive.layout import share_pictures as drawing
from archive.layout.typesetting import full_width, line_breaks
from archive.machine import share_pictures as keeping
from archive.models import Newspaper, PersonalNumber
from archive.models.printed import note_numbers
from archive.services import number_works
from search.index import indexing
from tests.archive.machine.test_structured import metas, page_of
from tests.factories import hide_numbers, make_article, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.PICTURES_DIR = tmp_path / "pictures"


def metas_at(client, there):
    return metas(lxml.html.fromstring(client.get(there).content.decode()))


def address_of(client, article):
    (there,) = metas(page_of(client, article))["og:image"]
    return there.removeprefix("http://testserver")


def test_an_article_is_shared_with_its_headline_and_news(client):
    article = make_article("质量:高质量", body="本报济宁讯（记者 刘菲）今天,蓼河新城开工了。", page="1")
    found = metas(page_of(client, article))
    assert found["og:title"] == ["质量：高质量"]
    assert found["og:description"] == found["description"] == ["今天，蓼河新城开工了。"]
    answer = client.get(address_of(client, article))
    assert answer["Content-Type"] == "image/png"
    picture = Image.open(BytesIO(answer.content))
    assert picture.size == (1200, 630)
    assert len(picture.convert("RGB").getcolors()) > 8  # something is drawn, in grey steps
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("there", ["/", "/issues/2021-11-05/", "/about/", "/help/search/"])
def test_every_page_is_shared_with_a_picture(client, there):
    make_article()
    (address,) = [
        meta for meta in client.get(there).content.decode().split("<meta ") if meta.startswith('property="og:image"')
    ]
    path = address.split('content="http://testserver')[1].split('"')[0]
    assert client.get(path)["Content-Type"] == "image/png"


def test_an_issue_and_its_pages_are_shared_by_their_leads(client, monkeypatch):
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: f"{shared.headline} {shared.foot}".encode())
    for page, title in (("1", "蓼河新城今天全面开工"), ("1", "短讯"), ("2", "泗河两岸春意渐浓")):
        make_article(title, page=page)
    for there, title, told, drawn in (
        ("", "", "蓼河新城今天全面开工；短讯", "蓼河新城今天全面开工 2021年11月5日 · 01版"),
        ("2/", " 02版", "泗河两岸春意渐浓", "泗河两岸春意渐浓 2021年11月5日 · 02版"),
        ("read/", " 全期连读", "蓼河新城今天全面开工；短讯；泗河两岸春意渐浓", None),
    ):
        found = metas_at(client, f"/issues/2021-11-05/{there}")
        assert found["og:title"] == [f"济宁高新新闻 2021年11月5日{title}"]
        assert found["og:description"] == [told]
        if drawn:
            assert client.get(found["og:image"][0]).content.decode() == drawn


def test_lists_and_what_stands_beside_an_article_say_what_they_are(client):
    article = make_article("开工", column="走基层")
    indexing.rebuild(processes=1)
    for there, title, told in (
        ("/issues/2021/", "2021年", "《济宁高新新闻》2021年：1期、1篇。"),
        ("/issues/2021-11/", "2021年11月", "《济宁高新新闻》2021年11月：1期、1篇。"),
        ("/columns/走基层/", "走基层", "《济宁高新新闻》栏目“走基层”：共1篇，2021年11月。"),
    ):
        found = metas_at(client, there)
        assert (found["og:title"], found["og:description"]) == ([title], [told])
    found = metas_at(client, f"{article.get_absolute_url()}correct/")
    assert found["og:title"] == ["纠错：开工"]


def test_a_picture_is_made_once_for_what_it_says(client, monkeypatch):
    article = make_article()
    there = address_of(client, article)
    first = client.get(there).content
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: pytest.fail("drawn again"))
    assert client.get(there).content == first
    assert client.get(there.split("?")[0] + "?v=anything").content == first
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: shared.headline.encode())
    article.title = "改过的标题"
    article.save()
    changed = address_of(client, article)
    assert changed != there
    assert client.get(changed).content.decode() == "改过的标题"


def test_whoever_asks_for_all_gets_a_few_and_a_few_are_kept(client, monkeypatch):
    monkeypatch.setattr(keeping, "A_MINUTE", 3)
    monkeypatch.setattr(keeping, "MOST_KEPT", 2)
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: shared.headline.encode())
    articles = [make_article(f"第{number}篇") for number in range(4)]
    answers = [client.get(address_of(client, article)) for article in articles]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 200]
    # Two were made within the minute of those that are kept.
    assert len(list(keeping.settings.PICTURES_DIR.glob("*.png"))) == 2
    monkeypatch.setattr(keeping, "A_MINUTE", 2)
    late = client.get(address_of(client, make_article("再一篇")))
    assert (late.status_code, late["Retry-After"]) == (503, "60")


PHONE = "13812345678"


def hide(digits: str) -> None:
    numbers = PersonalNumber.objects.filter(digits=digits)
    assert numbers
    hide_numbers(numbers, make_user("chief"))


@pytest.mark.django_db(transaction=True)
def test_no_picture_of_a_hidden_number_stays_kept(client, monkeypatch):
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: shared.headline.encode())
    article = make_article(f"找人请打{PHONE}")
    note_numbers(article.title)
    folder, there = keeping.settings.PICTURES_DIR, address_of(client, article)
    assert PHONE in client.get(there).content.decode()
    assert any(PHONE.encode() in path.read_bytes() for path in folder.glob("*.png"))
    hide(PHONE)
    assert not any(PHONE.encode() in path.read_bytes() for path in folder.iterdir())
    assert (folder / "drawing.lock").exists()  # whoever draws now goes on holding it
    caches["pages"].clear()
    drawn = client.get(address_of(client, article)).content.decode()
    assert "138" in drawn
    assert PHONE[3:] not in drawn


@pytest.mark.django_db(transaction=True)
def test_a_work_that_is_killed_amid_leaves_none_once_it_is_done(client, monkeypatch):
    """The walk that follows finds the rows hidden already."""
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: shared.headline.encode())
    article = make_article(f"找人请打{PHONE}")
    note_numbers(article.title)
    client.get(address_of(client, article))
    work = number_works.ask_number_work(number_works.HIDDEN, PersonalNumber.objects.all(), make_user("chief"))
    with monkeypatch.context() as killed:
        killed.setattr(number_works, "_finish", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            number_works.fulfil_work(work)
    number_works.fulfil_work(work)
    assert not list(keeping.settings.PICTURES_DIR.glob("*.png"))


@pytest.mark.django_db(transaction=True)
def test_a_number_hidden_while_a_picture_is_drawn_is_on_none(client, monkeypatch):
    """Also where it is hidden between the look at the article and the first byte on the disk."""
    article = make_article(f"找人请打{PHONE}")
    note_numbers(article.title)
    there, new_file = address_of(client, article), durable.new_file
    monkeypatch.setattr(drawing, "drawn_picture", lambda shared: shared.headline.encode())

    def hidden_first(path):
        monkeypatch.setattr(durable, "new_file", new_file)
        hide(PHONE)
        return new_file(path)

    monkeypatch.setattr(durable, "new_file", hidden_first)
    late = client.get(there)
    assert (late.status_code, late["Retry-After"]) == (503, "60")
    assert not list(keeping.settings.PICTURES_DIR.glob("*.png"))


def test_without_a_font_no_page_promises_a_picture_and_a_check_says_so(client, monkeypatch, capsys):
    there = address_of(client, article := make_article())
    monkeypatch.setattr(drawing, "font_file", lambda: None)
    caches["pages"].clear()  # of a server that began without the font
    assert "og:image" not in metas(page_of(client, article))
    assert client.get(there).status_code == 404
    call_command("check")
    assert "fonts-noto-cjk" in capsys.readouterr().err


def test_a_withdrawn_article_has_none(client):
    article = make_article()
    there = address_of(client, article)
    article.status = "withdrawn"
    article.save()
    assert client.get(there).status_code == 410


@given(st.text("高新区质量发展良法善治的18aB ,:（）《》", max_size=60), st.integers(3, 30))
def test_lines_are_the_headline_broken_between_words_and_none_is_too_long(text, room):
    shown = full_width(text)
    lines = drawing.balanced_lines(drawing.printed_pieces(shown), len, room)
    assert "".join("".join(lines).split()) == "".join(shown.split())
    assert all(len(line) <= room for line in lines)
    compact = "".join(shown.split())
    allowed = {len("".join(shown[:place].split())) for place in line_breaks(shown)}
    spaces = {len("".join(shown[:at].split())) for at, character in enumerate(shown) if character.isspace()}
    at = 0
    for line in lines[:-1]:
        at += len("".join(line.split()))
        piece = max((place for place in allowed | spaces | {0} if place < at), default=0)
        following = min(place for place in allowed | spaces | {len(compact)} if place >= at)
        assert at in allowed | spaces or following - piece > room


@given(st.lists(st.lists(st.text("高新区质", min_size=1, max_size=5), min_size=1, max_size=6), min_size=2, max_size=4))
def test_the_printed_space_is_the_first_place_for_an_end_of_a_line(parts):
    """No line has the end of a part that was broken and the beginning of the next."""
    room = 12
    lines = drawing.balanced_lines(parts, len, room)
    wholes = ["".join(part) for part in parts]
    for line in lines:
        between = line.split(" ")
        assert len(between) == 1 or all(piece in wholes for piece in between)


def test_every_newspaper_has_its_own():
    main = Newspaper.main()
    assert keeping.picture_address(main).startswith("/share.png?v=")


def test_a_picture_is_asked_about_each_time(client):
    """One of a headline that was withdrawn is shown by no copy of it."""
    answer = client.get("/share.png")
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")
    assert client.get("/share.png", headers={"If-None-Match": answer["ETag"]}).status_code == 304
