"""What does not fit in an article as it was read, whatever the labeller was sure of.

The probabilities of the labeller are those of pages like the ones it was trained on; on a page of a kind that it never
saw it may be sure and wrong. What came of the reading then often contradicts itself: a text of one line, one that
begins in mid-sentence, a label or a link left in it, a dateline behind its first words. None of it changes an article.
"""

import itertools
import re
from bisect import bisect_left
from operator import itemgetter

from archive.ingest.draft import TABLE_ROW, Draft, Row, Story
from archive.ingest.labelling.states import LineState
from archive.ingest.steps.clean import MARKUP_REASONS
from archive.ingest.steps.heads import is_section
from archive.ingest.steps.pictures import PICTURE_WORDS
from archive.ingest.types import ParsedIssue
from archive.ingest.words import bylines, dates, imprint, labels, reflow, signs
from archive.ingest.words.leads import DATELINE_FORM, is_dateline, is_lead_alone, lead_in
from archive.ingest.words.names import is_name
from archive.ingest.words.pages import SECTION
from archive.ingest.words.signs import ORNAMENTS
from archive.language.folding import strip_space

LEAST_TEXT = 20  # characters of a text that is more than a remnant
LONGEST_HEADLINE = 55  # characters of title, kicker and subtitle without signs
LEAST_DECK, MOST_ALIKE = 5, 1.3  # width of a deck that may be the title, and of the longer of two by the shorter
PARALLEL = (3, 4)  # characters of each of the parallel words of a deck; longer ones are a title's clauses
FEWEST_CAPTIONS = 3  # below a text that may be something else
SHORT_LINE = 18  # characters of a paragraph that may be a heading, a caption or an author
LONG_PARAGRAPHS = 60  # mean characters of paragraphs among which such a one does not fit
BEGINNING, END = 80, 40  # characters of a text within which people and datelines stand
LEAST_ASIDE = 26.0  # width of a line that was put aside and reads like text
_BEGINS = re.compile(r"[\u3400-\u9fffA-Z\d“「『《〈\"‘'（(【〔\[■□●◎○◆◇★☆▲△▼※＊*①-⑳—…]")
_ENDED = re.compile(r"[。！？!?…”’：:；;）)】」』》]$")
_UNDER_WAY = re.compile(r"[。！？!?…”’\"'：:；;）)】」』》\]〕.．，,、—]\W*$")
_RESIDUE = re.compile(
    r"https?://|www\.|【\s*[\u4e00-\u9fff]\s+[\u4e00-\u9fff]\s*】|\b(?:Cited|Copyright|ICP)\b|ICP备|[a-z]+_[a-z_]+\s*[(=:]|&nbsp;|</?\w+>"
)
LEAST_SENTENCES = 40  # characters of a paragraph, or of a run of text on a saved page that is no link
_SENTENCE = re.compile("[，。]")
_LEGAL = re.compile("免责|版权|声明|未经")
_DASHES = tuple(signs.DASHES)
_OF_PAGE = re.compile(r"(?:来源|作者|时间|日期|浏览|阅读|点击|访问|次数|字号|编辑)\w{0,2}\s*[:：]")
_DAY = re.compile(r"(?:19|20)\d{2}([-/.])\d{1,2}\1\d{1,2}")
_BEFORE = r"[^。】\]]{4,60}?"  # words that may be a headline on one line with its text
_INNER_DATELINE = re.compile(
    rf".{{4,60}}?(?P<filed>{DATELINE_FORM})(?=\s*[（(][\u4e00-\u9fff\s、]{{2,12}}[)）])"  # …摄中新网清河5月3日电(张三)
    rf"|{_BEFORE}(?P<dateline>本报讯|(?:新华社|中新社|中新网)[^。，]{{1,16}}电"
    rf"|{DATELINE_FORM}(?=\s*[（(][^（()）]{{0,8}}(?:记者|通讯员)))"
)
# Whom a text is signed with in brackets: a name, or what may be a pen name; no office, and no note on the text.
_NAMELESS_END = re.compile(
    r"[（(]\s*(?!未完|待续|全文|下转|上接|完|节选|摘[自编要]|略|附|图|注|转|续)[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,2}[)）]$"
)
_ENDS_AS_OFFICE = re.compile(r"[局委会部院所办厅处科社校台网报队厂店]\s*[)）]$")
_REPORTER = rf"(?:{bylines.WRITERS})\s*(?![从在昨今近日采走来看获了注发对就与和向前到也们的])[\u4e00-\u9fff]{{2}}"
_ROLE = re.compile(
    rf"(?:本[报刊台网]|[社报网]|[（(【〔□■◎●]|^)\s*{_REPORTER}|[/／][\u4e00-\u9fff]{{2,4}}报[道导]"
    rf"|(?:{bylines.WRITERS})\s{{0,2}}[\u4e00-\u9fff]{{2,3}}(?=\s|摄|本报)"
)
# What a site adds behind a headline: …_清河新闻网, …|清河日报.
_OF_SITE = re.compile(r"[_|｜]|\s[-—]{1,2}\s*[\u4e00-\u9fff]{2,8}(?:网|报|新闻|客户端)$")
_MAY_BE_PAPER = re.compile("[\u4e00-\u9fff·]{2,12}")
_OF_HEAD = imprint.DATED | {"page", "number"}
_HAN = re.compile("[\u4e00-\u9fff]+")
_NAME_ALONE = re.compile(r"[\u4e00-\u9fff·]{2,4}")
_PROSE = frozenset({LineState.OPENING, LineState.FIRST, LineState.FURTHER})


