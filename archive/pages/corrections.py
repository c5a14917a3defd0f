"""The form by which a reader tells of an error in a headline or paragraph: no account, no script."""

import re

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from archive.addresses.links import address
from archive.models import Article, Correction
from archive.services import corrections
from archive.services.acts import NotPossible
from archive.services.correctable import Place, check_length, place_at, places
from archive.serving.articles import readable
from archive.serving.clients import client_address

# A mail address, a number to call, a site, a house.
REACHES_SOMEBODY = re.compile(
    r"[@＠]|[\d０-９]{5}|https?:|www\.|微信|[路街巷弄村楼][\d０-９一二三四五六七八九十百]+[号弄栋单室]", re.IGNORECASE
)


class CorrectionForm(forms.Form):
    suggested = forms.CharField(
        label="应改为",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请写下应改成什么。"},
    )
    reason = forms.CharField(label="说明（可不填）", max_length=500, required=False, help_text="例如从哪里知道的")
    credited_as = forms.CharField(
        label="署名（可不填）", max_length=40, required=False, help_text="采纳后写在文章后面：据读者某某指正"
    )
    # People do not see it; programs that fill in every field do.
    website = forms.CharField(required=False)

    def __init__(self, data: QueryDict | None, place: Place) -> None:
        super().__init__(data, initial={"suggested": place.text})
        self.place = place

    def clean_credited_as(self) -> str:
        """A name, that the page may show: no way to reach somebody."""
        name = " ".join(self.cleaned_data["credited_as"].split())
        if REACHES_SOMEBODY.search(name):
            raise forms.ValidationError("署名会公开，请只写姓名或笔名，不要写电话、邮箱、网址和住址。")
        return name

    def clean_suggested(self) -> str:
        text = corrections.one_paragraph(self.cleaned_data["suggested"])
        if text == corrections.one_paragraph(self.place.text):
            raise forms.ValidationError("文字没有改动：请直接在框里把错字改过来。")
        try:
            check_length(self.place, text)
        except NotPossible as reason:
            raise forms.ValidationError(str(reason)) from reason
        return text


def place_asked(request: HttpRequest, article: Article) -> Place:
    """The one that `?p=` (and `part=`, where it is no paragraph) names. Raises Http404 where there is none."""
    part, number = request.GET.get("part", Correction.Part.PARAGRAPH.value), request.GET.get("p", "")
    try:
        return place_at(article, int(number[:6]) if number.isascii() and number.isdigit() else 0, part)
    except LookupError as error:
        raise Http404("这篇文章没有这一处。") from error


def place_query(place: Place) -> str:
    """What names a place in an address."""
    part = "" if place.part == Correction.Part.PARAGRAPH else f"part={place.part}&"
    return f"?{part}p={place.number}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@readable
def correction_page(request: HttpRequest, article: Article) -> HttpResponse:
    """The form for the place that the query names; where none is named, those to choose from."""
    if "p" not in request.GET:
        choices = [(place_query(place), place) for place in places(article)]
        return render(request, "archive/correct_where.html", {"article": article, "choices": choices})
    place = place_asked(request, article)
    context = {"article": article, "place": place, "sent": "sent" in request.GET}
    form = CorrectionForm(request.POST or None, place)
    if form.is_valid():
        data = form.cleaned_data
        if not data["website"]:
            try:
                corrections.keep_suggestion(
                    place,
                    data["suggested"],
                    data["reason"],
                    client_address(request),
                    data["credited_as"],
                )
            except corrections.TooMany as limit:
                context |= {"form": form, "limit": limit}
                return render(request, "archive/correct.html", context, status=429)
        here = address("article_correct", article.newspaper, permanent_id=article.permanent_id)
        return redirect(f"{here}{place_query(place)}&sent")
    return render(request, "archive/correct.html", context | {"form": form})
