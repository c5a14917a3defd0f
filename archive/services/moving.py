"""Moves an article to another issue or page of its newspaper."""

import datetime
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.ingest.words.pages import canonical_page
from archive.language.dates import in_chinese
from archive.loader.changes import Change
from archive.loader.content import Content, content_of_rows
from archive.loader.rows import write_contents
from archive.models import Article, BulkAct, Issue, Page, Precision, Revision
from archive.services.acts import NotPossible, bulk_act, changed_by
from archive.services.articles import dated_by_editor, next_position, opened_at

MOVE = "移动"


@dataclass(frozen=True)
class PrintedPlace:
    """An issue, and the number of one of its pages as the archive writes it; empty where the page is not known."""

    issue: Issue
    number: str

    @property
    def page(self) -> Page | None:
        """Its row, where the archive has it."""
        return Page.objects.filter(issue=self.issue, number=self.number).select_related("section").first()

    def __str__(self) -> str:
        shown = Page(issue=self.issue, number=self.number).label if self.number else "不在某一版"
        return f"{self.issue}，{shown}"


def printed_place(article: Article, day: datetime.date, number: str) -> PrintedPlace:
    """Where an article would be moved to; `number` as people write it (2, 02版, 第二版). NotPossible where its
    newspaper has no issue of that day."""
    issue = Issue.objects.filter(newspaper=article.newspaper_id, date=day).select_related("newspaper").first()
    if issue is None:
        raise NotPossible(f"《{article.newspaper}》没有{in_chinese(day)}这一期：请查对日期，或先在“期”里新建。")
    number = canonical_page(number)
    if len(number) > Page._meta.get_field("number").max_length:  # type: ignore[operator]
        raise NotPossible("版次太长，请写成 2 或 A02 的样子。")
    return PrintedPlace(issue, number)


def moved_content(article: Article, place: PrintedPlace, page: Page | None) -> Content:
    """What an article holds once it is moved. One that is dated by its issue, or has no date, gets the day of the new
    one. NotPossible where it is there already."""
    content = content_of_rows(article)
    if (article.issue_id, article.page_id) == (place.issue.pk, page and page.pk) and (page or not place.number):
        raise NotPossible("文章已经在这一期这一版。")
    columns: dict[str, Any] = {"issue_id": place.issue.pk, "page_id": page and page.pk}
    if article.issue_id != place.issue.pk:
        columns["position"] = next_position(place.issue.pk)
    dated = article.issue is not None and article.day == article.issue.date
    if dated or article.date is None:
        columns |= {"date": place.issue.date, "date_precision": Precision.DAY}
    return dated_by_editor(replace(content, columns=content.columns | columns), content)


def move_article(article_id: int, place: PrintedPlace, by: User, version: int | None = None) -> BulkAct:
    """Move an article, as an act that can be taken back; a page that its issue lacks is made.

    Raises NotPossible, or StaleVersion where the article was changed since `version`.
    """
    with transaction.atomic():
        article = opened_at(article_id, version)
        page = Page.objects.get_or_create(issue=place.issue, number=place.number)[0] if place.number else None
        content = moved_content(article, place, page)
        with bulk_act(MOVE, by, f"《{article}》移到 {place}") as act:
            changed_by(act, write_contents([(article, content)], Change(Revision.Kind.EDIT, by, act.reason, act=act)))
    return act
