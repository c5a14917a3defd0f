"""Requests that nobody means well by, for every address of the URL table: what is sent is drawn, none of it is checked.

What a view reads of a query or a form is learnt by noting what it reads (`Reading`), so that no list of parameters has
to be kept beside the code.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpResponseBase, QueryDict
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import strategies as st

from archive.admin.plain_forms import text_to_send
from archive.serving.charsets import without_charset

# JSON that is nested deeper than can be read, and such with half a character.
HOSTILE_JSON = ("[" * 5000, '{"a":' * 5000, "[" * 5000 + "]" * 5000, '"\\ud800"', '{"name": "a\\udfff"}')
HOSTILE = [
    *HOSTILE_JSON,
    *("", " ", "0", "-1", "+1", "1_0", "9" * 400, "99999999999999999999", "1e400", "NaN", "0x10", "٣", "１", "½"),
    *("2021-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "2021-11", "2021", "10000", "2021-11-05T00:00:00Z"),
    *("\x00", "a\x00b", "\x01\x7f", "a\r\nSet-Cookie: a=b", "\n", "\t", "\ud800", "\udfff中", "\ufffe", "\u202e\u2028"),
    *("长" * 400, "长" * 5000, "ﷺ" * 300, "👨‍👩‍👧‍👦" * 50, "e\u0301" * 200, "(" * 200, '"' * 99, "-" * 99),
    *("<script>alert(1)</script>", "'; DROP TABLE archive_article; --", "{{ 7 }}{% now %}", "../../../etc/passwd"),
    *(
        "//evil.example/",
        "http://[",
        "javascript:alert(1)",
        "%",
        "%zz",
        "%00",
        "*",
        "?",
        "a AND NOT (",
        "期:9..",
        "日期:",
    ),
    *(
        "null",
        "[]",
        '{"$gt": 1}',
        "true",
        "none",
        "all",
        "typed",
        "title",
        "1",
        "蓼河",
        "jngxxw,paper-2,,",
        "id__exact",
    ),
]
VALUES = st.sampled_from(HOSTILE) | st.text(max_size=40)
TOO_LONG_A_KEY = "9" * 26
WRONG_IN_FORMS = ("x", "1,2", "\x00", "9" * 30, "-1", "\ud800", "9999-12-31", "0")
FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data; boundary=x"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "get", "X" * 300)
# Header, as WSGI has it -> what stands in it; none holds a line end, as no server lets one through.
HEADERS = {
    "HTTP_ACCEPT": ("*/*", "text/html;q=x", "application/json", "\xff"),
    "HTTP_ACCEPT_ENCODING": ("gzip", "br;q=nan", "identity;q=0"),
    "HTTP_ACCEPT_LANGUAGE": ("zh-CN", "x" * 600, "../..", "en;q=1e9"),
    "HTTP_COOKIE": (
        "font=huge; theme=\x01",
        "sessionid=x; csrftoken=" + "y" * 99,
        "messages=\xff",
        "=;;=",
        "known_browser=:",
    ),
    "HTTP_HOST": ("testserver", "evil.example", "[::1", "a b", "testserver:99999", "\xff", ""),
    "HTTP_IF_NONE_MATCH": ("*", '"x"', "W/", "x,,y", '"' * 50),
    "HTTP_IF_MODIFIED_SINCE": ("x", "Fri, 05 Nov 9999 00:00:00 GMT", "Fri, 99 Nov 2021 99:00:00 GMT"),
    "HTTP_RANGE": ("bytes=0-1", "bytes=9-1,x"),
    "HTTP_REFERER": ("http://[", "x", "\xff"),
    "HTTP_X_FORWARDED_FOR": ("1.2.3.4, x", "x" * 600),
    "HTTP_X_FORWARDED_PROTO": ("https", "x"),
    "HTTP_X_FORWARDED_HOST": ("evil.example",),
    "HTTP_X_REAL_IP": ("1.2.3.4", "not an address", "::ffff:1.2.3.4", "fe80::1%eth0", "9" * 400),
    "HTTP_X_REQUEST_ID": ("abc-123", "x" * 600, 'a" b', "\xff"),
    "CONTENT_TYPE": (
        "multipart/form-data",
        "multipart/form-data; boundary=\xff",
        "application/json",
        "text/plain; charset=x",
        FORM + "; charset=gbk",
        FORM + "; charset=x",
        "multipart/form-data; boundary=x; charset=gbk",
        "",
    ),
    "CONTENT_LENGTH": ("-1", "x", "0", "9" * 40),
    "REMOTE_ADDR": ("", "127.0.0.1", "unix:", "::1"),
}
# What stands for an argument of an address where it is to lead somewhere.
NAMED = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>|\(\?P<(?P<group>\w+)>(?:[^()]|\([^()]*\))*\)")


@dataclass(frozen=True)
class Address:
    """An entry of the URL table: what is written there (articles/<slug:permanent_id>/) and the name of its route."""

    written: str
    name: str

    def filled(self, value_of: Callable[[str], str]) -> str:
        """A path; `value_of(name of an argument)` is put in percent-encoded, whatever its kind."""
        plain = re.sub(r"[\^$]|\\Z", "", self.written)

        def put_in(match: re.Match[str]) -> str:
            return encoded(value_of(match["name"] or match["group"]))

        return "/" + NAMED.sub(put_in, plain).replace("\\.", ".").replace("(?s:.*)", "")


def addresses(patterns: list[Any] | None = None, before: str = "", inside: str = "") -> Iterator[Address]:
    """Every entry of the URL table, those of other newspapers too."""
    for entry in get_resolver().url_patterns if patterns is None else patterns:
        written = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            name = f"{entry.namespace}:" if entry.namespace else inside
            yield from addresses(entry.url_patterns, written, name)
        elif isinstance(entry, URLPattern):
            yield Address(written, f"{inside}{entry.name or ''}")


def encoded(text: str) -> str:
    """Percent-encoded; a lone surrogate as the three bytes that UTF-8 does not allow."""
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")


def in_parts(form: list[tuple[str, str]]) -> bytes:
    """A form as browsers send one with files."""
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\n%b\r\n'
        % (quote_from_bytes(name.encode("utf-8", "surrogatepass")).encode(), value.encode("utf-8", "surrogatepass"))
        for name, value in form
    )
    return parts + b"--x--\r\n"


class Reading:
    """Notes the names that are read of queries and forms while a `with` lasts."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.patches = pytest.MonkeyPatch()

    def __enter__(self) -> set[str]:
        for method in ("get", "getlist", "__getitem__", "__contains__"):
            self.patches.setattr(QueryDict, method, self.noting(getattr(QueryDict, method)), raising=False)
        return self.names

    def __exit__(self, *_: object) -> None:
        self.patches.undo()

    def noting(self, read: Callable[..., Any]) -> Callable[..., Any]:
        def inner(query: QueryDict, name: str, *args: Any, **kwargs: Any) -> Any:
            self.names.add(name)
            return read(query, name, *args, **kwargs)

        return inner


