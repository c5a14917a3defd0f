"""The chapters of the editors' guide (/admin/guide/), and which of them a page of the desk belongs to."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chapter:
    """A task of the day. `routes` are how the names of the pages begin that the chapter is about; the text is the
    template admin/guide/<slug>.html."""

    slug: str
    title: str
    routes: tuple[str, ...]


CHAPTERS = (
    Chapter("start", "一天怎么用编辑台", ("index",)),
    Chapter("import", "导入一批文件", ("archive_importbatch", "archive_sourcefile")),
    Chapter("doubts", "看疑问", ("archive_problem", "queue")),
    Chapter("write", "写一篇", ("archive_article_add",)),
    Chapter("edit", "改标题和日期", ("archive_article",)),
    Chapter("split", "拆分、合并、移动", ("archive_article_split", "archive_article_join", "archive_article_move")),
    Chapter("check", "发布前核对", ("archive_article_preview",)),
    Chapter("names", "合并作者和栏目", ("archive_contributor", "archive_column")),
    Chapter("bulk", "批量改栏目", ("archive_bulkact",)),
    Chapter("holdings", "记录休刊和缺藏", ("archive_holdingsentry",)),
    Chapter("corrections", "处理纠错", ("archive_correction", "queue_item")),
    Chapter("numbers", "隐藏身份证号", ("archive_personalnumber", "archive_numberact")),
    Chapter("withdraw", "撤回与恢复", ("archive_article_verb", "archive_article_history", "archive_article_version")),
    Chapter("trouble", "出了问题怎么办", ()),
)


def chapter_of(route: str) -> Chapter:
    """The chapter about the page of a route, by the longest beginning of its name; else the first."""
    fits = [(len(start), chapter) for chapter in CHAPTERS for start in chapter.routes if route.startswith(start)]
    return max(fits, key=lambda fit: fit[0])[1] if fits else CHAPTERS[0]
