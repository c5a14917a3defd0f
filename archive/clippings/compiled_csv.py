"""A list of clippings as a table: where each article was printed, how it is cited, its note, its checksum."""

from collections.abc import Iterator, Sequence

from archive.clippings.checksums import checked_text, checksum
from archive.clippings.compilation import TEXTS_AT_ONCE, Compilation
from archive.clippings.gathering import loaded_by_portions
from archive.takeaway.tables import csv_table, row_of

HEADS_OF_LIST = ("序号", "报纸", "日期", "期号", "版", "标题", "作者", "引文", "批注", "说明", "SHA-256", "地址")


def compiled_csv(compiled: Compilation) -> Iterator[bytes]:
    """The file line by line; what has no article any more has a line that says so."""
    return csv_table(_rows(compiled))


def _rows(compiled: Compilation) -> Iterator[Sequence[object]]:
    yield from ([block.text] for block in compiled.opening())
    yield list(HEADS_OF_LIST)
    loaded = loaded_by_portions([each.article.pk for each in compiled.shown if each.article], TEXTS_AT_ONCE)
    for each in compiled.clippings:
        article = next(loaded)[1] if each.article else None
        if article is None:
            told = each.told or "这篇文章刚刚撤回。"
            yield [each.place, "", "", "", "", f"（未收）编号 {each.number}", "", "", each.note, told, "", ""]
            continue
        row = row_of(article, compiled.references[each.place].text, compiled.site)
        printed = [row.newspaper, row.date, row.number, row.page, row.headline, row.author, row.passage]
        yield [each.place, *printed, each.note, each.told, checksum(checked_text(article)), row.address]
