"""Content negotiation: what is answered, by the Accept header or the query; what is taken."""

from collections.abc import Iterable
from typing import Any

from django.http.request import MediaType
from rest_framework.exceptions import NotAcceptable
from rest_framework.negotiation import DefaultContentNegotiation


class Negotiation(DefaultContentNegotiation):
    """Heeds qualities (``q=0`` is a no), and answers with the plain media type of a renderer."""

    def select_renderer(
        self, request: Any, renderers: Iterable[Any], format_suffix: Any = None
    ) -> tuple[Any, str]:
        offered = list(renderers)
        asked = request.query_params.get("format")
        named = [each for each in offered if each.format == asked]
        accepted = "*/*" if asked else request.headers.get("Accept", "").strip() or "*/*"
        ranges = [found for each in accepted.split(",") if (found := _media_range(each))]
        best = max(named or offered, key=lambda each: _quality(each.media_type, ranges))
        if not _quality(best.media_type, ranges):
            had = ", ".join(each.media_type for each in offered)
            raise NotAcceptable(f"Only {had} can be had here.")
        return best, best.media_type

    def select_parser(self, request: Any, parsers: Iterable[Any]) -> Any:
        """By the media type itself, not by a range such as ``*/*``; each takes UTF-8 alone."""
        sent = request._request
        if sent.content_params.get("charset", "utf-8").lower() != "utf-8":
            return None
        return next((each for each in parsers if each.media_type == sent.content_type), None)


def _media_range(text: str) -> MediaType | None:
    try:
        return MediaType(text) if text.strip() else None
    except ValueError:  # a parameter in an encoding that there is not
        return None


def _quality(media_type: str, ranges: list[MediaType]) -> float:
    """What the most specific range that a media type falls in says of it; 0 outside of all.

    Parameters such as a charset choose nothing here, so that they rule nothing out either.
    """
    main, sub = media_type.split("/")
    fitting = [
        each for each in ranges if each.main_type in ("*", main) and each.sub_type in ("*", sub)
    ]
    closest = max(
        fitting, key=lambda each: (each.main_type != "*", each.sub_type != "*"), default=None
    )
    return float(closest.quality) if closest else 0.0
