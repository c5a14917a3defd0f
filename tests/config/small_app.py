"""A WSGI application for the tests of the worker and of nginx: what an address asks for, without an archive."""

import os
import time
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qs

import django

django.setup()

from prometheus_client import generate_latest  # noqa: E402 (asks for Django's settings)

from archive.machine.watching import all_counts  # noqa: E402
from archive.serving import observed  # noqa: E402

MEGABYTE = b"x" * 1_000_000
working: list[str] = []  # the addresses that a thread is at


def application(environ, start_response):
    """?seconds=S waits so long; ?megabytes=M answers so many; ?upload says how many bytes came; /kept/FILE is a page of
    that text which may be kept, and says when it was made; ?headers says what nginx said of the client, ?peer who
    that is to us; ?type of what type the body is said to be; ?counts what the
    workers counted; ?working how many threads are at searches; ?fault raises;
    ?status=S is of that status; ?file=M sends so many megabytes as a file is sent; else the worker's process.
    """
    asked = parse_qs(environ["QUERY_STRING"], keep_blank_values=True)
    working.append(environ["PATH_INFO"])
    time.sleep(float(asked.get("seconds", ["0"])[0]))
    working.remove(environ["PATH_INFO"])
    if environ["PATH_INFO"].startswith("/kept/"):
        return page(environ["PATH_INFO"].removeprefix("/kept"), environ, start_response)
    if "status" in asked:
        start_response(asked["status"][0] + " As Asked", [("Content-Type", "text/plain")])
        return [b"body"]
    if "file" in asked:
        file = BytesIO(MEGABYTE * int(asked["file"][0]))
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(file.getvalue())))])
        return environ["wsgi.file_wrapper"](file) if "wsgi.file_wrapper" in environ else iter(file.readline, b"")
    if "fault" in asked:
        observed.begin_request("")
        raise RuntimeError("It was asked for.")
    start_response("200 OK", [("Content-Type", "text/plain")])
    if "counts" in asked:
        return [generate_latest(all_counts())]
    if "working" in asked:
        return [str(working.count("/search/")).encode()]
    if "megabytes" in asked:
        return (MEGABYTE for _ in range(int(asked["megabytes"][0])))
    if "peer" in asked:
        return [repr(environ["REMOTE_ADDR"]).encode()]
    if "type" in asked:
        return [repr(environ.get("CONTENT_TYPE")).encode()]
    if "headers" in asked:
        names = ("HTTP_HOST", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_FOR")
        names += ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REQUEST_ID")
        return [" ".join(environ.get(name, "-") for name in names).encode()]
    return [str(len(environ["wsgi.input"].read()) if "upload" in asked else os.getpid()).encode()]


def page(name, environ, start_response):
    """As a page of the archive is answered: with an ETag, expired, 304 where it is the same still."""
    text = Path(name).read_text()
    headers = [("ETag", f'"{text}"'), ("Cache-Control", "no-cache"), ("X-Accel-Expires", "@1"), ("Vary", "Cookie")]
    if environ.get("HTTP_IF_NONE_MATCH", "").removeprefix("W/") == f'"{text}"':
        start_response("304 Not Modified", headers)
        return []
    start_response("200 OK", [("Content-Type", "text/plain"), *headers])
    return [f"{text} {time.time_ns()}".encode()]
