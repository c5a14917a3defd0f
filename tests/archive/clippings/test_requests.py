"""The page of the clippings, and what is compiled of twenty articles: opened as its readers open it, and compared with
the rows."""

import csv
import hashlib
import io
import re
from urllib.parse import urlencode

import html5lib
import pypdfium2
import pytest
from docx import Document

from archive.clippings import views
from archive.models import Article, PersonalNumber
from archive.services import personal_numbers
from archive.takeaway.citations import gbt7714_2015, gbt7714_2025, reference
from tests.factories import edit, hide_numbers, make_article, make_newspaper, make_user, withdraw
from tests.unwrapped import unwrapped

pytestmark = pytest.mark.django_db
HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def twenty():
    other = make_newspaper("清河晚报")
    return [
        make_article(
            f"第{n}桥合龙",
            kicker=f"引题{n}",
            subtitle=f"副题{n}",
            byline=f"记者 周禾{n % 3}",
            editor_note=f"按语{n}甲。\n按语{n}乙。",
            date=f"20{10 + n}-03-0{1 + n % 9}",
            page="1",
            column="走基层",
            people=((f"周禾{n % 3}", "记者"),),
            body=f"第{n}桥今天合龙 <b>&。\n市民{n}前来参观。",
            headings=((f"小题{n}", f"岸边{n}新栽了柳树。"),),
            captions=(f"图为第{n}桥。",),
            newspaper=other if n % 4 == 0 else None,
        )
        for n in range(20)
    ]


def asked(articles, **more):
    return urlencode({"a": ",".join(each.permanent_id for each in articles), **more})


def compiled(client, ending, articles, **more):
    response = client.post(f"/exports/clippings.{ending}", form(articles, more))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"
    return b"".join(response.streaming_content)


def form(articles, more):
    return {"a": ",".join(each.permanent_id for each in articles), **more}


def lines_of(article):
    """What the rows have of its text, one by one, in the order in which it is printed."""
    article = Article.objects.for_reading().get(pk=article.pk)
    lines = [article.kicker, article.subtitle, article.byline]
    notes = article.editor_note.split("\n")
    lines += [f"编者按：{notes[0]}", *notes[1:]]
    for section in article.sections.all():
        lines += [section.heading] * bool(section.heading) + section.paragraphs
    return lines + [figure.caption for figure in article.figures.all()]


def sum_by_the_api(client, article):
    """As the compilation says that it is to be made, from what the API gives."""
    told = client.get(article.get_absolute_url().replace("/articles/", "/api/v1/articles/")).json()
    parts = [told[name] for name in ("kicker", "title", "subtitle", "byline", "editor_note")]
    parts += [line for section in told["sections"] for line in (section["heading"], *section["paragraphs"])]
    parts += [figure["caption"] for figure in told["figures"]]
    return hashlib.sha256("\n".join(part for part in parts if part).encode()).hexdigest()


def whole(client, articles, notes, paragraphs):
    """The text of a compilation has each article in its order: number, note, all lines, address, checksum."""
    said = "\n".join(paragraphs)
    end = said.index("目录")
    for n, article in enumerate(articles, 1):
        begin = said.index(f"\n{n}. {article.title}\n", end)
        end = said.find(f"\n{n + 1}. ", begin) if n < len(articles) else said.index("\n参考文献\n", begin)
        own = said[begin:end].split("\n")
        note = notes.get(article.permanent_id)
        at = own.index(article.kicker)
        assert own[2:at] == ([f"批注：{note}"] if note else [])
        lines = lines_of(article)
        assert own[at : at + len(lines)] == lines
        assert f"http://testserver{article.get_absolute_url()}" in own
        assert f"SHA-256：{sum_by_the_api(client, article)}" in own


