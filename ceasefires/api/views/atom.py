"""The latest changes as an Atom feed (RFC 4287)."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.response import Response

from ceasefires import feed
from ceasefires.api.fields.references import link
from ceasefires.api.pagination import DEFAULT_LIMIT, LIMIT

from .base import Parameters, ReadView
from .changes import RESOURCE

TITLE = "Ceasefire tracker: changes"
AUTHOR = "Ceasefire tracker"  # Atom wants one; who wrote is not public
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
EMPTY_SINCE = datetime(1970, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Without items it is as old as can be: Django's would be another one at each look."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else EMPTY_SINCE


class AtomRenderer(BaseRenderer):
    media_type = "application/atom+xml"
    format = "atom"
    charset = None  # the document says it itself

    def render(self, data: Feed | None, *given: Any) -> bytes:
        return data.writeString("utf-8").encode() if data else b""


class AtomView(ReadView):
    """The latest changes as an Atom feed, newest first."""

    renderer_classes = [AtomRenderer]
    takes = (RESOURCE, replace(LIMIT, description="How many of them."))

    @extend_schema(responses={(200, AtomRenderer.media_type): {"type": "string"}})
    def list(self, request: Any) -> Response:
        limit = self.given("limit", DEFAULT_LIMIT)
        found = feed.latest(feed.bounds().settled, self.given("resource", ()), limit)
        root = self.get_serializer_context()["root"]
        address = request.build_absolute_uri()
        told = Feed(TITLE, root, "", feed_url=address, feed_guid=address, author_name=AUTHOR)
        for change in found:
            told.add_item(**_entry(change, root))
        return Response(told)

    def accepted_parameters(self) -> Parameters:
        return [*self.takes]


def _entry(change: feed.Change, root: str) -> dict[str, Any]:
    fields = f": {', '.join(change.changed)}" if change.changed else ""
    return {
        "title": f"{change.resource} {change.identifier} {change.action}{fields}",
        "link": link({"root": root}, change.resource, change.identifier),
        "unique_id": f"{root}changes/#{change.position}",
        "pubdate": change.at,
        "updateddate": change.at,
        "description": escape(NOT_IN_XML.sub("\ufffd", change.reason)) or None,
    }
