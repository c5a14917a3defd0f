"""待办: what waits, worst first; each item is decided once, as it was seen, and can be taken back."""

import re
from html import unescape

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import (
    Article,
    BulkAct,
    Correction,
    ImportBatch,
    ImportEvent,
    Problem,
    SourceFile,
    Status,
    Upload,
)
from archive.services import corrections
from archive.services.correctable import place_at
from archive.services.queue import QUEUE_KINDS, Narrowing, next_in_queue, previous_in_queue, progress_of, queue_counts
from tests.archive.admin.forms import submit
from tests.archive.conftest import browser_of
from tests.factories import edit, make_article, make_newspaper, make_user, numbers

pytestmark = pytest.mark.django_db

QUEUE = "/admin/queue/"
DRAFTS, DOUBTS = 5000, 20_000


def make_source(name: str = "甲.txt", **fields: object) -> SourceFile:
    return SourceFile.objects.create(
        sha256=f"{next(numbers):064x}", size=1, newspaper=make_newspaper(), name=name, text="一\n二\n三", **fields
    )


def doubt(source: SourceFile, article: Article | None = None, message: str = "标题可疑", **fields: object) -> Problem:
    return Problem.objects.create(source=source, article=article, code="odd_headline", message=message, **fields)


@pytest.fixture
def waiting(db, data_dir) -> dict[str, object]:
    """One of each kind, by the name of the kind."""
    batch = ImportBatch.objects.create()
    source, whole = make_source(batch=batch), make_source("乙.txt")
    of_batch = {"source": source, "batch": batch}
    shown = make_article("已发布的一篇", body="蓼河新成开工。\n市民前来。", confidence=0.4, **of_batch)
    doubted = make_article("有疑的草稿", status=Status.DRAFT, confidence=0.3, **of_batch)
    doubt(source, shown)
    doubt(source, doubted)
    doubt(whole, message="报头有字未读", first_line=2)
    return {
        "correction": corrections.keep_suggestion(place_at(shown, 1), "蓼河新城开工。", "地名", "192.0.2.1", "柳先生"),
        "failure": ImportEvent.objects.create(batch=batch, origin="丙.pdf", outcome="failed", message="不是PDF"),
        "refused": Upload.objects.create(batch=batch, name="丁.zip", size=1, state="refused", reason="太大"),
        "file": whole,
        "published": shown,
        "review": make_article("送审的", status=Status.REVIEW),
        "doubted": doubted,
        "undoubted": make_article("无疑的草稿", status=Status.DRAFT, confidence=0.9),
    }


def address_of(kind: str, row: object, query: str = "") -> str:
    return reverse("queue_item", args=[kind, row.pk]) + query  # type: ignore[attr-defined]


