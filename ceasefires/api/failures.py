"""Failures outside the API's views: pages where people look, problems for everyone else."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from .problems import plain_response

PAGES = ("/admin/", "/docs/")


def _handler(status: int, detail: str, page: Callable[..., Any]) -> Callable[..., HttpResponse]:
    def handle(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.path_info.startswith(PAGES):
            shown: HttpResponse = page(request, *args, **kwargs)
            return shown
        return plain_response(status, detail)

    return handle


bad_request = _handler(
    400, "The request is malformed, or its Host is not one served here.", defaults.bad_request
)
not_found = _handler(404, "There is nothing at this address.", defaults.page_not_found)
server_error = _handler(
    500, "Something failed here. The fault is not yours; try again later.", defaults.server_error
)
