"""The fields of an article's form, and the content that a filled-in form amounts to."""

import datetime
from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.checked_values import CheckedKeys
from archive.admin.days import WrittenDate
from archive.admin.plain_forms import PlainForm, kept_text
from archive.language.dates import first_day, in_chinese, iso_date, precision_of
from archive.loader.content import COLUMNS, Content, content_of_rows
from archive.models import Article, Precision, Problem, Status
from archive.models.article import LONGEST_HEADING
from archive.services import articles as service
from archive.services.marked_text import marked_text, read_marked, with_marked_text

# Columns of Article that the form fills in; those ending in _id by the rows that are chosen.
FORM_COLUMNS = [
    *("newspaper_id", "issue_id", "page_id", "column_id", "corrects_id", "position"),
    *("kicker", "title", "subtitle", "byline", "dateline", "date", "date_precision", "date_reason"),
]
PERSON_FIELDS = ("contributor", "role")  # of a row of contributors, as Content has them
LEGEND = (
    "一行一段。行首的记号：# 小标题　## 次级小标题　图：图说　编者按：按语（再起一行写“续：”）　*** 另起一节　"
    "文：正文自己以记号开头时加在前面"
)


def date_shown(date: datetime.date | None, precision: str) -> str:
    """A date in its box: no more exact than it is known."""
    return iso_date(date, precision) or str(date or "")


def people_named(people: list[tuple[str, str]]) -> str:
    """记者 周禾、通讯员 邱田"""
    return "、".join(f"{role} {name}".strip() for name, role in people)


def open_problems(article: Article) -> QuerySet[Problem]:
    """What the parser doubts of an article and nobody has settled."""
    if not article.pk:
        return Problem.objects.none()
    return Problem.objects.filter(article=article, state=Problem.State.OPEN, source__live=True)


class OpenProblems(CheckedKeys):
    """Open problems to tick off, each with a link to the line of the source beside the form."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, problems: QuerySet[Problem]) -> None:
        said = "勾选并保存：连同改动一起保存的记为“已改正”，未作改动的记为“确认无误”。"
        super().__init__(problems, label="处理好的，在此勾上", help_text=said, required=False)

    def label_from_instance(self, problem: Problem) -> SafeString | str:
        if problem.number_id:
            address = reverse("admin:archive_personalnumber_change", args=[problem.number_id])
            return format_html('{}（<a href="{}">处理号码</a>）', problem.message, address)
        if problem.first_line is None:
            return problem.message
        said = '{}（原文第 <a href="#source-{}">{}</a> 行）'
        return format_html(said, problem.message, problem.first_line, problem.first_line)


class ArticleForm(PlainForm[Article]):
    """`opened` is the version that the editor saw; `settled` are problems seen to; `adopt` takes the contributors that
    the byline can be read as, also where it was not changed. `body` is the text with marks. `user` is set on the class
    by the admin."""

    user: User
    date = WrittenDate(label="日期", required=False, widget=AdminDateWidget)
    body = forms.CharField(
        label="正文", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 24}), help_text=LEGEND
    )
    opened = forms.IntegerField(widget=forms.HiddenInput, required=False)
    settled = OpenProblems(Problem.objects.none())
    adopt = forms.BooleanField(label="按署名登记作者", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" not in self.fields:  # a page to look at, without leave to change
            return
        self.initial["opened"] = self.instance.version if self.instance.pk else None
        self.initial["body"] = marked_text(content_now(self.instance)) if self.instance.pk else ""
        self.fields["settled"] = OpenProblems(open_problems(self.instance))
        self.fields["position"].required = False
        self.initial["date"] = date_shown(self.instance.date, self.instance.date_precision)
        for name in ("byline", "position"):  # the form itself says it, or does it
            self.fields[name].help_text = ""
        # What came without a title can be saved without one: its doubts are to be settled all the same.
        self.fields["title"].required = not self.instance.pk or bool(self.instance.title)
        if not self.instance.pk:
            self.initial["position"] = None
        people = service.proposed_contributors(self.instance.byline)
        said = f"现署名可读作：{people_named(people)}。" if people else "现署名中读不出作者。"
        self.fields["adopt"].help_text = said + "改了署名，下方的作者就随之登记；署名没改而要据它重新登记，请勾选。"

    def is_multipart(self) -> bool:
        """Sent so, a text takes a third of the bytes, and may be three times as long."""
        return True

    def clean_adopt(self) -> bool:
        adopt = bool(self.cleaned_data["adopt"])
        if adopt and not self.user.has_perm("archive.add_contributor"):
            raise forms.ValidationError("您没有登记作者的权限，请去掉这一项的勾选。")
        return adopt

    def clean_body(self) -> str:
        """Nobody empties a text by not sending any."""
        sent = self.add_prefix("body") in self.data
        body = str(self.cleaned_data["body"] if sent else self.initial["body"])
        for _, heading, _ in read_marked(body).sections:
            if len(heading) > LONGEST_HEADING:
                raise forms.ValidationError(
                    f"小标题“{heading[:20]}……”有 {len(heading)} 字，最多 {LONGEST_HEADING} 字。"
                    "如是正文，请去掉行首的 #。"
                )
        return body

    def clean_settled(self) -> QuerySet[Problem]:
        settled: QuerySet[Problem] = self.cleaned_data["settled"]
        if settled and not self.user.has_perm("archive.settle_problem"):
            raise forms.ValidationError("您没有处理存疑的权限，请去掉这一项的勾选。")
        return settled

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.check_date(cleaned)
        self.check_place(cleaned)
        other = cleaned.get("corrects")
        if other and (other == self.instance or other.status not in (Status.PUBLISHED, Status.WITHDRAWN)):
            self.add_error("corrects", "请选另一篇发布过的文章。")
        return cleaned

    def check_date(self, cleaned: dict[str, Any]) -> None:
        """A date counts as exactly as it is written, unless its precision alone was changed, to less. Where both were
        and differ, it is asked which holds: nothing that was typed is dropped."""
        if "date" in self.errors or "date_precision" in self.errors:
            return
        written, asked = cleaned["date"], cleaned["date_precision"]
        changed = {"date", "date_precision"} & set(self.changed_data)
        exact = precision_of(written) if changed else asked
        cleaned["date"] = first_day(written)
        if not written and asked != Precision.UNKNOWN:
            self.add_error("date", "选了日期精度，请填日期；不知道日期则精度选“不详”。")
        elif written and asked == Precision.UNKNOWN and "date_precision" in changed:
            self.add_error("date_precision", "填了日期，请选它精确到年、月还是日。")
        elif written and changed == {"date_precision"} and written.startswith(less := iso_date(cleaned["date"], asked)):
            cleaned["date"] = first_day(less)
        elif "date_precision" in changed and exact != asked:
            said = f"日期写的是{in_chinese(written)}，精度选的是“{Precision(asked).label}”：请改其一。"
            self.add_error("date_precision", said)
        else:
            cleaned["date_precision"] = exact

    def check_place(self, cleaned: dict[str, Any]) -> None:
        """Newspaper, issue, page and column belong together; what contradicted already is not the editor's fault."""
        if not {"newspaper", "issue", "page", "column", "date", "date_precision"} & set(self.changed_data):
            return
        paper, issue, page, column = (cleaned.get(name) for name in ("newspaper", "issue", "page", "column"))
        if paper and issue and issue.newspaper_id != paper.pk:
            self.add_error("issue", f"这一期是《{issue.newspaper}》的，而文章属于《{paper}》：请改选其一。")
        if page and issue is None:
            self.add_error("issue", f"选了版（{page}），请一并选它所在的期：{page.issue}。")
        elif page and issue and page.issue_id != issue.pk:
            self.add_error("page", f"这一版在 {page.issue}，不在所选的这一期：请改选其一。")
        if paper and column and column.newspaper_id != paper.pk:
            self.add_error("column", f"这个栏目是《{column.newspaper}》的，而文章属于《{paper}》：请改选其一。")
        date = cleaned.get("date")
        if issue and date and cleaned.get("date_precision") == Precision.DAY and date != issue.date:
            self.add_error("date", f"所选的期是{in_chinese(issue.date)}的，日期与它不同：请改其一，或清空“期”。")


