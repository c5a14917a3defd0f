"""What the editors' pages share: the menu in the order of the day's work, and the chapter of the guide about a page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.auth.models import AbstractUser
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.layout.guide import Chapter, chapter_of
from archive.services.editors import DESK_ROLES

register = template.Library()

# A value in a list, as Django's admin writes it, and one that is empty (AdminSite.empty_value_display).
FIELD_CELL = '<td class="field-'
EMPTY_CELL = re.compile(rf"{FIELD_CELL}[^>]*>-?</td>")


@dataclass(frozen=True)
class MenuEntry:
    """A page of the menu: the list of a model (app.name), or a route that stands for itself and what leave (of the app
    archive) it needs."""

    name: str
    said: str
    label: str = ""
    permission: str = ""


# Group -> its pages, the first of which the group leads to. What another app registers is among the settings.
MENU: dict[str, tuple[MenuEntry, ...]] = {
    "导入": (
        MenuEntry("admin:archive_importbatch_upload", "从电脑或手机选文件，读成草稿", "导入文件", "add_article"),
        MenuEntry("archive.importbatch", "每次导入的结果；从这里发布或撤销一整批"),
        MenuEntry("archive.sourcefile", "送来的原件和它的文字，一字不差"),
    ),
    "待办": (
        MenuEntry("queue", "等着人看的，最要紧的在前", "待办"),
        MenuEntry("archive.problem", "程序读的时候拿不准的地方"),
    ),
    "文章": (MenuEntry("archive.article", "查找、修改、发布、撤回"),),
    "报纸与期": (
        MenuEntry("archive.issue", "一天的报纸：日期、期号、各版"),
        MenuEntry("archive.newspaper", "报名、出版单位、读文件的习惯"),
        MenuEntry("archive.papersection", "要闻、综合、副刊这样的版块"),
        MenuEntry("archive.page", "一期的各版"),
    ),
    "栏目与作者": (
        MenuEntry("archive.column", "改名、合并、导出成表"),
        MenuEntry("archive.contributor", "改名、合并、分开同名的人"),
    ),
    "纠错": (
        MenuEntry("archive.correction", "读者指出的错误"),
        MenuEntry("archive.personalnumber", "身份证号、手机号：隐去或确认"),
        MenuEntry("archive.numberact", "谁在什么时候看过、隐去过号码"),
    ),
    "记录": (
        MenuEntry("archive.bulkact", "一次改了许多篇的操作，可以整批取消"),
        MenuEntry("archive.rowchange", "报纸、期、栏目、作者改过什么"),
        MenuEntry("archive.holdingsentry", "哪些日子休刊，哪些报纸已佚、未收"),
    ),
    "设置": (
        MenuEntry("auth.user", "同事的账号和角色"),
        MenuEntry("auth.group", "各角色可以做什么"),
        MenuEntry("running", "程序、索引、磁盘、导入的情形，和该做什么", "运行状况"),
        MenuEntry("browser_pass", "让手机或另一台电脑也能登录", "登记新浏览器"),
        MenuEntry("admin:password_change", "换一个密码", "修改密码"),
    ),
}


@dataclass(frozen=True)
class MenuLink:
    """A page that whoever looks may open; `add` is where one of its kind is made, "" where that is not theirs."""

    label: str
    said: str
    address: str
    add: str = ""


@dataclass(frozen=True)
class MenuGroup:
    """Pages of one part of the day; `here` where the page that is shown is among them."""

    label: str
    links: Sequence[MenuLink]
    here: bool


@register.simple_tag(takes_context=True)
def desk_menu(context: Context) -> list[MenuGroup]:
    """The parts of the menu in which there is something for whoever looks."""
    request = context["request"]
    models = {
        f"{app['app_label']}.{model['object_name'].lower()}": model
        for app in context.get("available_apps") or ()
        for model in app["models"]
    }
    unlisted = models.keys() - {entry.name for entries in MENU.values() for entry in entries}
    groups = []
    for label, entries in MENU.items():
        more = [MenuEntry(name, "") for name in sorted(unlisted)] if label == "设置" else []
        links = list(_links([*entries, *more], models, request.user))
        if links:
            here = _longest_start(request.path, [link.address for link in links])
            groups.append((label, links, here))
    nearest = max((here for _, _, here in groups), default=0)
    return [MenuGroup(label, links, bool(here) and here == nearest) for label, links, here in groups]


def _longest_start(path: str, addresses: Sequence[str]) -> int:
    """How long the address is with which a path begins; 0 where it begins with none."""
    return max((len(address) for address in addresses if path.startswith(address)), default=0)


def _links(entries: Sequence[MenuEntry], models: Mapping[str, Any], user: AbstractUser) -> Iterator[MenuLink]:
    for entry in entries:
        if model := models.get(entry.name):
            if model.get("admin_url"):
                yield MenuLink(str(model["name"]), entry.said, model["admin_url"], model.get("add_url") or "")
        elif entry.label and (not entry.permission or user.has_perm(f"archive.{entry.permission}")):
            try:
                yield MenuLink(entry.label, entry.said, reverse(entry.name))
            except NoReverseMatch:
                continue


@register.filter
def labelled_cells(cells: Sequence[str], headers: Sequence[Mapping[str, Any]]) -> list[SafeString]:
    """The cells of a row of a list, each with the name of its column, for screens too narrow for a head of the table;
    one without a value says so."""
    return [_labelled(SafeString(cell), str(header["text"])) for cell, header in zip(cells, headers, strict=False)]


def _labelled(cell: SafeString, label: str) -> SafeString:
    if not cell.startswith(FIELD_CELL):
        return cell
    empty = SafeString(" data-empty") if EMPTY_CELL.fullmatch(cell) else ""
    return format_html('<td data-label="{}"{}{}', label, empty, SafeString(cell[len("<td") :]))


@register.simple_tag(takes_context=True)
def own_chapter(context: Context) -> Chapter:
    """The chapter of the guide about the page that is shown."""
    match = context["request"].resolver_match
    return chapter_of(match.url_name or "") if match else chapter_of("")


@register.simple_tag(takes_context=True)
def own_roles(context: Context) -> str:
    """The roles of whoever looks, as they are called."""
    user = context["request"].user
    names = set(user.groups.values_list("name", flat=True))
    held = [role for role in DESK_ROLES if role in names] + sorted(names - set(DESK_ROLES))
    return "、".join(["管理员", *held] if user.is_superuser else held)