def sent_by(page: str) -> dict[str, str]:
    """What a browser sends by the button that accepts."""
    form = re.search(r'<form method="post" id="accept">(.*?)</form>', page, re.DOTALL)
    assert form, page
    data = dict(re.findall(r'<input type="(?:hidden|text)"[^>]*? name="(\w+)"[^>]*? value="([^"]*)"', form[1]))
    if area := re.search(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', form[1], re.DOTALL):
        data[area[1]] = area[2]
    return {name: unescape(value) for name, value in data.items()}


def text_of(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def difference_on(page: str) -> tuple[str, str]:
    """What stands and what would stand, as the pieces of their difference spell them."""
    pieces = re.sub(r'<span class="visually-hidden">.*?</span>', "", page.partition('class="pieces">')[2])
    pieces = re.match(r"(?:[^<]|</?(?:ins|del)>)*", pieces)[0].strip()  # type: ignore[index]
    return tuple(re.sub(rf"<{tag}>.*?</{tag}>|<[^>]*>", "", pieces) for tag in ("ins", "del"))  # type: ignore[return-value]


def accept(client: Client, address: str, **changes: str):
    return client.post(address, sent_by(text_of(client.get(address))) | changes)


def counts_of(name: str) -> dict[str, int]:
    return {each.kind.name: each.count for each in queue_counts(User.objects.get(username=name))}


class TestWhatWaits:
    def test_every_kind_once_and_the_most_urgent_first(self, editor, waiting):
        assert counts_of("bianji") == dict.fromkeys(QUEUE_KINDS, 1)
        page = text_of(editor.get(QUEUE))
        places = [page.index(f'href="{address_of(kind, row)}"') for kind, row in waiting.items()]
        assert places == sorted(places)
        assert list(waiting) == list(QUEUE_KINDS)

    def test_the_first_page_of_the_desk_leads_to_each(self, editor, waiting):
        page = text_of(editor.get("/admin/"))
        for kind in QUEUE_KINDS:
            link = f"{QUEUE}?kind={kind}"
            assert f'href="{link}"' in page
            listed = text_of(editor.get(link))
            assert address_of(kind, waiting[kind]) in listed
            assert listed.count('<td data-label="报纸">') == 1

    def test_an_uploader_sees_what_an_uploader_can_see_to(self, uploader, waiting):
        assert list(counts_of("shangchuan")) == ["failure", "refused"]
        for kind, row in waiting.items():
            assert uploader.get(address_of(kind, row)).status_code == (200 if kind in counts_of("shangchuan") else 403)
            assert uploader.post(address_of(kind, row)).status_code in (302, 403, 409)
        assert counts_of("shangchuan") == {"failure": 1, "refused": 1}

    def test_strangers_are_asked_who_they_are(self, client, waiting):
        for address in (QUEUE, address_of("review", waiting["review"])):
            assert "/admin/login/" in client.get(address)["Location"]

    @pytest.mark.parametrize("query", ["?kind=x", "?newspaper=x", "?batch=²", "?page=x", "?done=99&was=x-y", "?done=x"])
    def test_an_address_that_says_nonsense_says_nothing(self, editor, waiting, query):
        assert editor.get(QUEUE + query).status_code == 200
        assert editor.get(address_of("review", waiting["review"], query)).status_code == 200
        assert editor.get(f"{QUEUE}nothing/1/").status_code == 404
        assert editor.get(f"{QUEUE}review/999/").status_code == 404

    def test_is_narrowed_to_a_newspaper_and_a_batch(self, editor, waiting):
        other = make_article("别家的草稿", status=Status.DRAFT, newspaper=make_newspaper("别家报"))
        listed = text_of(editor.get(f"{QUEUE}?newspaper={other.newspaper_id}"))
        assert "别家的草稿" in listed
        assert "无疑的草稿" not in listed
        batch = waiting["published"].batch
        listed = text_of(editor.get(f"{QUEUE}?batch={batch.pk}"))
        assert "有疑的草稿" in listed
        assert "无疑的草稿" not in listed

    def test_a_file_that_came_in_later_or_whose_batch_was_taken_back_waits_no_longer(self, editor, waiting):
        ImportEvent.objects.create(batch=ImportBatch.objects.create(), origin="丙.pdf", outcome="new")
        assert counts_of("bianji")["failure"] == 0
        ImportBatch.objects.update(state="undone")
        assert counts_of("bianji")["refused"] == 0

    def test_the_least_sure_article_comes_first_and_none_is_left_out_on_the_way(self, waiting):
        user, source = make_user(), make_source()
        user.is_superuser = True
        for n in range(7):
            doubt(source, make_article(f"第{n}篇", confidence=(n * 3 % 4) / 10, source=source))
        kind, narrowed = QUEUE_KINDS["published"], Narrowing("published")
        expected = list(kind.rows(narrowed))
        assert [row.confidence for row in expected] == sorted(row.confidence for row in expected)
        walked = [expected[0]]
        while following := next_in_queue(kind, walked[-1], user, narrowed):
            walked.append(following[1])
        assert walked == expected

    def test_how_far_a_batch_is_looked_through(self, editor, waiting):
        batch = waiting["published"].batch
        assert (progress_of(batch).seen, progress_of(batch).total) == (0, 2)
        accept(editor, address_of("doubted", waiting["doubted"], f"?batch={batch.pk}"))
        assert (progress_of(batch).seen, progress_of(batch).total) == (1, 2)
        assert "看过 1 篇，共 2 篇" in text_of(editor.get(f"{QUEUE}?batch={batch.pk}"))


class TestDeciding:
    def test_each_is_accepted_leads_to_the_next_and_is_taken_back(self, chief, waiting):
        for kind, row in waiting.items():
            before = counts_of("zhubian")
            answer = accept(chief, address_of(kind, row))
            assert answer.status_code == 302
            after = counts_of("zhubian")
            assert after[kind] == before[kind] - 1, kind
            act = BulkAct.objects.first()
            assert act.by_name == "zhubian"
            page = text_of(chief.get(answer["Location"]))
            assert f"刚才：{act}" in page
            undo = reverse("admin:archive_bulkact_undo", args=[act.pk])
            assert f'action="{undo}"' in page
            back = unescape(re.search(r'name="waiting" value="([^"]*)"', page)[1])
            undone = chief.post(undo, {"waiting": back, "reason": "误发布，已撤回"})
            assert undone["Location"] == back == address_of(kind, row)
            never_again = kind in ("review", "doubted", "undoubted")  # what was published is withdrawn
            assert counts_of("zhubian")[kind] == before[kind] - never_again
            act.refresh_from_db()
            assert act.undone_by_name == "zhubian"

    def test_the_next_is_within_what_was_narrowed_and_after_the_last_comes_the_list(self, editor, waiting):
        query = "?kind=undoubted"
        answer = accept(editor, address_of("undoubted", waiting["undoubted"], query))
        assert answer["Location"].startswith(f"{QUEUE}?kind=undoubted&done=")
        assert "没有要处理的" in text_of(editor.get(answer["Location"]))

    def test_a_draft_is_published_with_its_doubts_confirmed_as_one_act(self, editor, waiting):
        draft = waiting["doubted"]
        accept(editor, address_of("doubted", draft))
        draft.refresh_from_db()
        assert draft.status == Status.PUBLISHED
        assert draft.problems.get().state == "confirmed"
        assert str(BulkAct.objects.get()) == "确认无误、发布 1 篇、1 条"
        assert draft.revisions.get().act == BulkAct.objects.get()
        assert counts_of("bianji")["published"] == 1  # the one that was

    @pytest.mark.parametrize("kind", ["doubted", "undoubted"])
    def test_an_editor_takes_back_what_he_published_himself(self, editor, waiting, kind):
        answer = accept(editor, address_of(kind, waiting[kind]))
        page = text_of(editor.get(answer["Location"]))
        assert "请主编" not in page
        assert "queue.js" in page
        assert 'id="keys"' in page
        undo = reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk])
        assert f'action="{undo}"' in page
        assert editor.post(undo, {"reason": "误发布，已撤回"}).status_code == 302
        waiting[kind].refresh_from_db()
        assert waiting[kind].status == Status.WITHDRAWN

    def test_what_was_changed_since_or_another_published_is_a_chiefs_to_take_back(self, editor, chief, waiting):
        answer = accept(editor, address_of("undoubted", waiting["undoubted"]))
        edit(waiting["undoubted"], title="同事改过的标题")
        page = text_of(editor.get(answer["Location"]))
        assert "请主编" in page
        assert "/undo/" not in page
        accept(chief, address_of("doubted", waiting["doubted"]))
        for act in BulkAct.objects.all():
            undo = reverse("admin:archive_bulkact_undo", args=[act.pk])
            assert editor.post(undo, {"reason": "误发布，已撤回"}).status_code == 403

    @pytest.mark.parametrize("kind", ["published", "doubted", "review"])
    def test_an_article_that_changed_meanwhile_is_not_accepted_but_shown(self, editor, waiting, kind):
        address = address_of(kind, waiting[kind])
        sent = sent_by(text_of(editor.get(address)))
        edit(waiting[kind], title="同事改过的标题")
        answer = editor.post(address, sent)
        assert answer.status_code == 409
        assert "有了改动" in text_of(answer)
        assert "同事改过的标题" in text_of(answer)
        assert not BulkAct.objects.exists()
        assert editor.post(address, sent_by(text_of(answer))).status_code == 302

    def test_nor_one_that_is_doubted_meanwhile(self, editor, waiting):
        address = address_of("published", waiting["published"])
        sent = sent_by(text_of(editor.get(address)))
        doubt(waiting["published"].source, waiting["published"], "另一条")
        assert editor.post(address, sent).status_code == 409
        assert not Problem.objects.exclude(state="open").exists()

    def test_what_was_decided_is_not_decided_twice(self, editor, waiting):
        for kind, row in waiting.items():
            address = address_of(kind, row)
            sent = sent_by(text_of(editor.get(address)))
            assert editor.post(address, sent).status_code == 302
            acts = BulkAct.objects.count()
            answer = editor.post(address, sent)
            assert answer.status_code == 409, kind
            assert BulkAct.objects.count() == acts
            assert 'id="accept"' not in text_of(editor.get(address))

    def test_an_undo_leads_to_no_other_site(self, chief, waiting):
        accept(chief, address_of("published", waiting["published"]))
        act = BulkAct.objects.get()
        undo = reverse("admin:archive_bulkact_undo", args=[act.pk])
        answer = chief.post(undo, {"waiting": "https://example.com/admin/queue/"})
        assert answer["Location"] == reverse("admin:archive_bulkact_change", args=[act.pk])

    def test_who_opens_the_article_from_here_comes_back(self, editor, waiting):
        page = text_of(editor.get(address_of("published", waiting["published"], "?kind=published")))
        link = unescape(re.search(r'href="([^"]*)" data-key="o"', page)[1])
        assert submit(editor, link, title="改了")["Location"] == address_of(
            "published", waiting["published"], "?kind=published"
        )


