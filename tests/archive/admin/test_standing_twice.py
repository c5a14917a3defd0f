"""The desk says where a text would stand twice, and leads back to where an editor came from."""

import re

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from archive.models import NEVER_PUBLISHED, Article
from archive.services import corrections
from archive.services.bulk_acts import undo_act
from archive.services.correctable import place_at
from archive.services.dividing import SplitPlace, join_articles, split_article
from archive.services.drafts import drafts_of
from tests.archive.admin.forms import seen_in, submit
from tests.archive.services.test_uploads import read, zipped
from tests.archive.services.uploading import OTHER, STORY
from tests.factories import make_article, make_newspaper, make_user

pytestmark = pytest.mark.django_db
BODY = "第一段，步道昨天完工。\n第二段，居民当晚就来散步。"


def said_by(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def page_of(article: Article) -> str:
    return reverse("admin:archive_article_change", args=[article.pk])


class TestAJoinedDraft:
    @pytest.fixture
    def joined(self) -> tuple[Article, Article]:
        first, other = (make_article(title, body=f"{title}的正文。", status="draft") for title in ("前一篇", "后一篇"))
        join_articles(first.pk, other.pk, "none", make_user())
        return first, other

    def test_its_page_leads_to_what_holds_it_and_to_the_undo(self, chief, joined):
        first, other = joined
        page = chief.get(page_of(other)).content.decode()
        act = other.revisions.get().act
        assert f'这篇已并入<a href="{page_of(first)}">《前一篇》</a>' in page
        assert reverse("admin:archive_bulkact_change", args=[act.pk]) in page
        verbs = [reverse("admin:archive_article_verb", args=[other.pk, name]) for name in ("publish", "submit")]
        assert not any(verb in page for verb in verbs)
        assert "已并入" not in chief.get(page_of(first)).content.decode()

    def test_its_page_leads_to_letting_it_go_and_then_says_so(self, chief, joined):
        first, other = joined
        release = reverse("admin:archive_article_verb", args=[other.pk, "release"])
        assert "那一篇现在已撤回" not in chief.get(page_of(other)).content.decode()
        Article.objects.filter(pk=first.pk).update(status="withdrawn")
        page = chief.get(page_of(other)).content.decode()
        assert "那一篇现在已撤回" in page
        assert release in page
        asked = chief.get(release).content.decode()
        assert "又是普通的草稿" in asked
        assert page_of(first) in asked
        assert chief.post(release, {"opened": 2})["Location"] == page_of(other)
        page = chief.get(page_of(other)).content.decode()
        assert "《后一篇》并入《前一篇》，后来" in page
        assert release not in page
        assert reverse("admin:archive_article_verb", args=[other.pk, "publish"]) in page

    def test_it_is_not_published_by_its_address_either(self, chief, joined):
        _, other = joined
        address = reverse("admin:archive_article_verb", args=[other.pk, "publish"])
        answer = chief.post(address, {"opened": 2, **seen_in(chief.get(address))})
        assert answer.status_code == 409
        assert "已并入《前一篇》" in answer.content.decode()
        other.refresh_from_db()
        assert other.status in NEVER_PUBLISHED


def test_a_draft_that_links_others_says_why_it_stays_and_goes_where_the_acts_are_undone(chief):
    first, middle, last = (make_article(title, body=f"{title}的正文。", status="draft") for title in ("甲", "乙", "丙"))
    acts = [join_articles(to.pk, of.pk, "none", make_user()) for to, of in ((middle, last), (first, middle))]
    page, delete = page_of(middle), reverse("admin:archive_article_delete", args=[middle.pk])
    shown = chief.get(page).content.decode()
    undos = [reverse("admin:archive_bulkact_change", args=[act.pk]) for act in reversed(acts)]
    assert re.findall(r'<a href="([^"]*/bulkact/[^"]*)">', shown.partition("不能删除")[2].partition("</p>")[0]) == undos
    assert delete not in shown
    assert chief.post(delete, {"post": "yes"}).status_code == 403
    undo_act(acts[1], make_user())
    shown = chief.get(page).content.decode()
    assert "不能删除" not in shown
    assert delete in shown
    assert chief.post(delete, {"post": "yes"}).status_code == 302
    assert not Article.objects.filter(pk=middle.pk).exists()


def test_a_restored_whole_is_told_beside_what_was_split_off(chief):
    row = make_article(body=BODY)
    _, made = split_article(row.pk, SplitPlace(2, "后一篇"), make_user())
    address = reverse("admin:archive_article_version", args=[row.pk, 1])
    said = said_by(chief.post(address, {"opened": 2}))
    assert page_of(made) in said
    assert "有相同的文字" in said


def test_a_body_that_was_emptied_is_told(chief):
    row = make_article(body=BODY)
    assert "正文现在是空的" in said_by(submit(chief, page_of(row), body=""))
    other = make_article(body=BODY)
    assert "正文现在是空的" not in said_by(submit(chief, page_of(other), body="还有一段。"))


class TestACorrection:
    def test_follows_its_paragraph_to_what_was_split_off(self, chief):
        row = make_article(body=BODY)
        correction = corrections.keep_suggestion(
            place_at(row, 2), "第二段，市民当晚就来散步。", "", "192.0.2.1", "读者王"
        )
        _, made = split_article(row.pk, SplitPlace(2, "后一篇"), make_user())
        item = chief.get(reverse("queue_item", args=["correction", correction.pk]))
        page = item.content.decode()
        assert page_of(made) in page
        assert "已经改过" not in page
        correction.refresh_from_db()
        corrections.accept(correction, make_user())
        correction.refresh_from_db()
        assert (correction.article, correction.state) == (made, "accepted")
        assert Article.objects.get(pk=made.pk).sections.get().body == "第二段，市民当晚就来散步。"

    def test_of_a_paragraph_that_was_changed_is_still_refused(self):
        row = make_article(body=BODY)
        correction = corrections.keep_suggestion(place_at(row, 2), "改。", "", "192.0.2.1")
        row.sections.update(body="全都改了。")
        with pytest.raises(corrections.ParagraphChanged):
            corrections.accept(correction, make_user())


class TestABatch:
    def test_a_verb_of_a_row_leads_back_to_it(self, chief, data_dir):
        batch = read({"甲.txt": STORY})
        draft = drafts_of(batch).get()
        page = reverse("admin:archive_importbatch_change", args=[batch.pk])
        verb = f"{reverse('admin:archive_article_verb', args=[draft.pk, 'publish'])}?review={batch.pk}"
        assert verb in chief.get(page).content.decode()
        assert chief.post(verb, {"opened": draft.version, **seen_in(chief.get(verb))})["Location"] == page

    def test_newspapers_are_named_where_one_is_not_the_archives_own(self, chief, data_dir):
        paper = make_newspaper("邻县时报")
        batch = read({"甲.txt": STORY}, newspaper=paper)
        assert (
            "《邻县时报》" in chief.get(reverse("admin:archive_importbatch_change", args=[batch.pk])).content.decode()
        )
        own = read({"乙.txt": OTHER})
        name = drafts_of(own).get().newspaper.name
        drafts = chief.get(reverse("admin:archive_importbatch_change", args=[own.pk])).content.decode()
        assert f"《{name}》" not in drafts.partition('id="drafts"')[2].partition("</table>")[0]

    def test_an_empty_zip_is_called_empty(self, data_dir):
        batch = read({"空.zip": zipped({})})
        assert "压缩包是空的" in batch.events.get().message


def test_an_account_without_a_role_is_told_so(django_user_model):
    client = Client()
    user = django_user_model.objects.create_user("xinren", password="lihe-2021", is_staff=True)
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("admin:index")).content.decode()
    assert "您可以导入文件" not in page
    assert "没有角色" in page