def find_misfits(draft: Draft) -> None:
    """Doubt the articles in which something does not fit."""
    for number, story in enumerate(draft.stories):
        _text(draft, story, number)
        _headline(draft, story, number)
        _decks(draft, story, number)
        _people(draft, story, number)
        _several(draft, story, number)
        _captions(draft, story, number)
    _above_head(draft)
    _aside(draft)
    _other_heads(draft)


def _text(draft: Draft, story: Story, number: int) -> None:
    """Doubts of the text as a whole, and of its paragraphs."""
    texts = [reflow.joined(paragraph) for paragraph in story.paragraphs]
    if not texts:
        return
    length, first = sum(map(len, texts)), story.paragraphs[0]
    listed = any(row.state in (LineState.VERSE, LineState.LIST) for row in story.rows)
    if length < LEAST_TEXT and not (listed or story.captions):
        draft.doubt("short_text", f"正文只有{length}个字，可能不是一篇文章。", first, number)
    if not _BEGINS.match(texts[0]):
        draft.doubt("broken_opening", f"正文开头不像一句话的开头：{texts[0][:20]}", first[:1], number)
    inner = _INNER_DATELINE.match(texts[0][:BEGINNING]) if lead_in(texts[0]) is None else None
    if inner:
        words = f"电头“{inner['dateline'] or inner['filed']}”前面还有文字，可能是没有分开的标题。"
        draft.doubt("inner_dateline", words, first[:1], number)
    long = length > LONG_PARAGRAPHS * len(texts)
    for paragraph, text in zip(story.paragraphs, texts, strict=True):
        prose = all(row.state in _PROSE for row in paragraph)
        if _RESIDUE.search(text) or (prose and _is_label(text)):
            draft.doubt("residue", f"正文里像有网页或数据库留下的标记：{text[:30]}", paragraph[:1], number)
        elif long and prose and _is_stray(text):
            words = f"这一行很短，也没有标点，可能是小标题、署名或图片说明：{text}"
            draft.doubt("short_line", words, paragraph, number)
        elif prose and paragraph is not story.paragraphs[-1] and _is_cut_short(text):
            words = f"这一段没有写完就断了，后面可能隔着图片说明等别的内容：…{text[-20:]}"
            draft.doubt("broken_paragraph", words, paragraph[-1:], number)