class TestDoubtsAlike:
    """Of a zip each of whose files has the same doubt."""

    @pytest.fixture
    def files(self, waiting) -> list[SourceFile]:
        batch, other = ImportBatch.objects.create(), ImportBatch.objects.create()
        files = [make_source(f"{n}.txt", batch=batch) for n in range(4)] + [make_source("别批.txt", batch=other)]
        for file in files:
            doubt(file, message="报头写星期一，而2021-11-05是星期五。")
        doubt(files[0], message="另有一条。")
        return files

    def alike_on(self, page: str) -> dict[str, str]:
        form = re.search(r'<form method="post" class="alike">(.*?)</form>', page, re.DOTALL)
        assert form, page
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[1]))
        return fields | dict(re.findall(r'<button [^>]*name="(\w+)" value="([^"]*)"', form[1]))

    def test_are_confirmed_as_one_act_and_taken_back(self, editor, files):
        page = text_of(editor.get(address_of("file", files[0])))
        assert page.count("4 条一并确认无误") == 1
        answer = editor.post(address_of("file", files[0]), self.alike_on(page))
        act = BulkAct.objects.get()
        assert str(act) == "确认无误 4 条"
        assert answer["Location"].startswith(address_of("file", files[4]))
        still = set(Problem.objects.filter(source__in=files, state="open").values_list("source__name", "message"))
        assert still == {("别批.txt", "报头写星期一，而2021-11-05是星期五。"), ("0.txt", "另有一条。")}
        editor.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
        assert Problem.objects.filter(source__in=files, state="open").count() == 6

    def test_are_not_confirmed_where_they_are_others_by_now(self, editor, files):
        sent = self.alike_on(text_of(editor.get(address_of("file", files[0]))))
        Problem.objects.filter(source=files[1]).update(state="mended")
        answer = editor.post(address_of("file", files[0]), sent)
        assert answer.status_code == 409
        assert "3 条一并确认无误" in text_of(answer)
        assert not BulkAct.objects.exists()

    def test_are_nothing_to_offer_where_there_is_one(self, editor, waiting):
        assert 'class="alike"' not in text_of(editor.get(address_of("file", waiting["file"])))