class TestACompilationOfTwenty:
    @pytest.fixture
    def order(self, twenty):
        return [*twenty[7:], *reversed(twenty[:7])]

    @pytest.fixture
    def noted(self, twenty):
        return {each.permanent_id: f"要引 {n}：<i>核对" for n, each in enumerate(twenty) if n % 3 == 0}

    def fields(self, noted, **more):
        return {"t": "桥梁 <建设> 资料", **{f"n-{number}": note for number, note in noted.items()}, **more}

    def test_as_word(self, client, order, noted):
        document = Document(io.BytesIO(compiled(client, "docx", order, **self.fields(noted))))
        paragraphs = [each.text for each in document.paragraphs]
        whole(client, order, noted, paragraphs)
        headings = [each.text for each in document.paragraphs if each.style.name == "Heading 1"]
        articles = [f"{n}. {article.title}" for n, article in enumerate(order, 1)]
        assert headings == ["目录", *articles, "参考文献", "校验和与说明"]
        title = [each.text for each in document.paragraphs if each.style.name == "Title"]
        assert title == ["桥梁 <建设> 资料"]
        contents = [each.text for each in document.paragraphs if each.style.name == "toc 1"]
        assert contents[:2] == [f"{articles[0]}（{order[0].newspaper.name}，{order[0].date_text}）", contents[1]]
        assert len(contents) == 22
        cited = [each.text for each in document.paragraphs if each.style.name == "Bibliography"]
        site = "http://testserver"
        assert cited == [f"[{n}] {gbt7714_2025(reference(each, site))}" for n, each in enumerate(order, 1)]

    def test_as_table(self, client, order, noted):
        data = compiled(client, "csv", order, **self.fields(noted)).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(data)))
        assert rows[0] == ["桥梁 <建设> 资料"]
        head = next(n for n, row in enumerate(rows) if row[0] == "序号")
        site = "http://testserver"
        assert [tuple(row) for row in rows[head + 1 :]] == [
            (
                *(str(n), article.newspaper.name, str(article.date), "", "01版", article.headline, article.byline),
                *(f"[{n}] {gbt7714_2025(reference(article, site))}", noted.get(article.permanent_id, ""), ""),
                *(sum_by_the_api(client, article), site + article.get_absolute_url()),
            )
            for n, article in enumerate(order, 1)
        ]

    def test_as_html(self, client, order, noted):
        data = compiled(client, "html", order, **self.fields(noted, cite="2015"))
        tree = html5lib.HTMLParser(strict=True).parse(data)
        paragraphs = [
            "".join(each.itertext())
            for each in tree.iter()
            if each.get("class") and each.tag in {HTML + tag for tag in ("p", "h1", "h2", "h3", "h4")}
        ]
        whole(client, order, noted, paragraphs)
        anchors = {each.get("id") for each in tree.iter() if each.get("id")}
        links = [each.get("href")[1:] for each in tree.iter(HTML + "a") if each.get("href").startswith("#")]
        assert set(links) == anchors - {"contents"}
        cited = [text for text in paragraphs if re.match(r"\[\d+\]", text)]
        assert cited == [
            f"[{n}] {gbt7714_2015(reference(each, 'http://testserver'))}" for n, each in enumerate(order, 1)
        ]

    def test_as_pdf(self, client, order, noted):
        with pypdfium2.PdfDocument(compiled(client, "pdf", order, **self.fields(noted, cite="2025-author"))) as file:
            pages = [re.sub(r"\s|\ufffe", "", page.get_textpage().get_text_range()) for page in file]
            foots = [f"桥梁<建设>资料{n}/{len(pages)}" for n, _ in enumerate(pages, 1)]
            outline = [(each.get_title(), each.get_dest().get_index()) for each in file.get_toc()]
        assert "桥梁<建设>资料" in pages[0]
        assert "收文章20篇" in pages[0]
        assert [title for title, _ in outline] == [
            *(f"{n}. {each.title}" for n, each in enumerate(order, 1)),
            "参考文献",
            "校验和与说明",
        ]
        assert all(page.startswith(foot) for page, foot in zip(pages, foots, strict=True))
        text, end = "".join(page.removeprefix(foot) for page, foot in zip(pages[2:], foots[2:], strict=True)), 0
        for n, article in enumerate(order, 1):
            there, then = outline[n - 1][1] + 1, f"{n + 1}." if n < len(order) else "参考文献"
            entry = f"{n}.{article.title}（{article.newspaper.name}，{article.date_text}）"
            assert re.search(rf"{entry}·+{there}{then}", pages[1])
            end = text.index(f"{n}.{article.title}", end)
            for line in lines_of(article):
                end = text.index(re.sub(r"\s", "", line), end)
            assert sum_by_the_api(client, article) in text
        assert all(re.sub(r"\s", "", note) in text for note in noted.values())
        assert len(re.findall("周禾[012]，20\\d\\d\\.", text)) == 20

    def test_the_link_is_the_same_list_on_another_device(self, client, order, noted):
        page = client.get(f"/clippings/?{asked(order)}").content.decode()
        shared = re.search(r'id="shared" readonly value="http://testserver([^"]+)"', page)[1]
        client.cookies.clear()
        again = client.get(shared.replace("&amp;", "&")).content.decode()
        numbers = re.findall(r'data-number="(\w+)"', again)
        assert numbers == [each.permanent_id for each in order]
        for article in order:
            assert article.newspaper.name in again
            assert article.date_text in again


