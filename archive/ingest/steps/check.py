"""Doubts: what an editor should look at before an article is trusted.

Nothing here changes an article, except for its confidence, which falls with every doubt about it.
"""

import dataclasses
import datetime
import re

from lunar_python import Solar

from archive.ingest.draft import Draft, Row, Story
from archive.ingest.labelling import trust
from archive.ingest.labelling.states import State
from archive.ingest.types import Doubt
from archive.ingest.words import reflow
from archive.language.dates import weekday_of

# How much of the confidence in an article a problem takes.
WEIGHTS = {
    "no_title": 0.5,
    "no_body": 0.3,
    "trailing_title": 0.3,
    "trailing_headings": 0.25,
    "stray_heading": 0.2,
    "glued_heading": 0.15,
    "glued_names": 0.15,
    "no_date": 0.1,
    "open_end": 0.15,
    "repeated_paragraph": 0.1,
    "weekday": 0.2,
    "lunar_date": 0.1,
    "masthead_rest": 0.0,
    "inner_dateline": 0.2,
    "continued": 0.2,
    "turned": 0.1,
    "short_article": 0.3,
    "short_title": 0.3,
    "unsure_line": 0.0,  # the probability itself is in the confidence
}


SHORTEST = 5  # characters of a headline over prose; a shorter one is often the name of a column or of a site's part
LEAST_TEXT = 60  # characters of a further article without a headline
MOST_LINES = 3  # of an article that are named as doubtful, the least sure ones
STATES = {
    State.MASTHEAD: "报头",
    State.PAGE: "版次",
    State.INFO: "日期和来源",
    State.COLUMN: "栏目",
    State.KICKER: "引题",
    State.TITLE: "标题",
    State.SUBTITLE: "副题",
    State.BYLINE: "署名",
    State.NOTE: "编者按",
    State.HEADING: "小标题",
    State.OPENING: "另一篇（无题）的开头",
    State.FIRST: "正文",
    State.FURTHER: "正文",
    State.CAPTION: "图片说明",
    State.LIST: "正文",
    State.VERSE: "诗行",
    State.CREDITS: "编辑名单",
    State.CONTENTS: "目录",
    State.FURNITURE: "网页装饰",
}


def examine(draft: Draft) -> None:
    """Add what follows from the whole of the draft to its problems, and set the confidence of its articles."""
    _issue(draft)
    if not draft.stories:
        draft.doubt("no_article", "文件里没有找到文章。", [])
    for number, story in enumerate(draft.stories):
        _headline(draft, story, number)
        _year(draft, story, number)
        _ends(draft, story, number)
        _repetitions(draft, story, number)
    draft.problems = [_placed(problem, draft.stories) for problem in draft.problems]
    for number, (story, rows) in enumerate(zip(draft.stories, _rows_of_stories(draft), strict=True)):
        error = trust.shipped().error(trust.signs_of([row.decision for row in rows if row.decision]))
        if error >= trust.shipped().doubted_from:
            _unsure(draft, rows, number)
        story.confidence = round((1.0 - error) * _confidence(draft.problems, number), 2)


def signs_of_stories(draft: Draft) -> list[dict[str, float]]:
    """What tells of errors in each article of a draft that was taken through all steps."""
    return [
        trust.signs_of([row.decision for row in rows if row.decision is not None]) for rows in _rows_of_stories(draft)
    ]


def _rows_of_stories(draft: Draft) -> list[list[Row]]:
    """For each article its rows and those put aside within it or above it; what stands below all is of the last."""
    rows = [list(story.rows) for story in draft.stories]
    ends = [max((row.start for row in of), default=-1) for of in rows]
    for row in draft.outside:
        owners = [number for number, end in enumerate(ends) if end > row.start] or [len(rows) - 1]
        if rows:
            rows[min(owners, key=lambda number: ends[number])].append(row)
    return rows


def _unsure(draft: Draft, rows: list[Row], number: int) -> None:
    """Name the least sure lines of an article that may be read wrongly, and what else they may be."""
    decided = [(row, row.decision) for row in rows if row.decision is not None]
    for row, decision in sorted(decided, key=lambda pair: pair[1].sure)[:MOST_LINES]:
        taken, other = STATES[decision.state], STATES[decision.rival]
        words = f"这一行读作{taken}（把握{decision.sure:.0%}），也可能是{other}：{row.text[:20]}"
        draft.doubt("unsure_line", words, [row], number)


def _placed(problem: Doubt, stories: list[Story]) -> Doubt:
    """The problem with the article on whose lines it lies, if there is just one."""
    if problem.article is not None or problem.first_line is None:
        return problem
    on = [n for n, story in enumerate(stories) if any(row.line == problem.first_line for row in story.rows)]
    return dataclasses.replace(problem, article=on[0]) if len(on) == 1 else problem


def _confidence(problems: list[Doubt], number: int) -> float:
    confidence = 1.0
    for problem in problems:
        if problem.article in (None, number):
            confidence *= 1.0 - WEIGHTS.get(problem.code, 0.1)
    return round(confidence, 2)


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
    lunar = Solar.fromYmd(day.year, day.month, day.day).getLunar()
    wanted = f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}"
    if issue.lunar_date and _plain_lunar(wanted) not in _plain_lunar(issue.lunar_date):
        draft.doubt(
            "lunar_date", f"报头写{issue.lunar_date}，而{issue.date}是农历{wanted}，请核对日期。", draft.issue_rows
        )


def _plain_lunar(text: str) -> str:
    """冬月 and 十一月, 腊月 and 十二月, 廿 and 二十 are the same."""
    return text.replace("冬月", "十一月").replace("腊月", "十二月").replace("廿", "二十").replace("卅", "三十")


def _headline(draft: Draft, story: Story, number: int) -> None:
    if not story.title and not story.given.get("title"):
        draft.doubt("no_title", "没有找到标题，请补上。", story.rows[:1], number)
    length = sum(len(row.text) for paragraph in story.paragraphs for row in paragraph)
    if number and not story.title and not story.captions and length < LEAST_TEXT:
        draft.doubt("short_article", "没有标题，只有很短的一段文字，可能不是一篇文章。", story.rows[:1], number)
    headline = "".join(re.findall(r"\w", "".join(row.text for row in story.kicker + story.title + story.subtitle)))
    verse = any(row.state is State.VERSE for row in story.rows)
    if 0 < len(headline) < SHORTEST and not verse:
        draft.doubt("short_title", f"标题只有“{headline}”，可能是栏目名，请核对。", story.title, number)
    if not story.paragraphs and not story.editor_note and not story.captions:
        draft.doubt("no_body", "只有标题，没有正文。", story.rows, number)


def _year(draft: Draft, story: Story, number: int) -> None:
    if story.date:
        return
    guess = story.date_guess
    if guess is None:
        draft.doubt("no_date", "原文没有写日期，也没有提到年份。", story.rows[:1], number)
        return
    draft.problems.append(
        Doubt(
            "no_date",
            f"原文没有写日期；{guess.reason}，暂记作约{guess.value}年。",
            guess.first_line,
            guess.last_line,
            number,
        )
    )


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
