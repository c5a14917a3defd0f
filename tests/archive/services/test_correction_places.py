"""Into which text a reader's correction is put, after its article was changed."""

import pytest

from archive.layout.corrections import correction_shown
from archive.loader.changes import Change
from archive.loader.content import content_of_rows
from archive.models import Article, Correction, Revision, Status, former_wordings
from archive.services import corrections
from archive.services.articles import write_article
from archive.services.bulk_acts import undo_act
from archive.services.correctable import place_at, places
from archive.services.dividing import AS_HEADING, SplitPlace, join_articles, split_article
from archive.services.editors import create_editor
from tests.factories import make_article, merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article(
        body="蓼河新成今天开工。\n市民前来参观。", headings=(("河清岸绿", "岸边新栽了柳树。\n市民前来参观。"),)
    )


@pytest.fixture
def editor():
    return create_editor("bianji", "liaohe-xincheng-2021")


@pytest.fixture
def waiting(article):
    return corrections.keep_suggestion(place_at(article, 1), "蓼河新城今天开工。", "地名", "192.0.2.1")


def bodies(article):
    return [section.body for section in article.sections.all()]


def edited(article, section, body, **columns):
    """As an editor saves it."""
    article = Article.objects.with_parts().get(pk=article.pk)
    content = content_of_rows(article)
    content.sections[section][2] = body
    content.columns |= columns
    write_article(article.pk, content, Change(Revision.Kind.EDIT))


class TestWhereItIsNotCertain:
    """A correction is put into no other text that happens to read as what its reader saw, or as it should read: it
    waits, and the editor is shown that the text was changed, or that nothing like it is there."""

    def unsure(self, correction, editor, changed_to):
        correction = Correction.objects.get(pk=correction.pk)
        before = [place.text for place in places_of_all()]
        with pytest.raises(corrections.ParagraphChanged):
            corrections.accept(correction, editor)
        assert [place.text for place in places_of_all()] == before
        correction.refresh_from_db()
        assert correction.state == "waiting"
        if changed_to:
            assert corrections.place_now(correction).text == changed_to
        else:
            with pytest.raises(corrections.ParagraphChanged):
                corrections.place_now(correction)

    @pytest.mark.parametrize("after", ["丙。\n丁。\n甲。\n乙。\n甲。", "乙。\n甲。", "甲。\n乙。\n丙。\n甲。"])
    def test_of_like_paragraphs_among_which_others_came_or_went(self, editor, after):
        article = make_article("甲乙", body="甲。\n乙。\n甲。")
        last = next(place for place in places(article) if (place.text, place.number) == ("甲。", 3))
        waiting = corrections.keep_suggestion(last, "甲！", "标点", "192.0.2.1")
        edited(article, 0, after)
        with pytest.raises(corrections.ParagraphChanged):
            corrections.accept(Correction.objects.get(pk=waiting.pk), editor)
        assert bodies(article) == [after]

    @pytest.mark.parametrize("rewritten", ["市民们前来参观了。", "完全是另一段话"])
    def test_of_two_that_read_alike_the_one_was_rewritten(self, editor, rewritten):
        article = make_article(body="市民前来参观。\n新栽了柳树。\n市民前来参观。")
        sent = corrections.keep_suggestion(place_at(article, 1), "市民都来参观。", "", "192.0.2.1")
        edited(article, 0, f"{rewritten}\n新栽了柳树。\n市民前来参观。")
        self.unsure(sent, editor, rewritten if "参观" in rewritten else "")

    def test_of_two_that_read_alike_one_was_rewritten_and_both_moved(self, editor):
        article = make_article(body="市民前来参观。\n新栽了柳树。\n市民前来参观。")
        sent = corrections.keep_suggestion(place_at(article, 3), "市民都来参观。", "", "192.0.2.1")
        edited(article, 0, "加了一段。\n市民前来参观。\n新栽了柳树。\n市民也前来参观了。")
        self.unsure(sent, editor, "市民也前来参观了。")

    def test_a_paragraph_reads_as_the_title_did(self, editor):
        article = make_article("蓼河新成开工", body="导语。\n蓼河新成开工")
        sent = corrections.keep_suggestion(place_at(article, 1, "title"), "蓼河新城开工", "", "192.0.2.1")
        edited(article, 0, "导语。\n蓼河新成开工", title="蓼河新区今天开工")
        self.unsure(sent, editor, "蓼河新区今天开工")

    def test_what_was_split_off_before_has_a_like_paragraph(self, editor):
        article = make_article(body="市民前来参观。\n新栽了柳树。\n后一篇的开头。\n市民前来参观。")
        split_article(article.pk, SplitPlace(3, "后一篇"), editor)
        sent = corrections.keep_suggestion(place_at(article, 1), "市民都来参观。", "", "192.0.2.1")
        edited(article, 0, "市民们前来参观了。\n新栽了柳树。")
        self.unsure(sent, editor, "市民们前来参观了。")

    def test_another_paragraph_reads_as_suggested(self, editor):
        article = make_article(body="市民前来参观。\n新栽了柳树。\n市民都来参观。")
        sent = corrections.keep_suggestion(place_at(article, 1), "市民都来参观。", "", "192.0.2.1")
        edited(article, 0, "市民们前来参观了。\n新栽了柳树。\n市民都来参观。")
        self.unsure(sent, editor, "市民们前来参观了。")
        edited(article, 0, "市民都来参观。")
        self.unsure(sent, editor, "")


