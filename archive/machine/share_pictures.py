"""/articles/<id>/share.png and the like: the picture that is shown where a page is shared, made once and kept.

Each is named by what is drawn on it, whatever is asked for in the address. Whoever asks for all of them finds a few
made: A_MINUTE at most, by all workers together, of which the newest MOST_KEPT stay.
"""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from archive.addresses.links import address
from archive.disk import durable
from archive.disk.locks import LockHeld, locked
from archive.layout import share_pictures
from archive.layout.share_pictures import Shared
from archive.models import Article, Issue, Newspaper
from archive.serving.articles import readable
from archive.serving.conditional import revalidated
from archive.serving.issues import of_issue
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper

MOST_KEPT = 2000  # some 25 kB each
A_MINUTE = 30  # a tenth of a second of processor time each
PATIENCE = 2  # seconds for another worker to finish its own


class TooManyPictures(Exception):
    """As many pictures were made as may be within a minute, or others are just being made."""


def picture_address(shared_of: Article | Issue | Newspaper) -> str:
    """The address of the picture of an article, an issue or a newspaper, which changes when the picture does; "" where
    none can be drawn."""
    if share_pictures.font_file() is None:
        return ""
    if isinstance(shared_of, Article):
        words = share_pictures.shared_article(shared_of)
        there = address("article_picture", shared_of.newspaper, permanent_id=shared_of.permanent_id)
    elif isinstance(shared_of, Issue):
        words, there = (
            share_pictures.shared_issue(shared_of),
            address("issue_picture", shared_of.newspaper, day=shared_of.date),
        )
    else:
        words, there = share_pictures.shared_newspaper(shared_of), address("newspaper_picture", shared_of)
    return f"{there}?v={picture_name(words)[:8]}"


def picture_name(shared: Shared) -> str:
    """Of all that the picture is made of."""
    return hashlib.blake2b(f"{share_pictures.EDITION} {shared}".encode(), digest_size=16).hexdigest()


def kept_picture(shared: Shared) -> bytes:
    """The picture as it is kept, made where it is not. Raises TooManyPictures."""
    path = settings.PICTURES_DIR / f"{picture_name(shared)}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    try:
        with locked(settings.PICTURES_DIR, "drawing", PATIENCE):
            return path.read_bytes() if path.exists() else _made(path, shared)
    except LockHeld as held:
        raise TooManyPictures from held


def _made(path: Path, shared: Shared) -> bytes:
    kept = sorted((file.stat().st_mtime, file) for file in path.parent.glob("*.png"))
    if sum(made > time.time() - 60 for made, _ in kept) >= A_MINUTE:
        raise TooManyPictures
    picture = share_pictures.drawn_picture(shared)
    draft = path.with_suffix(".draft")
    draft.unlink(missing_ok=True)  # of a process that was killed
    with durable.new_file(draft) as file:
        file.write(picture)
    draft.replace(path)  # one that a power cut takes is drawn again
    for _, oldest in kept[: max(0, len(kept) + 1 - MOST_KEPT)]:
        oldest.unlink(missing_ok=True)
    return picture


def _answer(request: HttpRequest, words: Callable[[], Shared]) -> HttpResponse:
    if share_pictures.font_file() is None:
        raise Http404("本站没有分享用的图片：服务器上没有装中文字体。")
    try:
        response = HttpResponse(kept_picture(words()), "image/png")
    except TooManyPictures:
        return HttpResponse(
            "分享用的图片正在陆续制作，请过一分钟再来。",
            "text/plain; charset=utf-8",
            503,
            headers={"Retry-After": "60"},
        )
    response["Cache-Control"] = "public, max-age=86400"
    return response


@read_only
@revalidated
@readable
def article_picture(request: HttpRequest, article: Article) -> HttpResponse:
    return _answer(request, lambda: share_pictures.shared_article(article))


@read_only
@revalidated
@of_issue
def issue_picture(request: HttpRequest, issue: Issue) -> HttpResponse:
    return _answer(request, lambda: share_pictures.shared_issue(issue))


@read_only
@revalidated
@of_newspaper
def newspaper_picture(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    return _answer(request, lambda: share_pictures.shared_newspaper(newspaper))
