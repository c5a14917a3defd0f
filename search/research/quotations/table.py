"""What was found of each sentence, as a table to take away."""

from collections.abc import Iterator, Mapping
from itertools import chain

from archive.layout.differences import ADDED, REMOVED, SAME
from archive.takeaway.tables import csv_table
from search.research.quotations.report import Checked, Report

QUOTATION_HEADS = (
    *("序号", "句子", "结果", "出入字数", "逐字比较", "报上的文字", "报纸", "日期", "期号", "版", "标题", "位置"),
    *("文本", "另有几篇", "说明", "地址"),
)
# How a difference is written where there are no lines through and under.
WRITTEN_PIECES = {SAME: "{}", REMOVED: "[-{}-]", ADDED: "{{+{}+}}"}


def report_as_csv(report: Report, versions: Mapping[int, int], site: str) -> Iterator[bytes]:
    """`site` is put before addresses."""
    rows = (
        [each.sentence.number, each.sentence.whole, each.state, *_found(each, versions, site)]
        for each in report.checked
    )
    return csv_table(chain([QUOTATION_HEADS], rows))


def _found(each: Checked, versions: Mapping[int, int], site: str) -> list[str]:
    if each.place is None:
        article = each.withdrawn
        if article is None:
            return [""] * (len(QUOTATION_HEADS) - 3)
        printed = [article.newspaper.name, article.date_text, "", "", article.headline]
        return ["", "", "", *printed, "", "", "", each.told, site + article.get_absolute_url()]
    article = each.place.article
    issue, page = article.issue, article.page
    return [
        str(each.edits),
        "".join(WRITTEN_PIECES[piece.kind].format(piece.text) for piece in each.pieces) if each.edits else "",
        each.place.printed,
        article.newspaper.name,
        article.date_text,
        issue.number_text if issue else "",
        page.name if page else "",
        article.headline,
        each.place.name,
        f"第{versions[article.pk]}稿" if article.pk in versions else "",
        str(each.others),
        each.told,
        site + each.place.address,
    ]
