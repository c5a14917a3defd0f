"""The pages of a PDF as pictures beside its articles, and what no picture of a page may show."""

import re
from itertools import product

import pytest
from django.core.cache import caches
from django.test import Client

from archive.ingest.types import UnreadableSource
from archive.isolation.process import ReadingInterrupted, ReadingStopped
from archive.models import Article, PersonalNumber, SourceFile
from archive.services import importing, reparsing
from archive.services.statuses import VERBS, apply_verb
from archive.serving import page_pictures
from search.index import indexing
from tests import printed
from tests.archive.pages.in_source import PHONE, REST, STORY, bring_in, first_of, text_of
from tests.factories import hide_numbers, make_user, restore_number

PAGES = (["步道完工市民来散步", "本报记者 周禾", STORY, REST], ["河边新开一座图书馆", "本报记者 邱田", REST, REST])
SECRET = printed.place_of(2, STORY, PHONE[3:])


@pytest.mark.django_db(transaction=True)
class TestPictures:
    @pytest.fixture
    def source(self, data_dir) -> SourceFile:
        caches["pages"].clear()
        return bring_in(data_dir / "in", "20211105.pdf", printed.pdf(*PAGES))

    @pytest.fixture
    def article(self, source) -> Article:
        return first_of(source)

    def address(self, article, page: int = 1) -> str:
        return article.get_absolute_url().replace("/articles/", "/pictures/") + f"{page}.webp"

    def hide(self) -> None:
        hide_numbers(PersonalNumber.objects.filter(digits=PHONE), make_user("chief"))

    def test_the_page_of_the_article_stands_beside_it(self, client, article, settings):
        page = text_of(client, f"{article.get_absolute_url()}source/")
        [image] = re.findall("<img[^>]*/pictures/[^>]*>", page)
        assert f'src="{self.address(article)}"' in image
        assert all(part in image for part in ('width="1702"', 'height="2400"', 'loading="lazy"', 'alt="原始文件第1页'))
        assert "正在画这一页的图片" in page
        answer = client.get(self.address(article))
        assert "正在画" not in text_of(client, f"{article.get_absolute_url()}source/")
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-cache" in answer["Cache-Control"]
        assert printed.light_in(answer.content, SECRET)
        assert len(list(settings.PAGE_PICTURES_DIR.glob("*.webp"))) == 1
        assert client.get(self.address(article), headers={"If-None-Match": answer["ETag"]}).status_code == 304

    def test_it_is_drawn_once(self, client, article, monkeypatch):
        first = client.get(self.address(article)).content
        monkeypatch.setattr(page_pictures, "_drawn", lambda *of: pytest.fail("drawn again"))
        assert client.get(self.address(article)).content == first

    def test_no_address_gives_a_picture_of_what_is_hidden(self, client, source, settings):
        articles = list(source.articles.order_by("position"))
        asked = [
            f"{there}{query}"
            for each, number in product(articles, range(4))
            for there in (self.address(each, number), f"/pictures/{each.permanent_id}/{number}.webp")
            for query in ("", "?v=1", "?lines=1")
        ]
        before = {address: client.get(address) for address in asked}
        old = {answer.content for answer in before.values() if answer.status_code == 200}
        assert any(printed.light_in(picture, SECRET) for picture in old)
        names = {path.name for path in settings.PAGE_PICTURES_DIR.glob("*-1-*.webp")}
        assert names
        self.hide()
        assert not list(settings.PAGE_PICTURES_DIR.glob("*.webp"))
        seen = 0
        for address, former in before.items():
            tag = {"If-None-Match": former["ETag"]} if "ETag" in former else {}
            for headers in ({}, tag):
                answer = client.get(address, headers=headers)
                if f"/{articles[0].permanent_id}/" in address and answer.status_code not in (302, 404):
                    assert answer.status_code == 200, address
                    assert printed.is_black(answer.content, SECRET), address
                    seen += 1
        assert seen >= 3
        assert names.isdisjoint(path.name for path in settings.PAGE_PICTURES_DIR.glob("*.webp"))
        text = text_of(client, f"{articles[0].get_absolute_url()}source/")
        assert PHONE[3:] not in text

    def test_a_number_hidden_while_a_picture_is_drawn_is_on_none(self, client, article, monkeypatch, settings):
        draw = page_pictures._drawn

        def drawn(*of):
            picture = draw(*of)
            self.hide()
            return picture

        monkeypatch.setattr(page_pictures, "_drawn", drawn)
        late = client.get(self.address(article))
        assert (late.status_code, late["Retry-After"]) == (503, "60")
        assert not list(settings.PAGE_PICTURES_DIR.glob("*.webp"))
        monkeypatch.setattr(page_pictures, "_drawn", draw)
        assert printed.is_black(client.get(self.address(article)).content, SECRET)

    def test_what_is_shown_again_is_drawn_anew(self, client, article):
        self.hide()
        assert printed.is_black(client.get(self.address(article)).content, SECRET)
        restore_number(PersonalNumber.objects.get(digits=PHONE), make_user("other"))
        assert printed.light_in(client.get(self.address(article)).content, SECRET)

    def test_only_pages_of_the_article_are_shown(self, client, source):
        first, second = source.articles.order_by("position")
        assert [client.get(self.address(first, n)).status_code for n in (0, 1, 2, 9)] == [404, 200, 404, 404]
        assert [client.get(self.address(second, n)).status_code for n in (1, 2)] == [404, 200]

    def test_a_withdrawn_article_has_none_and_a_draft_is_not_there(self, client, source, data_dir):
        article = first_of(source)
        apply_verb(article.pk, VERBS["withdraw"], make_user("chief"), reason="误登")
        assert client.get(self.address(article)).status_code == 410
        draft = first_of(bring_in(data_dir / "in", "20211107.pdf", printed.pdf(PAGES[1]), as_drafts=True))
        assert client.get(self.address(draft)).status_code == 404

    def test_a_page_with_a_draft_has_none_for_its_other_articles(self, client, data_dir):
        both = ["步道完工市民来散步", "本报记者 周禾", STORY, REST]
        source = bring_in(data_dir / "in", "20211105.pdf", printed.pdf(both, PAGES[1]))
        shown, other = source.articles.order_by("position")
        Article.objects.filter(pk=other.pk).update(status="draft", claims=[["title", 2, 2, ""], *other.claims])
        assert "没有公开" in text_of(client, self.address(shown), 404)
        page = text_of(client, f"{shown.get_absolute_url()}source/")
        assert "/pictures/" not in page
        assert page_pictures.UNPUBLISHED in page

    @pytest.mark.parametrize(
        ("raised", "status", "said"),
        [
            (UnreadableSource("这一页画不成图片：原始文件可能已损坏。"), 404, "原始文件可能已损坏"),
            (ReadingStopped("too much"), 404, page_pictures.TOO_MUCH),
            (ReadingInterrupted("killed"), 503, ""),
        ],
    )
    def test_where_it_cannot_be_drawn_the_page_says_why_and_the_text_stays(
        self, client, article, monkeypatch, raised, status, said
    ):
        def fail(*of: object, **how: object):
            asked.append(of)
            raise raised

        asked: list[object] = []
        monkeypatch.setattr(page_pictures.ReadingProcess, "ask", fail)
        there = f"{article.get_absolute_url()}source/"
        assert "/pictures/" in text_of(client, there)
        assert said in text_of(client, self.address(article), status)
        client.get(self.address(article))
        page = text_of(client, there)
        assert ("/pictures/" not in page) == (status == 404)
        assert said in page
        assert "居民当晚就来散步" in page
        assert len(asked) == (1 if status == 404 else 2)

    def test_where_the_kept_file_is_gone_it_says_so(self, client, article):
        article.source.path.unlink()
        assert page_pictures.GONE in text_of(client, self.address(article), 404)

    def test_whoever_asks_for_all_gets_a_few(self, client, source, monkeypatch):
        monkeypatch.setattr(page_pictures, "A_MINUTE", 1)
        first, second = source.articles.order_by("position")
        assert [client.get(self.address(*of)).status_code for of in ((first, 1), (second, 2))] == [200, 503]

    def test_a_file_read_before_its_pages_were_known_has_none_until_it_is_read_again(self, client, article):
        SourceFile.objects.update(pages=[], parser_version="7")
        assert "/pictures/" not in text_of(Client(), f"{article.get_absolute_url()}source/")
        assert client.get(self.address(article)).status_code == 404
        with importing.import_batch("reparse") as batch:
            list(reparsing.reparse(SourceFile.objects.all(), batch))
        assert client.get(self.address(article)).status_code == 200

    @pytest.mark.usefixtures("index_folder")
    def test_a_visit_after_another_asks_ten_times_at_most(self, client, article, django_assert_max_num_queries):
        indexing.rebuild()
        client.get(f"{article.get_absolute_url()}source/?lines=1")  # what frames all pages is kept from then on
        for view in ("", "?view=text", "?view=page"):
            with django_assert_max_num_queries(10):
                client.get(f"{article.get_absolute_url()}source/{view}")
