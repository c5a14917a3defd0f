"""Doubts: what an editor should look at before an article is trusted.

Nothing here changes an article, except for its confidence: the probability that headline and division are right.
"""

import calendar
import dataclasses
import datetime
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable

from lunar_python import Solar

from archive.ingest.draft import Draft, Row, RowKind, Story
from archive.ingest.labelling.states import OPENING, LineState
from archive.ingest.labelling.tagger import Decision
from archive.ingest.labelling.trust import shipped_trust, signs_of
from archive.ingest.setting.oddity import SENTENCE_END
from archive.ingest.steps.misfits import find_misfits
from archive.ingest.types import Doubt
from archive.ingest.words import reflow
from archive.ingest.words.leads import lead_in
from archive.language.dates import in_chinese, weekday_of

# What an editor is told and that says nothing against the reading: nothing more was printed that could be read.
FACTS = frozenset({"no_date", "untitled", "masthead_rest", "open_end", "macros"})
UNSURE = "unsure_line"  # the doubt of an article that is probably wrong
SHORTEST = 5  # characters of a headline over prose; a shorter one is often the name of a column or of a site's part
_OF_A_NOTICE = re.compile("更正|[公通]告|通知|启事|声明|讣告|致歉|[\u4e00-\u9fff]{2}(?:启事|声明|通知|公告|通告)")
DATE_LINE = 40  # characters of a line that may be nothing but day, source and author
_WHOLE_DAY = re.compile(r"((?:19|20)\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})(?!\d)")
LEAST_TEXT = 60  # characters of a further article without a headline
MOST_LINES = 3  # of an article that are named as doubtful, the least sure ones
SURE_LINE = 0.95  # the probability from which on a line is not named beside a less sure one
STATES = {
    LineState.MASTHEAD: "报头",
    LineState.PAGE: "版次",
    LineState.INFO: "日期和来源",
    LineState.COLUMN: "栏目",
    LineState.KICKER: "引题",
    LineState.TITLE: "标题",
    LineState.SUBTITLE: "副题",
    LineState.BYLINE: "署名",
    LineState.NOTE: "编者按",
    LineState.HEADING: "小标题",
    LineState.OPENING: "另一篇（无题）的开头",
    LineState.FIRST: "正文",
    LineState.FURTHER: "正文",
    LineState.CAPTION: "图片说明",
    LineState.LIST: "正文",
    LineState.VERSE: "诗行",
    LineState.CREDITS: "编辑名单",
    LineState.CONTENTS: "目录",
    LineState.FURNITURE: "网页装饰",
}


def examine(draft: Draft) -> None:
    """Add what follows from the whole of the draft to its problems, and set the confidence of its articles."""
    _issue(draft)
    if not draft.stories:
        draft.doubt("no_article", "文件里没有找到文章。", [])
    said = _impossible_day(line for line in draft.text.split("\n") if len(line) <= DATE_LINE)
    for number, story in enumerate(draft.stories):
        _headline(draft, story, number)
        _year(draft, story, number, said)
        _ends(draft, story, number)
        _repetitions(draft, story, number)
    find_misfits(draft)
    on = _stories_on_lines(draft.stories)
    draft.problems = [_placed(problem, on) for problem in draft.problems]
    trust, decided = shipped_trust(), _decided_rows(draft)
    for number, signs in enumerate(signs_of_stories(draft)):
        error = trust.error(signs)
        draft.stories[number].confidence = round(1.0 - error, 2)
        if error >= trust.doubted_from:
            _unsure(draft, decided[number], number)


def signs_of_stories(draft: Draft) -> list[dict[str, float]]:
    """What tells of errors in each article of a draft, as labelling/trust.py takes it."""
    articles = 0 if draft.divided_by_format else len(draft.stories)
    return [signs_of([decision for _, decision in decided], articles) for decided in _decided_rows(draft)]