class TestWhatCannotBeShown:
    def test_each_is_told_and_a_draft_is_as_if_it_had_never_been(self, client):
        stays, gone, draft = (
            make_article("留下的"),
            make_article("撤回的", body="不该再见。"),
            make_article("草稿", status="draft"),
        )
        withdraw(gone, "误登")
        into = make_article("并入的", body="新的一篇。")
        old = make_article("旧的", status="withdrawn", replaced_by=into)
        query = (
            asked([stays, gone, draft, old, into], **{f"n-{gone.permanent_id}": "我的批注"}).replace("%2C", ",") + ""
        )
        query = query.replace("a=", "a=nosuch,", 1)
        for answer in (
            client.get(f"/clippings/?{query}").content.decode(),
            b"".join(client.get(f"/exports/clippings.html?{query}").streaming_content).decode(),
        ):
            assert "本库没有编号为 nosuch 的文章。" in answer
            assert f"编号 {gone.permanent_id} 的文章已经撤回，原因：误登。" in answer
            assert f"本库没有编号为 {draft.permanent_id} 的文章。" in answer
            assert f"编号 {old.permanent_id} 已并入编号 {into.permanent_id}。" in answer
            assert "它与第5篇是同一篇。" in answer
            assert "我的批注" in answer
            assert "不该再见" not in answer
            assert "草稿" not in answer
        assert "收文章2篇，另有4条没有正文" in answer

    def test_a_hidden_number_stays_hidden(self, client):
        article = make_article("寻人", body="请打 13974628351 联系。")
        personal_numbers.look_through()
        hide_numbers(PersonalNumber.objects.all(), make_user())
        for ending in views.COMPILED_FORMS:
            answer = client.get(f"/exports/clippings.{ending}?a={article.permanent_id}")
            assert "74628351" not in unwrapped(answer)

    @pytest.mark.parametrize("ending", ["docx", "html", "pdf"])
    def test_what_has_no_room_is_listed_without_its_text(self, client, monkeypatch, ending):
        short, long = make_article("短的"), make_article("长的", body="河" * 900)
        small = views.CompiledForm("x", "text/plain", views.COMPILED_FORMS[ending].write, 500)
        monkeypatch.setitem(views.COMPILED_FORMS, ending, small)
        answer = client.get(f"/exports/clippings.{ending}?{asked([long, short])}")
        said = re.sub(r"\s", "", unwrapped(answer))
        assert "篇幅所限，这份文件没有收它的正文" in said
        assert "河河河" not in said
        assert "市民前来参观" in said

    def test_a_checksum_changes_with_the_text(self, client):
        article = make_article("旧题")
        there = f"/exports/clippings.html?{asked([article])}"
        before = re.search("SHA-256：(\\w{64})", b"".join(client.get(there).streaming_content).decode())[1]
        assert before == sum_by_the_api(client, article)
        edit(article, title="新题")
        after = re.search("SHA-256：(\\w{64})", b"".join(client.get(there).streaming_content).decode())[1]
        assert before != after == sum_by_the_api(client, article)


