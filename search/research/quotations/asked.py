"""What a request gives to be checked: pasted text, or a Word document."""

import io
import zipfile
from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from archive.ingest.readers import docx
from archive.ingest.readers.bundle import UNPACKING_ERRORS
from archive.ingest.types import UnreadableSource
from archive.serving.long_requests import LONGEST_FORM
from search.research.quotations.sentences import LONGEST_TEXT, legible

# Bytes of a document: what a form may have (archive.serving.long_requests) but for the text beside it.
LARGEST_DOCUMENT = LONGEST_FORM - 20_000
LARGEST_PART = 4_000_000  # bytes of one of its parts, unpacked: a text of LONGEST_TEXT takes a tenth
# Characters that an address carries; a longer one is cut before it is read (archive.serving.long_requests), but not so
# short that it would not be told.
LONGEST_IN_ADDRESS = 400


@dataclass(frozen=True)
class Pasted:
    """`cut` characters were left away; `refused` says why a document was not read."""

    text: str = ""
    only: bool = False
    cut: int = 0
    refused: str = ""
    document: str = ""  # its name

    @property
    def query(self) -> str:
        """What asks for the same in an address; "" where the text is too long for one."""
        if not self.text or len(self.text) > LONGEST_IN_ADDRESS:
            return ""
        query = QueryDict(mutable=True)
        query["text"] = self.text
        if self.only:
            query["only"] = "1"
        return query.urlencode()


def pasted_in(request: HttpRequest) -> Pasted:
    params = request.POST if request.method == "POST" else request.GET
    only = params.get("only") == "1"
    file = request.FILES.get("document")
    if file is None:
        longest = LONGEST_TEXT if request.method == "POST" else LONGEST_IN_ADDRESS
        return _bounded(params.get("text", ""), only, longest=longest)
    name = str(file.name)
    if (file.size or 0) > LARGEST_DOCUMENT:
        return Pasted(only=only, refused=f"文件超过 {LARGEST_DOCUMENT // 1000} KB。请去掉图片，或只复制要核对的文字。")
    try:
        return _bounded(document_text(name, file.read()), only, name)
    except UnreadableSource as reason:
        return Pasted(only=only, refused=str(reason))


def _bounded(text: str, only: bool, document: str = "", longest: int = LONGEST_TEXT) -> Pasted:
    whole = legible(text).strip()
    return Pasted(whole[:longest], only, max(0, len(whole) - longest), "", document)


def document_text(name: str, data: bytes) -> str:
    """The text of a Word document, a line a paragraph, without what stands at the head and foot of its sheets. Raises
    UnreadableSource where it is none, or too much to unpack here."""
    if not docx.matches(data):
        raise UnreadableSource("这不是 Word 文档（DOCX）。请另存为 DOCX，或把要核对的文字复制到上面的框里。")
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except UNPACKING_ERRORS as error:
        raise UnreadableSource("文档已损坏，打不开。请用 Word 或 WPS 打开，另存后再试。") from error
    if any(part.file_size > LARGEST_PART and part.filename.endswith((".xml", ".rels")) for part in parts):
        raise UnreadableSource("文档里的文字太多。请只复制要核对的文字。")
    return "\n".join(line.text for line in docx.read(name, data).lines if line.markup != "furniture")
