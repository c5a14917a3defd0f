"""What follows from the printed rows: byline, contributors, dateline, date."""

import re

from archive.ingest.draft import TABLE_ROW, Draft, Row, RowKind, Story
from archive.ingest.labelling.states import LineState
from archive.ingest.steps import metadata
from archive.ingest.types import ParsedContributor
from archive.ingest.words import bylines, dates, imprint, names, reflow
from archive.ingest.words.beside import people_beside, signed_day
from archive.ingest.words.leads import LeadIn, lead_in
from archive.ingest.words.names import is_name

_OCCASION = re.compile(r"[（(][^（()）]{0,12}\d{1,2}月\d{1,2}日[^（()）]{0,4}在[^（()）]{3,60}上[^（()）]{0,12}[)）]")
_DAY_ALONE = {"date", "weekday"}
WRITERS = {"", "作者", "文图", "小记者", *bylines.WRITER_ROLES}
LONGER_NAME = 3  # characters of a name that is hardly another word
LEAD_LINES = 4  # within which a lead-in ends


def derive(draft: Draft) -> None:
    """Fill in the derived values of every article."""
    file_date = dates.in_digits(draft.source.name)
    for number, story in enumerate(draft.stories):
        _byline(draft, story, number)
        _date(draft, story, number, file_date)


def _byline(draft: Draft, story: Story, number: int) -> None:
    labelled = [person for row in draft.people_rows for person in row.people] if number == 0 else []
    known = metadata.authors(draft) if number == 0 else ()
    people: list[ParsedContributor] = []
    _cut_signed_days(draft, story, number)
    for row in story.info:
        people += _authors_of(row)
    for row in story.byline + story.credits:
        if row.people:
            people += row.people
            continue
        found = bylines.read_byline(row.text, (*known, *(person.name for person in labelled)), bare=True)
        if found:
            people += found.contributors
            _doubt_glued(draft, row, found, number)
        else:
            people += _authors_of(row)
            _doubt_unread(draft, row, number)
    story.byline_text = " ".join(reflow.tidied(row.text) for row in story.byline)
    paragraphs = story.paragraphs
    for place, paragraph in enumerate(paragraphs):
        people += _from_lead(draft, story, paragraph, number, inside=place > 0)
    if paragraphs and paragraphs[-1][-1].markup != TABLE_ROW:
        people += _from_signature(story, paragraphs[-1], alone=not people)
    people = _given_beside(known, people) + people
    people = labelled + people
    if not _has_author(people):
        people += _photographers(story)
    story.contributors = _named_once(people)


def _cut_signed_days(draft: Draft, story: Story, number: int) -> None:
    """Make bylines of the names that stand beside a day alone (张三　2021年11月5日); of two characters they may be the
    name of something else."""
    for row in list(story.info):
        names_beside = signed_day(row.text)
        if names_beside is None:
            continue
        place = story.info.index(row)
        begin, end = names_beside
        signature = row.part(begin, end).now(kind=RowKind.BYLINE, state=LineState.BYLINE, decision=None)
        rest = [row.part(*piece) for piece in ((0, begin), (end, None)) if row.text[slice(*piece)].strip()]
        story.info[place : place + 1] = rest
        story.byline.append(signature)
        if len(signature.text) < LONGER_NAME:
            words = f"日期旁边的“{signature.text}”读作作者，也可能是栏目或来源，请核对。"
            draft.doubt("unread_byline", words, [signature], number)
    story.byline.sort(key=lambda row: row.start)


def _given(words: str) -> tuple[ParsedContributor, ...]:
    """The people of a value that is theirs by its label: names, with roles or without (本报记者 张三), or an office;
    nobody where it says so (佚名)."""
    if bylines.names_no_author(words):
        return ()
    found = bylines.people_behind("", words)
    return found.contributors if found and found.contributors else (ParsedContributor(words),)


def _named_once(people: list[ParsedContributor]) -> tuple[ParsedContributor, ...]:
    """The people without those whose name says more elsewhere: 作者：张三 above a text and (张三) below it are one."""
    told = {person.name for person in people if person.role in bylines.WRITER_ROLES}
    authors = {person.name for person in people if person.role == "作者"}
    known = {"": told | authors, "作者": told}
    return tuple(dict.fromkeys(person for person in people if person.name not in known.get(person.role, ())))


def _authors_of(row: Row) -> list[ParsedContributor]:
    """The people named in a line that tells of a story: 2019-09-26 来源：某网作者：张三."""
    pieces = people_beside(row.text)
    of_line = [field for field in imprint.read_imprint(row.text).fields if field.name in ("author", "credits")]
    beside = [(each.start, each.end) for each in of_line if not any(each.start < b and a < each.end for a, b in pieces)]
    found = [bylines.read_byline(row.text[slice(*piece)]) for piece in sorted(pieces + beside)]
    return [person for byline in found if byline for person in byline.contributors]


def _doubt_glued(draft: Draft, row: Row, found: bylines.Byline, number: int) -> None:
    said = "".join(person.name for person in found.contributors)
    for words in found.glued:
        if words not in said:
            draft.doubt("glued_names", f"署名“{words}”里最后两个字读作地名，也可能是人名，请核对。", [row], number)
        elif len(names.divisions(words)) > 1:
            draft.doubt("glued_names", f"署名“{words}”没有空格，可以分成不同的人名，请核对。", [row], number)


