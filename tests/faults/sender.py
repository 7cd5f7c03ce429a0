"""A user whose requests go over the wire; what is acknowledged is noted."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from tests.api.contract import BASE, hold
from tests.people import bearing, make_token_of, make_user

from .ledger import Key, Ledger
from .wire import Got, ask

LARGEST_HELD = 100_000  # bytes: what a bulk holds is held to the document one by one elsewhere
JSON = {"Content-Type": "application/json"}


class Sender:
    """Bodies are Python values, or bytes as they are; every answer is held to the document."""

    def __init__(self, port: int, ledger: Ledger, role: str = "editor") -> None:
        self.port, self.ledger = port, ledger
        self.user = make_user(role)
        self.token = make_token_of(self.user)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Got:
        """One request on a connection of its own; ConnectionError where it dies unanswered."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        text = body if isinstance(body, bytes) else json.dumps(body).encode()
        answer = ask(self.port, method, BASE + path, text, JSON | bearing(self.token) | given)
        if len(answer.content) < LARGEST_HELD:
            hold(answer, method, *(BASE + path).partition("?")[::2])
        if answer.status_code < 300 and method != "GET" and "dry_run=true" not in path:
            key = headers.get("Idempotency_Key")
            self.ledger.note(method, path, answer, Key(self.user.pk, key) if key else None)
        return answer

    def head(self, *lines: str, method: str = "POST", path: str = "violations/") -> bytes:
        """How a request begins that is sent as it is."""
        given = [f"{method} {BASE}{path} HTTP/1.1", "Host: localhost", *lines]
        given.append(f"Authorization: Bearer {self.token}")
        return ("\r\n".join(given) + "\r\n\r\n").encode("latin-1")

    def log(self, body: Any, **headers: str) -> Got:
        return self.send("POST", "violations/", body, **headers)

    def tag(self, path: str) -> str:
        return self.send("GET", path)["ETag"]

    def change(self, method: str, path: str, body: Any, **headers: str) -> Got:
        """Change what stands at a path as it is now."""
        return self.send(method, path, body, If_Match=self.tag(path), **headers)


def at_once(*requests: Callable[[], Got]) -> list[Got]:
    """The answers to requests that are sent at the same moment."""
    start = Barrier(len(requests))

    def send(request: Callable[[], Got]) -> Got:
        start.wait()
        return request()

    with ThreadPoolExecutor(len(requests)) as pool:
        return list(pool.map(send, requests))