class TestWithoutScripts:
    """A tick is a link; the browser keeps the list in a cookie, and every button sends the form."""

    def ticked(self, client, *articles):
        for article in articles:
            response = client.get(f"/clippings/?add={article.permanent_id}")
            assert response.status_code == 303
        return response["Location"]

    def test_ticks_add_up(self, client, twenty):
        there = self.ticked(client, *twenty[:3], twenty[0])
        assert there == "/clippings/?a=" + ",".join(each.permanent_id for each in twenty[:3])
        assert client.get("/clippings/")["Location"] == there
        assert "存在这台设备" in client.get(there).content.decode()

    def test_the_article_the_lists_and_the_issue_have_the_link(self, client, twenty):
        article = Article.objects.get(pk=twenty[1].pk)
        for there in (article.get_absolute_url(), article.issue.get_absolute_url(), article.page.get_absolute_url()):
            assert f"/clippings/?add={article.permanent_id}" in client.get(there).content.decode()

    @pytest.mark.parametrize(
        ("act", "order"),
        [
            ("up {1}", "1023"),
            ("down {1}", "0213"),
            ("up {0}", "0123"),
            ("out {2}", "013"),
            ("date", "3012"),
            ("clear", ""),
        ],
    )
    def test_buttons(self, client, act, order):
        days = ["2020-01-02", "2020-01-03", None, "2019-05-05"]
        articles = [make_article(f"第{n}篇", date=day) for n, day in enumerate(days)]
        numbers = [each.permanent_id for each in articles]
        self.ticked(client, *articles)
        sent = {"do": act.format(*numbers), "a": ",".join(numbers), f"n-{numbers[1]}": "批 &"}
        response = client.post("/clippings/", sent)
        wanted = [numbers[int(n)] for n in order]
        assert response["Location"].split("&")[0].split("#")[0] == f"/clippings/?a={','.join(wanted)}"
        if numbers[1] in wanted:
            assert f"n-{numbers[1]}=%E6%89%B9%20%26" in response["Location"]
        again = client.get("/clippings/")
        assert again.status_code == (303 if wanted else 200)

    def test_the_list_of_another_does_not_replace_ones_own_until_one_says_so(self, client, twenty):
        own = self.ticked(client, twenty[0])
        others = {"a": f"{twenty[1].permanent_id},{twenty[2].permanent_id}"}
        client.post("/clippings/", {**others, "do": f"up {twenty[2].permanent_id}"})
        assert client.get("/clippings/")["Location"] == own
        client.post("/clippings/", {**others, "do": "save"})
        assert client.get("/clippings/")["Location"] == f"/clippings/?a={others['a']}"

    def test_what_has_no_room_any_more_is_told(self, client):
        many = ",".join(f"n{n}" for n in range(200))
        assert client.get(f"/clippings/?add={many}").status_code == 303
        answer = client.get("/clippings/?add=more")
        assert answer.status_code == 200
        assert "一份剪报最多200篇，后面的1篇没有收。" in answer.content.decode()
        assert "存在这台设备" in answer.content.decode()
        assert client.get("/clippings/")["Location"] == f"/clippings/?a={many}"

    def test_notes_too_long_for_an_address_stay_on_the_page(self, client, twenty):
        notes = {f"n-{each.permanent_id}": "批" * 400 for each in twenty}
        answer = client.post("/clippings/", {**form(twenty, notes), "do": f"down {twenty[0].permanent_id}"})
        assert answer.status_code == 200
        said = answer.content.decode()
        assert "批注太长，网址里放不下" in said
        assert said.count("批" * 400) == 20
        assert re.findall(r'data-number="(\w+)"', said)[:2] == [twenty[1].permanent_id, twenty[0].permanent_id]


@pytest.mark.parametrize(
    "value", ["长" * 50_000, "\x00", "\ud800", "a\r\nb", "%", ",,,,", "-1", "<script>", "x," * 9000]
)
def test_hostile_lists_get_a_sentence(client, value):
    given_ = {"a": value, "t": value, "do": value, "add": value, "cite": value, "n-x": value}
    sent = "&".join(f"{name}={text}" for name, text in given_.items()).encode("utf-8", "surrogatepass")[:150_000]
    answers = [client.post("/clippings/", sent, content_type="application/x-www-form-urlencoded")]
    for name, text in given_.items():
        query = urlencode({"a": "x", name: text.encode("utf-8", "surrogatepass")})
        answers += [client.get(f"/clippings/?{query}"), client.get(f"/exports/clippings.html?{query}")]
    assert {answer.status_code for answer in answers} <= {200, 303, 400, 404}