def _decided_rows(draft: Draft) -> list[list[tuple[Row, Decision]]]:
    """For each article what the labeller decided, of its rows and of those put aside within it or above it.

    What stands below all is of the last; the row with which the next article opens ends this one. Where the format
    divides the articles, no decision does: headings that have a level are left out, and no other row can begin one.
    Nor does one where a report begins with dateline and reporters below its headline: these tell.
    """
    told = {row.start for story in draft.stories for row in _beginning_of_report(story)}
    rows = [list(story.rows) for story in draft.stories]
    ends = sorted((max((row.start for row in of), default=-1), number) for number, of in enumerate(rows))
    for row in draft.outside if rows else ():
        owner = bisect_right(ends, (row.start, len(rows)))
        rows[ends[owner][1] if owner < len(ends) else -1].append(row)
    decided = [
        [
            (row, dataclasses.replace(row.decision, risk=0.0) if row.start in told else row.decision)
            for row in of
            if row.decision is not None
        ]
        for of in rows
    ]
    for of, after in itertools.pairwise(decided):
        of += [pair for pair in after if pair[1].state in OPENING][:1]
    if not draft.divided_by_format:
        return decided
    return [
        [
            (row, dataclasses.replace(decision, risk=0.0))
            for row, decision in of
            if not (row.kind is RowKind.HEADING and row.level)
        ]
        for of in decided
    ]


def _beginning_of_report(story: Story) -> list[Row]:
    """The headline of one line and the first line of a text below it, which dateline and reporters begin; else none."""
    further = story.kicker or story.subtitle or story.column or story.info or story.editor_note
    first = story.paragraphs[0][0] if story.paragraphs and len(story.title) == 1 and not further else None
    lead = lead_in(first.text) if first is not None else None
    return [story.title[0], first] if first and lead and lead.dateline and lead.byline else []


def _unsure(draft: Draft, decided: list[tuple[Row, Decision]], number: int) -> None:
    """Name the least sure lines of an article that may be read wrongly, and what else they may be."""
    least_sure = sorted(decided, key=lambda pair: pair[1].sure)[:MOST_LINES]
    for row, decision in [pair for pair in least_sure if pair is least_sure[0] or pair[1].sure < SURE_LINE]:
        words = f"这一行读作{STATES[row.state or decision.state]}"
        if row.state is decision.state:
            words += f"（把握{decision.sure:.0%}），也可能是{STATES[decision.rival]}：{row.text[:20]}"
        else:
            words += f"，也可能是{STATES[decision.state]}（{decision.sure:.0%}）：{row.text[:20]}"
        draft.doubt(UNSURE, words, [row], number)


def _stories_on_lines(stories: list[Story]) -> dict[int, list[int]]:
    """Line -> the numbers of the stories that have a row on it."""
    on: dict[int, list[int]] = {}
    for number, story in enumerate(stories):
        for line in dict.fromkeys(row.line for row in story.rows):
            on.setdefault(line, []).append(number)
    return on


def _placed(problem: Doubt, on: dict[int, list[int]]) -> Doubt:
    """The problem with the article on whose lines it lies, if there is just one."""
    if problem.article is not None or problem.first_line is None:
        return problem
    stories = on.get(problem.first_line, [])
    return dataclasses.replace(problem, article=stories[0]) if len(stories) == 1 else problem


def _issue(draft: Draft) -> None:
    """Weekday and lunar date follow from the date; a masthead that contradicts itself has a misprint."""
    issue = draft.issue
    if issue is None or not issue.date:
        return
    day = datetime.date.fromisoformat(issue.date)
    weekday = weekday_of(day)
    if issue.weekday and issue.weekday != weekday:
        draft.doubt(
            "weekday", f"报头写{issue.weekday}，而{issue.date}是{weekday}，日期或星期有一处不对。", draft.issue_rows
        )
    if issue.lunar_date:
        lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
        wanted = f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
        if _plain_lunar(wanted) not in _plain_lunar(issue.lunar_date):
            draft.doubt(
                "lunar_date", f"报头写{issue.lunar_date}，而{issue.date}是农历{wanted}，请核对日期。", draft.issue_rows
            )


def _plain_lunar(text: str) -> str:
    """冬月 and 十一月, 腊月 and 十二月, 廿 and 二十 are the same."""
    return text.replace("冬月", "十一月").replace("腊月", "十二月").replace("廿", "二十").replace("卅", "三十")