def _doubt_unread(draft: Draft, row: Row, number: int) -> None:
    """Doubt whom a label names that was not read as people."""
    label, words = bylines.unread_people(row.text)
    if words:
        draft.doubt("unread_byline", f"“{words[:20]}”应是人名（{label}），却没有读出来，请补上。", [row], number)


def _has_author(people: list[ParsedContributor]) -> bool:
    return any(not person.role or person.role in bylines.AUTHOR_ROLES for person in people)


def _given_beside(known: tuple[str, ...], people: list[ParsedContributor]) -> list[ParsedContributor]:
    """Whom the metadata name and the text does not; what has no form of names only where the text names no writer."""
    named, written = {person.name for person in people}, _has_writer(people)
    given = [person for words in known for person in _given(words) if not written or is_name(person.name)]
    return [person for person in given if person.name not in named]


def _has_writer(people: list[ParsedContributor]) -> bool:
    """Whether people are named who wrote: who took pictures or told a story leaves a given author his place."""
    return any(person.role in WRITERS for person in people)


def _from_lead(draft: Draft, story: Story, rows: list[Row], number: int, inside: bool) -> list[ParsedContributor]:
    """Who is named in the lead-in of a paragraph. One inside an article is a brief, or an article of its own."""
    lead = _lead_of(rows)
    if lead is None:
        return []
    if inside and lead.dateline:
        words = f"正文中又出现电头“{lead.dateline}”，可能是另一篇文章的开头，请核对。"
        draft.doubt("inner_dateline", words, rows[:1], number)
    story.dateline = story.dateline or lead.dateline
    if lead.byline is None:
        return []
    story.byline_text = story.byline_text or lead.byline_text
    _doubt_glued(draft, rows[0], lead.byline, number)
    return list(lead.byline.contributors)


def _lead_of(rows: list[Row]) -> LeadIn | None:
    """The lead-in of a paragraph. Where names look glued, the space between them may have stood at a line's end."""
    if len(rows) == 1:
        return lead_in(rows[0].text)
    lead = lead_in(reflow.joined(rows[:LEAD_LINES]))
    if lead is not None and lead.byline is not None and lead.byline.glued:
        spaced = lead_in(" ".join(row.text for row in rows[:LEAD_LINES]))
        if spaced is not None and spaced.byline is not None and not spaced.byline.glued:
            return spaced
    return lead


def _from_signature(story: Story, rows: list[Row], alone: bool) -> list[ParsedContributor]:
    """Who signed the last paragraph; a bare name behind its last full stop counts where nobody else is named."""
    signed = bylines.signature(reflow.joined(rows))
    at, name = bylines.unbracketed_signature(rows[-1].text) if signed is None and alone else (0, "")
    if at:
        rows[-1], signature = rows[-1].cut(at)
        story.byline.append(signature)
        signed = (signature.text, bylines.Byline((ParsedContributor(name),)))
    if signed is None:
        return []
    story.byline_text = story.byline_text or signed[0]
    return list(signed[1].contributors)


def _photographers(story: Story) -> list[ParsedContributor]:
    """Who took the pictures, where nobody else is named: picture news is signed by its photographer."""
    texts = [reflow.joined(rows) for rows, _ in story.captions] + [reflow.joined(rows) for rows in story.paragraphs]
    return [person for text in texts for person in bylines.photographers(text)]


def _published(draft: Draft, story: Story) -> list[Row]:
    """The rows that tell when a story was published: below a masthead with its day not when a notice was signed, nor
    when a speech was held, which the headline's last deck tells: （2014年1月8日在…会议上）."""
    if draft.issue is None or not draft.issue.date or draft.issue.date_basis != "masthead":
        return story.info
    for row in [row for row in story.info if _OCCASION.fullmatch(row.text)]:
        story.info.remove(row)
        story.subtitle.append(row)
    text = min((row.start for paragraph in story.paragraphs for row in paragraph), default=0)
    return [row for row in story.info if row.start < text or imprint.read_imprint(row.text).kinds - _DAY_ALONE]


def _place_newspaper(draft: Draft, row: Row, number: int) -> None:
    """Claim the newspaper that a record names as that of all in the file, or doubt the article whose is another."""
    if draft.issue is not None and draft.issue.newspaper == row.text:
        draft.claim(row, "issue/newspaper")
        return
    draft.discard(row, "来源")
    words = f"这篇登在“{row.text}”，同一文件里别的文章登在别的报纸，请核对它属于哪份报纸。"
    draft.doubt("other_masthead", words, [row], number)


def _date(draft: Draft, story: Story, number: int, file_date: str) -> None:
    for row in [row for row in story.info if not dates.find_date(row.text)]:
        story.info.remove(row)
        if _authors_of(row):
            story.credits.append(row)
        elif row.start in draft.record_papers:
            _place_newspaper(draft, row, number)
        else:
            draft.discard(row, "来源")
            _doubt_unread(draft, row, number)
    printed = next((date for date in (dates.find_date(row.text) for row in _published(draft, story)) if date), "")
    given = dates.find_date(metadata.value(draft, "date"))
    if printed or given:
        story.date, story.date_basis = printed or given, "text"
    elif draft.issue is not None and draft.issue.date:
        story.date, story.date_basis = draft.issue.date, draft.issue.date_basis
    elif file_date:
        story.date, story.date_basis = file_date, "file_name"
    if not story.date:
        story.date_basis = ""
        story.date_guess = dates.guess(story.rows)
