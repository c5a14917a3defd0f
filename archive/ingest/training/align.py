"""Labels for a real page, from what is known of its articles: an expectation, or an editor's correction.

The texts of the articles are looked for in the lines: a line that is a piece of a paragraph is its first line
or a further one, a line that is the title is the title. What is found in no field of an article that is known
in full is furniture, or what the parsers of fields make of it; what is known in part keeps the present reading.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.ingest.labelling.states import LineState
from archive.ingest.seeing import evidence
from archive.ingest.training.likeness import are_alike, pieces_alike
from archive.ingest.training.pages import Labels
from archive.ingest.types import Line, ParsedSource, SourceText
from archive.ingest.words import bylines, signs
from archive.ingest.words.names import names_in
from archive.language import folding

_DECKS = {
    "kicker": LineState.KICKER,
    "title": LineState.TITLE,
    "subtitle": LineState.SUBTITLE,
    "column": LineState.COLUMN,
}
_FIELDS = {
    **_DECKS,
    "editor_note": LineState.NOTE,
    "byline": LineState.BYLINE,
    "contributors": LineState.CREDITS,
    "date": LineState.INFO,
}
_WHOLE = {  # what an article that has the key has no more of than it says
    "column": LineState.COLUMN,
    "kicker": LineState.KICKER,
    "subtitle": LineState.SUBTITLE,
    "captions": LineState.CAPTION,
    "editor_note": LineState.NOTE,
}
_REASONS = {
    "目录": LineState.CONTENTS,
    "报头": LineState.MASTHEAD,
    "刊号": LineState.MASTHEAD,
    "联系方式": LineState.MASTHEAD,
}
_NUMBER = re.compile(r"^\d{1,2}[.、)](?=\D)")  # before the title of a record
_RUNNING = (LineState.FIRST, LineState.OPENING, LineState.VERSE)
_BARS = 3  # between the links of a row
LONGEST_BEHIND = 40  # characters of a line behind the end of a text
_SHORT = 40  # characters of a line that is furniture wherever it comes again


def aligned_form(text: str) -> str:
    """A text without what typesetting changes: width, white space, bullets, the form of dashes."""
    text = re.sub(rf"[{signs.DASHES}]+", "-", unicodedata.normalize("NFKC", text))
    return re.sub(rf"[\s{signs.BULLETS}·|]+", "", text).strip("-")


def folded_all(value: Any) -> list[str]:
    """The right answers of a field, folded; a list stands for several."""
    return [aligned_form(text) for text in (value if isinstance(value, list) else [value or ""])]


@dataclass
class Text:
    """A text of an article in one of its right forms, and how much of it has been found in the lines."""

    state: LineState
    forms: list[str]
    found: int = 0
    form: str = ""
    numbered: bool = False  # may stand behind a number, since it stands nowhere without one
    printed: bool = True  # its beginning stands in a line as it is
    alone: bool = False  # a line has it and nothing else, so that one with more is another: a title in a list of pages

    def take(self, line: str) -> str:
        """What is left of a line after the next piece of this text; the line itself where it has none."""
        rests = {form[self.found :]: form for form in ([self.form] if self.found else self.forms)}
        rests.pop("", None)
        within = next((rest for rest in rests if rest.startswith(line)), None)
        ends = () if self.alone and not self.found else rests
        rest = within or next((rest for rest in ends if self._ends_in(rest, line)), None)
        if rest is None:
            return line
        self.form = rests[rest]
        self.found += min(len(rest), len(line))
        return line[len(rest) :]

    def take_alike(self, line: str) -> str:
        """As take(), of a piece in which few characters differ: what was corrected in the archive."""
        if self.printed and not self.found:
            return line
        for form in [self.form] if self.found else self.forms:
            alike = pieces_alike(line, form[self.found :])
            if alike and len(line) - alike[0] < LONGEST_BEHIND:
                self.form = form
                self.found += alike[1]
                return line[alike[0] :]
        return line

    def take_whole_alike(self, line: str) -> str:
        """As take_alike(), where line and text are alike as wholes: no other text that begins so is meant."""
        alike = not self.printed and any(are_alike(line, form) for form in self.forms)
        return self.take_alike(line) if alike else line

    @staticmethod
    def _ends_in(rest: str, line: str) -> bool:
        return len(rest) >= 2 and line.startswith(rest) and len(line) - len(rest) < LONGEST_BEHIND

    @property
    def begun(self) -> bool:
        return 0 < self.found < len(self.form)


@dataclass
class Wanted:
    """What is known of the articles of a page."""

    texts: list[Text] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    optional: list[str] = field(default_factory=list)
    headlines: bool = True  # the headline of every article is known
    sections: bool = True  # and the text
    trusted: bool = False  # what is not known is as the present reading has it
    full: set[LineState] = field(default_factory=set)  # of which every text is known: a line of none is of another


def labels_of(source: SourceText, articles: Sequence[Mapping[str, Any]], present: ParsedSource) -> Labels:
    """The labels of the lines of a source whose articles are as given (in the shape of a dry run).

    A key that an article lacks is not known; `present` is how the source is read now.
    """
    known = _known(articles)
    known.trusted = agrees(articles, present)
    targets = _targets(present)
    lines = Counter(_plain(line) for line in source.lines)
    forms = {aligned_form(line) for line in lines}
    for one in known.texts:
        one.printed = any(_begins_alike(form, line) for form in one.forms for line in forms)
        one.alone = bool(forms.intersection(one.forms))
        one.numbered = one.state is LineState.TITLE and not one.alone
    seen: set[str] = set()
    labels: Labels = dict.fromkeys(_listed(source, known), (LineState.CONTENTS,))
    for line in [line for line in source.lines if line.number not in labels]:
        text = _plain(line)
        if not text.strip():
            continue
        found = _found(text, known)
        if found and found[0] in (LineState.FIRST, LineState.FURTHER) and bylines.kind_of(text) is not None:
            found = (_signed(folding.fold(text), known) or found[0],)
        copied = text in seen or (lines[text] > 1 and len(text) <= _SHORT)
        seen.add(text)
        labels[line.number] = found or (_by_form(text, known, targets.get(line.number, ""), copied),)
    return labels


def agrees(articles: Sequence[Mapping[str, Any]], present: ParsedSource) -> bool:
    """Whether the present reading has the articles that are wanted, with their headlines where these are known."""
    wanted = [article for article in articles if not article.get("optional")]
    return (
        bool(wanted)
        and len(wanted) == len(present.articles)
        and all(
            any(are_alike(aligned_form(found.title), title) for title in folded_all(article["title"]))
            for article, found in zip(wanted, present.articles, strict=True)
            if "title" in article
        )
    )


def _begins_alike(form: str, line: str) -> bool:
    """Whether a text begins with a line, or a line with a text."""
    return len(line) > 1 and (form.startswith(line) or line.startswith(form))


def _plain(line: Line) -> str:
    text = line.text
    for low, high in reversed(line.marks):
        text = text[:low] + text[high:]
    return text


def _known(articles: Sequence[Mapping[str, Any]]) -> Wanted:
    wanted = [article for article in articles if not article.get("optional")]  # a teaser is neither right nor wrong
    known = Wanted(full={state for key, state in _WHOLE.items() if all(key in article for article in wanted)})
    for article in wanted:
        known.texts += _texts_of(article)
        known.names |= {
            folding.fold(name) for person in article.get("contributors", ()) for name in folded_all(person["name"])
        }
        known.names |= {folding.fold(text) for text in folded_all(article.get("byline")) if text}
        known.optional += [
            aligned_form(text) for texts in article.get("paragraphs_optional", ()) for text in folded_texts(texts)
        ]
        known.headlines &= bool({"title", "headline"} & article.keys())
        sections = article.get("sections")
        known.sections &= bool(sections) and all("paragraphs" in section for section in sections or ())
    return known


def folded_texts(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def _texts_of(article: Mapping[str, Any]) -> Iterator[Text]:
    for key, state in _DECKS.items():
        if article.get(key):
            yield Text(state, folded_all(article[key]))
    if "title" not in article and article.get("headline"):
        yield Text(LineState.TITLE, folded_all(article["headline"]))
    if article.get("editor_note"):
        yield Text(LineState.NOTE, folded_all(article["editor_note"]))
    headed = any(article.get(key) for key in ("title", "headline"))
    first = LineState.FIRST if headed else LineState.OPENING
    sections = article.get("sections") or ()
    verse = _is_verse([folded_all(text)[0] for section in sections for text in section.get("paragraphs") or ()])
    for section in sections:
        if section.get("heading"):
            yield Text(LineState.HEADING, folded_all(section["heading"]))
        for paragraph in section.get("paragraphs") or ():
            yield Text(LineState.VERSE if verse else first, folded_all(paragraph))
            first = LineState.FIRST
    for caption in article.get("captions") or ():
        yield Text(LineState.CAPTION, folded_all(caption))


def _is_verse(paragraphs: list[str]) -> bool:
    return len(paragraphs) >= 3 and max(map(len, paragraphs)) <= 20


def _found(text: str, known: Wanted) -> tuple[LineState, ...]:
    """The state of the text of which a line is a piece, and of the one that begins within the line."""
    line = aligned_form(text)
    if not line:
        return ()
    begun, unfound = ([one for one in known.texts if one.begun], [one for one in known.texts if not one.found])
    tries = [
        *((one, Text.take) for one in begun),
        *((one, Text.take_whole_alike) for one in unfound),
        *((one, Text.take) for one in unfound),
        *((one, Text.take_alike) for one in (*begun, *unfound)),
    ]
    for one, take in tries:
        was_begun = one.begun
        line = aligned_form(text)
        line = _NUMBER.sub("", line) if one.numbered and not was_begun else line
        rest = take(one, line)
        if rest == line:
            continue
        state = LineState.FURTHER if was_begun and one.state in (LineState.FIRST, LineState.OPENING) else one.state
        if rest and len(rest) > 1:
            return (state, *_found(rest, known))
        return (state,)
    return ()


def _targets(present: ParsedSource) -> dict[int, str]:
    """Where the present reading has put the first words of each line."""
    targets: dict[int, str] = {}
    begun: set[str] = set()
    for claim in present.claims:
        if claim.reason == "标记":
            continue
        for number in range(claim.first_line, claim.last_line + 1):
            begins = "+" if claim.target in begun else ""
            begun.add(claim.target)
            targets.setdefault(number, f"{claim.target}{begins}:{claim.reason}")
    return targets


def _listed(source: SourceText, known: Wanted) -> Iterator[int]:
    """The lines of a list of contents among which a title stands that comes again above its text."""
    lines = [line for line in source.lines if _plain(line).strip()]
    texts = [aligned_form(_plain(line)) for line in lines]
    titles = {form for text in known.texts if text.state is LineState.TITLE for form in text.forms}
    running = [form for text in known.texts if text.state in _RUNNING for form in text.forms]
    for place in [place for place, text in enumerate(texts) if text in titles]:
        begin = (at for at in range(place, len(lines)) if any(form.startswith(texts[at] or "-") for form in running))
        if texts[place] not in texts[place + 1 : next(begin, len(lines))]:
            continue
        first, last = place, place + 1
        while first and _may_be_listed(_plain(lines[first - 1]), known):
            first -= 1
        while last < len(lines) and _may_be_listed(_plain(lines[last]), known):
            last += 1
        if last > place + 1:
            yield from (line.number for line in lines[first:last])


def _may_be_listed(text: str, known: Wanted) -> bool:
    """Whether a line may be the title of another article: it is short, in no known text, and of no other kind."""
    line, words = folding.fold(text), aligned_form(text)
    other = set(evidence.of_line(line)) & {"date", "date-only", "page", "source", "site", "number", "url", "weekday"}
    if other or bylines.kind_of(line) is not None or bylines.is_bare(line):
        return False
    return 0 < len(words) <= _SHORT and not any(words in form for one in known.texts for form in one.forms)


def _by_form(text: str, known: Wanted, target: str, copied: bool) -> LineState:
    """The state of a line that is in no known text."""
    line = folding.fold(text)
    signed = _signed(line, known)
    if signed is not None:
        return signed
    place, _, reason = target.partition(":")
    state = _present(place, reason)
    if aligned_form(text) in known.optional:  # right in the article or out of it: days, sources, items of lists
        return state
    said = set(evidence.of_line(line))
    if len(re.findall(r"[|｜]", line)) >= _BARS:
        return LineState.FURNITURE
    if known.trusted and state not in known.full:
        return state
    if _is_furniture(line, said) or copied:
        return LineState.FURNITURE
    if line.startswith("专栏"):
        return LineState.COLUMN
    if _lists_names(line):
        return LineState.LIST
    if re.match(r"[（(]来\s*源", line):
        return LineState.INFO
    if state in (LineState.FIRST, LineState.FURTHER) and not known.sections:
        return state
    if state in (*_DECKS.values(), LineState.HEADING) and not known.headlines and "stopped" not in said:
        return state
    if state in (LineState.MASTHEAD, LineState.PAGE, LineState.INFO, LineState.CONTENTS, LineState.NOTE):
        return state
    return _outside(line, said, known)


def _signed(line: str, known: Wanted) -> LineState | None:
    """BYLINE or CREDITS for a line that names people, and no others than are known where any is."""
    if aligned_form(line) in known.names:
        return LineState.BYLINE
    byline = bylines.read_byline(line, bare=True)
    named = {folding.fold(person.name) for person in byline.contributors} & known.names if byline else set()
    if byline is None or (bylines.kind_of(line) is None and _lists_names(line) and not named):
        return None
    roles = {person.role for person in byline.contributors}
    if roles and not roles & {*bylines.AUTHOR_ROLES, ""}:
        return LineState.CREDITS
    return LineState.BYLINE if named or bylines.kind_of(line) is not None else None


def _lists_names(line: str) -> bool:
    names = names_in(line)
    return names is not None and len(names.names) >= 3 and not names.glued


def _is_furniture(line: str, said: set[str]) -> bool:
    """Whether a line that no article has is one of the site's: buttons, links, rules, empty labels."""
    if "page" in said and len(line) <= 24:
        return False
    if sum(character.isalpha() for character in line) < 2 or re.fullmatch("\\W*.{1,8}[:：]", line):
        return True
    site = said & {"site1", "site2", "site3", "site4"}
    return "date" not in said and (bool(site and len(line) <= 60) or ("site" in said and len(line) <= 40))


