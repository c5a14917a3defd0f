"""What an answer says, whatever it is wrapped in: gzip, a package of XML, a PDF."""

import gzip
import io
import zipfile

import pypdfium2


def unwrapped(answer) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            body = b"\n".join(parts.read(name) for name in parts.namelist())
    if body[:5] == b"%PDF-":
        return "\n".join(text_of_pages(body))
    return body.decode("utf-8", "replace")


def text_of_pages(pdf: bytes) -> list[str]:
    """As PDFium finds it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
