"""A WSGI application for the worker's tests: what an address asks for, without an archive."""

import os
import time
from urllib.parse import parse_qs

import django

django.setup()

MEGABYTE = b"x" * 1_000_000


def application(environ, start_response):
    """/…?seconds=S waits so long; ?megabytes=M answers so many; ?upload says how many bytes came."""
    asked = parse_qs(environ["QUERY_STRING"], keep_blank_values=True)
    time.sleep(float(asked.get("seconds", ["0"])[0]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    if "megabytes" in asked:
        return (MEGABYTE for _ in range(int(asked["megabytes"][0])))
    body = str(len(environ["wsgi.input"].read()) if "upload" in asked else os.getpid()).encode()
    return [body]
