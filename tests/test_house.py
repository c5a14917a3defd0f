"""What import contracts cannot say of the house: whose routes are named where, one name for one thing, true docstrings.

(The arrows themselves are contracts of import-linter in pyproject.toml, checked by `make lint`.)
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve

ROOT = Path(__file__).resolve().parent.parent
# Names that belong to a protocol: each reader of a format, each command, each engine of the benchmark has them.
PROTOCOLS = {"read", "read_text", "matches", "main", "Command", "Contender"}
# Functions that take the name of a route as their first argument, and the names of that argument.
LEADING = {"address", "reverse", "reverse_lazy", "redirect", "resolve_url"}
ROUTE_KEYWORDS = {"route", "viewname", "to"}
# Where no constant is named: (module, expression), looked at one by one.
NAMED_ELSEWHERE = {
    ("archive.admin.authorities", "f'admin:archive_{self.opts.model_name}_{page}'"): "the desk's own pages of a kind",
    ("archive.admin.authorities", "self.address_of('change', row.pk)"): "an address, already made",
    ("archive.admin.authorities", "f\"{self.address_of('merge')}?{urlencode({'keys': keys}, doseq=True)}\""): "made",
    ("archive.admin.authorities", "f'{request.path}?{urlencode(typed)}'"): "the page itself, with what was typed",
    ("archive.admin.authority_tables", "self.address_of('changelist')"): "an address, already made",
    ("archive.addresses.links", "route"): "what `address` is given",
    ("archive.addresses.links", "settings.LIST_PAGES[kind]"): "the settings",
    ("archive.layout.crumbs", "settings.TIME_PAGES['all']"): "the settings",
    ("archive.layout.crumbs", "settings.TIME_PAGES[name]"): "the settings",
    ("archive.machine.api.views", "route"): "settings.API_ENTRIES",
    ("archive.machine.sitemaps", "item"): "a sitemap's own routes",
    ("archive.pages.corrections", "f'{here}{place_query(place)}&sent'"): "an address, already made",
    ("archive.pages.issues", "_as_printed(sheets, number)"): "a page, which has an address",
    ("archive.serving.articles", "same"): "the same route at another place",
    ("archive.serving.articles", "there_now"): "an address, already made",
    ("archive.serving.issues", "address(same, newspaper, day=moved.date, **kwargs)"): "an address, already made",
    ("archive.serving.issues", "same"): "the same route at another place",
    ("archive.templatetags.newspaper_pages", "name"): "what a template names",
    ("archive.templatetags.newspaper_pages", "route"): "what a template names",
    ("archive.templatetags.desk", "entry.name"): "pages of the desk's menu",
}


@cache
def modules(app: str) -> dict[str, ast.Module]:
    """Name -> syntax tree of each module of an app; packages by their own name."""
    found = {}
    for path in sorted((ROOT / app).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts and "stock_app" not in parts:
            name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def room(module: str) -> str:
    return ".".join(module.split(".")[:2])


def routes(patterns: list[URLPattern | URLResolver], app: str) -> Iterator[str]:
    """Names of the routes whose views stand in `app`."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, app)
        elif pattern.name and pattern.callback.__module__.split(".")[0] == app:
            yield pattern.name


def leading(app: str) -> Iterator[tuple[str, ast.expr]]:
    """(module, expression that names the route) of each call that leads to a route."""
    for module, tree in modules(app).items():
        for call in ast.walk(tree):
            if isinstance(call, ast.Call) and getattr(call.func, "attr", getattr(call.func, "id", "")) in LEADING:
                named = [keyword.value for keyword in call.keywords if keyword.arg in ROUTE_KEYWORDS]
                if call.args or named:  # a query's reverse() leads nowhere
                    yield module, (*call.args, *named)[0]


def test_the_archive_names_no_route_of_search():
    own, others = (set(routes(get_resolver().url_patterns, app)) for app in ("archive", "search"))
    assert {"article", "issue", "api_root"} <= own
    assert {"home", "column", "search", "feeds"} <= others
    constants, elsewhere = set(), set()
    for module, route in leading("archive"):
        if isinstance(route, ast.Constant):
            constants.add((module, route.value))
        else:
            elsewhere.add((module, ast.unparse(route)))
    assert len(constants) > 10, "the reader of calls finds nothing"
    assert not {(module, name) for module, name in constants if name in others}
    assert elsewhere == NAMED_ELSEWHERE.keys()


