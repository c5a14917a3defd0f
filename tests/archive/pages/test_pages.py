"""Pages of single things: what stands on them, how they answer for what is not there."""

import datetime
import gzip
import random
import re

import html5lib
import pytest
from django.conf import settings
from django.utils import timezone
from lxml import etree

from archive.models import Article, ArticleSection, Issue, Page, SourceFile, Status
from tests.factories import make_article, make_newspaper
from tests.page_weight import ARTICLE, MOST_OF_ARTICLE, weight_beside_text
from tests.unset import unset

pytestmark = pytest.mark.django_db


def text_of(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status
    # Raises on the first thing that HTML does not allow.
    html5lib.HTMLParser(strict=True).parse(response.content)
    return unset(response.content.decode())


def in_order(text, *parts):
    """Whether all of `parts` stand in `text` one after the other."""
    at = -1
    for part in parts:
        at = text.find(part, at + 1)
        assert at >= 0, f"{part!r} does not stand where it should"


@pytest.fixture
def story():
    return make_article(
        "蓼河两岸春意浓",
        kicker="高新区召开现场会强调",
        subtitle="——蓼河治理三年记",
        byline="本报记者 陈小满 通讯员 周一帆",
        editor_note="河变清了，人也多了。",
        people=(("陈小满", "记者"), ("周一帆", "通讯员")),
        headings=(("河清岸绿", "岸边新栽了柳树。\n老人们又来下棋了。"), ("人气渐旺", "周末游人如织。")),
        captions=("图为蓼河北岸的步道。",),
        page="2",
        section="综合",
        column="走基层",
    )


class TestArticle:
    def test_has_what_a_reader_expects_in_the_order_of_print(self, client, story):
        page = text_of(client, story.get_absolute_url())
        in_order(
            page,
            "走基层</a>",
            "高新区召开现场会强调",
            "蓼河两岸春意浓",
            "——蓼河治理三年记",
            'href="/issues/2021-11-05/"',
            '<time datetime="2021-11-05">2021年11月5日</time>',
            "星期五",
            "02版：综合",
            "河变清了，人也多了。",
            "蓼河新城今天开工。",
            ">河清岸绿</h2>",
            "岸边新栽了柳树。",
            "人气渐旺",
            "图为蓼河北岸的步道。",
        )

    def test_numbers_paragraphs_over_all_sections(self, client, story):
        page = text_of(client, story.get_absolute_url())
        in_order(page, "<p id=p1>蓼河新城今天开工。", "<p id=p3>岸边新栽了柳树。", "<p id=p5>周末游人如织。")

    def test_lists_its_headings_where_there_are_several(self, client, story):
        assert "href=#s3>人气渐旺" in text_of(client, story.get_absolute_url())
        story.sections.get(heading="人气渐旺").delete()
        assert "本文目录" not in text_of(client, story.get_absolute_url())

    def test_links_contributors_inside_the_byline_as_printed(self, client, story):
        page = text_of(client, story.get_absolute_url())
        in_order(page, "本报记者 <a href=", ">陈小满</a> 通讯员 <a href=", ">周一帆</a>")

    def test_names_contributors_that_the_byline_does_not(self, client):
        article = make_article(byline="陈小满", people=(("陈小满", "记者"), ("陈小", "摄影")))
        in_order(text_of(client, article.get_absolute_url()), ">陈小满</a> 摄影 <a ", ">陈小</a>")

    def test_escapes_what_was_printed(self, client):
        article = make_article("<b>粗</b>", byline="<i>某</i>", body="<script>alert(1)</script>", people=(("某", ""),))
        page = text_of(client, article.get_absolute_url())
        assert "<script>alert" not in page
        assert "<b>粗" not in page
        assert "&lt;i&gt;<a " in page

    def test_stands_figures_where_the_source_has_them(self, client, story):
        story.figures.update(after_paragraph=0)
        in_order(text_of(client, story.get_absolute_url()), "id=p1", "图为蓼河北岸", "id=p2")

    def test_steps_to_its_neighbours_across_pages(self, client, story):
        first = make_article("头版头条", page="1")
        last = make_article("没有版次的一篇")
        page = text_of(client, story.get_absolute_url())
        in_order(page, f'rel="prev" href="{first.get_absolute_url()}"', f'rel="next" href="{last.get_absolute_url()}"')
        assert "已是本期首篇" in text_of(client, first.get_absolute_url())

    def test_says_that_a_year_is_guessed_and_why(self, client):
        article = make_article(
            date=None,
            date_precision="year",
            date_basis="guess",
            date_reason="文中说到2021年",
            **{"position": 3},
        )
        Article.objects.filter(pk=article.pk).update(date=datetime.date(2021, 1, 1))
        page = text_of(client, article.get_absolute_url())
        assert "约2021年" in page
        assert "文中说到2021年" in page
        assert "2021年01月01日" not in page

    def test_answers_304_until_something_changes(self, client, story):
        first = client.get(story.get_absolute_url())
        again = client.get(story.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
        assert again.status_code == 304
        story.column.name = "走一线"
        story.column.save()
        changed = client.get(story.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200

    def test_is_kept_apart_for_readers_with_different_cookies(self, client, story):
        assert "Cookie" in client.get(story.get_absolute_url())["Vary"]

    def test_withdrawn_is_410_and_says_when_and_why(self, client, story):
        Article.objects.filter(pk=story.pk).update(
            status=Status.WITHDRAWN,
            withdrawn_at=timezone.make_aware(datetime.datetime(2024, 3, 5, 8)),
            withdrawn_reason="与另一篇重复",
        )
        page = text_of(client, story.get_absolute_url(), 410)
        assert "2024年3月5日" in page
        assert "与另一篇重复" in page

    def test_given_to_another_paper_the_old_address_leads_there(self, client, story):
        old = story.get_absolute_url()
        Article.objects.filter(pk=story.pk).update(newspaper=make_newspaper("西河晚报"))
        response = client.get(old)
        assert response.status_code == 302
        assert response["Location"] == Article.objects.get(pk=story.pk).get_absolute_url() != old
        assert client.get(response["Location"]).status_code == 200

    def test_replaced_redirects(self, client, story):
        heir = make_article("合并后的一篇")
        Article.objects.filter(pk=story.pk).update(status=Status.WITHDRAWN, replaced_by=heir)
        response = client.get(story.get_absolute_url())
        assert response.status_code == 302, "a merge can be taken back"
        assert response["Location"] == heir.get_absolute_url()

    def test_costs_the_same_queries_however_long(self, client, story, django_assert_max_num_queries):
        make_article("同日另一篇", page="1")
        with django_assert_max_num_queries(15) as short:
            client.get(story.get_absolute_url())
        for number in range(40):
            ArticleSection.objects.create(
                article=story, position=number + 9, level=2, heading=f"第{number}节", body="一段。\n二段。"
            )
            make_article(f"同日第{number}篇", page=str(number % 8 + 1), people=((f"作者{number}", "记者"),))
        with django_assert_max_num_queries(15) as long:
            client.get(story.get_absolute_url())
        assert len(long) == len(short)


class TestOtherPapers:
    def test_stand_under_papers_and_keep_to_themselves(self, client):
        other = make_newspaper("邻县晨报")
        article = make_article("邻县的新闻", newspaper=other)
        assert article.get_absolute_url().startswith(f"/papers/{other.slug}/articles/")
        page = text_of(client, article.get_absolute_url())
        assert f'href="/papers/{other.slug}/issues/2021-11-05/"' in page
        assert client.get(f"/articles/{article.permanent_id}/")["Location"] == article.get_absolute_url()

    def test_may_be_named_in_chinese(self, client):
        article = make_article(newspaper=make_newspaper("邻县晚报", slug="邻县晚报"))
        text_of(client, article.get_absolute_url())

    def test_unknown_paper_is_404(self, client):
        assert "没有收录" in text_of(client, "/papers/nowhere/about/", 404)


class TestIssue:
    def test_has_masthead_and_articles_by_page(self, client, story):
        issue = story.issue
        issue.total_number, issue.year_number, issue.lunar_printed = 589, "2021年第82期", "农历辛丑年十月初一"
        issue.save()
        make_article("头版头条", page="1", section="要闻")
        make_article("没有版次的一篇")
        for number in ("10", "A1"):
            make_article("撤下的一篇", page=number, status="withdrawn")
        Page.objects.create(issue=issue, number="B1")  # which nothing that readers were given stands on
        page = text_of(client, "/issues/2021-11-05/")
        in_order(page, "2021年11月5日", "星期五", "农历辛丑年十月初一", "总第589期", "2021年第82期", "收4版")
        in_order(page, "版面导航", "01版：要闻", "02版：综合", "10版", "A01版", "未标版次")
        assert "B01版" not in page
        contents = page[page.index('class="contents"') :]
        in_order(contents, "01版：要闻", "头版头条", "02版：综合", "蓼河两岸春意浓", "未标版次", "没有版次的一篇")

    def test_leaves_out_what_was_withdrawn(self, client, story):
        Article.objects.update(status=Status.WITHDRAWN)
        assert story.title not in text_of(client, "/issues/2021-11-05/")

    def test_steps_to_the_issues_before_and_after(self, client, story):
        for day in ("2021-11-02", "2021-10-29", "2021-11-09"):
            make_article(date=day)
        make_article(date="2021-11-03", status="draft")  # an issue that readers do not see yet
        page = text_of(client, "/issues/2021-11-05/")
        assert 'rel="prev" href="/issues/2021-11-02/"' in page
        assert 'rel="next" href="/issues/2021-11-09/"' in page

    def test_tells_a_hole_of_years_from_a_week(self, client, story):
        for day, number in (("2018-11-02", 500), ("2021-11-12", 590)):
            make_article(date=day)
            Issue.objects.filter(date=day).update(total_number=number)
        Issue.objects.filter(date="2021-11-05").update(total_number=589)
        page = text_of(client, "/issues/2021-11-05/")
        assert '<small class="hole">3年前，中间缺88期</small>' in page
        assert "<small>7天后</small>" in page

    def test_is_read_on_from_its_first_page_to_its_last(self, client, story):
        make_article("头版头条", page="1", section="要闻", body="头版的正文。")
        page = text_of(client, "/issues/2021-11-05/read/")
        in_order(page, "01版：要闻", "头版头条", "头版的正文。", "02版：综合", story.title)

    def test_page_steps_to_the_issues_beside(self, client, story):
        make_article(date="2021-11-12")
        make_article(page="1")
        text = text_of(client, "/issues/2021-11-05/1/")
        assert 'rel="next" href="/issues/2021-11-12/"' in text

    def test_page_shows_its_own_articles_and_steps_to_the_next(self, client, story):
        make_article("头版头条", page="1", section="要闻")
        page = text_of(client, "/issues/2021-11-05/1/")
        assert "头版头条" in page
        assert "蓼河两岸春意浓" not in page
        assert 'rel="next" href="/issues/2021-11-05/2/"' in page

    @pytest.mark.parametrize("address", ["/issues/2021-11-06/", "/issues/2021-02-30/", "/issues/2021-11-05/7/"])
    def test_that_does_not_exist_is_404(self, client, story, address):
        text_of(client, address, 404)

    @pytest.mark.parametrize("address", ["/issues/2021-11-05/", "/issues/2021-11-05/2/"])
    def test_costs_the_same_queries_however_many_articles(self, client, story, django_assert_max_num_queries, address):
        with django_assert_max_num_queries(17) as few:
            client.get(address)
        for number in range(30):
            make_article(f"第{number}篇", page="2", column=f"栏目{number}", people=((f"作者{number}", "记者"),))
        with django_assert_max_num_queries(17) as many:
            client.get(address)
        assert len(many) == len(few)


class TestSource:
    @pytest.fixture
    def sourced(self, story):
        source = SourceFile.objects.create(
            sha256="0" * 64,
            name="11-05.txt",
            origin="11-05.txt",
            size=10,
            reader="text",
            parser_version="1",
            newspaper=story.newspaper,
            text="蓼河两岸春意浓\n\n蓼河新城今\n天开工。\n市民<前来>参观。",
            claims=[["aside", 5, 5, "市民<前来>参观。", "图说"]],
        )
        claims = [["title", 1, 1, ""], ["sections/0/paragraphs/0", 3, 3, ""], ["sections/0/paragraphs/0", 4, 4, ""]]
        Article.objects.filter(pk=story.pk).update(source=source, claims=claims)
        return story

    def address(self, article):
        return article.get_absolute_url() + "source/"

    def test_stands_beside_the_article_with_its_lines(self, client, sourced):
        page = text_of(client, self.address(sourced))
        in_order(page, "主题", "lines=1-1#L1", "第1段", 'id="L3"', "lines=3-4#L3")
        in_order(page, "lines=3-4#L3", "图说", 'id="L5"', "市民&lt;前来&gt;参观。")

    def test_lights_the_lines_asked_for_and_their_paragraph(self, client, sourced):
        page = text_of(client, self.address(sourced) + "?view=text&lines=3-4")
        assert page.count('class="own lit"') == 2
        pairs = text_of(client, self.address(sourced) + "?lines=3-4")
        assert pairs.count('<section id="p1" class="pair lit">') == 1
        assert pairs.count("pair lit") == 1

    @pytest.mark.parametrize("lines", ["x", "9-1", "3-", "99999999999999999999", "<b>"])
    def test_takes_no_harm_from_odd_line_numbers(self, client, sourced, lines):
        text_of(client, self.address(sourced) + f"?lines={lines}")

    def test_is_404_where_an_editor_wrote_the_article(self, client, story):
        assert "没有原始文件" in text_of(client, self.address(story), 404)


class TestSite:
    def test_all_newspapers_stand_by_pinyin_with_what_is_held(self, client, story):
        for name, days in (
            ("*ST泛海公告", ("2018-01-01", "2020-01-01")),
            ("安城日报", ()),
            ("昌邑报", ("2019-05-05",)),
        ):
            paper = make_newspaper(name)
            for day in days:
                make_article(date=day, newspaper=paper)
            if not days:
                make_article(date=None, newspaper=paper)
        make_newspaper("空报")
        text = unset(client.get("/papers/").content.decode())
        text = re.sub(r'<a class="holdings" href="/(?:papers/[^"/]+/)?holdings/">(\d+期)</a>', r"\1", text)
        listed = re.findall(r'<li><a href="[^"]+">([^<]+)</a> <span class="count">([^<]+)</span></li>', text)
        assert listed == [
            ("安城日报", "1篇"),
            ("昌邑报", "2019年 · 1期 · 1篇"),
            ("济宁高新新闻", "2021年 · 1期 · 1篇"),
            ("*ST泛海公告", "2018—2020年 · 2期 · 2篇"),
        ]

    def test_about_tells_what_is_held_and_what_lacks(self, client, story):
        make_article(date=None)
        page = text_of(client, "/about/")
        in_order(page, "期数", "<dd>1</dd>", "篇数", "<dd>2</dd>", "1篇文章日期不详")

    def test_nothing_is_promised_that_the_newspaper_has_not(self, client):
        plain, dated = make_newspaper("素报", slug="plain"), make_newspaper("日子报", slug="dated")
        make_article(newspaper=plain, date=None)
        make_article(newspaper=dated)
        make_article("走访", page="1", section="要闻", column="走基层", people=(("刘菲", "记者"),))
        told = {
            "/papers/plain/about/": ("可以逐字检索", "《素报》的数字报库：逐字检索。"),
            "/papers/dated/about/": ("可以按日期翻看，也可以逐字检索", "《日子报》的数字报库：按日期翻看，逐字检索。"),
            "/about/": (
                "可以按日期、版块、栏目和作者翻看，也可以逐字检索",
                "数字报库：按日期、版块、栏目和作者翻看，逐字检索。",
            ),
        }
        for there, (on_the_page, shared) in told.items():
            page = text_of(client, there)
            assert f"的文章，{on_the_page}。" in page
            (description,) = etree.HTML(page).xpath("//meta[@property='og:description']/@content")
            assert description.endswith(shared)

    def test_the_menu_has_the_lists_in_which_the_newspaper_has_something(self, client):
        plain = make_newspaper("素报", slug="plain")
        make_article(newspaper=plain)
        make_article("走访", page="1", section="要闻", column="走基层", people=(("刘菲", "记者"),))
        menus = [
            etree.HTML(text_of(client, at)).xpath("//nav[@aria-label='主导航']/ul/li/a/text()")
            for at in ("/about/", "/papers/plain/about/")
        ]
        assert menus == [["首页", "往期", "版块", "栏目", "作者"], ["首页", "往期"]]

    def test_404_helps_on(self, client):
        page = text_of(client, "/articles/no-such-id/", 404)
        assert "no-such-id" in page
        assert 'href="/issues/"' in page

    def test_404_of_no_pattern_does_not_show_resolver_talk(self, client):
        page = text_of(client, "/nowhere/at/all", 404)
        assert "地址可能写错了" in page
        assert "tried" not in page

    def test_500_needs_neither_database_nor_index(self, client, monkeypatch):
        client.raise_request_exception = False
        monkeypatch.setattr("archive.pages.site.Newspaper", None)
        response = client.get("/about/")
        assert response.status_code == 500
        assert "本站出错了" in response.content.decode()

    def test_font_and_theme_are_remembered_without_script(self, client, story):
        response = client.get("/display/", {"font": "elder", "next": story.get_absolute_url()})
        assert response["Location"] == story.get_absolute_url()
        client.get("/display/", {"theme": "dark"})
        page = text_of(client, story.get_absolute_url())
        assert 'data-font="elder" data-theme="dark"' in page

    @pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
    def test_never_redirects_to_another_site(self, client, elsewhere):
        assert client.get("/display/", {"font": "large", "next": elsewhere})["Location"] == "/"

    def test_unknown_font_step_is_404_and_an_odd_cookie_the_standard(self, client):
        text_of(client, "/display/?font=huge", 404)
        client.cookies["font"] = '"><script>'
        assert 'data-font="standard"' in text_of(client, "/about/")


STATIC, TEMPLATES = settings.BASE_DIR / "static", settings.BASE_DIR / "templates"
MOST_SENT = 10 * 1024  # of style sheets by one page, and of scripts


class TestBudgets:
    """Bytes on the wire, gzip, as docs and readers on slow lines need them."""

    def test_style_and_script(self):
        """What is on every page, with what the page's own template names, where that is most."""
        packed = {path.name: len(gzip.compress(path.read_bytes())) for path in STATIC.glob("*/*.*s")}
        named = {
            path: set(re.findall(r"static '\w+/([\w.-]+)'", path.read_text())) for path in TEMPLATES.rglob("*.html")
        }
        everywhere = named[TEMPLATES / "base.html"]
        for ending in ("css", "js"):
            sent = {
                path.name: sum(packed[name] for name in everywhere | names if name.endswith(f".{ending}"))
                for path, names in named.items()
                if "admin" not in path.parts
            }
            assert len(set(sent.values())) > 2, "the reader of templates finds nothing"
            assert max(sent.values()) <= MOST_SENT, sent

    def test_a_long_article(self, client):
        words = "蓼河新城今天开工市民前来参观岸边新栽了柳树老人们又来下棋"
        body = "\n".join("".join(random.Random(n).choices(words, k=200)) for n in range(50))
        article = make_article(body=body)
        page = client.get(article.get_absolute_url()).content
        assert len(gzip.compress(page)) <= 40 * 1024

    def test_an_article_of_two_hundred_paragraphs_beside_its_text(self, client):
        words = "蓼河新城今天开工市民前来参观岸边新栽了柳树老人们又来下棋"
        lines = ["".join(random.Random(n).choices(words, k=30)) + "。" for n in range(200)]
        headings = tuple(("".join(random.Random(-n).choices(words, k=9)), "柳树成行。") for n in range(1, 10))
        article = make_article(body="\n".join(lines), headings=headings, column="走基层", people=(("刘菲", "记者"),))
        page = text_of(client, article.get_absolute_url())
        assert page.count("<p id=p") == 209
        assert weight_beside_text(page, ARTICLE) <= MOST_OF_ARTICLE

    def test_a_very_long_article_is_sent_with_the_anchor_of_every_twentieth_paragraph(self, client):
        """Each has another number, which no packing makes less than three bytes of."""
        words = "蓼河新城今天开工市民前来参观岸边新栽了柳树老人们又来下棋"
        lines = ["".join(random.Random(n).choices(words, k=20)) + "。" for n in range(1000)]
        page = text_of(client, make_article(body="\n".join(lines)).get_absolute_url())
        assert re.findall("<p id=p([0-9]+)>", page) == [str(n) for n in range(1, 1000, 20)]
        assert weight_beside_text(page, ARTICLE) <= MOST_OF_ARTICLE


@pytest.mark.django_db
def test_an_article_without_a_headline_can_be_read_and_opened(client):
    article = make_article("", date="2021-11-05")
    assert f'<a href="{article.get_absolute_url()}">（无题）</a>' in unset(text_of(client, "/issues/2021-11-05/"))
    page = text_of(client, article.get_absolute_url())
    assert "<title>（无题） ·" in page
    assert "（无题）" in page.partition("<h1")[2].partition("</h1>")[0]


@pytest.mark.django_db
def test_the_code_of_a_hidden_number_is_explained_where_it_stands(client):
    plain = make_article(body="联系人已登记。")
    hidden = make_article("寻人启事一则", body="电话138████████〔隐甲乙〕。")
    about = client.get("/about/").content.decode()
    text = client.get(hidden.get_absolute_url()).content.decode()
    assert "代号相同，就是同一个号码" in text
    assert '<a href="/about/#numbers">' in text
    assert 'id="numbers"' in about
    assert "代号相同" not in client.get(plain.get_absolute_url()).content.decode()


@pytest.mark.django_db
class TestWays:
    def test_a_page_is_found_by_its_number_as_it_is_printed(self, client):
        make_article(page="2")
        assert client.get("/issues/2021-11-05/02/").headers["Location"] == "/issues/2021-11-05/2/"
        assert client.get("/issues/2021-11-05/02版/").headers["Location"] == "/issues/2021-11-05/2/"
        assert client.get("/issues/2021-11-05/2/").status_code == 200
        assert client.get("/issues/2021-11-05/03/").status_code == 404
