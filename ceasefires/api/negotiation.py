"""Content negotiation, rendering and parsing."""

from typing import Any

from drf_orjson_renderer.renderers import ORJSONRenderer
from rest_framework.negotiation import DefaultContentNegotiation

from .problems import MEDIA_TYPE


class ProblemRenderer(ORJSONRenderer):
    """Lets a client that only accepts problems be served its errors."""

    media_type = MEDIA_TYPE
    format = "problem"


class Negotiation(DefaultContentNegotiation):
    """By the Accept header alone; ``format`` is a query parameter like others."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        return super().select_renderer(request, renderers, None)

    def filter_renderers(self, renderers: Any, format: Any) -> Any:
        return renderers
