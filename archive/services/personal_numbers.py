"""Finds personal numbers in everything that the archive holds, and rewrites the texts that have them; shows one, on
record. What is asked to be hidden or printed again is number_works.py."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models.functions import Cast

from archive.disk import kept_files
from archive.language.hidden_writing import code_mark, codes_in
from archive.loader.changes import name_of
from archive.loader.content import content_of_rows
from archive.loader.number_doubts import PERSONAL_NUMBER, clear_numbers, doubt_numbers, lines_of_numbers
from archive.models import Article, ArticleSection, Figure, NumberAct, PersonalNumber, Problem, SourceFile
from archive.models.printed import PrintedColumn, hidden_in, note_numbers, public, texts_in
from archive.services.articles import SHOWS, announce_changed, rows_of
from archive.services.checking import Counted, Finding
from archive.services.problems import settle_problems
from archive.signals import numbers_hidden, run_ended

ROWS_AT_ONCE = 200
# What is done about one number -> the leave (of the app archive) that it takes.
NUMBER_VERBS = {
    "hide": "hide_personalnumber",
    "confirm": "settle_problem",
    "restore": "reveal_personalnumber",
    "reveal": "reveal_personalnumber",
}
# What a survey says of numbers that have a row.
IN_THE_CLEAR, KNOWN_NUMBER = "in_the_clear", "known"
# How the articles are found whose pages show a row.
SHOWN_ON = SHOWS | {Article: "pk", ArticleSection: "sections", Figure: "figures", SourceFile: "source"}
CountRows = Callable[[int], object]  # is told how many more rows were looked at
HearArticles = Callable[[list[int]], object]  # is told which articles' pages show what is being rewritten


def unwatched_rows(rows: int) -> None:
    """For what nobody watches."""


def unheard_articles(keys: list[int]) -> None:
    """For what nobody keeps."""


@dataclass
class Rewritten:
    """What was looked at and rewritten: rows, and the keys of the articles whose pages show them."""

    rows: int = 0
    articles: set[int] = field(default_factory=set)

    def add(self, more: "Rewritten") -> None:
        self.rows += more.rows
        self.articles |= more.articles


def printed_columns() -> dict[type[models.Model], list[str]]:
    """Every column in which printed text stands, by model."""
    printed = {
        model: [column.name for column in model._meta.concrete_fields if isinstance(column, PrintedColumn)]
        for model in apps.get_models()
    }
    return {model: names for model, names in printed.items() if names}


def rewrite(
    change: Callable[[Any], Any],
    progress: CountRows = unwatched_rows,
    hear: HearArticles = unheard_articles,
    holding: str = "",
) -> Rewritten:
    """Give every printed text (of rows with the characters `holding`) to `change`, and write what it returns; whoever
    listens is told of the articles in it, `hear` inside the transaction that rewrites them. Others' saves wait only
    while what changes is written; the index waits for the end (run_ended), which the caller tells."""
    done = Rewritten()
    for model, names in printed_columns().items():
        for portion in row_portions(model, names, holding):
            keys = [row["pk"] for row in portion if any(change(row[name]) != row[name] for name in names)]
            done.add(rewrite_rows(change, model, keys, hear))
            progress(len(portion))
    return done


def row_portions(model: type[models.Model], names: list[str], holding: str = "") -> Iterator[list[dict[str, Any]]]:
    """The rows of a model that have these characters in a column, by key, a bounded number at a time."""
    rows = model._default_manager.order_by("pk")
    if holding:
        texts = {f"text_of_{name}": Cast(name, models.TextField()) for name in names}
        rows = rows.alias(**texts).filter(reduce(or_, (models.Q(**{f"{text}__contains": holding}) for text in texts)))
    last = 0
    while portion := list(rows.filter(pk__gt=last).values("pk", *names)[:ROWS_AT_ONCE]):
        yield portion
        last = portion[-1]["pk"]


def rewrite_rows(
    change: Callable[[Any], Any], model: type[models.Model], keys: Collection[int], hear: HearArticles
) -> Rewritten:
    """Give the texts of these rows, as they are by now, to `change`, in one transaction."""
    if not keys:
        return Rewritten()
    with transaction.atomic():
        rows = model._default_manager.filter(pk__in=keys).values("pk", *printed_columns()[model])
        touched = [row["pk"] for row in rows if rewritten(model, row, change)]
        showing = shown_on(model, touched)
        announce_changed(showing, more=True)
        hear(showing)
    return Rewritten(len(touched), set(showing))


def forget_pictures() -> None:
    """Remove what was drawn of pages of sources, for sharing and as PDFs, which may show what is hidden by now: none of
    it is found any more, as its name is of what it shows. Called before a work is done, so that no kill leaves any."""
    for folder in (settings.PAGE_PICTURES_DIR, settings.PICTURES_DIR, settings.PDFS_DIR):
        kept_files.forget(folder)


def rewritten(model: type[models.Model], row: Mapping[str, Any], change: Callable[[Any], Any]) -> bool:
    """Whether anything of a row was changed."""
    new = {name: after for name, value in row.items() if name != "pk" and (after := change(value)) != value}
    return bool(new) and bool(model._default_manager.filter(pk=row["pk"]).update(**new))


def shown_on(model: type[models.Model], keys: Collection[int]) -> list[int]:
    """Keys of the articles whose pages show these rows."""
    if model not in SHOWN_ON or not keys:
        return []
    showing = Article.objects.filter(**{f"{SHOWN_ON[model]}__in": keys})
    return list(showing.order_by("pk").values_list("pk", flat=True).distinct())


def write_act(verb: NumberAct.Verb, by: User | None, reason: str, **about: Any) -> NumberAct:
    """Put on record what somebody did about a number, or with a kept file."""
    return NumberAct.objects.create(verb=verb, by=by, by_name=name_of(by), reason=reason.strip(), **about)


def open_number_doubts(numbers: Iterable[PersonalNumber]) -> models.QuerySet[Problem]:
    return Problem.objects.filter(number__in=list(numbers), state=Problem.State.OPEN)


def confirm_number(number: PersonalNumber, by: User) -> int:
    """Say that a number is printed for all to see; how many doubts that settles."""
    return settle_problems(open_number_doubts([number]), Problem.State.CONFIRMED, by, "号码可以公开")


def reveal(number: PersonalNumber, by: User, reason: str = "") -> str:
    """The digits of a number, for somebody whose look at them is on record from now on."""
    with transaction.atomic():
        write_act(NumberAct.Verb.REVEALED, by, reason, number=number)
    return number.digits


def has_hidden(source: SourceFile) -> bool:
    """Whether the kept bytes of a source have a number that its text here hides."""
    if "〔隐" in source.text:
        return True
    records = source.articles.annotate(said=Cast("claims", models.TextField()))
    return records.filter(said__contains="〔隐").exists()


def articles_with_number(number: PersonalNumber) -> models.QuerySet[Article]:
    """The articles in whose text a number stands, hidden or, as an editor has doubted, in the clear."""
    parts = models.Q(body__contains=number.mark) | models.Q(heading__contains=number.mark)
    held = (
        ArticleSection.objects.filter(parts).values("article"),
        Figure.objects.filter(caption__contains=number.mark).values("article"),
        number.doubts.exclude(article=None).values("article"),
    )
    of_part = (models.Q(pk__in=keys) for keys in held)
    return Article.objects.filter(reduce(or_, of_part, models.Q(title__contains=number.mark))).defer("claims")


def rows_to_look_at() -> int:
    """How many rows look_through() looks at."""
    return sum(model._default_manager.count() for model in printed_columns())


def survey(progress: CountRows = unwatched_rows) -> Counter[str]:
    """How many different numbers stand in the clear in all that is held: IN_THE_CLEAR (to be hidden), KNOWN_NUMBER, and
    new ones by their kinds. Nothing is written."""
    found: dict[str, str] = {}
    for model, names in printed_columns().items():
        for portion in row_portions(model, names):
            found |= {number.digits: number.kind for number in clear_numbers(portion)}
            progress(len(portion))
    hidden_ones = PersonalNumber.objects.known(found, "digits", hidden=True)
    known = PersonalNumber.objects.known(found, "digits", hidden=False)
    said = {digits: IN_THE_CLEAR if digits in hidden_ones else KNOWN_NUMBER for digits in hidden_ones | known}
    return Counter((found | said).values())


def settle_doubts_of_none() -> int:
    """Settle the open doubts of numbers that stand in their article no longer: taken out, or never printed. Returns how
    many."""
    doubts = Problem.objects.filter(code=PERSONAL_NUMBER, state=Problem.State.OPEN).exclude(article=None)
    settled = 0
    for rows in rows_of(doubts.order_by("article").values_list("article", flat=True).distinct()):
        standing = {(row.pk, digits) for row in rows for digits, _ in lines_of_numbers(row)}
        of_rows = doubts.filter(article__in=rows).select_related("number")
        gone = [doubt for doubt in of_rows if (doubt.article_id, doubt.number and doubt.number.digits) not in standing]
        settled += settle_problems(gone, Problem.State.MENDED, None, "文字里没有这个号码")
    return settled


def look_through(progress: CountRows = unwatched_rows) -> tuple[Rewritten, int, int]:
    """Find the numbers of all that is held: hides what is to be hidden, doubts the others. Returns what was rewritten,
    how many doubts there are more, and how many were settled as their number stands there no longer."""

    def noted(value: Any) -> Any:
        note_numbers(value)
        return public(value)

    done, before = rewrite(noted, progress), Problem.objects.filter(code=PERSONAL_NUMBER).count()
    forget_pictures()
    with transaction.atomic():
        numbers_hidden.send(sender=PersonalNumber)
    run_ended.send_robust(sender=PersonalNumber)
    for rows in rows_of(Article.objects.order_by("pk").values_list("pk", flat=True)):
        doubt_numbers([content_of_rows(row) for row in rows], [row.pk for row in rows])
    documents = SourceFile.objects.filter(live=True).exclude(text="").order_by("pk")
    for source in documents.iterator(chunk_size=ROWS_AT_ONCE):
        doubt_numbers(source.text, source.articles.values_list("pk", flat=True), source)
    return done, Problem.objects.filter(code=PERSONAL_NUMBER).count() - before, settle_doubts_of_none()


def check_numbers(counted: Counted) -> Iterator[Finding]:
    """That no number stands in the clear that is to be hidden, and that what is hidden is known."""
    codes = set(PersonalNumber.objects.values_list("code", flat=True))
    fresh: set[str] = set()
    for model, names in counted(printed_columns().items(), len(printed_columns())):
        label = model._meta.verbose_name
        for portion in row_portions(model, names):
            for row in portion:
                if hidden_in(row):
                    yield Finding("numbers", f"{label}第 {row['pk']} 行有该隐去的号码。", mend="隐去")
                if lost := set(codes_in(" ".join(texts_in(row)))) - codes:
                    marks = "、".join(map(code_mark, sorted(lost)))
                    yield Finding("numbers", f"{label}第 {row['pk']} 行的{marks}没有登记。请从备份对照。")
            fresh |= {number.digits for number in clear_numbers(portion)}
    unknown = len(fresh) - len(PersonalNumber.objects.known(fresh, "digits"))
    if unknown:
        said = f"另有 {unknown} 个号码还没有登记，请运行 find_personal_numbers。"
        yield Finding("numbers", said, mend="登记，身份证号码一并隐去")
