"""The API's contract, openapi.yaml. Parameters are read by it, so that it cannot drift from the code."""

import datetime
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from archive.machine.api.problems import ApiProblem

DOCUMENT = Path(__file__).with_name("openapi.yaml")
Schema = dict[str, Any]


@cache
def document() -> Schema:
    """The OpenAPI document as it stands in the file."""
    loaded: Schema = yaml.safe_load(DOCUMENT.read_text(encoding="utf-8"))
    return loaded


@cache
def query_parameters(path: str) -> dict[str, Schema]:
    """Name -> parameter of the query of `path`, as named in the document (/issues/{day}/)."""
    found = {}
    for parameter in document()["paths"][path]["get"].get("parameters", []):
        if "$ref" in parameter:
            parameter = document()["components"]["parameters"][parameter["$ref"].rpartition("/")[2]]
        if parameter["in"] == "query":
            found[parameter["name"]] = parameter
    return found


def read_query(path: str, query: QueryDict) -> dict[str, Any]:
    """The query's parameters as int, str, date or datetime, with the defaults of those not given.

    A parameter without default that is not given is left out; one that is given without a value has the value "".
    Raises ApiProblem (400) that names what is wrong.
    """
    known = query_parameters(path)
    unknown = [name for name in query if name not in known]
    if unknown:
        usable = f"可用的参数有：{'、'.join(known)}。" if known else "这个地址不带参数。"
        raise ApiProblem(400, "unknown_parameter", f"没有参数 {'、'.join(unknown)}。{usable}")
    values = {}
    for name, parameter in known.items():
        given = query.getlist(name)
        if len(given) > 1:
            raise ApiProblem(400, "bad_parameter", f"{name} 写了 {len(given)} 次，只能写一次。")
        if given:
            values[name] = _value(parameter, given[0])
        elif "default" in parameter["schema"]:
            values[name] = parameter["schema"]["default"]
    return values


def _value(parameter: Schema, given: str) -> Any:
    schema = parameter["schema"]
    read = {"integer": _integer, "date": _date, "date-time": _moment}.get(schema.get("format", schema["type"]), _text)
    try:
        return read(given, schema)
    except ValueError as wanted:
        raise ApiProblem(
            400, "bad_parameter", f"{parameter['name']}={given[:50]} 不对：{parameter['description']}，{wanted}。"
        ) from None


def _integer(given: str, schema: Schema) -> int:
    least, most = schema["minimum"], schema["maximum"]
    if not (given.isascii() and given.isdigit() and len(given) < 12 and least <= int(given) <= most):
        raise ValueError(f"应是 {least} 到 {most} 的整数")
    return int(given)


def _date(given: str, schema: Schema) -> datetime.date:
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise ValueError("应写作 2021-11-05") from None


def _moment(given: str, schema: Schema) -> datetime.datetime:
    # A + in a query that nobody encoded arrives as a space.
    moment = parse_datetime(given.replace(" ", "+")) if "T" in given else None
    if moment is None or moment.tzinfo is None:
        raise ValueError("应写作 2026-01-31T08:00:00+08:00，须带时区")
    return moment


def _text(given: str, schema: Schema) -> str:
    if len(given) < schema.get("minLength", 0):
        raise ValueError("不能空着；不要这个条件就不写它")
    if len(given) > schema.get("maxLength", len(given)):
        raise ValueError(f"至多 {schema['maxLength']} 字")
    if given not in schema.get("enum", [given]):
        raise ValueError(f"应是 {'、'.join(schema['enum'])} 之一")
    if not re.fullmatch(schema.get("pattern", "(?s:.*)"), given):
        raise ValueError(f"须合于 {schema['pattern']}")
    return given
