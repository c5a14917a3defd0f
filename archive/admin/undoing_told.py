"""What taking an act back does, or did, in sentences: one for each kind of thing that is another after it."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from archive.layout.versions import label_of
from archive.models import Article, BulkAct, Status
from archive.services.bulk_acts import TakenBack
from archive.services.statuses import published_by

NAMED = 5  # articles that a sentence names
# The status has sentences of its own; the others come with the text.
SAID_ELSEWHERE = {"status", "claims", "confidence", "fingerprint", "position", "source_id", "source_key"}
WITHDRAWN_FOR_READERS = (
    "{of}{n} 篇对读者撤回：读者可能已经看过，所以不再变回草稿，而是“已撤回”，原地址会说明已撤回和撤回的原因。"
)


def told_of(act: BulkAct, back: TakenBack) -> list[SafeString]:
    """The sentences, for `back` as it was foreseen or done."""
    told = [format_html("{}", said) for said in told_of_waiting(back)]
    told += [*told_of_articles(act, back), *told_of_others(back)]
    return told or [mark_safe("没有要改回的。")]


def told_of_waiting(back: TakenBack) -> Iterator[str]:
    """Of corrections, files, doubts and names."""
    if back.corrections:
        yield f"这 {back.corrections} 条读者纠错重新待办。"
    if back.files:
        yield f"这 {back.files} 个文件又在待办里。"
    if back.files_left:
        yield f"有 {back.files_left} 个文件之后已经收进来，或那一批已撤销，不再待办。"
    if back.problems:
        yield f"这 {back.problems} 条存疑回到操作之前。"
    if back.problems_left:
        yield f"有 {back.problems_left} 条存疑之后又处理过，或已不在，不动。"
    if back.names:
        yield f"{back.names} 个名称和地址回到操作之前。"
    if back.names_kept:
        names = "、".join(f"“{name}”" for name in back.names_kept)
        yield f"这次新增的{names}别的文章也用到了，留着。"


def told_of_articles(act: BulkAct, back: TakenBack) -> Iterator[SafeString]:
    """Of the articles that the act changed."""
    for (former, status), n in Counter(back.of.turned.values()).items():
        if (former, status) == (Status.PUBLISHED, Status.WITHDRAWN):
            yield format_html(WITHDRAWN_FOR_READERS, of="这次发布的 " if published_by(act) else "", n=n)
        elif status == Status.PUBLISHED:
            yield format_html("{} 篇重新对读者公布。", n)
        else:
            yield format_html("{} 篇回到“{}”。", n, Status(status).label)
    if back.of.relinked:
        said = "{} 篇是否并入别的一篇，回到操作之前：{}。"
        yield format_html(said, len(back.of.relinked), articles_linked(back.of.relinked))
    yield from told_of_fields(back.of.fields)
    if back.of.edited:
        also = "，也撤回，改动保留" if back.of.hidden else "别的项，那些改动保留"
        yield format_html("有 {} 篇之后又改过{}。", back.of.edited, also)
    kinds, restored = dict[tuple[tuple[str, ...], bool], list[int]](), set(back.of.restored)
    for key, touched in back.of.left.items():
        kinds.setdefault((touched, key in restored), []).append(key)
    for (touched, partly), keys in kinds.items():
        what = "、".join(label_of(name) for name in touched)
        rest = f"{what}不动，其余改回" if partly else "不动"
        yield format_html(
            "有 {} 篇之后又改过{}，{}：{}。", len(keys), what, rest, articles_linked(keys, with_status=not partly)
        )


def told_of_fields(fields: Mapping[tuple[str, ...], int]) -> Iterator[SafeString]:
    """Of what editors see in articles, other than their status."""
    told = {names: n for names, n in fields.items() if not SAID_ELSEWHERE.issuperset(names)}
    if told:
        total, each = sum(told.values()), Counter[str]()
        for names, n in told.items():
            each.update(dict.fromkeys(set(names) - SAID_ELSEWHERE, n))
        parts = "、".join(label_of(name) + (f" {n} 篇" if n < total else "") for name, n in sorted(each.items()))
        yield format_html("{} 篇文章回到操作之前：{}。", total, parts)


def told_of_others(back: TakenBack) -> Iterator[SafeString]:
    """Of articles that others were split off, or joined to, since."""
    if back.split_off:
        fate = "也一起撤回" if back.of.hidden or back.of.gone else "也一样"
        yield format_html("之后从中拆出的 {} 篇{}：{}。", len(back.split_off), fate, articles_linked(back.split_off))
    if back.joined:
        yield format_html(
            "并入其中的 {} 篇，文字和网址读者也看不到了：{}。", len(back.joined), articles_linked(back.joined)
        )
    if back.deleted:
        yield format_html("拆出的《{}》删去。", back.deleted)
    if back.led_on:
        yield format_html("拆出的{}撤回，网址转到原来的一篇。", articles_linked(back.led_on))


def articles_linked(keys: Collection[int], *, with_status: bool = False) -> SafeString:
    """The first of some articles by their titles, with links; with what they are now, where that is asked for."""
    rows = Article.objects.filter(pk__in=list(keys)[:NAMED]).select_related("replaced_by").order_by("pk")
    links = format_html_join(
        "、",
        '<a href="{}">《{}》</a>{}',
        (
            (reverse("admin:archive_article_change", args=[row.pk]), row, f"（{now(row)}）" if with_status else "")
            for row in rows
        ),
    )
    return format_html("{}{}", links, f"等 {len(keys)} 篇" if len(keys) > NAMED else "")


def now(row: Article) -> str:
    """What readers find of an article."""
    return f"已并入《{row.replaced_by}》" if row.replaced_by else row.get_status_display()
