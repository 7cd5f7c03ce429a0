"""Errors as RFC 9457 problem details: what was wrong, where, and what to do."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse
from rest_framework import exceptions
from rest_framework.views import set_rollback

MEDIA_TYPE = "application/problem+json"
TRY_AGAIN_SECONDS = "5"


class ParameterError(exceptions.APIException):
    """Query parameters that cannot be taken: a list of (name, code, what to do)."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "One or more query parameters cannot be taken."

    def __init__(self, *errors: tuple[str, str, str]) -> None:
        super().__init__()
        self.errors = [
            {"parameter": name, "code": code, "detail": detail} for name, code, detail in errors
        ]


class Unavailable(exceptions.APIException):
    status_code = HTTPStatus.SERVICE_UNAVAILABLE
    default_detail = "The database cannot answer now. Try again in a few seconds."


def problem(status: int, detail: str, errors: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """The body of a problem response."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    return body | {"errors": errors} if errors else body


def handle(exc: Exception, context: dict[str, Any]) -> JsonResponse | None:
    """REST framework's exception handler: every error of the API is a problem."""
    known = _as_api_exception(exc)
    if known is None:
        return None
    set_rollback()
    errors = list(_errors(known))
    return plain_response(known.status_code, _detail(known), errors, _headers(known))


def _as_api_exception(exc: Exception) -> exceptions.APIException | None:
    if isinstance(exc, Http404):
        return exceptions.NotFound(str(exc) if exc.args else None)
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, OperationalError | InterfaceError):
        return Unavailable()
    return exc if isinstance(exc, exceptions.APIException) else None


def _headers(exc: exceptions.APIException) -> dict[str, str]:
    headers = {}
    if isinstance(exc, Unavailable):
        headers["Retry-After"] = TRY_AGAIN_SECONDS
    wait, challenge = getattr(exc, "wait", None), getattr(exc, "auth_header", None)
    if wait is not None:
        headers["Retry-After"] = str(int(wait) + 1)
    if challenge:
        headers["WWW-Authenticate"] = challenge
    return headers


def _detail(exc: exceptions.APIException) -> str:
    if isinstance(exc, exceptions.ValidationError):
        return "The request's body cannot be taken."
    return str(exc.detail)


def _errors(exc: exceptions.APIException) -> Iterator[dict[str, str]]:
    if isinstance(exc, ParameterError):
        yield from exc.errors
    elif isinstance(exc, exceptions.ValidationError):
        yield from _pointed(exc.detail, "#")


def _pointed(detail: Any, pointer: str) -> Iterator[dict[str, str]]:
    """A validation error's tree as JSON pointers into the body."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            whole = name == "non_field_errors"
            yield from _pointed(inner, pointer if whole else f"{pointer}/{name}")
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from _pointed(inner, f"{pointer}/{index}" if nested else pointer)
    else:
        yield {"pointer": pointer, "code": detail.code, "detail": str(detail)}


def plain_response(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """A problem as such, whatever a view renders otherwise."""
    body = problem(status, detail, errors)
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)
