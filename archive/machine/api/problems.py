"""Errors of the API: RFC 9457 problem details, with a code for programs and a sentence in Chinese."""

from http import HTTPStatus

from django.http import JsonResponse

from archive.serving.unsaved import RETRY_AFTER_SECONDS


class ApiProblem(Exception):
    """What a caller did wrong or cannot have. `more` adds members to the answer."""

    def __init__(self, status: int, code: str, detail: str, **more: str) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.more = status, code, detail, more

    def response(self) -> JsonResponse:
        body = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "code": self.code,
            "detail": self.detail,
            **self.more,
        }
        return JsonResponse(
            body,
            status=self.status,
            content_type="application/problem+json",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)} if self.status == HTTPStatus.SERVICE_UNAVAILABLE else {},
            json_dumps_params={"ensure_ascii": False},
        )
