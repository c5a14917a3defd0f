"""What is asked, and of what: the archive in DATA_DIR out of gunicorn, with nginx before it or without."""

import os
import random
import ssl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from archive.addresses.links import address
from archive.models import Article, Column, Issue
from tests.config.running_gunicorn import gunicorn
from tests.deploy.running_nginx import nginx_before

EMPTY = "search.evaluation.benchmark.empty_page"
SHARES = {"article": 0.7, "search": 0.2, "browse": 0.1}
EACH = 2000  # addresses of a kind at most, so that few are asked twice


@dataclass(frozen=True)
class Site:
    """Where it answers, whose certificate is trusted, and the process of gunicorn's master."""

    address: str
    master: int
    certificate: Path | None = None

    @property
    def tls(self) -> ssl.SSLContext | None:
        if self.certificate is None:
            return None
        trusted = ssl.create_default_context(cafile=self.certificate)
        trusted.check_hostname = False  # it is news.example.cn's
        return trusted

    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()]

    def private_megabytes(self) -> float:
        """What the workers have written in memory, together."""
        kilobytes = 0
        for pid in self.workers():
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
            kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Private_Dirty:"))
        return kilobytes / 1000


@contextmanager
def served(
    app: str = "config.wsgi",
    with_nginx: bool = False,
    workers: int = 2,
    log: IO[str] | None = None,
    **environment: str,
) -> Iterator[Site]:
    """What it logs, a line a request, goes to the file `log`. Raises AssertionError where it does not come up."""
    told = {"WEB_CONCURRENCY": str(workers), **environment}
    options: dict[str, Any] = {"app": app, "without_settings": app == EMPTY, "log": log}
    with gunicorn("--log-level", "warning", **options, **told) as (port, process):
        if not with_nginx:
            yield Site(f"http://127.0.0.1:{port}", process.pid)
            return
        with tempfile.TemporaryDirectory() as folder, nginx_before(port, Path(folder)) as nginx:
            yield Site(f"https://127.0.0.1:{nginx.port}", process.pid, nginx.folder / "fullchain.pem")


def addresses_of(kind: str, rng: random.Random) -> list[str]:
    """Of this archive: articles, searches for how titles begin, or issues, columns, years and the front page."""
    articles = list(Article.objects.published().select_related("newspaper").order_by("?")[:EACH])
    if kind == "article":
        return [article.get_absolute_url() for article in articles]
    if kind == "search":
        cuts = [(article.title, rng.randint(2, 6)) for article in articles if article.title]
        return ["/search/?" + urlencode({"q": title[:length]}) for title, length in cuts]
    issues = list(Issue.objects.for_readers().select_related("newspaper").order_by("?")[:EACH])
    columns = list(Column.objects.for_readers().select_related("newspaper").order_by("?")[: EACH // 10])
    years = {address("issues_year", issue.newspaper, year=issue.date.year) for issue in issues if issue.date}
    return ["/", *(row.get_absolute_url() for row in [*issues, *columns]), *sorted(years)]


def mix(count: int, seed: int = 16) -> list[tuple[str, str]]:
    """(kind, address) of `count` requests in the proportions of SHARES. Raises SystemExit without an article."""
    rng = random.Random(seed)
    own = {kind: addresses_of(kind, rng) for kind in SHARES}
    if not own["article"]:
        where = os.environ.get("DATA_DIR", "var")
        raise SystemExit(f"No article is published in {where}: name a DATA_DIR with an archive.")
    kinds = rng.choices(list(SHARES), list(SHARES.values()), k=count)
    return [(kind, rng.choice(own[kind])) for kind in kinds]
