"""The bodies of writes: read whole, and taken or refused as a whole."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from rest_framework.exceptions import UnsupportedMediaType

from .drafts import Path
from .parameters import LONGEST_REASON
from .problems import LengthRequired, Malformed, TooLarge, Unacceptable, pointed, pointer
from .serializers.base import Untaken

Errors = Sequence[dict[str, str]]
# What is written with an object alone.
FIXED = {
    "slug": "never changes.",
    "dataset": "is told by an import alone.",
    "file": "is told by an import alone.",
    "reports": "are changed at addresses of their own; POST further ones to reports/.",
}


def body_of(request: Any) -> Any:
    """The body, read whole before anything is locked for it."""
    length = _announced(request.headers)
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLarge
    if len(request._request.body) < length:
        raise Malformed("The request's body was cut off.")
    return request.data


def _announced(headers: Any) -> int:
    """How many bytes there are to be: by this alone it can be told whether they all came."""
    if "Transfer-Encoding" in headers:
        raise LengthRequired
    if headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("", "Send the body as it is: no Content-Encoding is taken.")
    return int(headers.get("Content-Length") or 0)


def reason_of(body: Any) -> str:
    """Why something is withdrawn."""
    given = body.get("reason") if isinstance(body, dict) else None
    if not isinstance(given, str) or "\x00" in given or len(body) > 1:
        raise Unacceptable.at(("reason",), "required", 'give just {"reason": "…"}: say why.')
    if not any(each.isalnum() for each in given):
        raise Unacceptable.at(("reason",), "blank", "say why, in words.")
    if len(given) > LONGEST_REASON:
        raise Unacceptable.at(("reason",), "max_length", f"at most {LONGEST_REASON} characters.")
    return given.strip()


def taken(serializer: Any, body: Any, path: Path) -> tuple[dict[str, Any], Errors, set[str]]:
    """The values of a body by attribute, what cannot be taken of it, and of which fields."""
    try:
        return serializer.run_validation(body), [], set()
    except Untaken as error:
        return error.taken, list(pointed(error.detail, path)), error.failed


def differing(
    body: Any, shown: dict[str, Any], serializer: Any, whole: bool
) -> tuple[Errors, dict[str, Any]]:
    """What of a body differs from what is shown, and what is wrong with it as a change."""
    if not isinstance(body, dict):
        raise Unacceptable.at((), "not_an_object", "give an object.")
    wrong = []
    if whole:
        written = [name for name, each in serializer.fields.items() if not each.read_only]
        missing = "is required: PUT takes the whole object, PATCH some fields."
        wrong = [_at(name, "required", missing) for name in written if name not in body]
    changed = {
        name: value
        for name, value in body.items()
        if name not in shown or _text(value) != _text(shown[name])
    }
    wrong += [_at(name, "fixed", told) for name, told in FIXED.items() if name in changed]
    changed = {name: value for name, value in changed.items() if name not in FIXED}
    return wrong, changed


def _text(value: Any) -> str:
    """JSON, in which 1 is not true, and 2 not 2.0."""
    return json.dumps(value, sort_keys=True)


def _at(name: str, code: str, detail: str) -> dict[str, str]:
    return {"pointer": pointer([name]), "code": code, "detail": detail}
