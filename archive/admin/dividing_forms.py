"""What an editor fills in to split, join or move an article: each form shows what will be, and does it."""

from itertools import dropwhile
from typing import Any, ClassVar, cast

from django import forms
from django.contrib.auth.models import User
from django.utils.html import format_html

from archive.admin.plain_forms import whole_number
from archive.layout.reading import TextBlock, lay_out_content
from archive.loader.content import Content, content_of_rows
from archive.models import Article, BulkAct
from archive.services import dividing, moving
from archive.services.acts import NotPossible
from archive.services.marked_text import marked_text

MOST_OFFERED = 500  # articles to join with
SHOWN = 4  # blocks of text at each side of a seam
LONGEST_TITLE = 40  # characters of a line that is offered as a title
Done = tuple[BulkAct, str, Article]  # the act, what is said of it, and the article to go on with


class DividingForm(forms.Form):
    """`article` is the one that is divided, with its parts. Of what is published it takes `leave` as well as leave to
    change it."""

    label: ClassVar[str]
    leave: ClassVar[str] = ""

    def __init__(self, article: Article, sent: dict[str, str]) -> None:
        self.article = article
        begun = self.begun(sent)
        super().__init__(begun if all(begun.get(name) for name in self.needed()) else None, initial=begun)

    def begun(self, sent: dict[str, str]) -> dict[str, str]:
        """What was sent, with what is offered where nothing was."""
        return sent

    def needed(self) -> list[str]:
        """The fields without which there is nothing to be said of the others yet."""
        return [name for name, field in self.base_fields.items() if field.required]

    def preview(self) -> dict[str, Any]:
        """What the page shows of it. Raises NotPossible."""
        raise NotImplementedError

    def do(self, by: User, version: int) -> Done:
        """Do it to the article as it was at `version`; valid forms only. Raises NotPossible, StaleVersion."""
        raise NotImplementedError


class SplitForm(DividingForm):
    label, leave = "拆分", "archive.publish_article"
    line = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    title = forms.CharField(
        label="后一篇的标题", max_length=500, help_text="与后一篇第一行相同的，那一行就不再留在正文里"
    )
    byline = forms.CharField(label="后一篇的署名", max_length=500, required=False)

    @property
    def lines(self) -> list[str]:
        return marked_text(content_of_rows(self.article)).splitlines()

    def begun(self, sent: dict[str, str]) -> dict[str, str]:
        """The title is offered where the second article begins with a heading, or a line too short for a paragraph."""
        line = whole_number(sent.get("line", ""))
        ahead = dropwhile(dividing.is_empty, self.lines[max(0, line - 1) :])
        words = dividing.words_without_mark(next(ahead, ""))
        offered = words if len(words) <= LONGEST_TITLE and not words.endswith(tuple("。！？；，：…”")) else ""
        return {"title": offered, "byline": "", **sent, "line": str(line)}

    @property
    def place(self) -> dividing.SplitPlace:
        said = {name: self.initial[name].strip() for name in ("title", "byline")}
        return dividing.SplitPlace(whole_number(self.initial["line"]), **said)

    def preview(self) -> dict[str, Any]:
        """Without a line: all of them, to choose one."""
        if self.place.line < 2:
            return {"lines": list(enumerate(self.lines, start=1))[1:]}
        first, second = dividing.split_contents(self.article, self.place)
        before, after = blocks_of(first), blocks_of(second)
        return {"first": first, "second": second, "before": before[-SHOWN:], **first_blocks(after)}

    def do(self, by: User, version: int) -> Done:
        act, made = dividing.split_article(self.article.pk, self.place, by, version)
        return act, format_html("已拆成两篇：《{}》和《{}》（这一页）。", self.article, made), made


class JoinForm(DividingForm):
    label, leave = "合并", "archive.withdraw_article"
    other = forms.TypedChoiceField(
        label="并进来的一篇", coerce=int, help_text="同一期、同一个文件里的都可以选；换了以后按“看看会怎样”"
    )
    title_as = forms.ChoiceField(
        label="后一篇的标题",
        choices=[
            (dividing.AS_HEADING, "作小标题"),
            (dividing.AS_PARAGRAPH, "作正文的一段"),
            (dividing.LEFT_OUT, "不要"),
        ],
    )

    def __init__(self, article: Article, sent: dict[str, str]) -> None:
        super().__init__(article, sent)
        rows = [*dividing.joinable(article).defer("claims")[:MOST_OFFERED]]
        if self.following and self.following not in rows:
            rows.append(self.following)
        offered = [(row.pk, f"{row.page.name} {row}" if row.page else str(row)) for row in rows]
        cast(forms.ChoiceField, self.fields["other"]).choices = offered

    def begun(self, sent: dict[str, str]) -> dict[str, str]:
        """The one after it is offered, or else another; one that was chosen stays."""
        others, asked = dividing.joinable(self.article), sent.get("other", "")
        if asked:
            self.following = others.filter(pk=whole_number(asked)).with_parts().first()
        else:
            self.following = dividing.following(self.article) or others.with_parts().first()
        return {"title_as": dividing.AS_HEADING, **sent, "other": str(self.following.pk) if self.following else asked}

    def preview(self) -> dict[str, Any]:
        if self.following is None:
            raise NotPossible("同一期、同一个文件里，没有这一篇，或没有别的状态相同的文章。")
        content = dividing.joined_content(self.article, self.following, self.initial["title_as"])
        seam, whole = len(blocks_of(content_of_rows(self.article))), blocks_of(content)
        before = whole[max(0, seam - SHOWN) : seam]
        return {"first": content, "other": self.following, "before": before, **first_blocks(whole[seam:])}

    def do(self, by: User, version: int) -> Done:
        said = self.cleaned_data
        act = dividing.join_articles(self.article.pk, said["other"], said["title_as"], by, version)
        return act, format_html("《{}》已并入《{}》。", self.following, self.article), self.article


class MoveForm(DividingForm):
    label = "移动"
    date = forms.DateField(label="移到哪一天的期", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    page = forms.CharField(label="版", max_length=20, required=False, help_text="如 2 或 A02；不知道就空着")

    def begun(self, sent: dict[str, str]) -> dict[str, str]:
        """The place where it is now is shown, not yet judged."""
        self.asked = "date" in sent
        issue, page = self.article.issue, self.article.page
        return sent if self.asked else {"date": str(issue.date if issue else ""), "page": page.number if page else ""}

    def needed(self) -> list[str]:
        return [] if self.asked else ["date", "nothing was sent"]

    def place(self) -> moving.PrintedPlace:
        return moving.printed_place(self.article, self.cleaned_data["date"], self.cleaned_data["page"])

    def preview(self) -> dict[str, Any]:
        if not self.is_valid():
            return {}
        place = self.place()
        page = place.page
        day = moving.moved_content(self.article, place, page).columns["date"]
        new_page = bool(place.number) and page is None
        return {"place": place, "new_page": new_page, "date": day if day != self.article.date else None}

    def do(self, by: User, version: int) -> Done:
        place = self.place()
        act = moving.move_article(self.article.pk, place, by, version)
        return act, format_html("《{}》已移到 {}。", self.article, place), self.article


def blocks_of(content: Content) -> list[TextBlock]:
    return lay_out_content(content).blocks


def first_blocks(blocks: list[TextBlock]) -> dict[str, Any]:
    """The first blocks after a seam, and how many are not shown."""
    return {"after": blocks[:SHOWN], "unseen": max(0, len(blocks) - SHOWN)}