def names_read(client: Client, address: Address, good: Callable[[str], str]) -> list[str]:
    """What is read of a query or a form there, also once what was read first is given; and one that nothing reads."""
    known: set[str] = set()
    while True:
        given = "&".join(f"{encoded(name)}=1" for name in sorted(known))
        with Reading() as names:
            for method in ("GET", "POST"):
                request = {"method": method, "path": address.filled(good), "QUERY_STRING": given}
                sent(client, {**request, "data": given.encode() or b"a=b", "content_type": FORM})
        if names <= known:
            return [*sorted(known), *names_of_columns(address), "nosuch"]
        known |= names


def desk_of(address: Address, page: str) -> admin.ModelAdmin[Any] | None:
    """What the desk does with a model, where an address is its list (page "changelist") or a form ("add")."""
    registered = {
        f"admin:{of._meta.app_label}_{of._meta.model_name}": desk for of, desk in admin.site._registry.items()
    }
    name, _, of_address = address.name.rpartition("_")
    return registered.get(name) if of_address == page else None


def wrong_conditions(model: type[models.Model]) -> Iterator[str]:
    """Queries with what no column can hold, for each kind of column that a list may be narrowed by."""
    yield f"{model._meta.pk.name}__in={TOO_LONG_A_KEY}"
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateField):
            yield from (f"{field.name}__year={year}" for year in ("0", "10000", TOO_LONG_A_KEY, "x"))
        elif isinstance(field, models.CharField | models.TextField | models.JSONField):
            yield from (f"{field.name}__{how}=(" for how in ("range", "regex", "contains"))
        elif field.is_relation:
            yield from (f"{field.name}{how}={key}" for how in ("", "__in") for key in (TOO_LONG_A_KEY, "x", "("))


