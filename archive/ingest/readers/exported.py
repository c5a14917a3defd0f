"""An article as the archive's own exports write it, whole: decks, headed sections, figures, roles.

What an export calls by which name is told by the API's contract (archive/machine/api/openapi.yaml, Article). Addresses,
slugs and times of change belong to the archive that wrote them and are not read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from archive.ingest import limits
from archive.ingest.types import (
    DateGuess,
    ParsedArticle,
    ParsedCaption,
    ParsedContributor,
    ParsedSection,
    UnreadableSource,
)
from archive.language.dates import precision_of


def is_whole(value: dict[str, Any]) -> bool:
    """Whether a JSON object holds an article with its sections, rather than a body in one piece."""
    return isinstance(value.get("sections"), list)


@dataclass(frozen=True)
class Members:
    """A JSON object, asked for values of a type; `where` says in which line it stands.

    Every method raises UnreadableSource where the value is of another type.
    """

    value: dict[str, Any]
    where: str

    def text(self, name: str) -> str:
        """Empty where there is none."""
        text = self._of(str, name) or ""
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise UnreadableSource(f"{self.where}的 {name} 含有残缺的 \\u 转义（半个字符）。请重新导出。") from error
        return text

    def number(self, name: str) -> int | None:
        number: int | None = self._of(int, name)
        return number

    def texts(self, name: str) -> tuple[str, ...]:
        items = self._of(list, name) or []
        limits.check_count(len(items), limits.MAX_PARAGRAPHS, f"{self.where}的 {name} ")
        return tuple(Members({name: item}, self.where).text(name) for item in items)

    def member(self, name: str) -> "Members":
        """An object without members where there is none."""
        return Members(self._of(dict, name) or {}, self.where)

    def members(self, name: str) -> Iterator["Members"]:
        items = self._of(list, name) or []
        limits.check_count(len(items), limits.MAX_PARAGRAPHS, f"{self.where}的 {name} ")
        for item in items:
            yield Members({name: item}, self.where).member(name)

    def _of(self, kind: type, name: str) -> Any:
        value = self.value.get(name)
        if value is None or (isinstance(value, kind) and not isinstance(value, bool)):
            return value
        raise UnreadableSource(
            f"{self.where}的 {name} 不是本库导出的样子（是 {type(value).__name__}）。请用原样的导出文件。"
        )


def exported_article(record: Members, line: int) -> ParsedArticle:
    """The article of a record on this line. Raises UnreadableSource where it has no title or is no such record."""
    title = record.text("title")
    if not title.strip():
        raise UnreadableSource(f"{record.where}没有标题（title）。请补上标题再导入这一行。")
    guess = record.member("date_guess")
    date = record.text("date")
    page = record.member("page")
    return ParsedArticle(
        title=title,
        kicker=record.text("kicker"),
        subtitle=record.text("subtitle"),
        byline=record.text("byline"),
        dateline=record.text("dateline"),
        editor_note=record.text("editor_note"),
        column=record.member("column").text("name"),
        contributors=tuple(
            ParsedContributor(one.text("name"), one.text("role")) for one in record.members("contributors")
        ),
        date=date,
        date_precision=precision_of(date),
        date_basis=record.text("date_basis") if date else "",
        date_guess=DateGuess(guess.text("value"), guess.text("reason"), line, line) if guess.value else None,
        sections=tuple(
            ParsedSection(one.number("level") or 0, one.text("heading"), one.texts("paragraphs"))
            for one in record.members("sections")
        ),
        captions=tuple(
            ParsedCaption(one.text("caption"), one.number("after_paragraph")) for one in record.members("figures")
        ),
        page=page.text("number"),
        section=page.member("section").text("name"),
    )