def content_of_form(form: ArticleForm, people: Any, before: Content) -> Content:
    """What an article holds once the form, with the list of its `people`, is saved; `before` is what it holds now.
    Valid forms only."""
    columns = dict(before.columns)
    for name in FORM_COLUMNS:
        value = form.cleaned_data.get(name.removesuffix("_id"))
        columns[name] = value.pk if name.endswith("_id") and value else kept_text(before.columns[name], value)
    if columns["position"] is None:
        at = before.columns["position"] if form.instance.pk else service.next_position(columns["issue_id"])
        columns["position"] = at
    content = with_marked_text(replace(before, columns=columns), form.cleaned_data["body"])
    content.contributors = people_of_formset(people)
    if form.cleaned_data.get("adopt") and (named := service.proposed_contributors(columns["byline"])):
        content.contributors = service.registered(named)
    elif form.user.has_perm("archive.add_contributor"):
        content = service.following_byline(content, before)
    return service.dated_by_editor(content, before)


def people_of_formset(formset: Any) -> list[list[Any]]:
    """The contributors in their order; those without a place come last, in the order of the page."""
    rows = []
    for index, form in enumerate(formset.forms):
        if form in formset.deleted_forms or (form.instance.pk is None and not form.has_changed()):
            continue
        place = form.cleaned_data.get("position")
        person = form.cleaned_data.get("contributor")
        values = [person and person.pk, kept_text(form.initial.get("role"), form.cleaned_data.get("role"))]
        rows.append(((place is None, place or 0, index), values))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def content_of_nothing(status: Status) -> Content:
    """What an article not written yet holds."""
    empty = Article(status=status)
    return Content({name: getattr(empty, name) for name in COLUMNS})


def content_now(article: Article) -> Content:
    """What the rows of an article hold; never what a form has put on the object."""
    return content_of_rows(Article.objects.with_parts().get(pk=article.pk))
