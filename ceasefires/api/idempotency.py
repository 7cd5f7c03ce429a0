"""Retries: one write per Idempotency-Key, whose answer is stored along with it."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.http import HttpResponse

from ceasefires.models import Answer

from .problems import Conflicting, Malformed, Unacceptable

REUSED = "This Idempotency-Key came with another request: send the same bytes, or a new key."
KEPT = timedelta(hours=24)
FORGOTTEN_AT_ONCE = 100
KEY = re.compile(r"[\x21-\x7e]{1,255}")


class Reply(NamedTuple):
    """An answer to a write, in the bytes that a retry gets too."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012

    def response(self) -> HttpResponse:
        response = HttpResponse(
            self.body, "application/json", self.status, headers=self.headers or None
        )
        if not self.body:
            del response["Content-Type"]
        return response


class Asked(NamedTuple):
    """Whose request it is, under which key, and a digest of what it asks."""

    user: int
    key: str
    request: str


def asked(request: Any) -> Asked | None:
    """None of a request that bears no key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not KEY.fullmatch(key):
        raise Malformed("Idempotency-Key: give 1 to 255 visible ASCII characters, such as a UUID.")
    whole = f"{request.method} {request.get_full_path()}\n".encode() + request._request.body
    return Asked(request.user.pk, key, hashlib.sha256(whole).hexdigest())


def once(asked: Asked, write: Callable[[], Reply]) -> Reply:
    """The first answer to what is asked: now, or what is kept of it.

    Inside a transaction, whose end makes the write and its answer final at once.
    """
    if not _alone(f"{asked.user} {asked.key}"):
        raise Conflicting("The first request with this Idempotency-Key is still running.")
    since = datetime.now(UTC) - KEPT
    kept = Answer.objects.filter(user=asked.user, key=asked.key, at__gt=since).first()
    if kept is None:
        return _kept(asked, write())
    if kept.request != asked.request:
        raise Unacceptable.at((), "key_reused", REUSED)
    return Reply(kept.status, bytes(kept.body), kept.headers | {"Idempotency-Replayed": "true"})


def _alone(name: str) -> bool:
    """Whether nobody else runs a request of that name, until the transaction's end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        return bool(cursor.fetchone()[0])


def _kept(asked: Asked, reply: Reply) -> Reply:
    _forget(asked)
    Answer.objects.create(
        user_id=asked.user,
        key=asked.key,
        request=asked.request,
        status=reply.status,
        headers=reply.headers,
        body=reply.body,
    )
    return reply


def _forget(asked: Asked) -> None:
    """Delete this key's answer, if it is too old, and some other such, as far as nobody does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM ceasefires_answer WHERE user_id = %s AND key = %s OR id IN ("
            "SELECT id FROM ceasefires_answer WHERE at < %s"
            " ORDER BY at LIMIT %s FOR UPDATE SKIP LOCKED)",
            [asked.user, asked.key, datetime.now(UTC) - KEPT, FORGOTTEN_AT_ONCE],
        )
