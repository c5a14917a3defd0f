"""The fields of an article's form that are more than columns of its row."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.models import Article, Precision, Problem, Status
from archive.services import articles as service


def people_named(people: list[tuple[str, str]]) -> str:
    """记者 周禾、通讯员 邱田"""
    return "、".join(f"{role} {name}".strip() for name, role in people)


def open_problems(article: Article) -> QuerySet[Problem]:
    """What the parser doubts of an article and nobody has settled."""
    if not article.pk:
        return Problem.objects.none()
    return Problem.objects.filter(article=article, state=Problem.State.OPEN, source__live=True)


class OpenProblems(forms.ModelMultipleChoiceField[Problem]):
    """Open problems to tick off, each with a link to the line of the source beside the form."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, problems: QuerySet[Problem]) -> None:
        said = "勾选并保存：连同改动一起保存的记为“已改正”，未作改动的记为“确认无误”。"
        super().__init__(problems, label="已处理", help_text=said, required=False)

    def label_from_instance(self, problem: Problem) -> SafeString | str:
        if problem.first_line is None:
            return problem.message
        said = '{}（原文第 <a href="#source-{}">{}</a> 行）'
        return format_html(said, problem.message, problem.first_line, problem.first_line)


class ArticleForm(forms.ModelForm[Article]):
    """`settled` are problems that the editor has seen to; `adopt` takes the contributors that the byline can be
    read as: nothing changes them unasked."""

    settled = OpenProblems(Problem.objects.none())
    adopt = forms.BooleanField(label="按署名登记作者", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settled"] = OpenProblems(open_problems(self.instance))
        people = service.proposed_contributors(self.instance.byline)
        said = f"现署名可读作：{people_named(people)}。" if people else "现署名中读不出作者。"
        self.fields["adopt"].help_text = said + "勾选并保存，即按（改后的）署名重新登记下方的作者；署名本身不变。"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        date, precision = cleaned.get("date"), cleaned.get("date_precision")
        if date and precision == Precision.UNKNOWN:
            self.add_error("date_precision", "填了日期，请选它精确到年、月还是日。")
        elif not date and precision != Precision.UNKNOWN:
            self.add_error("date", "选了日期精度，请填日期；不知道日期则精度选“不详”。")
        elif date and precision == Precision.MONTH:
            cleaned["date"] = date.replace(day=1)
        elif date and precision == Precision.YEAR:
            cleaned["date"] = date.replace(month=1, day=1)
        other = cleaned.get("replaced_by")
        if other and cleaned.get("status") != Status.WITHDRAWN:
            self.add_error("replaced_by", "只有撤回的文章才能由另一篇取代：请把状态改为“已撤回”，或清空此项。")
        elif other and (other == self.instance or other.status != Status.PUBLISHED):
            self.add_error("replaced_by", "请选另一篇已发布的文章。")
        return cleaned
