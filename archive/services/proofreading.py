"""What is to be looked at in an article before it is published. It is shown and never holds anybody up."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet

from archive.language.names import person_name
from archive.language.pinyin import syllables
from archive.language.proofreading.claims import contradicted_claims
from archive.language.proofreading.days import contradicted_days
from archive.language.proofreading.half_width import half_width_marks
from archive.language.proofreading.months import contradicted_months
from archive.language.proofreading.pairs import unpaired_marks
from archive.language.proofreading.remarks import LineKind, ProofCheck, ProofLine, Remark
from archive.language.proofreading.scores import contradicted_scores
from archive.language.proofreading.scripts import foreign_characters
from archive.language.proofreading.weekdays import contradicted_weekdays
from archive.language.proofreading.years import contradicted_years
from archive.loader.section_numbers import section_numbers
from archive.models import Article, Contribution, Contributor
from archive.services.articles import as_registered, proposed_contributors, rows_of
from archive.services.shared_text import divided_among, shared_by, standing_twice, standing_twice_among

# Names that one of a byline resembles, which its remark tells.
ALIKE_TOLD = 3
# Of many articles so many are looked at (2 ms each), and under each check so many named.
LOOKED_AT, SHOWN_ARTICLES = 500, 5
LONGEST_NAME = 4  # characters of a name of ideographs that is compared


def proof_lines(article: Article) -> list[ProofLine]:
    """The lines of an article (its parts prefetched) in the order in which they are read."""
    heads = [(LineKind.KICKER, article.kicker), (LineKind.TITLE, article.title), (LineKind.SUBTITLE, article.subtitle)]
    signed = [(LineKind.BYLINE, article.byline), (LineKind.DATELINE, article.dateline)]
    lines = [ProofLine(kind, text) for kind, text in [*heads, *signed, (LineKind.NOTE, article.editor_note)] if text]
    sections = list(article.sections.all())
    headings = paragraphs = 0
    for number, section in zip(section_numbers(sections), sections, strict=True):
        if section.heading:
            headings += 1
            lines.append(ProofLine(LineKind.HEADING, section.heading, headings, f"s{number}"))
        for text in section.paragraphs:
            paragraphs += 1
            lines.append(ProofLine(LineKind.PARAGRAPH, text, paragraphs, f"p{paragraphs}"))
    captions = enumerate(article.figures.all(), start=1)
    return [*lines, *(ProofLine(LineKind.CAPTION, figure.caption, n, f"f{n}") for n, figure in captions)]


def proofread(article: Article) -> list[Remark]:
    """What is found in an article (its parts prefetched), in the order of its lines."""
    return proofread_all([article])[0]


def proofread_all(articles: Sequence[Article]) -> list[list[Remark]]:
    """The remarks of each of these articles (their parts prefetched)."""
    unseen = UnseenNames(articles)
    divided = {article.pk for article in divided_among(article.pk for article in articles if article.pk)}
    return [_found_in(article, unseen, article.pk in divided) for article in articles]


@dataclass(frozen=True)
class RemarkCounts:
    """Of so many articles that were looked at, those in which a check found something: (check, how many, the first of
    them), the most first; `more` articles were not looked at."""

    looked_at: int
    more: int
    rows: Sequence[tuple[ProofCheck, int, Sequence[Article]]]


def remarks_among(articles: QuerySet[Article]) -> RemarkCounts:
    """What is found in many articles, or in the first LOOKED_AT of them: more would keep an editor waiting. Text that
    stands twice is looked for in all."""
    keys = list(articles.order_by("pk").values_list("pk", flat=True))
    having: dict[ProofCheck, list[Article]] = {}
    for rows in rows_of(keys[:LOOKED_AT]):
        for article, found in zip(rows, proofread_all(rows), strict=True):
            for check in {remark.check for remark in found}:
                having.setdefault(check, []).append(article)
    twice = standing_twice_among(keys[LOOKED_AT:])
    if twice:
        having.setdefault(ProofCheck.TWICE, []).extend(twice)
    most_first = sorted(having.items(), key=lambda pair: -len(pair[1]))
    counts = [(check, len(found), found[:SHOWN_ARTICLES]) for check, found in most_first]
    return RemarkCounts(min(len(keys), LOOKED_AT), max(0, len(keys) - LOOKED_AT), counts)


def contradicted_headline(lines: Sequence[ProofLine], year: int | None, day: date | None) -> list[Remark]:
    """What of the headline the body contradicts, each place once; `year` and `day` are the issue's, where known."""
    found = [
        *contradicted_claims(lines),
        *contradicted_days(lines),
        *contradicted_months(lines, day),
        *contradicted_weekdays(lines, day),
        *contradicted_years(lines, year),
        *contradicted_scores(lines),
    ]
    return list({(remark.line, remark.start): remark for remark in reversed(found)}.values())


