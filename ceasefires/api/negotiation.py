"""Content negotiation: by the Accept header alone; ``format`` is a query parameter like others."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    """Heeds qualities (``q=0`` is a no), and answers with the plain media type of a renderer."""

    def select_renderer(
        self, request: Any, renderers: Iterable[Any], format_suffix: Any = None
    ) -> tuple[Any, str]:
        offered = {each.media_type: each for each in renderers}
        anything = not request.headers.get("Accept", "").strip()
        chosen = next(iter(offered)) if anything else request.get_preferred_type(list(offered))
        if chosen is None:
            raise NotAcceptable(f"Only {', '.join(offered)} can be had here.")
        return offered[chosen], chosen
