"""Citations of an article: GB/T 7714 (2025 and 2015), BibTeX, RIS and CSL-JSON.

All are written from one `Reference`, which holds only what the archive knows: what the source does
not say (a page, a day, an author) is left out, never made up.
"""

import datetime
import json
from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone

from archive.language.titles import UNTITLED
from archive.models import Article, Role

# Who answers for the words; the others (editors, designers) are named only by the page itself.
WRITERS = {
    Role.REPORTER,
    Role.CORRESPONDENT,
    Role.INTERN,
    Role.AUTHOR,
    Role.TEXT_AND_PICTURES,
    Role.COMMENTATOR,
    Role.UNKNOWN,
}
PHOTOGRAPHERS = {Role.PHOTOGRAPHER}
# GB/T 7714: of more than three authors the first three are named.
MOST_CITED = 3
NOBODY = "佚名"  # where author and year are what an entry is found by
BIBTEX_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


@dataclass(frozen=True)
class Reference:
    """What a citation is made of.

    `date` is ISO to its precision (2021-11-05, 2021-11, 2021 or nothing), `page` as page navigation shows
    it (01, A02).
    """

    key: str
    authors: tuple[str, ...]
    title: str
    newspaper: str
    date: str
    guessed: bool
    page: str
    total_number: int | None
    url: str

    @property
    def date_parts(self) -> list[int]:
        return [int(part) for part in self.date.split("-")] if self.date else []


def authors_of(article: Article) -> tuple[str, ...]:
    """Who wrote it, in printed order, each once; of a pictorial, its photographers; else nobody."""
    contributions = list(article.contributions.all())
    for roles in (WRITERS, PHOTOGRAPHERS):
        names = dict.fromkeys(part.contributor.name for part in contributions if part.role in roles)
        if names:
            return tuple(names)
    return ()


def reference(article: Article, site: str = "") -> Reference:
    """What to cite of `article`, loaded `for_reading`; `site` is put before its address (addresses.site_url)."""
    return Reference(
        key=f"{article.newspaper.slug}-{article.permanent_id}",
        authors=authors_of(article),
        title=article.title,
        newspaper=article.newspaper.name,
        date=article.iso_date,
        guessed=article.date_is_guessed,
        page=article.page.label.removesuffix("版") if article.page else "",
        total_number=article.issue.total_number if article.issue else None,
        url=site + article.get_absolute_url(),
    )


def gbt7714_2025(ref: Reference, year: str = "") -> str:
    """GB/T 7714—2025, with full-width marks and without date of access; sequential numbering, or where a `year` is
    given, that of author and year, which puts it behind the authors."""
    return _gbt7714(ref, comma="，", page="（{}）", accessed="", year=year)


def gbt7714_2015(ref: Reference, accessed: datetime.date | None = None, year: str = "") -> str:
    """GB/T 7714—2015, which asks for the day of access in square brackets (by default today)."""
    day = f"[{accessed or timezone.localdate():%Y-%m-%d}]"
    return _gbt7714(ref, comma=", ", page="({})", accessed=day, year=year)


def _gbt7714(ref: Reference, comma: str, page: str, accessed: str, year: str) -> str:
    named = [*ref.authors[:MOST_CITED], *(["等"] if len(ref.authors) > MOST_CITED else [])]
    if year:  # of nobody's, too: what a list is ordered by is never left out
        named = [*(named or [NOBODY]), year]
    # An estimated year stands in square brackets (GB/T 7714—2015, 8.5.4).
    date = f"[{ref.date}]" if ref.guessed and ref.date else ref.date
    # The number of the page belongs to a day's paper: without a day it says nothing.
    on_page = page.format(ref.page) if ref.page and date else ""
    published = comma.join(part for part in (ref.newspaper, date + on_page) if part)
    parts = [comma.join(named), f"{ref.title or UNTITLED}[N/OL]", published + accessed, ref.url]
    return ". ".join(part for part in parts if part) + "."