def _headline(draft: Draft, story: Story, number: int) -> None:
    if not story.title and not story.given.get("title"):
        if number == 0 and _begins_the_file(draft, story):
            draft.doubt("untitled", "原文开头就是正文，没有标题，请补上。", story.rows[:1], number)
        else:
            draft.doubt("no_title", "没有找到标题，请补上。", story.rows[:1], number)
    length = sum(len(row.text) for paragraph in story.paragraphs for row in paragraph)
    if number and not story.title and not story.captions and length < LEAST_TEXT:
        draft.doubt("short_article", "没有标题，只有很短的一段文字，可能不是一篇文章。", story.rows[:1], number)
    headline = "".join(re.findall(r"\w", "".join(row.text for row in story.kicker + story.title + story.subtitle)))
    verse = any(row.state is LineState.VERSE for row in story.rows)
    if verse and not headline and not story.given.get("title"):
        draft.doubt("untitled_verse", "诗没有标题，标题可能被当成了别的内容，请核对。", story.rows[:1], number)
    if 0 < len(headline) < SHORTEST and not verse and not _OF_A_NOTICE.fullmatch(headline):
        draft.doubt("short_title", f"标题只有“{headline}”，可能是栏目名，请核对。", story.title, number)
    if not story.paragraphs and not story.editor_note and not story.captions:
        draft.doubt("no_body", "只有标题，没有正文。", story.rows, number)


def _begins_the_file(draft: Draft, story: Story) -> bool:
    """Whether a file begins with the running text of an article, and nothing stands above it that may be a headline."""
    first = story.paragraphs[0] if story.paragraphs else []
    if not first or draft.text[: first[0].start].strip():
        return False
    text = reflow.joined(first)
    return lead_in(text) is not None or (len(text) >= LEAST_TEXT and bool(SENTENCE_END.search(text)))


def _year(draft: Draft, story: Story, number: int, impossible: str) -> None:
    """Doubt the day of a story without one. `impossible` is a day that no calendar has, told on a short line."""
    if story.date:
        return
    guess = story.date_guess
    impossible = impossible or _impossible_day(row.text for row in story.rows)
    unwritten = f"原文写的{impossible}不存在" if impossible else "原文没有写日期"
    if guess is None:
        asked = "，请核对。" if impossible else "，也没有提到年份。"
        draft.doubt("no_date", unwritten + asked, story.rows[:1], number)
        return
    draft.problems.append(
        Doubt(
            "no_date",
            f"{unwritten}；{guess.reason}，暂记作约{guess.value}年。",
            guess.first_line,
            guess.last_line,
            number,
        )
    )


def _impossible_day(lines: Iterable[str]) -> str:
    """The first day that lines tell and no calendar has (2月31日); empty without one."""
    for text in lines:
        for found in _WHOLE_DAY.finditer(text):
            year, month, day = map(int, found.groups())
            if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
                return in_chinese(f"{year}-{month}-{day}")
    return ""


def _ends(draft: Draft, story: Story, number: int) -> None:
    """A last paragraph that stops in mid-sentence: the rest stands elsewhere or was lost."""
    if not story.paragraphs:
        return
    last = story.paragraphs[-1]
    text = reflow.joined(last)
    if len(text) > 30 and not re.search(r"[。！？!?…）)】”’.；;—：:]$", text):
        draft.doubt("open_end", f"文章末尾没有标点，可能不完整：…{text[-15:]}", last[-1:], number)


def _repetitions(draft: Draft, story: Story, number: int) -> None:
    """The same long paragraph twice: printed twice, or pasted twice."""
    seen: dict[str, int] = {}
    for paragraph in story.paragraphs:
        text = reflow.joined(paragraph)
        if len(text) < 30:
            continue
        if text in seen:
            draft.doubt(
                "repeated_paragraph", f"这一段与前文（第{seen[text]}行起）完全相同，请核对。", paragraph, number
            )
        seen.setdefault(text, paragraph[0].line)
