"""Who may follow the feed, from where on: decided as in the web server."""

from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.http.request import HttpRequest, split_domain_port

from ceasefires import feed
from ceasefires.api.fields.references import BASE
from ceasefires.api.views.changes import check_given_out
from ceasefires.api.views.stream import EventStream, StreamView

from .events import events

UNBUFFERED = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # the latter is for nginx


class LiveView(StreamView):
    """The events themselves."""

    def list(self, request: Any) -> StreamingHttpResponse:
        settled, unnumbered = feed.bounds()
        name, start = self.start()
        if start is not None:
            check_given_out(name, start, unnumbered)
        wanted = frozenset(self.given("resource", ()))
        told = events(settled if start is None else start, wanted, web_root(request))
        return StreamingHttpResponse(told, content_type=EventStream.media_type, headers=UNBUFFERED)


def web_root(request: HttpRequest) -> str:
    """The API's root in the web server, which is at the same address unless asked here directly."""
    asked = request.get_host()
    host, port = split_domain_port(asked)
    if port == str(settings.STREAM_PORT):
        asked = f"{host}:{settings.PORT}"
    return f"{request.scheme}://{asked}{BASE}"
