"""Where the change feed can be followed live."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer

from ceasefires.api.parameters import Parameter, Refused
from ceasefires.api.problems import ParameterError
from ceasefires.api.schema import StreamSchema
from ceasefires.feed import Position

from .base import Parameters, ReadView
from .changes import AFTER, RESOURCE, position

HEADER = "Last-Event-ID"


class EventStream(BaseRenderer):
    """For the choice by Accept alone: events render themselves."""

    media_type = "text/event-stream"
    format = "event-stream"

    def render(self, data: Any, *given: Any) -> bytes:
        return b""


class StreamView(ReadView):
    """The feed live, as Server-Sent Events: what comes from now on, or all after a position.

    Answered by a process of its own, where this one leads to.
    """

    schema = StreamSchema()
    renderer_classes = [EventStream]
    takes: ClassVar[tuple[Parameter, ...]] = (AFTER, RESOURCE)

    @extend_schema(responses={(200, EventStream.media_type): {"type": "string"}})
    def list(self, request: Any) -> HttpResponseBase:
        self.start()
        headers = {"Location": self.elsewhere(), "Cache-Control": "no-store"}
        return HttpResponse(status=307, headers=headers)

    def accepted_parameters(self) -> Parameters:
        return [*self.takes]

    def start(self) -> tuple[str, Position | None]:
        """What says where to begin, and where that is; None is now."""
        given = self.request.headers.get(HEADER)
        if given is None:
            return "after", self.given("after")
        try:
            return HEADER, position(given)
        except Refused as refused:
            raise ParameterError((HEADER, refused.code, str(refused))) from None

    def elsewhere(self) -> str:
        """This request's address in the process that answers it."""
        request = self.request
        host, _ = split_domain_port(request.get_host())
        here = f"{request.scheme}://{host}:{settings.STREAM_PORT}{request.path}"
        query = request.query_params.urlencode()
        return (settings.STREAM_URL or here) + (f"?{query}" if query else "")