def test_the_archive_writes_no_address_of_search():
    """Neither as a text that leads to one of its views, nor by another name for a function that leads there."""
    written, aliased = set(), set()
    of_pages = {name: tree for name, tree in modules("archive").items() if room(name) != "archive.ingest"}
    for module, tree in of_pages.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and served_by(node.value) == "search":
                written.add((module, node.value))
            if isinstance(node, ast.alias) and node.name in LEADING and node.asname not in {None, node.name}:
                aliased.add((module, node.asname))
            if isinstance(node, ast.Assign) and getattr(node.value, "id", "") in LEADING:
                aliased.add((module, ast.unparse(node)))
    assert [served_by(path) for path in ("/search/?q=1", "/columns/x/", "/feeds/")] == ["search"] * 3
    assert served_by("/issues/2021-11-05/") == "archive"
    assert written == {("archive.machine.api.views", "/issues/")}, "below the root of the API, which is the archive's"
    assert not aliased


def served_by(text: str) -> str:
    """The app whose view answers at an address; "" for any other text, and for / which divides much else."""
    if not re.fullmatch(r"/[!-~]+", text):
        return ""
    try:
        view = resolve(urlsplit(text).path).func
    except Resolver404:
        return ""
    return view.__module__.split(".")[0]


def test_a_constant_that_another_module_imports_has_a_name_of_its_own():
    trees = {name: tree for app in ("archive", "search") for name, tree in modules(app).items()}
    places = defaultdict(set)
    for module, tree in trees.items():
        for node in [] if ".benchmark" in module else tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                if isinstance(target, ast.Name) and target.id.isupper():
                    places[target.id].add(module)
    imported = {
        alias.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in trees
        for alias in node.names
        if node.module in places[alias.name]
    }
    shared = {name: sorted(places[name]) for name in imported if len(places[name]) > 1 and name not in PROTOCOLS}
    assert not shared, shared


def test_one_name_is_one_thing():
    """No two public classes, functions or types by another name of the house share a name."""
    places = defaultdict(list)
    for app in ("archive", "search", "config"):
        for module, tree in modules(app).items():
            for node in tree.body:
                if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                    places[node.name].append(module)
                if isinstance(node, ast.Assign) and (name := alias_of_type(node)):
                    places[name].append(module)
    shared = {name: where for name, where in places.items() if len(where) > 1 and name not in PROTOCOLS}
    assert not shared, shared


def alias_of_type(node: ast.Assign) -> str:
    """The name in `Lines = tuple[int, int]` or `State = Batch.State`; "" for what is no type, or a type variable."""
    name = getattr(node.targets[0], "id", "")
    written = ast.unparse(node.value)
    is_type = re.match("[A-Z][a-z]", name) and isinstance(node.value, ast.Attribute | ast.Subscript | ast.BinOp)
    return name if is_type and "TypeVar" not in written else ""


@pytest.mark.parametrize("app", ["archive", "search"])
def test_what_another_room_calls_says_what_it_takes_and_gives(app):
    """Every function that is imported from another room has a docstring. (Views, which urls name, take a request.)"""
    trees = {name: tree for each in ("archive", "search") for name, tree in modules(each).items()}
    functions = {
        (module, node.name): ast.get_docstring(node)
        for module, tree in trees.items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    called = set()
    for module, tree in trees.items():
        aliases = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module:
                for alias in node.names:
                    called.add((node.module, alias.name, module))
                    aliases[alias.asname or alias.name] = f"{node.module}.{alias.name}"
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in aliases:
                called.add((aliases[node.value.id], node.attr, module))
    bare = {
        f"{module}.{name}"
        for module, name, caller in called
        if room(module) != room(caller)
        and not caller.endswith(".urls")
        and module.startswith(app)
        and functions.get((module, name), "") is None
    }
    assert not bare, "\n".join(sorted(bare))
