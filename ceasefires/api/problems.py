"""Errors as RFC 9457 problem details: what was wrong, where, and what to do."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import Http404, JsonResponse, UnreadablePostError
from rest_framework import exceptions
from rest_framework.views import set_rollback

MEDIA_TYPE = "application/problem+json"
TRY_AGAIN_SECONDS = "5"
MOST_ERRORS = 100


NOT_THERE = "There is nothing at this address. What was withdrawn still has its history."
NO_TOKEN = "Writing takes a token: send it as “Authorization: Bearer <token>”."


class ParameterError(exceptions.APIException):
    """Query parameters that cannot be taken: a list of (name, code, what to do)."""

    status_code = HTTPStatus.BAD_REQUEST
    default_detail = "One or more query parameters cannot be taken."

    def __init__(self, *errors: tuple[str, str, str]) -> None:
        super().__init__()
        self.errors = [
            {"parameter": name, "code": code, "detail": detail} for name, code, detail in errors
        ]


class Unacceptable(exceptions.APIException):
    """A body that is JSON, but says what cannot be: errors with pointers into it."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = "The request's body cannot be taken; errors tells why."

    def __init__(self, errors: list[dict[str, str]]) -> None:
        super().__init__()
        self.errors = errors

    @classmethod
    def at(cls, path: Iterable[str | int], code: str, detail: str) -> "Unacceptable":
        return cls([{"pointer": pointer(path), "code": code, "detail": detail}])

    def within(self, body: dict[str, Any]) -> "Unacceptable":
        """The same; what a body leads to without naming it is told of the body as a whole."""
        named = {pointer([name]) for name in body}
        whole = {"pointer": pointer(())}
        placed = [(each, "/".join(each["pointer"].split("/")[:2])) for each in self.errors]
        return Unacceptable([each if at in named else each | whole for each, at in placed])


class Malformed(exceptions.APIException):
    status_code = HTTPStatus.BAD_REQUEST


class Conflicting(exceptions.APIException):
    status_code = HTTPStatus.CONFLICT


class LengthRequired(exceptions.APIException):
    status_code = HTTPStatus.LENGTH_REQUIRED
    default_detail = "Give the body's Content-Length, rather than sending it in chunks."


class PreconditionFailed(exceptions.APIException):
    status_code = HTTPStatus.PRECONDITION_FAILED
    default_detail = (
        "It does not read as it did under that ETag: read the whole object again, decide anew, and "
        "send its ETag as it came, in quotes."
    )


class PreconditionRequired(exceptions.APIException):
    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = "Give the ETag of what you have read, as If-Match."


class TooLarge(exceptions.APIException):
    status_code = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is too large; logging many acts, send fewer at once."


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
        return exceptions.NotFound(NOT_THERE)
    if isinstance(exc, exceptions.NotAuthenticated):
        exc.detail = exceptions.ErrorDetail(NO_TOKEN, exc.default_code)
    if isinstance(exc, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(exc, UnreadablePostError):
        return Malformed("The request's body was cut off.")
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
    return str(exc.detail)


def _errors(exc: exceptions.APIException) -> Iterator[dict[str, str]]:
    if isinstance(exc, ParameterError | Unacceptable):
        yield from exc.errors


def pointer(path: Iterable[str | int]) -> str:
    """A JSON pointer (RFC 6901) as a URI fragment."""
    return "#" + "".join(f"/{str(each).replace('~', '~0').replace('/', '~1')}" for each in path)


def pointed(detail: Any, path: tuple[str | int, ...]) -> Iterator[dict[str, str]]:
    """A validation error's tree as JSON pointers into the body."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            whole = name == "non_field_errors"
            yield from pointed(inner, path if whole else (*path, name))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from pointed(inner, (*path, index) if nested else path)
    else:
        yield {"pointer": pointer(path), "code": detail.code, "detail": str(detail)}


def plain_response(
    status: int,
    detail: str,
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
) -> JsonResponse:
    """A problem as such, whatever a view renders otherwise."""
    body = problem(status, detail, errors)
    return JsonResponse(body, status=status, headers=headers, content_type=MEDIA_TYPE)
