"""How a page is kept, and when it is made anew.

A page is made of five things: the rows that readers may see, the index, the day, the program, and what was asked (the
address, and how the reader wants it set). Their versions together are its key. While the key is the same, so is the
page: it is answered from what this process has kept, and by 304 where the browser or a proxy has it already. A change
of any of them gives another key, so that no old text can be met. Pages of a state of the archive that is over are asked
for by nobody and forgotten; of one state, the least asked for as others need the room (settings.CACHES). See
docs/decisions/034.
"""

import gzip
import hashlib
from collections.abc import Callable, Sequence
from functools import cache, wraps
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_etags
from django.utils.module_loading import import_string

from archive.models import ShownState
from archive.serving.conditional import revalidated
from archive.serving.display import DISPLAY_CHOICES
from archive.serving.packing import takes_gzip
from archive.serving.views import View

LARGEST = 100_000  # bytes, packed: a larger page is made each time
PACKING = 3  # of gzip: takes half the time of 6, and makes a page a twentieth larger
PROGRAM = ("archive", "search", "config", "templates", "static")  # folders


class KeptPage(NamedTuple):
    """What was answered with 200. Packed once for all: nothing in it is anybody's secret (BREACH)."""

    packed: bytes
    headers: tuple[tuple[str, str], ...]


def kept_by_version(view: View) -> View:
    """Answer GET and HEAD by 304 where the client has the page, by the page as it was made of the same before, or by
    `view`; the outermost decorator of a view whose address depends on nobody but the reader's choices of display.

    Only a 200 is kept, and none of which `not_to_keep` was said.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = page_key(request) if request.method in ("GET", "HEAD") else None
        if key is None:
            return revalidated(view)(request, *args, **kwargs)
        known = get_conditional_response(request, etag=f'W/"{key}"', response=_revalidated(HttpResponse(), key))
        if known and known.status_code != 200:
            return known
        page: KeptPage | None = caches["pages"].get(key)
        if page is None:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or not isinstance(response, HttpResponse) or hasattr(request, "not_to_keep"):
                return response
            page = _packed(_revalidated(response, key))
            if len(page.packed) <= LARGEST:
                caches["pages"].set(key, page)
        return _answer(request, page)

    return inner


def revalidated_by_version(view: View) -> View:
    """Give what `view` answers an ETag of its bytes and of the version that they are of, and answer 304 where the
    client names either: the version without `view`, the bytes where a change of the archive left them as they were.

    For what is a program's, or too large to be kept. A 304 has the ETag that the client has (RFC 9111, 4.3.4), which
    may name a version of long ago, as nginx does for ever: so of what was made once of a version its bytes are known.
    """

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        key = page_key(request) if request.method in ("GET", "HEAD") else None
        if key is None:
            return revalidated(view)(request, *args, **kwargs)
        named = parse_etags(request.headers.get("If-None-Match", ""))
        if same := next((etag for etag in named if etag.endswith(f'-{key}"')), None):
            return _unchanged(same)
        known: str | None = caches["pages"].get(f"bytes-{key}")
        if known and (same := _etag_of(known, named)):
            return _unchanged(same)
        response = view(request, *args, **kwargs)
        if response.status_code != 200 or not isinstance(response, HttpResponse) or hasattr(request, "not_to_keep"):
            return response
        of_bytes = hashlib.blake2b(response.content, digest_size=16).hexdigest()
        caches["pages"].set(f"bytes-{key}", of_bytes)
        etag = f'"{of_bytes}-{key}"'
        if same := etag if "*" in named else _etag_of(of_bytes, named):
            return _unchanged(same)
        response.headers["ETag"] = etag
        response.headers.setdefault("Cache-Control", "no-cache")
        patch_vary_headers(response, ["Accept-Encoding"])
        return response

    return inner


def _etag_of(of_bytes: str, named: Sequence[str]) -> str | None:
    """That of the ETags which is of these bytes, whatever version it names."""
    return next((etag for etag in named if etag.removeprefix("W/").startswith(f'"{of_bytes}-')), None)


def _unchanged(etag: str) -> HttpResponse:
    headers = {"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    return HttpResponse(status=304, headers=headers)


def kept_of_state(request: HttpRequest | None, name: str, make: Callable[[], Any]) -> Any:
    """What `make` gives, made once for all pages of one state of the archive: what many of them show alike."""
    state: str = getattr(request, "archive_state", "")
    if not state:
        return make()
    pages, key = caches["pages"], f"{state}-{name}"
    if (made := pages.get(key)) is None:
        made = make()
        pages.set(key, made)
    return made


def not_to_keep(request: HttpRequest) -> None:
    """Said of a page that lacks something for now (an index that does not answer, time that was up): the next request
    makes it anew."""
    request.not_to_keep = True  # type: ignore[attr-defined]


def page_key(request: HttpRequest) -> str | None:
    """Of all that the page is made of; None where it cannot be told for now."""
    index_state: Callable[[], str | None] = import_string(settings.INDEX_STATE)
    state = (ShownState.current(), index_state())
    if None in state:
        return None
    request.archive_state = "-".join(map(str, state))  # type: ignore[attr-defined]
    _forget_all_but(request.archive_state)  # type: ignore[attr-defined]
    display = [choice.chosen_by(request) for choice in DISPLAY_CHOICES]
    query = request.META.get("QUERY_STRING", "")
    asked = (request.scheme, request.get_host(), request.path, query, *display)
    made_of = (*state, timezone.localdate(), program_state(), settings.SITE_URL, asked)
    return hashlib.blake2b(repr(made_of).encode(), digest_size=16).hexdigest()


def _forget_all_but(state: str) -> None:
    """Else a worker grows for as long as files are brought in: each commit makes a state, and each state its pages."""
    if caches["pages"].get("state") != state:
        caches["pages"].clear()
        caches["pages"].set("state", state)


@cache
def program_state() -> str:
    """Of the files that this process serves by, the same in each process that serves by the same."""
    files = sorted(path for folder in PROGRAM for path in (settings.BASE_DIR / folder).rglob("*.*"))
    told = [(str(path), stat.st_mtime_ns, stat.st_size) for path in files if (stat := path.stat()) and path.is_file()]
    return hashlib.blake2b(repr(told).encode(), digest_size=16).hexdigest()


def _revalidated(response: HttpResponse, key: str) -> HttpResponse:
    """Anybody may store it, and must ask before it is shown whether it still is the page."""
    response.headers["ETag"] = f'W/"{key}"'  # weak: packed or not, it is the same page
    response.headers.setdefault("Cache-Control", "no-cache")
    patch_vary_headers(response, ["Accept-Encoding", "Cookie"])
    return response


def _packed(response: HttpResponse) -> KeptPage:
    return KeptPage(gzip.compress(response.content, PACKING, mtime=0), tuple(response.headers.items()))


def _answer(request: HttpRequest, page: KeptPage) -> HttpResponse:
    if not takes_gzip(request.headers.get("Accept-Encoding", "")):
        return HttpResponse(gzip.decompress(page.packed), headers=dict(page.headers))
    return HttpResponse(page.packed, headers={**dict(page.headers), "Content-Encoding": "gzip"})
