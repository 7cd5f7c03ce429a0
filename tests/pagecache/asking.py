"""Asks the service through a page cache, and past it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from django.test import RequestFactory

from tests.api.contract import BASE
from tracker.pagecache import PageCache
from tracker.wsgi import application

ROOMY = 10_000_000  # bytes


@dataclass(frozen=True)
class Answer:
    status: str
    headers: dict[str, str]
    body: bytes


class Asker:
    """``made`` are the paths that Django was asked for."""

    def __init__(self, budget: int = ROOMY) -> None:
        self.made: list[str] = []
        self.cache = PageCache(self.noting, below=BASE, budget=budget)

    def noting(self, environ: Any, start_response: Any) -> Any:
        self.made.append(environ["PATH_INFO"])
        return application(environ, start_response)

    def ask(self, path: str, *given: Any, **headers: str) -> Answer:
        return asked(self.cache, path, *given, **headers)

    def past(self, path: str, *given: Any, **headers: str) -> Answer:
        return asked(application, path, *given, **headers)

    def kept(self, path: str) -> bool:
        """Whether an answer is given without asking Django."""
        before = len(self.made)
        self.ask(path)
        return len(self.made) == before


def asked(wsgi: Any, path: str, method: str = "GET", body: bytes = b"", **headers: str) -> Answer:
    """Of one path below /api/v1/, or of a whole one."""
    url = urljoin(BASE, path)
    request = RequestFactory(HTTP_HOST="localhost").generic(method, url, body, "application/json")
    started: list[Any] = []
    given = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    pieces = wsgi(request.environ | given, lambda *start: started.append(start))
    try:
        content = b"".join(pieces)
    finally:
        getattr(pieces, "close", lambda: None)()
    status, told = started[0][:2]
    assert len(told) == len(dict(told)), "a header is given twice"
    return Answer(status, dict(told), content)


def fresh(asker: Asker, *paths: str) -> None:
    """Each is answered through the cache as Django answers it now."""
    for path in paths:
        through, past = asker.ask(path), asker.past(path)
        assert (through.status, through.body) == (past.status, past.body), path
        assert through.headers.get("ETag") == past.headers.get("ETag"), path
