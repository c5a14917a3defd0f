"""Numbers on the desk: from the doubt to the number, hidden, confirmed, restored, seen; by whom, and on record."""

import pytest
from django.urls import reverse

from archive.models import Article, NumberAct, NumberWork, PersonalNumber, Problem
from archive.services import importing, number_works
from archive.services.files import find_files
from archive.services.rereading import check_rows

PHONE, OTHER = "13974628351", "15862039417"
STORY = f"蓼河边新添步道\n\n　　步道完工，电话{PHONE}，居民当晚就来散步，走了三圈才回家。\n　　另一个电话是{OTHER}。\n"


@pytest.fixture
def numbers(db, data_dir, tmp_path) -> dict[str, PersonalNumber]:
    """Two numbers in the clear, in an article that was imported."""
    (tmp_path / "a.txt").write_text(STORY, encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([tmp_path / "a.txt"]), batch))
    return {number.digits: number for number in PersonalNumber.objects.all()}


def page_of(number: PersonalNumber, page: str = "change") -> str:
    return reverse(f"admin:archive_personalnumber_{page}", args=[number.pk])


def body() -> str:
    return Article.objects.get().sections.get().body


def let_it_be_done() -> None:
    """As run_worker does what was asked."""
    while number_works.fulfil_next_work(lambda: None):
        pass


def test_from_the_queue_to_the_number_which_is_hidden_there(editor, numbers):
    queue = editor.get(reverse("admin:archive_problem_changelist"), {"kind": "personal_number"}).content.decode()
    assert "个人号码" in queue
    assert page_of(numbers[PHONE]) in queue
    form = editor.get(reverse("admin:archive_article_change", args=[Article.objects.get().pk])).content.decode()
    assert page_of(numbers[PHONE]) in form
    page = editor.get(page_of(numbers[PHONE])).content.decode()
    assert "蓼河边新添步道" in page
    assert PHONE not in page
    assert ("隐去这个号码" in page, "可以公开" in page, "查看号码" in page) == (True, True, False)
    asked = editor.post(page_of(numbers[PHONE], "hide"), {"reason": f"{PHONE}的主人来电"}, follow=True).content.decode()
    assert "已记下，马上做" in asked
    assert "还没有人处理过" not in asked
    assert 'http-equiv="refresh"' in asked
    assert ("已在所有文字里隐去" in asked, "查看号码" in asked, PHONE in asked) == (False, False, False)
    listed = editor.get(reverse("admin:archive_personalnumber_changelist")).content.decode()
    assert "正在隐去" in listed
    let_it_be_done()
    said = editor.get(page_of(numbers[PHONE])).content.decode()
    assert "涉及 1 篇文章" in said
    assert "已在所有文字里隐去" in said
    assert 'http-equiv="refresh"' not in said
    assert "还没有人处理过" not in said
    assert PHONE not in said + body()
    assert OTHER in body()
    assert NumberAct.objects.get().by_name == "bianji"


def test_confirmed_it_stays_and_is_asked_no_more(editor, numbers):
    editor.post(page_of(numbers[PHONE], "confirm"))
    doubt = Problem.objects.get(number=numbers[PHONE])
    assert (doubt.state, doubt.settled_by_name) == (Problem.State.CONFIRMED, "bianji")
    assert PHONE in body()
    assert "可以公开（" not in editor.get(page_of(numbers[PHONE])).content.decode()


def test_many_at_once(editor, uploader, numbers):
    listed = reverse("admin:archive_personalnumber_changelist")
    chosen = {"action": "hide_all", "_selected_action": [number.pk for number in numbers.values()]}
    uploader.post(listed, chosen)
    assert PHONE in body()
    asked = editor.post(listed, chosen, follow=True)
    assert "隐去 2 个号码" in asked.content.decode()
    progress = asked.redirect_chain[-1][0]
    NumberWork.objects.update(looked_at=3, rows=12)
    assert "已查 3 条文字，共 12 条" in editor.get(progress).content.decode()
    let_it_be_done()
    assert "已做完" in editor.get(progress).content.decode()
    assert "都已经隐去" in editor.post(listed, chosen, follow=True).content.decode()
    assert not {PHONE, OTHER} & set(body().replace("，", "。").split("。"))
    assert body().count("〔隐") == 2


def test_a_chief_prints_it_again(chief, editor, numbers):
    editor.post(page_of(numbers[PHONE], "hide"))
    let_it_be_done()
    assert editor.post(page_of(numbers[PHONE], "restore")).status_code == 403
    said = chief.post(page_of(numbers[PHONE], "restore"), {"reason": "是热线"}, follow=True).content.decode()
    assert "又照原样登出" in said
    let_it_be_done()
    assert PHONE in body()
    assert [act.verb for act in numbers[PHONE].acts.all()] == ["restored", "hidden"]


def test_a_refusal_says_what_it_takes(editor, numbers):
    said = editor.post(page_of(numbers[PHONE], "reveal")).content.decode()
    assert "查看和恢复隐去的号码" in said
    assert "能做这件事的角色：主编" in said


def test_a_column_that_is_called_by_a_hidden_number(chief, numbers):
    chief.post(page_of(numbers[PHONE], "hide"))
    paper = Article.objects.get().newspaper
    sent = {"newspaper": paper.pk, "name": f"热线{PHONE}"}
    chief.post(reverse("admin:archive_column_add"), sent)
    for page in ("admin:index", "admin:archive_column_changelist", "admin:archive_rowchange_changelist"):
        assert PHONE not in chief.get(reverse(page)).content.decode()


def test_a_work_of_which_the_contrary_was_asked_since_is_not_said_to_stand(chief, numbers):
    chief.post(page_of(numbers[PHONE], "hide"))
    let_it_be_done()
    work = reverse("admin:archive_personalnumber_work", args=[NumberWork.objects.get().pk])
    assert "已做完" in chief.get(work).content.decode()
    chief.post(page_of(numbers[PHONE], "restore"), {"reason": "可以公开"})
    said = chief.get(work).content.decode()
    assert "已做完" not in said
    assert "不再有" not in said
    assert "其中 1 个号码后来又要求恢复" in said


def test_a_doubt_that_quotes_a_part_of_it_hides_that_and_is_no_difference_from_the_file(chief, data_dir, tmp_path):
    text = STORY.replace("走了三圈才回家。", f"一直走到桥头才回家，联系电话{PHONE}转办公室找王主任谈").partition(
        "　　另"
    )[0]
    (tmp_path / "a.txt").write_text(text.replace(f"电话{PHONE}，", ""), encoding="utf-8")
    with importing.import_batch("test") as batch:
        list(importing.ingest(find_files([tmp_path / "a.txt"]), batch))
    doubt = Problem.objects.get(code="open_end")
    assert PHONE[-6:] in doubt.message
    chief.post(page_of(PersonalNumber.objects.get(), "hide"))
    let_it_be_done()
    doubt.refresh_from_db()
    assert PHONE[-6:] not in doubt.message
    assert [finding.said for finding in check_rows(lambda items, total: items)] == []
