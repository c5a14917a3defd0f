"""A number that is hidden stands nowhere: every address is walked, by every kind of user, for every form of it."""

import html
import json
import re
import unicodedata
from collections import deque
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from archive.language.number_kinds import check_character
from archive.models import (
    Article,
    BulkAct,
    Column,
    Contributor,
    Correction,
    HoldingsEntry,
    Newspaper,
    NumberAct,
    NumberWork,
    PersonalNumber,
    Problem,
    RowChange,
    SourceFile,
    Status,
)
from archive.services import corrections, importing, personal_numbers, reparsing
from archive.services.correctable import place_at
from archive.services.files import find_files
from archive.services.history import restore_version
from search.index import indexing
from search.models import Suggestion
from tests import printed
from tests.archive.conftest import browser_of
from tests.built_once import built_once
from tests.factories import edit, hide_numbers, make_user, restore_number
from tests.unwrapped import unwrapped

PHONE = "13974628351"
ID = "37081119650717462" + check_character("37081119650717462")
OLD_ID = "370811650717462"
NUMBERS = {PHONE: PHONE[3:], ID: ID[2:], OLD_ID: OLD_ID[2:]}  # with what is hidden of each
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
CIRCLED = str.maketrans("0123456789", "⓪①②③④⑤⑥⑦⑧⑨")
# Other writings by which a search finds it, or that anybody can read.
WRITINGS = [
    f"86{PHONE}",
    PHONE.translate(CIRCLED),
    "⑬⑨⑦④⑥②⑧③⑤①",
    "1397㊻㉘③⑤①",
    "\u0332".join(PHONE) + "\u0332",
    "\ufe0f\u20e3".join(PHONE) + "\ufe0f\u20e3",
    *(sign.join((PHONE[:3], PHONE[3:7], PHONE[7:])) for sign in "、,:*"),
    "13-974-628-351",
    f"139<b>7462</b>{PHONE[7:]}",
]
FORMS = "\n".join(f"街坊说他的另一个写法是{each}，大家都记得很清楚。" for each in WRITINGS)

PAGE = f"""蓼河时报 2021年11月5日 星期五 第1版 要闻

热心市民{PHONE}寻亲

本报记者 周禾

市民拨打139-7462-8351报名，也可以拨{PHONE.translate(WIDE)}。
他的身份证号是{ID[:10]}
{ID[10:]}，旧证号是{OLD_ID[:6]} {OLD_ID[6:12]} {OLD_ID[12:]}，他说等了很多年。
记者又拨了１３９　７４６２　８３５１，电话1397462
8351没有人接。

（照片由读者{PHONE}提供）

联系电话：+86{PHONE}
"""
WRITTEN_OTHERWISE = f"""蓼河时报 2021年11月10日 星期三 第2版 民生

街坊说起一个号码

本报记者 邱田

{FORMS}
"""
# Lines that end with a number above lines that begin with digits, and digits that no line keeps apart.
BESIDE_DIGITS = f"""蓼河时报 2021年11月12日 星期五 第4版 民生

寻找走失的老人

本报记者 邱田

　　本报讯 11月7日，蓼河的居民在广场上贴出
启事，请大家互相转告，联系电话{PHONE}
{PHONE}，看见老人的请打这两个电话吧。
　　志愿者小组的电话是居民捐的，号码{PHONE}
2022年6月9日前有效，社区的热线电话是{PHONE}
24小时开机，另一个要加区号的电话是0731
{PHONE}，老人身上的三张卡的号码是{ID}
{ID}
{ID}，其中有一张在登记表的第97{PHONE}88行。
　　接听电话的邻居说，他们轮流守着这几部电话：
　　{PHONE}
　　{PHONE}（老李）
　　0731-84312345（社区）
　　蓼河社区的居民说，大家都等着老人早一点回家。
"""
DRAFT = f"""蓼河时报 2021年11月7日 星期日 第3版 民生

邻里守望一家亲

本报记者 邱田

志愿者小组留下号码{PHONE}，十二位老人都记在本子上。
"""
STORY = f"""<html><head><title>电话{PHONE}</title></head><body><h1>寻人启事</h1>
<p>请与 139&nbsp;7462&nbsp;8351 联系，身份证 {ID}。蓼河两岸的居民都来帮忙找人，找了三天三夜。</p></body></html>"""
PRINTED = f"　　市民拨打{PHONE}报名，也可以来社区登记，居民当晚就来了。"
PRINTED_ID = f"　　他的身份证号是{ID}，等了很多年，终于等到了这一天。"
RECORDS = [
    {
        "id": "r1",
        "title": "蓼河寻亲记",
        "subtitle": f"线索请拨{PHONE}",
        "body": f"线索电话139 7462 8351。\n身份证号{ID}，另有{PHONE.translate(WIDE)}。\n{FORMS}\n"
        f"证号{ID}2022年，电话{PHONE * 2}，{PHONE}2022年6月9日前有效，号码{ID * 3}，册号97{PHONE}88。",
        "author": f"周禾 {PHONE}",
        "date": "2021-11-06",
        "page": "2",
        "column": "身边事",
        "category": "综合",
        "phone": int(PHONE),
    },
    {"id": "r2", "title": "另一件事", "body": "蓼河新城的正文，与人无关。", "date": "2021-11-06", "author": "邱田"},
]


