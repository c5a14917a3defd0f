"""What every endpoint of the API shares: methods, parameters, errors, pages, caching and CORS."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse

from archive.addresses.links import absolute
from archive.machine.api.contract import read_query
from archive.machine.api.problems import ApiProblem
from archive.models import Newspaper
from archive.serving.kept import revalidated_by_version
from archive.serving.methods import says_methods
from archive.serving.newspapers import newspaper_named
from archive.serving.views import View

METHODS = "GET, HEAD, OPTIONS"
CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True)
class Call:
    """One call: the newspaper of its address and its parameters as read_query gives them."""

    request: HttpRequest
    newspaper: Newspaper
    query: dict[str, Any]

    def address_of_page(self, number: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(number)
        return absolute(f"{self.request.path}?{query.urlencode()}", self.request)


Payload = dict[str, Any] | HttpResponseBase


def endpoint(path: str) -> Callable[[Callable[..., Payload]], View]:
    """Make `view(call, …) -> dict` the view of `path` in openapi.yaml; of no path where it reads no parameter."""

    def decorate(view: Callable[..., Payload]) -> View:
        def answer(request: HttpRequest, paper: str = "", **kwargs: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": METHODS})
            if request.method not in ("GET", "HEAD"):
                return ApiProblem(405, "method_not_allowed", "接口只读，只接受 GET、HEAD 与 OPTIONS。").response()
            try:
                call = Call(request, newspaper_named(paper), read_query(path, request.GET) if path else {})
                found = view(call, **kwargs)
            except ApiProblem as problem:
                return problem.response()
            except Http404 as missing:
                return ApiProblem(404, "not_found", str(missing)).response()
            if isinstance(found, HttpResponseBase):
                return found
            response = JsonResponse(found, json_dumps_params={"ensure_ascii": False})
            links = [f'<{found[rel]}>; rel="{rel[:4]}"' for rel in ("previous", "next") if found.get(rel)]
            if links:
                response["Link"] = ", ".join(links)
            return response

        @says_methods
        @wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            response = revalidated_by_version(answer)(request, **kwargs)
            for header, value in CORS.items():
                response.headers[header] = value
            if response.status_code == 405:
                response.headers["Allow"] = METHODS
            return response

        return inner

    return decorate


def listed(call: Call, total: int, items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """One page of a list. Raises ApiProblem (404) past the last page."""
    page, size = call.query["page"], call.query["page_size"]
    pages = max(1, -(-total // size))
    if page > pages:
        raise ApiProblem(404, "not_found", f"这个列表只有 {pages} 页，没有第 {page} 页。")
    return {
        "total": total,
        "page": page,
        "page_size": size,
        "pages": pages,
        "next": call.address_of_page(page + 1) if page < pages else None,
        "previous": call.address_of_page(page - 1) if page > 1 else None,
        "items": list(items),
    }