def bibtex(ref: Reference) -> str:
    """A BibTeX entry (UTF-8). biblatex reads `entrysubtype` and `langid`; BibTeX passes over them."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in ref.authors),
        "title": f"{{{_tex(ref.title)}}}",
        "journal": _tex(ref.newspaper),
        "number": str(ref.total_number or ""),
        "pages": ref.page,
        "url": ref.url,
        "language": "chinese",
        "langid": "chinese",
        "entrysubtype": "newspaper",
    }
    if ref.guessed:
        fields["note"] = f"约{ref.date}年"
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    year, month, day = [*ref.date_parts, 0, 0, 0][:3]
    if year:
        lines.append(f"  year = {{{year}}}")
    if month:
        lines.append(f"  month = {BIBTEX_MONTHS[month - 1]}")
    if day:
        lines.append(f"  day = {{{day}}}")
    return f"@article{{{ref.key},\n" + ",\n".join(lines) + "\n}\n"


TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    # BibTeX counts a brace even after a backslash, so a lone one would swallow the rest of the file.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    **{mark: f"\\{mark}" for mark in "%&#_$"},
}


def _tex(text: str) -> str:
    return "".join(TEX.get(char, char) for char in text)


def ris(ref: Reference) -> str:
    """A RIS record: "TY  - NEWS" to "ER  - ", lines ended by CR LF as the format asks."""
    year = str(ref.date_parts[0]) if ref.date else ""
    # The format wants all three slashes, also where month or day is not known.
    date = "/".join([*ref.date.split("-"), "", "", ""][:3]) + "/" if ref.date else ""
    tags = [
        ("TY", "NEWS"),
        ("ID", ref.key),
        *(("AU", name) for name in ref.authors),
        ("TI", ref.title),
        ("T2", ref.newspaper),
        ("PY", year),
        ("DA", date),
        ("IS", str(ref.total_number or "")),
        ("SP", ref.page),
        ("LA", "zh-CN"),
        ("UR", ref.url),
        ("N1", f"年份为推定：约{year}年" if ref.guessed else ""),
    ]
    lines = [f"{tag}  - {_one_line(value)}" for tag, value in tags if value]
    return "\r\n".join([*lines, "ER  - ", ""])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def csl(ref: Reference) -> dict[str, object]:
    """One CSL-JSON item; Chinese names stand whole in `literal`, so that no style turns them round."""
    item: dict[str, object] = {
        "id": ref.key,
        "type": "article-newspaper",
        "title": ref.title,
        "container-title": ref.newspaper,
        "language": "zh-CN",
        "URL": ref.url,
    }
    if ref.authors:
        item["author"] = [{"literal": name} for name in ref.authors]
    if ref.date:
        item["issued"] = {"date-parts": [ref.date_parts], **({"circa": True} if ref.guessed else {})}
    if ref.total_number:
        item["issue"] = str(ref.total_number)
    if ref.page:
        item["page"] = ref.page
    return item


def csl_json(ref: Reference) -> str:
    return json.dumps([csl(ref)], ensure_ascii=False, indent=2) + "\n"


@dataclass(frozen=True)
class CitationFormat:
    """A form of citation: its name in addresses, what readers call it, its media type and file ending."""

    name: str
    label: str
    media_type: str
    ending: str
    write: Callable[[Reference], str]


CITATION_FORMATS = {
    form.name: form
    for form in (
        CitationFormat("gbt7714-2025", "GB/T 7714—2025", "text/plain", "txt", gbt7714_2025),
        CitationFormat("gbt7714-2015", "GB/T 7714—2015", "text/plain", "txt", gbt7714_2015),
        CitationFormat("bibtex", "BibTeX", "application/x-bibtex", "bib", bibtex),
        CitationFormat("ris", "RIS", "application/x-research-info-systems", "ris", ris),
        CitationFormat("csl-json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
    )
}
