"""What staff see of sources and imports: names first, page by page; the original to be saved."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from archive.models import ImportBatch, ImportEvent, Problem, SourceFile
from tests.archive.admin.forms import submit
from tests.archive.conftest import browser_of
from tests.factories import make_article, make_newspaper


@pytest.fixture
def source(db, data_dir) -> SourceFile:
    batch = ImportBatch.objects.create(command="manage.py ingest /srv/papers")
    text = "\n".join(f"第{n}行的字" for n in range(1, 451))
    made = SourceFile.objects.create(
        sha256="ab" * 32,
        name="甲.html",
        origin="/srv/papers/甲.html",
        size=3,
        reader="html",
        newspaper=make_newspaper(),
        text=text,
        batch=batch,
    )
    batch.events.create(source=made, origin=made.origin, outcome=ImportEvent.Outcome.NEW)
    batch.events.create(origin="/srv/papers/坏.pdf", outcome=ImportEvent.Outcome.FAILED, message="读不出。")
    return made


def page_of(kind: str, key: int) -> str:
    return reverse(f"admin:archive_{kind}_change", args=[key])


class TestOriginal:
    def test_is_downloaded_as_it_came(self, editor, client, source):
        address = reverse("admin:archive_sourcefile_original", args=[source.pk])
        assert editor.get(address).status_code == 404, "not restored"
        source.path.parent.mkdir(parents=True)
        source.path.write_bytes(b"<script>1</script>")
        answer = editor.get(address)
        assert b"".join(answer.streaming_content) == b"<script>1</script>"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"] == "application/octet-stream", "never a page of this site"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert client.get(address).status_code == 302
        assert address in editor.get(page_of("sourcefile", source.pk)).content.decode()


class TestPages:
    def test_lines_and_articles_page_by_page(self, editor, source):
        for n in range(201):
            make_article(f"第{n}篇", source=source, position=n)
        seen = []
        for number in (1, 2, 3):
            page = editor.get(page_of("sourcefile", source.pk), {"lines": number}).context
            seen += [line for line, _ in page["lines"]]
            assert len(page["articles"]) == 200
        assert seen == list(range(1, 451))
        (last,) = editor.get(page_of("sourcefile", source.pk), {"articles": 2}).context["articles"]
        assert last.title == "第200篇"

    @pytest.mark.parametrize("kind", ["sourcefile", "importbatch"])
    def test_paths_hashes_and_commands_are_not_what_is_read_first(self, editor, source, kind):
        key = source.pk if kind == "sourcefile" else source.batch_id
        text = editor.get(page_of(kind, key)).content.decode()
        first = text[: text.index("给管理员")]
        assert "甲.html" in text
        for technical in ("/srv/papers", "ab" * 32, "manage.py"):
            assert technical not in first
        assert "manage.py" not in editor.get(reverse(f"admin:archive_{kind}_changelist")).content.decode()

    def test_a_failed_file_is_named(self, editor, source):
        assert "坏.pdf" in editor.get(page_of("importbatch", source.batch_id)).content.decode()


class TestConfidence:
    """What is shown follows what was settled."""

    def shown(self, client, kind: str) -> str:
        text = client.get(reverse(f"admin:archive_{kind}_changelist")).content.decode()
        return "63%" if "63%" in text else "已核" if "已核" in text else ""

    def test_until_every_doubt_is_settled(self, editor, source):
        row = make_article(confidence=0.63, source=source)
        doubts = [
            Problem.objects.create(source=source, article=row, code=c, message=f"存疑{c}", first_line=1) for c in "ab"
        ]
        form = page_of("article", row.pk)
        for doubt, said in zip(doubts, ("63%", "已核"), strict=True):
            assert self.shown(editor, "article") == self.shown(editor, "problem") == "63%"
            submit(editor, form, settled=[doubt.pk], body=f"改到{doubt.code}。")
            assert self.shown(editor, "article") == said
        assert self.shown(editor, "problem") == "已核"

    def test_what_nobody_has_seen_is_not_called_checked(self, editor, source):
        row = make_article(confidence=0.63, source=source)
        assert self.shown(editor, "article") == "63%"
        submit(editor, page_of("article", row.pk), body="改过。")
        assert self.shown(editor, "article") == "已核"


class TestLeave:
    """Settling, and taking what a new edition says, need leave of their own."""

    @pytest.fixture
    def doubt(self, source) -> Problem:
        row = make_article(source=source, edited_fields=["title"])
        proposed = {"field": "title", "value": {"title": "新版的题"}}
        said = {"code": "edition_differs", "message": "不同", "proposed": proposed}
        return Problem.objects.create(source=source, article=row, **said)

    @pytest.mark.parametrize("action", ["confirm", "mended", "take_proposed"])
    @pytest.mark.parametrize("role", ["上传", "编辑"])
    def test_in_the_queue(self, doubt, action, role):
        client = browser_of("someone", role)
        listing = reverse("admin:archive_problem_changelist")
        seen = f"{doubt.article_id}:{doubt.article.version}"
        client.post(listing, {"action": action, "_selected_action": [doubt.pk], "sure": "1", "seen": seen})
        doubt.refresh_from_db()
        doubt.article.refresh_from_db()
        assert (doubt.state != "open") == (role == "编辑")
        assert (doubt.article.title == "新版的题") == (role == "编辑" and action == "take_proposed")

    def test_on_the_form(self, doubt):
        client = browser_of("someone", "编辑")
        address = page_of("article", doubt.article_id)
        sent = submit(client, address, settled=[doubt.pk])
        assert sent.status_code == 302
        Problem.objects.update(state="open")
        group = Group.objects.get(name="编辑")
        group.permissions.remove(*group.permissions.filter(codename="settle_problem"))
        assert "settled" not in client.get(address).content.decode()
        forged = client.get(address).context["adminform"].form
        data = {bound.html_name: bound.value() or "" for bound in forged} | {"settled": [doubt.pk]}
        client.post(address, data)
        doubt.refresh_from_db()
        assert doubt.state == "open"