class TestACorrectionThatWasTakenSince:
    """Of a join under it, and of a split: the refusal names it, and leads to where it is taken back."""

    @pytest.mark.parametrize("part", ["first", "split off"])
    def test_the_refusal_leads_there(self, chief, part):
        if part == "first":
            article, other = make_article("前一篇", body="开头。"), make_article("后一篇", body=BODY)
            act = join_articles(article.pk, other.pk, "none", make_user())
        else:
            act, article = split_article(make_article(body=BODY).pk, SplitPlace(2, "后一篇"), make_user())
        place = place_at(Article.objects.with_parts().get(pk=article.pk), 1)
        taken = corrections.accept(corrections.keep_suggestion(place, "改过。", "", "192.0.2.1"), make_user())
        said = said_by(chief.post(reverse("admin:archive_bulkact_undo", args=[act.pk]), {"reason": "错了"}))
        assert "之后又做过“采纳读者纠错”" in said
        assert f'href="{reverse("admin:archive_bulkact_change", args=[taken.pk])}"' in said
        for each in (taken, act):
            undo_act(each, make_user(), "错了")

    def test_one_that_was_joined_since_is_taken_back_after_the_join(self, chief):
        article, other = make_article("前一篇", body="开头。"), make_article("后一篇", body=BODY)
        sent = corrections.keep_suggestion(place_at(other, 1), "改过。", "", "192.0.2.1")
        taken = corrections.accept(sent, make_user())
        joined = join_articles(article.pk, other.pk, "none", make_user())
        said = said_by(chief.post(reverse("admin:archive_bulkact_undo", args=[taken.pk])))
        assert "《后一篇》并入《前一篇》" in said
        assert f'href="{reverse("admin:archive_bulkact_change", args=[joined.pk])}"' in said