def shared_lines(article: Article, lines: Sequence[ProofLine]) -> list[Remark]:
    """Of each article that has lines of this one too, as an editor split or joined the two, the first of these."""
    found = []
    for other in standing_twice(article):
        shared = shared_by(article, other)
        line = next((line for line in lines if line.text.strip() in shared), lines[0])
        said = (
            f"《{other}》（{other.permanent_id}，{other.get_status_display()}）里也有这篇的 {len(shared)} 段文字："
            "两篇都发布，读者会看到两遍。请删去一边的，或只发布一篇。"
        )
        found.append(Remark(ProofCheck.TWICE, line, 0, len(line.text), said))
    return found


def _found_in(article: Article, unseen: "UnseenNames", divided: bool) -> list[Remark]:
    lines = proof_lines(article)
    found = [
        *unpaired_marks(lines),
        *half_width_marks(lines),
        *contradicted_headline(lines, article.date.year if article.date else None, article.day),
        *unseen.of(lines),
        *foreign_characters(lines),
        *(shared_lines(article, lines) if divided else []),
    ]
    place_of = {id(line): place for place, line in enumerate(lines)}
    return sorted(found, key=lambda remark: (place_of[id(remark.line)], remark.start))


class UnseenNames:
    """Names of bylines that no other article has: those that nobody registered, and those that are likely a slip of
    another's name (spelled alike, characters exchanged or left out). Looked up once for all the articles."""

    def __init__(self, articles: Sequence[Article]) -> None:
        named = {name for article in articles for name in names_of(article.byline)}
        others = Contribution.objects.exclude(article__in=[article.pk for article in articles])
        elsewhere = Exists(others.filter(contributor=OuterRef("pk")))
        rows = Contributor.objects.filter(name__in=named).annotate(elsewhere=elsewhere)
        known = list(rows.values_list("name", "see", "elsewhere")) if named else []
        self.registered = {name for name, _, _ in known}
        self.seen = {name for name, see, elsewhere in known if see or elsewhere}
        # Articles that are looked at together tell for each other.
        within = Counter(name for article in articles for name in set(names_of(article.byline)))
        self.seen |= {name for name, count in within.items() if count > 1}
        new = [name for name in named if name not in self.seen]
        self.alike = names_like(new) if new else {}

    def of(self, lines: Sequence[ProofLine]) -> list[Remark]:
        """The remarks in the byline of an article, of its lines."""
        found = []
        for line in (line for line in lines if line.kind == LineKind.BYLINE):
            for name in names_of(line.text):
                if advice := self.advice_on(name):
                    start = max(0, line.text.find(name))
                    end = start + len(name) if name in line.text else len(line.text)
                    found.append(Remark(ProofCheck.NAMES, line, start, end, advice))
        return found

    def advice_on(self, name: str) -> str:
        """What to do about a name; "" where nothing is odd."""
        if name in self.seen:
            return ""
        alike = "、".join(f"{other}（{count}篇）" for other, count in self.alike.get(name, [])[:ALIKE_TOLD])
        if alike:
            return f"“{name}”在别的文章里没有署过名，与 {alike} 相像：是笔误就改，不是就不用管。"
        if name not in self.registered:
            return f"作者里没有“{name}”：核对无误，改署名时保存就会登记。"
        return ""


def names_of(byline: str) -> list[str]:
    """The names in a byline as the register has them, each once."""
    return list(dict.fromkeys(name for name, _ in as_registered(proposed_contributors(byline))))


def names_like(names: Iterable[str]) -> dict[str, list[tuple[str, int]]]:
    """For each of these names those of contributors that it may be a slip of, with how many articles they have, the
    most first."""
    forms: dict[str, list[str]] = {}
    for name in names:
        for form in slips(name):
            forms.setdefault(form, []).append(name)
    if not forms:
        return {}
    found: dict[str, list[tuple[str, int]]] = {}
    rows = Contributor.objects.standing().annotate(count=Count("contributions")).filter(count__gt=1)
    for other, count in rows.order_by("-count", "name").values_list("name", "count"):
        for name in dict.fromkeys(name for form in slips(other) for name in forms.get(form, ())):
            if other != name:
                found.setdefault(name, []).append((other, count))
    return found


def slips(name: str) -> set[str]:
    """What a name has in common with those that it may be a slip of: how it is spelled, and its characters in any
    order."""
    name = person_name(name)
    if not 2 <= len(name) <= LONGEST_NAME or not all("\u4e00" <= character <= "\u9fff" for character in name):
        return set()
    return {" ".join(syllables(name)), "".join(sorted(name))}