def wrong_initial_values(model: type[models.Model]) -> Iterator[str]:
    """Queries by which a form that adds is filled in with rows that there cannot be."""
    for field in (*model._meta.concrete_fields, *model._meta.many_to_many):
        if field.is_relation:
            yield from (f"{field.name}={key}" for key in (TOO_LONG_A_KEY, "x", "(", "1,x"))


def wrong_forms(opened: Any) -> Iterator[dict[str, list[str]]]:
    """What a form of the desk sends, with what no field can hold in all that is seen; and in one box that names rows,
    or carries what was seen, at a time, as a fault of one hides what another would do. `opened` is the context of the
    page."""
    forms = [opened["adminform"].form]
    forms += [
        form for rows in opened["inline_admin_formsets"] for form in (*rows.formset.forms, rows.formset.management_form)
    ]
    fields = [field for form in forms for field in form]
    given = {field.html_name: [text_to_send(field.form, field.name)] for field in fields}
    seen = [field.html_name for field in fields if not field.is_hidden]
    rows = [field.html_name for field in fields if hasattr(field.field, "queryset")]
    carried = [field.html_name for field in fields if field.is_hidden]
    for value in HOSTILE_JSON:
        yield from (given | {name: [value]} for name in carried)
    for value in WRONG_IN_FORMS:
        yield given | {name: [value] for name in seen}
        yield from (given | {name: [value]} for name in rows)
    yield given | {name: ["1", "x"] for name in seen}


def names_of_columns(address: Address) -> list[str]:
    """What a list and a form that adds take besides: they read whatever stands in the query."""
    if desk := desk_of(address, "add"):
        return [field.name for field in desk.model._meta.get_fields()]
    if not (desk := desk_of(address, "changelist")):
        return []
    filters = [getattr(entry, "parameter_name", entry) for entry in desk.list_filter if not isinstance(entry, tuple)]
    lookups = [wrong.partition("=")[0] for wrong in wrong_conditions(desk.model)]
    return ["q", "o", "p", "all", "e", "_popup", "_to_field", "_facets", "action", *filters, *lookups]


@st.composite
def hostile_requests(draw: Any, address: Address, names: list[str], good: Callable[[str], str]) -> dict[str, Any]:
    """What Client.generic takes: method, path, data and headers of one request to `address`."""
    arguments = st.sampled_from([True, True, True, False])
    path = address.filled(lambda name: good(name) if draw(arguments) else draw(VALUES))
    pairs = st.lists(st.tuples(st.sampled_from(names) | VALUES, VALUES), max_size=6)
    query = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in draw(pairs))
    raw = draw(st.sampled_from(["", "", "", "&%", "&=&&", "&a=%ff%fe", "&q=%", "&" * 200, "&a" * 1200, "&q[]=1"]))
    method = draw(st.sampled_from(("GET",) * 12 + METHODS))
    form = [(name, value) for name, value in draw(pairs)] if method not in ("GET", "HEAD") else []
    chosen = draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True))
    headers = {name: draw(st.sampled_from(HEADERS[name])) for name in chosen}
    kind, body = (
        draw(st.sampled_from((FORM, PARTS))),
        "&".join(map("=".join, (map(encoded, pair) for pair in form))).encode(),
    )
    if kind == PARTS:
        body = in_parts(form)
    return {
        "method": method,
        "path": path,
        "data": body,
        "QUERY_STRING": query + raw,
        "content_type": kind,
        **headers,
    }


def let_in(request: dict[str, Any]) -> dict[str, Any]:
    """A request as the server's door (config/gunicorn_worker.py) hands it on, which lets no charset through."""
    try:
        return (
            request | {"CONTENT_TYPE": without_charset(request["CONTENT_TYPE"])}
            if "CONTENT_TYPE" in request
            else request
        )
    except ValueError:  # is refused there
        return request | {"CONTENT_TYPE": ""}


def sent(client: Client, request: dict[str, Any]) -> HttpResponseBase:
    """The answer to a request, read to its end; what it changed is taken back. What a view raises is raised here."""
    request = let_in(request)
    with transaction.atomic():
        answer = client.generic(**request)
        if answer.streaming:
            list(answer)
        transaction.set_rollback(True)
    return answer
