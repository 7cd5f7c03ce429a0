"""What goes out: of a page that is kept, and of what is not."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.utils.http import parse_etags

from .pages import Headers, Page

Environ = dict[str, Any]
Start = Callable[..., Any]
Body = Iterable[bytes]

OK, NOT_MODIFIED = "200 OK", "304 Not Modified"
PACKED = "-gzip"  # how the ETag of a compressed body ends
ITS_OWN = {"cache-control", "content-length", "etag", "vary"}  # each answer's
OF_CONTENT = {"content-type", "content-length", "allow"}  # what a 304 does not say again
HEEDED = {"accept", "authorization"}  # who sends the latter is not answered from here


def keepable(status: str, headers: Headers) -> bool:
    """Whether an answer is the same to anyone who asks for it in the same way."""
    held = by_name(headers)
    varies = {each.strip().lower() for each in held.get("vary", "").split(",")}
    return status == OK and "etag" in held and "set-cookie" not in held and varies <= HEEDED


def by_name(headers: Headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers}


def lasting_headers(headers: Headers) -> Headers:
    vary = ("Vary", f"{by_name(headers)['vary']}, Accept-Encoding")
    steady = [each for each in headers if each[0].lower() not in ITS_OWN]
    return [shared(each) for each in [*steady, vary]]


@lru_cache(maxsize=256)
def shared(header: tuple[str, str]) -> tuple[str, str]:
    """The same, and one object for all pages: most have most in common."""
    return header


def whole(body: Any) -> bytes:
    try:
        return b"".join(body)
    finally:
        body.close()


def given(page: Page, packed: bytes, environ: Environ, start_response: Start) -> Body:
    """A page, ``packed`` if there is such a body, or 304 in its place."""
    etag = f'{page.etag[:-1]}{PACKED}"' if packed else page.etag
    kept = page.lasting.cache_control(datetime.now(UTC))
    headers = [*page.headers, ("Cache-Control", kept), ("ETag", etag)]
    if has(environ, etag):
        return not_modified(headers, start_response)
    body = packed or page.body
    encoded = [("Content-Encoding", "gzip")] if packed else []
    start_response(OK, [*headers, *encoded, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def passed_on(started: Any, body: Any, environ: Environ, start_response: Start) -> Body:
    """What is not kept, or 304 in its place: Django was not told what the client has."""
    status, headers = started[:2]
    etag = by_name(headers).get("etag")
    if status == OK and etag and has(environ, etag):
        body.close()
        return not_modified(headers, start_response)
    start_response(*started)
    return body  # type: ignore[no-any-return]


def not_modified(headers: Headers, start_response: Start) -> Body:
    told = [each for each in headers if each[0].lower() not in OF_CONTENT]
    start_response(NOT_MODIFIED, [*told, ("Content-Length", "0")])
    return []


def has(environ: Environ, etag: str) -> bool:
    """Whether the client has it already."""
    named = environ.get("HTTP_IF_NONE_MATCH")
    if not named or named == etag:
        return bool(named)
    return any(each in ("*", etag) for each in map(strong, parse_etags(named)))


def strong(etag: str) -> str:
    return etag.removeprefix("W/")


@lru_cache(maxsize=256)
def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding does."""
    taken = {}
    for each in accepted.lower().split(","):
        coding, *parameters = (part.strip() for part in each.split(";"))
        taken[coding] = not any(re.fullmatch(r"q\s*=\s*0(\.0*)?", part) for part in parameters)
    return taken.get("gzip", taken.get("*", False))
