"""Answers that ask nothing of Django or the database, so that the server gives them at once."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from archive.machine.api.problems import ApiProblem
from archive.serving.policies import headers_of_every_answer

BUSY_SECONDS = 2  # a full lane is empty again within a few seconds
NO_ROOM_SECONDS = 60
# Read as it is, by whatever application is served: no template, and no style sheet that would have to be asked for.
REFUSED_PAGE = (Path(__file__).resolve().parent.parent / "templates" / "refused.html").read_text(encoding="utf-8")


@dataclass(frozen=True)
class ReadyAnswer:
    status: str
    content_type: str
    body: bytes
    more: tuple[tuple[str, str], ...] = ()

    @property
    def status_code(self) -> int:
        return int(self.status[:3])

    @property
    def headers(self) -> list[tuple[str, str]]:
        own = [("Content-Type", self.content_type), ("Cache-Control", "no-store"), *self.more]
        return [*own, *headers_of_every_answer()]


@dataclass(frozen=True)
class Refusal:
    """What is said to whoever gets no page: to people, and by `code` to programs."""

    status: HTTPStatus
    code: str
    title: str
    said: str
    retry_after: int = 0  # seconds, where coming again helps
    allowed: str = ""  # methods


@cache
def answer_of_refusal(refusal: Refusal, to_program: bool) -> ReadyAnswer:
    """A page, or to a program a problem (RFC 9457)."""
    status = f"{refusal.status.value} {refusal.status.phrase}"
    told = {"Retry-After": str(refusal.retry_after or ""), "Allow": refusal.allowed}
    more = tuple((header, value) for header, value in told.items() if value)
    if to_program:
        problem = ApiProblem(refusal.status, refusal.code, f"{refusal.title}：{refusal.said}").response()
        return ReadyAnswer(status, problem.headers["Content-Type"], problem.content, more)
    page = REFUSED_PAGE.format(title=refusal.title, said=refusal.said)
    return ReadyAnswer(status, "text/html; charset=utf-8", page.encode(), more)


ALIVE = ReadyAnswer("200 OK", "text/plain", b"ok\n")
BUSY = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "busy",
    "现在来访的人太多",
    "请过几秒钟再试一次。正在写的字没有丢：按浏览器的“后退”，还在原来的页面上。",
    retry_after=BUSY_SECONDS,
)
UNREADABLE = Refusal(HTTPStatus.BAD_REQUEST, "unreadable", "没有读懂这个请求", "请检查网址，或者从首页重新打开。")
TOO_LONG = Refusal(
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "too_long",
    "发来的内容太长",
    "读者一次最多能发 200 KB，引文核对一次最多 5000 字；"
    "在编辑台的“导入文件”里，一次最多 1 GB，每个文件最多 200 MB。请缩短，或者分几次发。",
)
NO_ROOM = Refusal(
    HTTPStatus.INSUFFICIENT_STORAGE,
    "no_room",
    "服务器的磁盘满了",
    "发来的内容没有收下。请告诉管理员；腾出空间后再试。",
    retry_after=NO_ROOM_SECONDS,
)
LONG_ADDRESS = Refusal(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
    "long_address",
    "网址太长",
    "请缩短网址里的检索词，或者清除这个网站的 Cookie 再试。",
)
WRONG_METHOD = Refusal(HTTPStatus.METHOD_NOT_ALLOWED, "method", "这个网址只能读", "请用 GET。", allowed="GET, HEAD")
FAULT = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, "fault", "网站出了错", "请过一会儿再试；一直这样，请告诉编辑部。")