def _outside(line: str, said: set[str], known: Wanted) -> LineState:
    """The state of a line that the present reading takes for something that it is not."""
    if any(name and name in aligned_form(line) for name in known.names) and len(line) <= 40:
        return LineState.BYLINE
    if re.search(r"总第?\s*\d+\s*期|《.{2,12}[报刊]》.*\d{4}", line):
        return LineState.MASTHEAD
    if said & {"date", "date-only"} or re.match(r"[（(]?来\s*源|发布|时间", line):
        return LineState.INFO
    if "page" in said and len(line) <= 24:
        return LineState.PAGE
    prose = len(line) > 30 or re.search("[。；：:，,;]", line) or "unit" in said
    return LineState.FIRST if prose and not known.sections else LineState.FURNITURE


def _present(place: str, reason: str) -> LineState:
    if place.startswith("issue/"):
        return LineState.PAGE if place.rstrip("+") in ("issue/page", "issue/section") else LineState.MASTHEAD
    if place.startswith("discarded"):
        return _REASONS.get(reason, LineState.FURNITURE)
    if "/captions/" in place:
        return LineState.CAPTION
    if "/heading" in place:
        return LineState.HEADING
    if "/paragraphs/" in place:
        return LineState.FURTHER if place.endswith("+") else LineState.FIRST
    return _FIELDS.get(place.rstrip("+").rsplit("/", 1)[-1], LineState.FURNITURE)
