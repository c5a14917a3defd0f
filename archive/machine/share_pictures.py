"""/articles/<id>/share.png and the like: the picture that is shown where a page is shared, made once and kept.

Each is named by what is drawn on it, whatever is asked for in the address. Whoever asks for all of them finds a few
made: A_MINUTE at most, by all workers together, of which the newest MOST_KEPT stay.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from archive.addresses.links import address
from archive.disk.kept_files import KeptFile, KeptFolder, NotMadeNow
from archive.layout import share_pictures
from archive.layout.share_pictures import Shared
from archive.models import Article, Issue, Newspaper
from archive.serving.articles import readable
from archive.serving.issues import of_issue
from archive.serving.kept import revalidated_by_version
from archive.serving.methods import read_only
from archive.serving.newspapers import of_newspaper

MOST_KEPT = 2000  # some 25 kB each
A_MINUTE = 30  # a tenth of a second of processor time each
PATIENCE = 2  # seconds for another worker to finish its own


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


def kept_picture(shared_of: Article | Issue | Newspaper, words: Callable[[Any], Shared]) -> bytes:
    """The picture as it is kept, made where it is not. Raises NotMadeNow."""
    shared = words(shared_of)

    def still() -> bool:
        return bool(words(type(shared_of)._default_manager.get(pk=shared_of.pk)) == shared)

    folder = KeptFolder(settings.PICTURES_DIR, [".png"], MOST_KEPT, A_MINUTE, PATIENCE)
    return folder.get(
        picture_name(shared), lambda: KeptFile(".png", share_pictures.drawn_picture(shared)), still
    ).content


def _answer(
    request: HttpRequest, shared_of: Article | Issue | Newspaper, words: Callable[[Any], Shared]
) -> HttpResponse:
    if share_pictures.font_file() is None:
        raise Http404("本站没有分享用的图片：服务器上没有装中文字体。")
    try:
        return HttpResponse(kept_picture(shared_of, words), "image/png")
    except NotMadeNow:
        return HttpResponse(
            "分享用的图片现在做不出来，请过一分钟再来。",
            "text/plain; charset=utf-8",
            503,
            headers={"Retry-After": "60"},
        )


@read_only
@revalidated_by_version
@readable
def article_picture(request: HttpRequest, article: Article) -> HttpResponse:
    return _answer(request, article, share_pictures.shared_article)


@read_only
@revalidated_by_version
@of_issue
def issue_picture(request: HttpRequest, issue: Issue) -> HttpResponse:
    return _answer(request, issue, share_pictures.shared_issue)


@read_only
@revalidated_by_version
@of_newspaper
def newspaper_picture(request: HttpRequest, newspaper: Newspaper) -> HttpResponse:
    return _answer(request, newspaper, share_pictures.shared_newspaper)
