"""A site with a web server alone: nobody does anything, and its damaged index is built anew."""

import time

from tests.archive.management.processes import Archive

ASK = """
from django.test import Client
client = Client(HTTP_HOST="localhost")
for address in ("/search/?q=步道", "/healthz"):
    response = client.get(address)
    print(address, response.status_code, response.headers.get("Retry-After"), "共1篇" in response.content.decode())
"""


def test_a_damaged_index_is_built_anew_by_a_process_of_its_own(tmp_path):
    home = tmp_path / "data"
    site = Archive(home)
    (home / "a.txt").write_text("步道完工\n\n　　蓼河南岸的步道完工，居民当晚就来散步。\n", encoding="utf-8")
    site.run("ingest", home / "a.txt")
    site.run("rebuild_index", "--noinput")
    whole = ["/search/?q=步道 200 None True", "/healthz 200 None False"]
    assert site.run("shell", "--no-imports", "-c", ASK).splitlines() == whole
    for path in (home / "index").glob("generation-*/*.lean"):
        path.write_bytes(bytes(path.stat().st_size))
    answered = site.run("shell", "--no-imports", "-c", ASK).splitlines()[:2]  # the process that mends says more
    assert answered == ["/search/?q=步道 503 30 False", "/healthz 503 30 False"]
    deadline = time.monotonic() + 120
    while site.run("shell", "--no-imports", "-c", ASK).splitlines() != whole:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    assert site.run("check_archive", "--only", "index").strip().endswith("ok")