def _is_stray(text: str) -> bool:
    """Whether a paragraph is too short, among long ones, for one that no sign ends."""
    return len(text) < SHORT_LINE and not _ENDED.search(text) and not is_dateline(text)


def _is_cut_short(text: str) -> bool:
    """Whether a paragraph is too long for one that no sign ends, and no item of a list."""
    return len(text) > LEAST_SENTENCES and not _UNDER_WAY.search(text[-SHORT_LINE:]) and text[0] not in signs.BULLETS


def _is_label(text: str) -> bool:
    """Whether a short paragraph is a label with its value, or with none."""
    label = labels.field_label(text) if len(text) <= SHORT_LINE and not _ENDED.search(text.rstrip(":：")) else None
    return label is not None and label.key not in ("author", "people", "body")


def _headline(draft: Draft, story: Story, number: int) -> None:
    rows = [*story.kicker, *story.title, *story.subtitle]
    words = "".join(re.sub(r"\W", "", row.text) for row in rows)
    if len(words) > LONGEST_HEADLINE:
        draft.doubt("long_headline", f"标题有{len(words)}个字，可能混进了别的内容。", rows, number)
    odd = [row for row in story.title[:1] if row.text.startswith(_DASHES)]
    odd += [row for row in rows if labels.field_label(row.text) or _ROLE.search(row.text)]
    odd += [row for row in rows if _OF_PAGE.search(row.text) or _RESIDUE.search(row.text) or _OF_SITE.search(row.text)]
    odd += [row for row in story.title if "。" in row.text or _DAY.search(row.text)]
    odd += [row for row in rows if len(rows) == 1 and row.text.endswith((":", "："))]
    if odd:
        draft.doubt("odd_headline", f"这一行不像标题：{odd[0].text[:30]}", odd, number)


def _decks(draft: Draft, story: Story, number: int) -> None:
    """Doubt which of two lines is the title, or whether both are, where neither the format nor a sign of theirs tells:
    of like length, or both taken for it and the lower one longer than where a title breaks; and a line of parallel
    words (天大旱　人大干) that was not taken for the kicker: it may be that, or the paper's motto."""
    rows = [*story.kicker, *story.title, *story.subtitle]
    guessed = [row for row in story.column if row.decision is not None]
    further = [*story.title[1:], *story.subtitle]
    guessed += story.title[:1] if further and not further[0].text.startswith(_DASHES) else []
    parallel = [row for row in guessed if _is_parallel(row)]
    if parallel:
        words = f"“{parallel[0].text}”可能是引题或报纸的口号，也可能是标题，请核对。"
        draft.doubt("alike_decks", words, parallel[:1], number)
        return
    if len(rows) != 2 or any(row.level or row.markup for row in rows) or rows[1].text.startswith(_DASHES):
        return
    short, long = sorted(row.width for row in rows)
    parted = rows[0].text.endswith((":", "：", "，", "、", "强调", "指出"))
    longer_below = len(story.title) > 1 and rows[0].width < rows[1].width
    if short >= LEAST_DECK and (longer_below or long <= MOST_ALIKE * short) and not parted:
        words = f"看不出标题的两行哪一行是主标题，还是一个标题分作两行：{rows[0].text} / {rows[1].text}"
        draft.doubt("alike_decks", words, rows, number)


def _is_parallel(row: Row) -> bool:
    """Whether a row that no format marks is words of one length set apart by blanks."""
    parts = [] if row.level or row.markup else row.text.split()
    alike = len(parts) > 1 and len(set(map(len, parts))) == 1 and len(parts[0]) in PARALLEL
    return alike and all(map(_HAN.fullmatch, parts))


