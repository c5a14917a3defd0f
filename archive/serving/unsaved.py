"""Where the database or the disk cannot write, or the database is busy for long or an earlier release's, nothing typed
is lost: the page that says so holds it."""

import errno
import sys
from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict

RETRY_AFTER_SECONDS = 30
SECRET_FIELDS = ("password", "csrfmiddlewaretoken")

DISK_FULL = "database or disk is full"
# What the system says of a file where there is no room.
WANT_OF_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What SQLite says -> status (RFC 9110, RFC 4918), and the sentence for whoever waits.
SAID = {
    "database is locked": (503, "另一项工作正在写入数据库，等了 20 秒还没有轮到。请稍等再试。"),
    DISK_FULL: (507, "服务器的磁盘满了，没有存下来。请告诉管理员；腾出空间后再试。"),
    "disk I/O error": (507, "服务器的磁盘读写出错，没有存下来。请告诉管理员。"),
    "readonly database": (503, "数据目录现在不能写入，没有存下来。请告诉管理员；恢复后再试。"),
    "no such table": (503, "数据库还没有建好。请告诉管理员；之后再试。"),
    "no such column": (503, "数据库还是旧版的。请告诉管理员；之后再试。"),
    "unable to open database file": (503, "数据库现在打不开。请告诉管理员；恢复后再试。"),
}


def page_of_error(request: HttpRequest) -> HttpResponse:
    """Where room or time is wanting the page that keeps what was typed, else that of a mistake."""
    answer = answer_unsaved(request, sys.exc_info()[1])
    return answer or HttpResponse(render_to_string("500.html"), status=500)


def want_of(error: BaseException | None) -> tuple[int, str]:
    """Status and sentence for this error; 0 and "" for one that is no matter of place or time."""
    if isinstance(error, OSError) and error.errno in WANT_OF_ROOM:
        return SAID[DISK_FULL]
    said = str(error) if isinstance(error, DatabaseError) else ""
    return next((words for part, words in SAID.items() if part in said), (0, ""))


def answer_unsaved(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """The page for this error; None for one that is no matter of place or time."""
    status, sentence = want_of(error)
    if not status:
        return None
    form, files = form_of(request)
    typed = [
        (name, value)
        for name, values in form.lists()
        if not any(secret in name for secret in SECRET_FIELDS)
        for value in values
    ]
    context = {
        "sentence": sentence,
        "typed": typed,
        "files": [file.name for _, several in files.lists() for file in several],
        "address": request.get_full_path(),
        "csrf_token": get_token(request),
    }
    # Without the request: what every page shows beside its text is asked of the database.
    response = HttpResponse(render_to_string("unsaved.html", context), status=status)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def form_of(request: HttpRequest) -> tuple[QueryDict, MultiValueDict[str, Any]]:
    """What was sent; nothing where it cannot be read, as this is the answer to a request that failed already."""
    try:
        return request.POST, request.FILES
    except (BadRequest, SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return QueryDict(), MultiValueDict()