def import_all(folder) -> None:
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([folder]), batch))


def import_draft(data_dir) -> None:
    """A batch whose one article nobody has published."""
    folder = data_dir / "drafts"
    folder.mkdir()
    (folder / "20211107.txt").write_text(DRAFT, encoding="utf-8")
    with importing.import_batch("test", as_drafts=True) as batch:
        list(importing.ingest(find_files([folder]), batch))


def write_papers(data_dir, page: str = PAGE):
    folder = data_dir / "papers"
    folder.mkdir()
    (folder / "20211105.txt").write_text(page, encoding="utf-8")
    (folder / "20211110.txt").write_text(WRITTEN_OTHERWISE, encoding="utf-8")
    (folder / "20211112.txt").write_text(BESIDE_DIGITS, encoding="utf-8")
    (folder / "story.html").write_text(STORY, encoding="utf-8")
    (folder / "20211109.pdf").write_bytes(printed.pdf(["热心市民寻亲登在报上", "本报记者 周禾", PRINTED, PRINTED_ID]))
    lines = [json.dumps(RECORDS[0]), json.dumps(RECORDS[1], ensure_ascii=False)]  # one with escapes
    (folder / "export.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@built_once
def walked() -> dict[str, int]:
    """An archive of six files, two of whose numbers an editor has hidden; with versions, a correction, a doubt."""

    folder = write_papers(settings.DATA_DIR)
    import_all(folder)
    indexing.rebuild()
    boss = make_user("boss")
    # The identity card was hidden from the start, the others are doubted.
    assert list(PersonalNumber.objects.filter(hidden=True).values_list("digits", flat=True)) == [ID]
    assert set(Problem.objects.filter(code="personal_number").values_list("number__digits", flat=True)) == {
        PHONE,
        OLD_ID,
    }
    record = Article.objects.get(source_key="r1")
    edit(record, title=f"蓼河寻亲记（{PHONE}）")
    restore_version(record.pk, 1, boss)
    sent = corrections.keep_suggestion(
        place_at(record, 1), f"线索电话{PHONE}，请拨打。", f"我的号码是{PHONE}", "192.0.2.1"
    )
    Suggestion.objects.create(kind="term", text=f"热线{PHONE}", folded="x", backwards="x", spelling="x", initials="x")
    BulkAct.objects.create(verb="撤回", reason=f"电话{PHONE}打不通", by=boss)
    RowChange.objects.create(kind="archive.column", row_id=1, name=PHONE, fields=[["名称", "", f"热线{PHONE}"]])
    chief = browser_of("zhuren", "主编")
    page = reverse("admin:archive_article_change", args=[record.pk])
    assert PHONE in chief.get(page).content.decode()
    hidden = hide_numbers(PersonalNumber.objects.filter(hidden=False), boss, f"{PHONE}的主人要求")
    assert record.pk in hidden.articles
    indexing.drain_here()
    HoldingsEntry.objects.create(
        newspaper=record.newspaper,
        first="2021-02-12",
        last="2021-02-12",
        kind="lost",
        reason=f"问{PHONE}",
        source=PHONE,
    )
    edit(record, subtitle=f"再写一遍 {PHONE}")  # what an editor writes is hidden, too
    import_draft(settings.DATA_DIR)
    indexing.drain_here()
    return {"record": record.pk, "correction": sent.pk}


def text_of(answer) -> str:
    """All text of an answer."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), unwrapped(answer))
    text = re.sub("[\u0300-\u036f\u20e3\ufe0f]", "", html.unescape(text))
    return unicodedata.normalize("NFKC", text).upper()


def secrets_in(text: str) -> list[str]:
    """The numbers of which a text has six digits that are hidden or more, one after the other, whatever is between."""
    digits = re.sub("[^0-9X]", "", re.sub("<[^>]*>", "", text)), re.sub("[^0-9X]", "", text)
    return [
        number
        for number, secret in NUMBERS.items()
        if any(secret in each for each in digits) or any(secret[n : n + 6] in text for n in range(len(secret) - 5))
    ]


def pictured_in(answer) -> list[str]:
    """The numbers that a picture of the page of the PDF shows."""
    if answer["Content-Type"] != "image/webp":
        return []
    lines = ((2, PRINTED, PHONE[3:]), (3, PRINTED_ID, ID[2:]))
    return [line[2] for line in lines if not printed.is_black(answer.content, printed.place_of(*line))]


# What no link leads to, or what only a form asks.
STARTS = [
    "/",
    "/help/search/",
    "/robots.txt",
    "/sitemap.xml",
    "/opensearch.xml",
    "/api/v1/",
    "/oai?verb=ListRecords&metadataPrefix=oai_dc",
    "/oai?verb=Identify",
    "/feeds/archive.atom",
    "/feeds/search.atom?q=蓼河",
    "/search/?q=蓼河",
    "/search/?q=%22寻亲%22&scope=title",
    "/search/?q=线索电话",
    "/research/phrases/?q=线索电话",
    "/research/phrases/sentences/?q=线索电话",
    "/research/phrases/table.csv?q=线索电话",
    "/search/suggest/?q=热线",
    "/search/suggest/?q=liao",
    "/api/v1/search/?q=蓼河",
    "/api/v1/suggest/?q=热线",
    "/api/v1/openapi.json",
    "/healthz",
    "/issues/undated/",
    "/display/?size=2&back=/",
]
DESK_STARTS = [
    "/admin/",
    "/admin/queue/",
    "/admin/archive/article/?q=蓼河",
    "/admin/autocomplete/?term=寻&app_label=archive&model_name=article&field_name=corrects",
]
# Links that say something of themselves, that lead out of what a page shows, or back to it (a choice of display).
NOT_FOLLOWED = re.compile(
    r"/display/|/admin/(logout|jsi18n|password_change|login)|/static/|/admin/auth/|/admin/[^?]*[?](?!lines|articles)"
    r"|/clippings/[?]add=|[?&]q=.*&|/(exports/found\.\w+|search/citations/)[?](?!q=).|[{}]"
)
LINK = re.compile(r'(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>|"((?:https?://testserver)?/[^"\s]*)"|<link>([^<]+)<')
MOST = 2500


def walk(client: Client, starts: list[str], within: str) -> tuple[set[str], list[tuple[str, list[str]]]]:
    """Names of the routes that answered, and the addresses that gave a number away."""
    waiting, seen, routes, leaks = deque(starts), set(starts), set(), []
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        answer = client.get(address)
        try:
            routes.add(resolve(urlsplit(address).path).view_name)
        except Resolver404:
            continue
        text = text_of(answer)
        if found := secrets_in(text) + pictured_in(answer):
            leaks.append((address, found))
        links_may_be = not answer.streaming and re.search("text/|json|xml", answer.get("Content-Type", ""))
        raw = html.unescape(answer.content.decode("utf-8", "replace")) if links_may_be else ""
        links = [next(filter(None, groups)) for groups in LINK.findall(raw)]
        if location := answer.get("Location"):
            links.append(location)
        for link in links:
            there = urldefrag(urljoin(f"http://testserver{address}", link))[0]
            parts = urlsplit(there)
            path = parts.path + (f"?{parts.query}" if parts.query else "")
            inside = parts.netloc == "testserver" and path.startswith("/admin/") == (within == "/admin/")
            if inside and path not in seen and not NOT_FOLLOWED.search(path):
                seen.add(path)
                waiting.append(path)
    return routes, leaks


def names(patterns, inside: str = ""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else inside)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{inside}{pattern.name}"


# Routes that answer a POST alone, or are of accounts and show nothing of articles.
NO_PAGE = re.compile(
    r"admin:(login|logout|jsi18n|password_change\w*|auth_\w+|view_on_site|\w+_add|\w+_delete"
    r"|archive_bulkact_\w+|archive_personalnumber_(hide|confirm|restore|reveal)|app_list|search_\w+|axes_\w+)"
    r"|browser_pass|known_browser|running|metrics|readyz"
    r"|admin:autocomplete"  # stands at an address without a name
)


def every_route(of_desk: bool) -> set[str]:
    named = {name for name in names(get_resolver().url_patterns) if not NO_PAGE.fullmatch(name)}
    return {name for name in named if name.startswith(("admin:", "queue", "guide")) == of_desk}


def test_readers_are_given_no_hidden_number(walked):
    clipped = ",".join(Article.objects.values_list("permanent_id", flat=True)[:100])
    compiled = [f"/exports/clippings.{ending}?a={clipped}" for ending in ("docx", "pdf", "html")]
    routes, leaks = walk(Client(), [*STARTS, *compiled, f"/clippings/?a={clipped}"], "/")
    assert not leaks, leaks[:5]
    missed = every_route(of_desk=False) - routes
    assert not missed, sorted(missed)


@pytest.mark.parametrize("role", ["上传", "编辑", "主编"])
def test_nor_are_editors(walked, role):
    """Not even who may see it: that takes a POST of its own."""
    rows = [
        (model, model._default_manager.first())
        for model in admin.site._registry
        if model.__module__.startswith("archive")
    ]
    pages = [
        reverse(f"admin:archive_{model._meta.model_name}_{page}", args=[row.pk])
        for model, row in rows
        for page in ("change", "history")
    ]
    record, draft = walked["record"], Article.objects.get(status=Status.DRAFT)
    batch = draft.source.batch_id
    own = [
        reverse("admin:archive_article_verb", args=[record, "withdraw"]),
        *(reverse(f"admin:archive_article_{page}", args=[record]) for page in ("preview", "join", "move")),
        f"{reverse('admin:archive_article_split', args=[record])}?line=2",
        *(
            reverse(f"admin:archive_{model._meta.model_name}_{page}", args=[model.objects.first().pk])
            for model in (Column, Contributor)
            for page in ("rename", "split")
        ),
        *(reverse(f"admin:archive_{kind}_import") for kind in ("column", "contributor")),
        *(
            f"{reverse(f'admin:archive_{model._meta.model_name}_merge')}?"
            + urlencode({"keys": model.objects.values_list("pk", flat=True)}, doseq=True)
            for model in (Column, Contributor)
        ),
        reverse("admin:archive_importbatch_review", args=[batch, draft.pk]),
        reverse("admin:archive_importbatch_publish", args=[batch, "all"]),
        reverse("admin:archive_importbatch_submit", args=[batch]),
        reverse("admin:archive_importbatch_undo", args=[batch]),
        reverse("admin:archive_issue_name", args=[Article.objects.get(pk=walked["record"]).issue_id]),
        reverse("admin:archive_page_changelist"),
        reverse("admin:archive_personalnumber_work", args=[NumberWork.objects.latest("pk").pk]),
        *(reverse("queue_item", args=["correction", each.pk]) for each in Correction.objects.all()),
    ]
    routes, leaks = walk(browser_of("someone", role), [*DESK_STARTS, *pages, *own], "/admin/")
    assert not leaks, leaks[:5]
    missed = every_route(of_desk=True) - routes
    assert not missed, sorted(missed)


PARTS = ["4628351", "74628351", "7462", "8351", "139746", "13974628", "9746 2835"]


def whole_and_in_part() -> list[str]:
    forms = [
        *WRITINGS,
        PHONE,
        "139-7462-8351",
        "139 7462 8351",
        PHONE.translate(WIDE),
        f"+86{PHONE}",
        ID,
        OLD_ID,
        ID[6:],
        ID[-6:],
    ]
    return [*forms, *PARTS, *(f'"{form}"' for form in forms), "19650717", "650717462"]


def test_looking_for_it_finds_nothing(walked):
    """Nor what is printed of it (139) beside what is not: it finds as much as a number that stands nowhere."""
    client = Client()
    for root in ("", f"/papers/{Newspaper.objects.get(name='蓼河时报').slug}"):
        for words in whole_and_in_part():
            found = client.get(f"{root}/api/v1/search/", {"q": words}).json()
            assert found["total"] == 0 or found["rung"] == "any", (words, found)
            assert not client.get(f"{root}/api/v1/suggest/", {"q": words}).json()["items"], words
        beside, stranger = (
            client.get(f"{root}/api/v1/search/", {"q": words}).json() for words in ("139 7462 8351", "139 2064 7290")
        )
        assert beside["total"] == stranger["total"]
        assert client.get(f"{root}/api/v1/search/", {"q": "寻亲"}).json()["total"] >= 1


@pytest.mark.parametrize("role", ["上传", "编辑", "主编"])
def test_nor_does_looking_on_the_desk(walked, role):
    client = browser_of("someone", role)
    for kind in ("article", "problem", "correction", "sourcefile", "contributor", "column", "rowchange", "numberact"):
        for words in (PHONE, "74628351", "7462", PHONE.translate(WIDE), ID):
            answer = client.get(reverse(f"admin:archive_{kind}_changelist"), {"q": words})
            assert answer.context["cl"].result_count == 0, (kind, words)
    listed = reverse("admin:archive_personalnumber_changelist")
    may = role == "主编"  # who asks for all of it has it already; nobody else learns that it is there
    for words, found in ((PHONE, may), ("74628351", False), (PersonalNumber.objects.get(digits=PHONE).mark, True)):
        assert client.get(listed, {"q": words}).context["cl"].result_count == found, words


class TestRevealing:
    def test_is_a_post_that_takes_its_leave_and_is_on_record(self, walked):
        number = PersonalNumber.objects.get(digits=PHONE)
        address = reverse("admin:archive_personalnumber_reveal", args=[number.pk])
        for role in ("上传", "编辑"):
            assert browser_of(role, role).post(address).status_code == 403
        chief = browser_of("zhubian", "主编")
        assert chief.get(address).status_code == 405
        assert not NumberAct.objects.filter(verb=NumberAct.Verb.REVEALED).exists()
        answer = chief.post(address, {"reason": f"核对{PHONE}"})
        assert PHONE in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        act = NumberAct.objects.get(verb=NumberAct.Verb.REVEALED)
        assert (act.number, act.by_name) == (number, "zhubian")
        assert PHONE not in act.reason

    def test_nor_is_the_file_as_it_came_given_otherwise(self, walked):
        source = SourceFile.objects.get(name="export.jsonl")
        address = reverse("admin:archive_sourcefile_original", args=[source.pk])
        assert browser_of("bianji", "编辑").post(address).status_code == 403
        chief = browser_of("zhubian", "主编")
        assert not secrets_in(text_of(chief.get(address)))
        assert PHONE in text_of(chief.post(address, {"reason": "核对"}))
        act = NumberAct.objects.get(verb=NumberAct.Verb.TAKEN)
        assert (act.source, act.by_name) == (source, "zhubian")


def texts_held() -> dict:
    """Every printed text, but those that say when it was rewritten."""
    return {
        (model._meta.label, row["pk"]): {name: row[name] for name in columns}
        for model, columns in personal_numbers.printed_columns().items()
        for row in model._default_manager.exclude(pk=None).values("pk", *columns)
        if model not in (Problem, NumberAct, NumberWork)
    }


def test_what_was_hidden_is_had_back_to_the_character(walked):
    """Hiding twice and restoring all leaves every text as it would be had nothing been hidden."""
    boss = User.objects.get(username="boss")
    before = texts_held()
    for number in PersonalNumber.objects.all():
        restore_number(number, boss)
    clear = texts_held()
    record = Article.objects.get(pk=walked["record"])
    assert ID in record.sections.get().body
    assert PHONE.translate(WIDE) in record.sections.get().body
    assert json.loads(record.claims[0][3]) == RECORDS[0]
    page = SourceFile.objects.get(name="20211105.txt")
    assert page.text == PAGE.rstrip("\n")
    assert PHONE in Client().get(f"/api/v1/articles/{record.permanent_id}/").content.decode()
    indexing.drain_here()
    assert Client().get("/api/v1/search/", {"q": '"139 7462 8351"'}).json()["total"] >= 1
    hide_numbers(PersonalNumber.objects.all(), boss)
    assert texts_held() == before
    personal_numbers.look_through()
    assert texts_held() == before
    assert clear != before


@pytest.mark.parametrize("again", ["same", "edition", "reparse"])
def test_a_file_that_comes_again_brings_nothing_back(walked, again):

    page = PAGE.replace("等了很多年", "等了三十年") if again == "edition" else PAGE
    folder = write_papers(settings.DATA_DIR, page)
    for source in SourceFile.objects.all():
        SourceFile.objects.filter(pk=source.pk).update(origin=str(folder / source.name))
    before = {article.permanent_id: article.version for article in Article.objects.all()}
    if again == "reparse":
        with importing.import_batch("reparse") as batch:
            list(reparsing.reparse(SourceFile.objects.filter(live=True), batch))
    else:
        import_all(folder)
    assert not any(personal_numbers.survey().values())
    after = {article.permanent_id: article.version for article in Article.objects.all()}
    assert after.keys() == before.keys()
    assert (after == before) == (again != "edition")
    indexing.drain_here()
    assert Client().get("/api/v1/search/", {"q": PHONE}).json()["total"] == 0


def test_the_archive_holds_together(walked, capsys):
    call_command("check_archive", "--only", "rows", "--only", "claims", "--only", "numbers", "--only", "index")


def test_a_number_in_the_clear_is_seen_and_hidden_again(walked, capsys):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_article SET title = %s WHERE id = %s", [f"电话{PHONE}", walked["record"]])
    with pytest.raises(SystemExit):
        call_command("check_archive", "--only", "numbers")
    assert "该隐去的号码" in capsys.readouterr().out
    personal_numbers.look_through()
    call_command("check_archive", "--only", "numbers")
    assert PHONE not in Article.objects.get(pk=walked["record"]).title