class TestWhereItIsCertain:
    def test_follows_a_paragraph_that_moved(self, article, waiting, editor):
        edited(article, 0, "新加的一段。\n\n蓼河新成今天开工。\n市民前来参观。")
        corrections.accept(waiting, editor)
        assert bodies(article)[0] == "新加的一段。\n\n蓼河新城今天开工。\n市民前来参观。"

    def test_it_was_mended_by_another_and_moved(self, article, waiting, editor):
        edited(article, 0, "新加的一段。\n蓼河新城今天开工。\n市民前来参观。")
        corrections.accept(waiting, editor)
        assert Correction.objects.get().state == "accepted"
        assert bodies(article)[0] == "新加的一段。\n蓼河新城今天开工。\n市民前来参观。"

    def test_of_two_that_read_alike_the_one_was_mended_by_another(self, editor):
        article = make_article(body="市民前来参观。\n新栽了柳树。\n市民前来参观。")
        sent = corrections.keep_suggestion(place_at(article, 1), "市民都来参观。", "", "192.0.2.1")
        edited(article, 0, "市民都来参观。\n新栽了柳树。\n市民前来参观。")
        corrections.accept(sent, editor)
        assert bodies(article) == ["市民都来参观。\n新栽了柳树。\n市民前来参观。"]

    def test_a_heading_became_a_paragraph(self, article, editor):
        sent = corrections.keep_suggestion(place_at(article, 1, "heading"), "河清岸绿了", "", "192.0.2.1")
        edited(article, 0, "蓼河新成今天开工。\n河清岸绿")
        article.sections.filter(heading="河清岸绿").update(heading="")
        corrections.accept(sent, editor)
        assert bodies(article)[0] == "蓼河新成今天开工。\n河清岸绿了"

    @pytest.mark.parametrize("status", [Status.PUBLISHED, Status.DRAFT])
    @pytest.mark.parametrize(("part", "suggested"), [("paragraph", "市民走上了新石桥。"), ("title", "石桥通了")])
    def test_its_article_was_joined_to_another_and_that_to_a_third(self, editor, status, part, suggested):
        texts = {"春耕": "备好农机。", "桥通了": "市民走上了新桥。", "三": "另一篇。"}
        made = [make_article(title, body=body) for title, body in texts.items()]
        Article.objects.update(status=status, issue=made[0].issue)
        first, second, third = made
        sent = corrections.keep_suggestion(place_at(second, 1, part), suggested, "", "192.0.2.1", "柳先生")
        join_articles(first.pk, second.pk, AS_HEADING, editor)
        join_articles(third.pk, first.pk, AS_HEADING, editor)
        sent = Correction.objects.get(pk=sent.pk)
        corrections.accept(sent, editor)
        assert suggested in [place.text for place in places(Article.objects.with_parts().get(pk=third.pk))]
        assert Correction.objects.get().article_id == third.pk
        assert [place.text for place in places(Article.objects.with_parts().get(pk=second.pk))] == [
            "桥通了",
            "市民走上了新桥。",
        ]

    @pytest.mark.parametrize("number", [1, 3])
    def test_elsewhere_in_an_article_with_like_paragraphs_something_was_edited(self, editor, number):
        article = make_article(body="市民前来参观。\n新栽了柳树。\n市民前来参观。")
        sent = corrections.keep_suggestion(place_at(article, number), "市民都来参观。", "", "192.0.2.1")
        edited(article, 0, "市民前来参观。\n新栽了杨树。\n市民前来参观。", title="另一个标题")
        corrections.accept(Correction.objects.get(pk=sent.pk), editor)
        assert bodies(article)[0].split("\n")[number - 1] == "市民都来参观。"

    @pytest.mark.parametrize("joined_first", [False, True])
    def test_it_went_by_a_split_and_a_join(self, editor, joined_first):
        texts = {"甲": "备好农机。\n修好水渠。\n栽下柳树一万颗。", "丙": "另一篇。"}
        made = [make_article(title, body=body) for title, body in texts.items()]
        Article.objects.update(issue=made[0].issue)
        sent = corrections.keep_suggestion(place_at(made[0], 3), "栽下柳树一万棵。", "", "192.0.2.1")
        if joined_first:
            join_articles(made[1].pk, made[0].pk, AS_HEADING, editor)
            split_article(made[1].pk, SplitPlace(4, "栽树"), editor)
        else:
            split_article(made[0].pk, SplitPlace(3, "栽树"), editor)
            join_articles(made[1].pk, Article.objects.get(title="栽树").pk, AS_HEADING, editor)
        shown = correction_shown(Correction.objects.get(pk=sent.pk))
        assert (shown["present"], shown["wording"], shown["changed_since"]) == (
            "栽下柳树一万颗。",
            "栽下柳树一万棵。",
            False,
        )
        act = corrections.accept(Correction.objects.get(pk=sent.pk), editor)
        read = places(Article.objects.with_parts().get(pk=shown["article"].pk))
        assert "栽下柳树一万棵。" in [place.text for place in read]
        undo_act(act, editor)
        corrections.accept(Correction.objects.get(pk=sent.pk), editor)

    @pytest.mark.parametrize("number", [1, 2])
    def test_its_article_was_withdrawn_for_one_that_had_the_text_already(self, editor, number):
        first, again = (make_article(title, body="栽树一万颗。\n修好水渠。") for title in ("甲", "又一次"))
        sent = corrections.keep_suggestion(place_at(first, number), "改过的一段。", "", "192.0.2.1")
        merge(first, again)
        shown = correction_shown(Correction.objects.get(pk=sent.pk))
        assert (shown["present"], shown["changed_since"]) == (sent.printed, False)
        corrections.accept(Correction.objects.get(pk=sent.pk), editor)
        assert bodies(again)[0].split("\n")[number - 1] == "改过的一段。"
        assert "改过的一段。" not in bodies(first)[0]

    def test_decks_became_one_line(self, editor):
        decks = {"kicker": "辽河新貌", "title": "石桥 通了", "subtitle": "市民先走"}
        other, first = make_article(**decks, body="市民走上了新桥。"), make_article("甲", body="另一篇。")
        mended = {"title": "新石桥 通了", "kicker": "蓼河新貌", "subtitle": "市民先行"}
        sent = [
            corrections.keep_suggestion(place_at(other, 1, part), text, "", "192.0.2.1", "柳先生")
            for part, text in mended.items()
        ]
        joined = join_articles(first.pk, other.pk, AS_HEADING, editor)
        acts = []
        for each in sent:
            shown = correction_shown(Correction.objects.get(pk=each.pk))
            assert (shown["present"], shown["changed_since"]) == (each.printed, False)
            acts.append(corrections.accept(Correction.objects.get(pk=each.pk), editor))
        assert first.sections.get(level=2).heading == "蓼河新貌 新石桥 通了 市民先行"
        assert set(first.shown_corrections.all()) == set(sent)
        assert former_wordings(Article.objects.get(pk=first.pk)).keys() == set(decks.values())
        for act in reversed([joined, *acts]):
            undo_act(act, editor)
        corrections.accept(Correction.objects.get(pk=sent[0].pk), editor)
        assert Article.objects.get(pk=other.pk).title == "新石桥 通了"

    def test_the_desk_shows_of_a_joined_article_the_paragraph_that_was_meant(self, editor):
        made = [
            make_article("甲", body="四月三日，一队植树两千棵。\n四月四日，二队植树三千颗。"),
            make_article("丙", body="另一篇。"),
        ]
        Article.objects.update(issue=made[0].issue)
        sent = corrections.keep_suggestion(place_at(made[0], 2), "四月四日，二队植树三千棵。", "", "192.0.2.1")
        join_articles(made[1].pk, made[0].pk, AS_HEADING, editor)
        shown = correction_shown(Correction.objects.get(pk=sent.pk))
        assert (shown["present"], shown["changed_since"]) == ("四月四日，二队植树三千颗。", False)
        assert shown["article"].pk == made[1].pk


def places_of_all():
    return [place for article in Article.objects.with_parts().order_by("pk") for place in places(article)]
