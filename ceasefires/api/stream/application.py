"""ASGI: Django decides on a request in a thread; what it lets in is streamed by the event loop."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.base import BaseHandler
from django.http import HttpResponseBase

from ceasefires.api.middleware import readable_anywhere
from ceasefires.api.problems import TRY_AGAIN_SECONDS, plain_response
from ceasefires.listening import Listener
from ceasefires.live import in_thread

from .events import live

# What else a client may send is of no use here, and reading it may fail.
HEADERS_READ = {
    *(b"host", b"accept", b"authorization", b"last-event-id", b"x-forwarded-proto"),
    *(b"access-control-request-method",),
}
LAST_WORDS = 1.0  # seconds for what was sent to be taken, when the process is stopped

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class Application:
    def __init__(self) -> None:
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.streams: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.live(receive, send)
        elif scope["type"] == "http":
            await self.answer(scope, receive, send)

    async def live(self, receive: Receive, send: Send) -> None:
        """Read for all who follow, from the server's start to its end."""
        await receive()
        loop = asyncio.get_running_loop()
        listener = Listener(live, loop)
        listener.start()
        beating = loop.create_task(beat())
        loop.add_signal_handler(signal.SIGTERM, leave)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        beating.cancel()
        listener.end()
        await send({"type": "lifespan.shutdown.complete"})

    async def answer(self, scope: Message, receive: Receive, send: Send) -> None:
        response = await in_thread(self.decide, scope)
        if not response.streaming or scope["method"] == "HEAD":
            await send_whole(response, send)
        elif len(self.streams) >= settings.STREAM_CLIENTS:
            await send_whole(too_many(), send)
        else:
            await self.stream(response, receive, send)

    def decide(self, scope: Message) -> HttpResponseBase:
        headers = [(name, value) for name, value in scope["headers"] if name in HEADERS_READ]
        query = scope["query_string"].decode(errors="replace")
        request = ASGIRequest(scope | {"headers": headers, "query_string": query}, BytesIO())
        return self.handler.get_response(request)

    async def stream(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        """Send until the client or this process leaves, whoever is first."""
        sending = asyncio.create_task(send_all(response, send))
        leaving = asyncio.create_task(left(receive))
        self.streams.add(sending)
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.streams.discard(sending)
            leaving.cancel()
            sending.cancel()


def leave() -> None:
    """End the streams, for which the server would wait; then have it stop, as by SIGINT.

    It would wait for those too who take nothing. Whoever is cut off goes on elsewhere.
    """
    live.end()
    asyncio.get_running_loop().call_later(LAST_WORDS, os._exit, 0)
    signal.raise_signal(signal.SIGINT)


async def send_all(response: Any, send: Send) -> None:
    try:
        await in_time(send(beginning(response)))
        async for each in response:
            await in_time(send(part(each, more=True)))
        await in_time(send(part(b"")))
    except TimeoutError:
        return  # it takes nothing: unfinished as its answer is, the server closes the connection


async def in_time(sent: Awaitable[None]) -> None:
    async with asyncio.timeout(settings.STREAM_PATIENCE):
        await sent


async def send_whole(response: Any, send: Send) -> None:
    await send(beginning(response))
    await send(part(b"" if response.streaming else response.content))


def beginning(response: HttpResponseBase) -> Message:
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


def part(body: bytes, more: bool = False) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}


def too_many() -> HttpResponseBase:
    said = "As many follow the changes as can be served. Try again later, or read them in pages."
    response = plain_response(503, said, headers={"Retry-After": TRY_AGAIN_SECONDS})
    return readable_anywhere(response)


async def left(receive: Receive) -> None:
    """Until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def beat() -> None:
    while True:
        await asyncio.sleep(settings.STREAM_HEARTBEAT)
        live.beat()
