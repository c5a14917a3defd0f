"""The content of a version in words that an editor reads, field by field."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.language.dates import in_chinese, iso_date
from archive.layout.differences import TextPiece, character_difference
from archive.loader.content import POINTS_AT, Content
from archive.models import (
    Article,
    Basis,
    Contributor,
    Precision,
    SourceFile,
    Status,
)
from archive.models.values import moment_text

PART_LABELS = {"sections": "正文", "captions": "图说", "contributors": "作者"}
SECTION_LEVELS = {0: "", 2: "## ", 3: "### "}
NAMED = {**POINTS_AT, "source_id": SourceFile}  # columns of keys whose rows are shown by what they are called


@dataclass(frozen=True)
class ShownField:
    """A field in which two versions differ, as text before and after."""

    name: str
    before: str
    after: str

    @property
    def label(self) -> str:
        return label_of(self.name)

    @cached_property
    def pieces(self) -> list[TextPiece]:
        return character_difference(self.before, self.after)


def label_of(name: str) -> str:
    """What the form calls a field of a content."""
    field = name.removesuffix("_id")
    return PART_LABELS.get(name) or str(getattr(Article._meta.get_field(field), "verbose_name", name))


def field_text(content: Content, name: str) -> str:
    """A field of a content (a name as Content.differing gives it) as text; parts a line each."""
    columns = content.columns
    column = name if name.endswith("_id") else f"{name}_id"
    if column in NAMED:
        return row_text(column, columns.get(column))
    if name == "date":
        return date_text(columns)
    if name == "status":
        return status_text(columns)
    if name == "sections":
        return "\n".join(section_text(*section) for section in content.sections)
    if name == "captions":
        return "\n".join(
            caption if after is None else f"{caption}（第{after}段后）" for caption, after in content.captions
        )
    if name == "contributors":
        return people_text(content.contributors)
    if name == "claims":
        return "\n".join(f"{target}：第{first}–{last}行" for target, first, last, *_ in columns["claims"])
    return f"{columns[name]:.0%}" if name == "confidence" else str(columns[name] or "")


def row_text(column: str, key: int | None) -> str:
    if not key:
        return ""
    row = NAMED[column]._default_manager.filter(pk=key).first()
    return str(row) if row else f"（编号 {key}，已删除）"


def date_text(columns: dict[str, Any]) -> str:
    day, precision = columns["date"], columns["date_precision"]
    if not day:
        return "日期不详"
    basis = f"，依据：{Basis(columns['date_basis']).label}" if columns["date_basis"] else ""
    said = f"，{columns['date_reason']}" if columns["date_reason"] else ""
    return f"{in_chinese(iso_date(day, Precision(precision)))}（精确到{Precision(precision).label}{basis}{said}）"


def status_text(columns: dict[str, Any]) -> str:
    text = str(Status(columns["status"]).label)
    if columns["withdrawn_at"]:
        text += f"（{moment_text(columns['withdrawn_at'])}）"
    if columns["withdrawn_reason"]:
        text += f"，原因：{columns['withdrawn_reason']}"
    other = row_text("replaced_by_id", columns["replaced_by_id"])
    return f"{text}，由《{other}》取代" if other else text


def section_text(level: int, heading: str, body: str) -> str:
    return "\n".join(line for line in (f"{SECTION_LEVELS.get(level, '')}{heading}" if heading else "", body) if line)


def people_text(contributors: list[list[Any]]) -> str:
    names = dict(Contributor.objects.filter(pk__in=[key for key, _ in contributors]).values_list("pk", "name"))
    return "\n".join(f"{role} {names.get(key, f'（编号 {key}，已删除）')}".strip() for key, role in contributors)


def shown_fields(before: Content, after: Content) -> list[ShownField]:
    """The fields in which two versions differ, as text, in the order of the form."""
    names = sorted(before.differing(after), key=FORM_ORDER.index)
    return [ShownField(name, field_text(before, name), field_text(after, name)) for name in names]


# As the form has them; what the reading of the source made of them comes last.
FORM_ORDER = [
    *("status", "kicker", "title", "subtitle", "byline", "contributors", "date", "newspaper", "issue", "page"),
    *("column", "position", "corrects", "dateline", "editor_note", "sections", "captions"),
    *("source_id", "source_key", "claims", "confidence", "fingerprint"),
]
