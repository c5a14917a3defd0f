"""PDFs, which take a second of processor time where they are long: all workers together make one at a time.

Those of articles and issues are kept, each named by what it says, whatever is asked for in the address. A list is not:
it says what a reader searched for, which is nobody else's to know.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

from archive.disk.kept_files import KeptFile, KeptFolder, NotMadeNow
from archive.models.printed import public
from archive.serving.kept import program_state
from archive.serving.views import View
from archive.takeaway.pdf_fonts import font_files
from archive.takeaway.pdf_pages import Sheaf, printed_sheaves

MOST_KEPT = 500  # 80 to 600 kB each, the longest three megabytes
A_MINUTE = 300  # of an article of usual length a fiftieth of a second each
PATIENCE = 5  # seconds for others' to be made
RETRY_PDF_SECONDS = 10
NOT_MADE_SAID = "这份 PDF 现在生成不了：别人的正在生成，或者服务器没有地方存。请过一会儿再来，或改用 Word、纯文本。"


def kept_pdf(told: object, set_in_type: Callable[[], Sheaf]) -> bytes:
    """The PDF that says what is `told`, made where it is not kept. Raises NotMadeNow."""
    made_of = repr((program_state(), sorted(map(str, font_files().values())), told))
    return (
        _folder()
        .get(
            hashlib.blake2b(made_of.encode(), digest_size=16).hexdigest(),
            lambda: KeptFile(".pdf", printed_sheaves(set_in_type())),
            still=lambda: public(told) == told,
        )
        .content
    )


def pdf_in_turn(make: Callable[[], bytes]) -> bytes:
    """A PDF that is not kept. Raises NotMadeNow."""
    with _folder().turn():
        return make()


def said_if_not_made(view: View) -> View:
    """Answer 503 where the PDF that `view` answers with is not made now."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotMadeNow:
            page = render_to_string("unsaved.html", {"sentence": NOT_MADE_SAID})
            return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_PDF_SECONDS)})

    return inner


def _folder() -> KeptFolder:
    return KeptFolder(settings.PDFS_DIR, [".pdf"], MOST_KEPT, A_MINUTE, PATIENCE)
