"""Requests over real connections: whole ones, and such as no client library would send."""

import http.client
import json
import socket
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Any

PATIENCE = 30


@dataclass(frozen=True)
class Got:
    """An answer."""

    status_code: int
    headers: dict[str, str]
    content: bytes

    def __getitem__(self, header: str) -> str:
        return self.headers[header.lower()]

    def __contains__(self, header: str) -> bool:
        return header.lower() in self.headers

    def json(self) -> Any:
        return json.loads(self.content)


def got(response: HTTPResponse) -> Got:
    headers = {name.lower(): value for name, value in response.getheaders()}
    return Got(response.status, headers, response.read())


def ask(port: int, method: str, path: str, body: bytes, headers: dict[str, str]) -> Got:
    """One request on a connection of its own; ConnectionError where it dies unanswered."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        asking.request(method, path, body, headers)
        return got(asking.getresponse())
    finally:
        asking.close()


class Raw:
    """A connection on which bytes are sent as they are."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)

    def __enter__(self) -> "Raw":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def answer(self) -> Got:
        response = HTTPResponse(self.socket)
        response.begin()
        return got(response)

    def status_unless_closed(self) -> int | None:
        try:
            return self.answer().status_code
        except ConnectionError:
            return None

    def send_what_is_taken(self, data: bytes) -> None:
        """Until the other side wants no more."""
        with suppress(ConnectionError):
            self.socket.sendall(data)

    def end(self) -> None:
        """Send nothing more, and wait for an answer all the same."""
        self.socket.shutdown(socket.SHUT_WR)

    def close(self) -> None:
        self.socket.close()

    def closed(self) -> bool:
        """Whether the other side has closed it."""
        return self.socket.recv(1) == b""
