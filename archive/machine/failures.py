"""Django's handlers of what no view answers: with a problem under the API's addresses, elsewhere with a page.

None reads the form: what could not be read the first time is raised again the second, and a handler that raises leaves
no answer. (Django's own handlers ask for the token of a form, which theirs may need and our pages do not have.)
"""

import re
import sys

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from archive.machine.api.endpoints import CORS
from archive.machine.api.problems import ApiProblem
from archive.serving import unsaved
from archive.serving.long_requests import LONGEST_FORM

OF_API = re.compile(r"/(papers/[^/]+/)?api/")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: of a host that is not this site's, of a query or a form that is too long to be read."""
    if OF_API.match(request.path_info):
        return _problem(400, "bad_request", "请求读不懂：主机名不是本站的，地址里的条件太多，或送来的内容太长。")
    told = {"is_too_long": isinstance(exception, RequestDataTooBig), "longest_kilobytes": LONGEST_FORM // 1000}
    return HttpResponse(render_to_string("400.html", told), status=400)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404, of pages; the API has its own (archive.machine.api)."""
    told = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"exception": told}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: where room or time is wanting what serving.unsaved says, else that it is our mistake."""
    if not OF_API.match(request.path_info):
        return unsaved.page_of_error(request)
    status, sentence = unsaved.want_of(sys.exc_info()[1])
    if status:
        return _problem(status, "unavailable", sentence)
    return _problem(500, "server_error", "本站出了错，已经记下。请稍后再试；再三出错，请告诉管理员。")


def _problem(status: int, code: str, detail: str) -> HttpResponse:
    response = ApiProblem(status, code, detail).response()
    for header, value in CORS.items():
        response.headers[header] = value
    return response
