"""The WSGI application in front of Django: answers what it has, and keeps what Django answers."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from ceasefires.lasting import TOLD

from . import answers
from .answers import PACKED, Body, Environ, Start
from .metrics import HIT, MISS, STALE, UNWATCHED
from .pages import Flights, Key, Page, Pages
from .watch import Seen, Watch

# All of a request on which what Django answers to anyone depends, besides data, clock and code.
ASKED = (
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT",
    "HTTP_HOST",
    "SERVER_NAME",
    "SERVER_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "wsgi.url_scheme",
)


class PageCache:
    """Keeps what anyone asks for ``below`` an address, in ``budget`` bytes."""

    def __init__(self, application: Callable[..., Body], below: str, budget: int) -> None:
        self.application, self.below = application, below
        self.pages, self.flights, self.watch = Pages(budget), Flights(), Watch()

    def __call__(self, environ: Environ, start_response: Start) -> Body:
        if "HTTP_IF_MATCH" in environ:  # who read it compressed writes to it all the same
            environ["HTTP_IF_MATCH"] = environ["HTTP_IF_MATCH"].replace(f'{PACKED}"', '"')
        elif self._asked_by_anyone(environ):
            seen = self.watch.look()
            if seen:
                return self._answered(environ, start_response, seen)
            UNWATCHED.inc()
        return self.application(environ, start_response)

    def _asked_by_anyone(self, environ: Environ) -> bool:
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and environ["PATH_INFO"].startswith(self.below)
            and "HTTP_AUTHORIZATION" not in environ
        )

    def _answered(self, environ: Environ, start_response: Start, seen: Seen) -> Body:
        key = tuple(environ.get(name, "") for name in ASKED)
        page = self.pages.get(key)
        if page and page.stands(seen):
            HIT.inc()
            return self._given(key, page, environ, start_response)
        (STALE if page else MISS).inc()
        if self.flights.lead(key):
            try:
                return self._made(key, environ, start_response, seen)
            finally:
                self.flights.land(key)
        page = self.pages.get(key)
        if page and page.stands(seen):
            return self._given(key, page, environ, start_response)
        return self._made(key, environ, start_response, seen)

    def _made(self, key: Key, environ: Environ, start_response: Start, seen: Seen) -> Body:
        """What Django answers, and kept if it lasts; not told what the client has, it answers."""
        made, had = datetime.now(UTC), environ.pop("HTTP_IF_NONE_MATCH", "")
        started: list[Any] = []
        body = self.application(environ, lambda *given: started.append(given))
        environ["HTTP_IF_NONE_MATCH"] = had
        status, headers = started[0][:2]
        if TOLD not in environ or not answers.keepable(status, headers):
            return answers.passed_on(started[0], body, environ, start_response)
        etag, steady = answers.by_name(headers)["etag"], answers.lasting_headers(headers)
        page = Page(steady, etag, answers.whole(body), environ[TOLD], made, seen.look)
        self.pages.keep(key, page)
        return self._given(key, page, environ, start_response)

    def _given(self, key: Key, page: Page, environ: Environ, start_response: Start) -> Body:
        packs = answers.takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        packed = self.pages.packed(key, page) if packs else b""
        return answers.given(page, packed, environ, start_response)