class TestCorrections:
    def test_shows_both_and_what_differs_who_sent_it_and_where(self, editor, waiting):
        page = text_of(editor.get(address_of("correction", waiting["correction"])))
        assert re.search(r"蓼河新<del>.*成.*</del><ins>.*城.*</ins>开工", page)
        for said in ("柳先生", "地名", "第1段", "市民前来。"):
            assert said in page

    def test_is_accepted_as_the_editor_words_it_and_taken_back_as_a_whole(self, editor, waiting):
        sent, article = waiting["correction"], waiting["published"]
        accept(editor, address_of("correction", sent), suggested="蓼河新城今日开工。", credited_as="")
        assert article.sections.get().body == "蓼河新城今日开工。\n市民前来。"
        sent.refresh_from_db()
        assert (sent.state, sent.credited_as, sent.suggested) == ("accepted", "", "蓼河新城今日开工。")
        act = BulkAct.objects.get()
        assert str(act) == "采纳读者纠错 1 件"
        assert article.revisions.get().kind == "correction"
        editor.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
        assert article.sections.get().body == "蓼河新成开工。\n市民前来。"
        sent.refresh_from_db()
        assert (sent.state, sent.decided_by_name, sent.decided_at) == ("waiting", "", None)

    def test_is_not_taken_back_over_what_was_changed_since(self, editor, waiting):
        sent, article = waiting["correction"], waiting["published"]
        accept(editor, address_of("correction", sent))
        later = corrections.keep_suggestion(place_at(article, 2), "市民都来。", "", "192.0.2.1")
        corrections.accept(later, make_user())
        act = BulkAct.objects.get(by__username="bianji")
        editor.post(reverse("admin:archive_bulkact_undo", args=[act.pk]))
        act.refresh_from_db()
        assert act.undone_at is None
        sent.refresh_from_db()
        assert sent.state == "accepted"

    def test_what_an_editor_typed_stays_where_it_could_not_be_saved(self, editor, waiting):
        longer = "蓼河新城" * 1300
        answer = accept(editor, address_of("correction", waiting["correction"]), suggested=longer)
        assert answer.status_code == 409
        assert sent_by(text_of(answer))["suggested"] == longer
        assert difference_on(text_of(answer)) == ("蓼河新成开工。", longer)

    def test_is_refused_with_a_reason_on_record(self, editor, waiting):
        sent = waiting["correction"]
        address = address_of("correction", sent)
        seen = {"seen": sent_by(text_of(editor.get(address)))["seen"], "refuse": "1"}
        assert editor.post(address, seen | {"reason": " "}).status_code == 409
        assert editor.post(address, seen | {"reason": "原文如此"}).status_code == 302
        sent.refresh_from_db()
        assert (sent.state, sent.refusal) == ("declined", "原文如此")
        editor.post(reverse("admin:archive_bulkact_undo", args=[BulkAct.objects.get().pk]))
        assert Correction.objects.get().state == "waiting"

    def test_says_where_the_paragraph_has_changed(self, editor, waiting):
        edit(waiting["published"], title="别的")
        waiting["published"].sections.update(body="另一句。")
        page = text_of(editor.get(address_of("correction", waiting["correction"])))
        assert "已经改过" in page
        assert 'id="accept"' not in page
        assert 'name="refuse"' in page

    def test_the_same_from_a_second_reader_is_accepted_without_a_change(self, editor, client, waiting):
        sent, article = waiting["correction"], waiting["published"]
        second = corrections.keep_suggestion(place_at(article, 1), sent.suggested, "", "192.0.3.1", "周禾")
        accept(editor, address_of("correction", sent))
        assert "已经和读者的写法一样" in text_of(editor.get(address_of("correction", second)))
        accept(editor, address_of("correction", second))
        second.refresh_from_db()
        assert (second.state, article.sections.get().body) == ("accepted", "蓼河新城开工。\n市民前来。")
        assert article.revisions.count() == 1
        page = text_of(client.get(article.get_absolute_url()))
        assert all(f"据读者{name}指正" in page for name in ("柳先生", "周禾"))

    def test_another_change_of_a_changed_paragraph_is_put_into_what_stands_now(self, editor, waiting):
        sent, article = waiting["correction"], waiting["published"]
        second = corrections.keep_suggestion(place_at(article, 1), "蓼河新成完工。", "", "192.0.3.1", "周禾")
        accept(editor, address_of("correction", sent))
        address = address_of("correction", second)
        page = text_of(editor.get(address))
        assert difference_on(page) == ("蓼河新城开工。", "蓼河新城完工。")
        form = text_of(editor.get(reverse("admin:archive_correction_change", args=[second.pk])))
        assert difference_on(form) == ("蓼河新城开工。", "蓼河新城完工。")
        assert address in form
        assert re.search(r"现在的文字</p><pre>蓼河新城开工。</pre>", page)
        assert re.search(r'<textarea id="suggested"[^>]*>蓼河新城完工。</textarea>', page)
        old = sent_by(page)
        article.sections.update(body="蓼河新城昨日开工。\n市民前来。")
        assert editor.post(address, old | {"suggested": "蓼河新城完工。"}).status_code == 409
        accept(editor, address, suggested="蓼河新城昨日完工。")
        second.refresh_from_db()
        assert (second.state, second.suggested) == ("accepted", "蓼河新城昨日完工。")
        assert article.sections.get().body == "蓼河新城昨日完工。\n市民前来。"

    @pytest.mark.parametrize(
        ("present", "suggested", "merged"),
        [
            ("甲乙丁己", "甲乙丙丁", "甲乙丁己"),
            ("甲二丙丁", "甲乙丙四", "甲二丙四"),
            ("甲二丙丁", "甲贰丙丁", "甲二丙丁"),
            ("头甲乙丙丁", "甲乙新丙丁。", "头甲乙新丙丁。"),
        ],
    )
    def test_what_fits_is_merged(self, present, suggested, merged):
        assert corrections.put_into(present, "甲乙丙丁", suggested) == merged

    def test_a_reader_is_credited_by_name_and_never_by_a_way_to_reach_somebody(self, editor, client, waiting):
        article = waiting["published"]
        form = f"{article.get_absolute_url()}correct/?p=2"
        for name in ("a@b.cn", "13812345678", "河沿路12号", "www.example.cn"):
            assert client.post(form, {"suggested": "市民都来。", "credited_as": name}).status_code == 200
        assert client.post(form, {"suggested": "市民都来。", "credited_as": "周 禾"}).status_code == 302
        sent = Correction.objects.get(credited_as="周 禾")
        assert "周 禾" not in text_of(client.get(article.get_absolute_url()))
        accept(editor, address_of("correction", sent))
        page = text_of(client.get(article.get_absolute_url()))
        assert re.search(r'<a href="#p2">第2段</a>据读者周 禾指正，<time datetime="[-\d]+">[^<]+</time>改', page)
        assert "改前作“市民前来。”" in page  # no source says so
        assert "192.0.2" not in page

    def test_what_the_source_prints_is_called_that(self, waiting):
        article = waiting["published"]
        article.claims = [["sections/0/paragraphs/0", 1, 1, "蓼河新 成开工。"]]
        article.save()
        corrections.accept(waiting["correction"], make_user())
        waiting["correction"].refresh_from_db()
        assert waiting["correction"].former_label == "原文作"