def _people(draft: Draft, story: Story, number: int) -> None:
    if story.contributors or not story.paragraphs:
        return
    _name_elsewhere(draft, story, number)
    first, last = reflow.joined(story.paragraphs[0]), reflow.joined(story.paragraphs[-1])
    signed = _NAMELESS_END.search(last[-END:])
    named = _ROLE.search(first[:BEGINNING]) or (signed if signed and not _ENDS_AS_OFFICE.search(signed[0]) else None)
    if named:
        words = f"“{named[0]}”像是署名，却没有读出人名，请补上。"
        rows = story.paragraphs[0][:1] if named.string == first[:BEGINNING] else story.paragraphs[-1][-1:]
        draft.doubt("unread_byline", words, rows, number)


def _name_elsewhere(draft: Draft, story: Story, number: int) -> None:
    """Doubt where a name may have been taken for the headline's last line, or for the section beside the page."""
    heads = [*story.kicker, *story.title, *story.subtitle]
    last = heads[-1:] if len(heads) > 1 and _NAME_ALONE.fullmatch(heads[-1].text.strip(ORNAMENTS)) else []
    section = story.section or (draft.issue.section if draft.issue else "")
    if last:
        draft.doubt("unread_byline", f"标题最后一行“{last[0].text}”可能是作者，请核对。", last, number)
    elif section != strip_space(section) or (is_name(section) and not SECTION.fullmatch(section)):
        draft.doubt("unread_byline", f"版次旁边的“{section}”可能是作者，请核对。", story.rows[:1], number)


def _captions(draft: Draft, story: Story, number: int) -> None:
    """Doubt captions below the text that may be another story, a table or results: none says what is seen."""
    last = max((row.start for rows in story.paragraphs for row in rows), default=0)
    below = [rows[0] for rows, _ in story.captions if rows[0].start > last > 0]
    odd = [row for row in below if not (row.markup or _ENDED.search(row.text) or PICTURE_WORDS.search(row.text))]
    if len(odd) == len(below) >= FEWEST_CAPTIONS:
        words = f"文末这{len(odd)}行读作图片说明，可能是另一篇文章或表格：{odd[0].text[:20]}"
        draft.doubt("odd_captions", words, odd, number)


def _several(draft: Draft, story: Story, number: int) -> None:
    """Doubt a text that may be several: one of its paragraphs is signed before the last, or others than the reporters
    of its beginning sign below a heading."""
    ends = [of[-1:] for of in story.paragraphs[:-1] if of[-1].text.endswith((")", "）"))]
    texts = [rows for rows in ends if rows[0].markup != TABLE_ROW and not is_lead_alone(rows[0].text)]
    signed = next((rows for rows in texts if bylines.signature(rows[0].text)), None)
    signed = signed or _signed_amid(story) or _signed_otherwise(story)
    if signed:
        words = f"这里的署名和别处的不是一回事，前后可能是两篇文章，请核对：…{signed[0].text[-20:]}"
        draft.doubt("inner_signature", words, signed, number)


def _signed_amid(story: Story) -> list[Row]:
    """Who signs one part of a text where others sign its end: each a line of its own below a paragraph."""
    starts = [rows[0].start for rows in story.paragraphs]
    below = [row for row in story.byline if starts and row.start > starts[0] and bylines.is_bare(row.text)]
    return below[:1] if len(below) > 1 and below[0].start < starts[-1] < below[-1].start else []


def _signed_otherwise(story: Story) -> list[Row]:
    """The last line of a text with a heading in it, where it is signed by others than its lead-in names."""
    lead = lead_in(reflow.joined(story.paragraphs[0])) if len(story.sections) > 1 and story.paragraphs else None
    if lead is None or lead.byline is None:
        return []
    last = max((rows[-1] for rows in (*story.paragraphs, story.byline) if rows), key=lambda row: row.start)
    byline = bylines.signature(last.text) if last.markup != TABLE_ROW else None
    names = {person.name for person in byline[1].contributors} if byline else set()
    return [last] if names and not names & {person.name for person in lead.byline.contributors} else []


