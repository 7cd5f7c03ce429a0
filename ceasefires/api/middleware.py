"""Lets any web page read the API, and write with a token."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from .fields.references import BASE

EXPOSED = (
    "ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
    "X-Request-ID"
)
ALLOWED_HEADERS = (
    "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
    "Last-Event-ID, X-Request-ID"
)
PREFLIGHT_SECONDS = "86400"


class CrossOriginReads:
    """Answers preflight requests and lets browsers see the headers that clients need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(BASE):
            return self.get_response(request)
        asks = "Access-Control-Request-Method" in request.headers
        preflight = request.method == "OPTIONS" and asks
        response = HttpResponse(status=204) if preflight else self.get_response(request)
        readable_anywhere(response)
        if preflight:
            response["Access-Control-Allow-Methods"] = (
                "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"
            )
            response["Access-Control-Allow-Headers"] = ALLOWED_HEADERS
            response["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
        return response


def readable_anywhere(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = EXPOSED
    return response