class TestMany:
    @pytest.fixture
    def many(self, waiting) -> None:
        source, paper = make_source(), make_newspaper()
        Article.objects.bulk_create(
            Article(
                permanent_id=f"m{n}", newspaper=paper, source=source, status=Status.DRAFT, title=f"第{n}篇",
                confidence=n % 97 / 100,
            )
            for n in range(DRAFTS)
        )  # fmt: skip
        keys = list(Article.objects.filter(permanent_id__startswith="m").values_list("pk", flat=True))
        Problem.objects.bulk_create(
            Problem(source=source, article_id=keys[n % (DRAFTS // 2)], code="a", message="存疑") for n in range(DOUBTS)
        )

    def test_statements_do_not_grow_with_the_queue(self, chief, waiting, many):
        assert counts_of("zhubian")["doubted"] == DRAFTS // 2 + 1
        assert counts_of("zhubian")["undoubted"] == DRAFTS // 2 + 1
        first = QUEUE_KINDS["doubted"].rows(Narrowing()).first()
        allowed = {
            "/admin/": 15,
            QUEUE: 29,
            f"{QUEUE}?kind=undoubted&page=50": 17,
            address_of("doubted", first): 22,
        }
        for address, most in allowed.items():
            with CaptureQueriesContext(connection) as queries:
                assert chief.get(address).status_code == 200
            assert len(queries) <= most, [each["sql"][:150] for each in queries]
        user = User.objects.get(username="zhubian")
        user.has_perm("archive.add_article")  # the leaves of an account are asked once
        with CaptureQueriesContext(connection) as queries:
            assert sum(each.count for each in queue_counts(user)) == DRAFTS + 8
        assert len(queries) == len(QUEUE_KINDS)


def test_roles_are_as_everywhere(waiting):
    answers = {role: browser_of(role, role).get(QUEUE).status_code for role in ("上传", "编辑", "主编")}
    assert set(answers.values()) == {200}


def test_the_way_back_is_the_way_there(waiting):
    boss, narrowed = User.objects.create_superuser("zong"), Narrowing()
    place = next((kind, kind.rows(narrowed).first()) for kind in QUEUE_KINDS.values() if kind.rows(narrowed).exists())
    there = [place]
    while place := next_in_queue(*place, boss, narrowed):
        there.append(place)
    back = [there[-1]]
    while place := previous_in_queue(*back[-1], boss, narrowed):
        back.append(place)
    assert len(there) > 5
    assert back == there[::-1]


def test_what_was_done_can_be_taken_back_from_the_items_beside(chief, waiting):
    item = address_of("doubted", waiting["doubted"])
    answer = chief.post(item, sent_by(chief.get(item).content.decode()))
    page = chief.get(answer["Location"]).content.decode()
    act = BulkAct.objects.get()
    for rel in ("next", "prev"):
        link = re.search(rf'rel="{rel}" href="([^"]*)"', page)
        if link:
            beside = chief.get(unescape(link[1])).content.decode()
            assert reverse("admin:archive_bulkact_undo", args=[act.pk]) in beside
            assert 'data-key="u"' in beside


def test_a_correction_shows_the_lines_of_the_source_that_it_is_judged_by(chief):
    source = make_source()
    SourceFile.objects.filter(pk=source.pk).update(text="蓼河新城奠基\n蓼河新成开工。\n市民前来。")
    claims = [["title", 1, 1, ""], ["sections/0/paragraphs/0", 2, 2, ""], ["sections/0/paragraphs/1", 3, 3, ""]]
    article = make_article("蓼河新城奠基", body="蓼河新成开工。\n市民前来。", source=source, claims=claims)
    sent = corrections.keep_suggestion(place_at(article, 1), "蓼河新城开工。", "地名", "192.0.2.1", "")
    page = chief.get(address_of("correction", sent)).content.decode()
    [shown] = re.findall(r'<table class="lines">(.*?)</table>', page, re.DOTALL)
    assert re.findall(r"<td>(.*?)</td>", shown) == ["2", "蓼河新成开工。"]


def test_nothing_that_waits_is_not_said_to_be_in_an_order(chief):
    page = chief.get(QUEUE).content.decode()
    assert "没有要处理的" in page
    assert "最要紧的在前" not in page
