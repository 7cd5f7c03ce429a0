"""What lets clients ask whether an answer that they keep still holds."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags

from .problems import plain_response

FOR_ITS_BEARER = "private, no-store"


def tag(content: bytes) -> str:
    """The strong ETag of an answer's bytes."""
    return f'"{hashlib.blake2b(content, digest_size=16).hexdigest()}"'


def conditional(request: HttpRequest, response: HttpResponse) -> HttpResponse | None:
    """Tag a rendered answer by its content; 304 in its place where the client has it."""
    response["ETag"] = etag = tag(response.content)
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer is None or answer is response:
        return None
    if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        return plain_response(HTTPStatus.PRECONDITION_FAILED, "If-Match names another ETag.")
    for header in ("Cache-Control", "Link", "Vary"):
        if header in response:
            answer[header] = response[header]
    return answer


def matches(if_match: str, etag: str) -> bool:
    """Whether an If-Match names an ETag, by strong comparison; ``*`` names any."""
    return "*" in (named := parse_etags(if_match)) or etag in named