def _beginnings(draft: Draft) -> list[int]:
    """Where each story begins in the text; what is of a later story never makes an earlier one begin behind it."""
    begin = [min((row.start for row in story.rows), default=0) for story in draft.stories]
    return list(itertools.accumulate(reversed(begin), min))[::-1]


def _other_heads(draft: Draft) -> None:
    """Doubt the articles below a head of another newspaper or day than the issue's, the nearest one: a file holds one
    issue."""
    begin = _beginnings(draft)
    heads = [(row, _of_another_issue(row, draft.issue)) for row in draft.issue_rows if draft.issue]
    others = sorted(((row.start, row, other) for row, other in heads if other), key=itemgetter(0))
    starts = [start for start, _, _ in others if bisect_left(begin, start)]
    others = others[len(others) - len(starts) :]  # an article stands above
    for number, story in enumerate(draft.stories):
        above = bisect_left(starts, begin[number])
        if above:
            words = f"上面又有{'、'.join(others[above - 1][2])}的报头，这篇文章可能属于另一期或另一份报纸，请核对。"
            draft.doubt("other_masthead", words, story.rows[:1], number)


def _of_another_issue(row: Row, issue: ParsedIssue) -> list[str]:
    """Newspaper and day that a head names and that are not those of the issue."""
    line, paper = imprint.read_imprint(row.text), issue.newspaper
    other = [name for name in line.values("newspaper") if paper and name not in paper and paper not in name]
    days = [day for day in map(dates.find_date, line.values("date")) if day]
    return other + [day for day in days if issue.date and day != issue.date]


def _above_head(draft: Draft) -> None:
    """Doubt the first line of a file right above day, number or page, where nothing names the newspaper and it was put
    aside, made a column, or made a part of the headline that stands below them: it may be the newspaper's name."""
    lines = [line for line in draft.shadow.split("\n") if line.strip()][:2]
    name = lines[0].strip() if len(lines) > 1 else ""
    told = imprint.read_imprint(lines[1].strip()).kinds & _OF_HEAD if _MAY_BE_PAPER.fullmatch(name) else frozenset()
    if not told or (draft.issue and draft.issue.newspaper):
        return
    start = draft.shadow.index(name)
    aside = [row for row in draft.outside if row.start == start]
    if aside:
        draft.doubt("masthead_rest", f"报头里这些字没有看懂，未采用：{name}", aside)
    for story in draft.stories[:1]:
        decks = sorted([*story.kicker, *story.title, *story.subtitle], key=lambda row: row.start)
        if any(row.start == start for row in story.column) and not is_section(name):
            draft.doubt("masthead_rest", f"这一行读作栏目，也可能是报纸名：{name}", story.column, 0)
        elif decks[1:] and decks[0].start == start and not (decks[0].level or decks[1].text.startswith(_DASHES)):
            draft.doubt("odd_headline", f"这一行在日期或版次上面，可能是报纸名：{name}", decks, 0)


def _aside(draft: Draft) -> None:
    """A line that reads like text and was put aside is doubted in the article above it, or in the first one; a saved
    page of which more such lines were put aside than were kept, in all its articles."""
    lines = [row for row in draft.outside if row.width > LEAST_ASIDE and _SENTENCE.search(row.text) and not row.markup]
    begin = _beginnings(draft)
    for row in lines if draft.stories else ():
        above = bisect_left(begin, row.start)
        words = f"这一行没有收进文章：{row.text[:30]}"
        draft.doubt("text_aside", words, [row], above - 1 if above else 0)
    links = [draft.text[mark.start : mark.end] for mark in draft.marks if mark.reason == MARKUP_REASONS["navigation"]]
    left = sum(len(text) for text in links if len(text) > LEAST_SENTENCES and "。" in text and not _LEGAL.search(text))
    kept = sum(len(row.text) for story in draft.stories for row in story.rows)
    for number, story in enumerate(draft.stories if left > kept else ()):
        words = f"网页上有{left}个字的正文没有收进文章，可能是另外几篇，请核对。"
        draft.doubt("text_aside", words, story.rows[:1], number)
