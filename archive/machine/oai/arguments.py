"""What a harvester may ask, and what it is told when it asks wrongly (OAI-PMH 2.0, sections 2.5, 3.5, 3.6)."""

import datetime
from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.http import QueryDict

METADATA_PREFIX = "oai_dc"
# Verb -> (arguments it needs, arguments it may have); a resumptionToken stands alone.
VERBS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), set()),
    "ListIdentifiers": ({"metadataPrefix"}, {"from", "until", "set"}),
    "ListRecords": ({"metadataPrefix"}, {"from", "until", "set"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
}
RESUMABLE = {"ListSets", "ListIdentifiers", "ListRecords"}


class OaiError(Exception):
    """An error of the protocol: `code` is one of its eight, the message tells a person what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_arguments(query: QueryDict) -> dict[str, str]:
    """The arguments of a request, its verb among them. Raises OaiError."""
    repeated = [name for name in query if len(query.getlist(name)) > 1]
    verb = query.get("verb", "")
    if verb not in VERBS or "verb" in repeated:
        raise OaiError("badVerb", f"verb 应是 {'、'.join(VERBS)} 之一，且只写一次。")
    given = {name: str(query[name]) for name in query}
    names = set(given) - {"verb"}
    needed, allowed = VERBS[verb]
    if repeated:
        raise OaiError("badArgument", f"参数 {'、'.join(repeated)} 重复。")
    if verb in RESUMABLE and "resumptionToken" in names:
        if names != {"resumptionToken"}:
            raise OaiError("badArgument", "resumptionToken 须单独使用。")
        return given
    if extra := names - needed - allowed:
        raise OaiError("badArgument", f"{verb} 没有参数 {'、'.join(sorted(extra))}。")
    if missing := needed - names:
        raise OaiError("badArgument", f"{verb} 缺少参数 {'、'.join(sorted(missing))}。")
    if given.get("metadataPrefix", METADATA_PREFIX) != METADATA_PREFIX:
        raise OaiError("cannotDisseminateFormat", f"只提供 {METADATA_PREFIX} 格式。")
    return given


@dataclass(frozen=True)
class DatestampSpan:
    """Datestamps from `first` to before `end`, either None for open."""

    first: datetime.datetime | None
    end: datetime.datetime | None


_GRANULARITIES = {
    "%Y-%m-%d": datetime.timedelta(days=1),
    "%Y-%m-%dT%H:%M:%SZ": datetime.timedelta(seconds=1),
}


def read_span(given: dict[str, str]) -> DatestampSpan:
    """`from` and `until`, both included, by day or by second, both alike. Raises OaiError."""
    first, first_step = _moment("from", given.get("from", ""))
    last, last_step = _moment("until", given.get("until", ""))
    if first and last:
        if first_step != last_step:
            raise OaiError("badArgument", "from 与 until 须同为日期或同为时刻。")
        if first > last:
            raise OaiError("badArgument", "from 晚于 until。")
    return DatestampSpan(first, last + last_step if last else None)


def _moment(name: str, text: str) -> tuple[datetime.datetime | None, datetime.timedelta]:
    if not text:
        return None, datetime.timedelta()
    for form, step in _GRANULARITIES.items():
        try:
            moment = datetime.datetime.strptime(text, form).replace(tzinfo=datetime.UTC)
            moment + step  # the last day of the year 9999 has no end
        except (ValueError, OverflowError):
            continue
        # strptime also takes 2026-1-31, which the protocol does not.
        if moment.strftime(form) == text:
            return moment, step
    raise OaiError("badArgument", f"{name}={text[:30]} 应写作 2026-01-31 或 2026-01-31T00:00:00Z（UTC）。")


@dataclass(frozen=True)
class Resumption:
    """Where a list goes on: after the record (`after_time`, `after_pk`), `cursor` records having been given.

    It stays good for as long as the site's secret: a record changed meanwhile comes again later in the list.
    """

    verb: str
    given: dict[str, str]
    after_time: str
    after_pk: int
    cursor: int

    def token(self) -> str:
        return signing.dumps(asdict(self), salt="oai", compress=True)

    @classmethod
    def from_token(cls, token: str, verb: str) -> "Resumption":
        """What `token` says. Raises OaiError where it is none of ours or of another verb."""
        try:
            values: dict[str, Any] = signing.loads(token, salt="oai")
        except signing.BadSignature:
            values = {}
        if values.get("verb") != verb:
            raise OaiError("badResumptionToken", "resumptionToken 不是本库就这个 verb 给出的，请从头取。")
        return cls(**values)
