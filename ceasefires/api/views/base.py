"""What all of the API's views share: strict parameters, the instants asked for, caching."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.http import StreamingHttpResponse
from django.utils.cache import patch_vary_headers
from rest_framework import viewsets
from rest_framework.response import Response

from ceasefires.api.caching import FOR_ITS_BEARER, conditional
from ceasefires.api.fields.references import BASE
from ceasefires.api.parameters import AT, KNOWN_AT, Parameter, format_parameter, take
from ceasefires.api.states import Asked
from ceasefires.lasting import TOLD, Lasting

# Views have a method called list, which would shadow the type in their annotations.
Parameters = list[Parameter]
INSTANTS = (AT, KNOWN_AT)


class ReadView(viewsets.GenericViewSet):
    """A view that takes its query parameters strictly and lets its answer be cached.

    ``private``: this answer is for its bearer alone. ``lasting``: nothing changes it but writes,
    and the clock at ``valid_until``. ``about``: see ``Lasting``.
    """

    valid_until: datetime | None = None
    about: frozenset[int] | None = None
    private = lasting = False
    takes: ClassVar[Sequence[Parameter]] = ()
    parameters: dict[str, Any]

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if self.action not in (None, "metadata"):
            self.parameters = take(request.query_params, self.accepted_parameters())
        self.now = datetime.now(UTC)
        self.asked = Asked(self.given("at"), self.given("known_at"), self.now)
        # Once it is there, an instant that was to come may be answered for in another way.
        instants = (self.given(each.name) for each in INSTANTS)
        self.valid_only_until(*(each for each in instants if each and each > self.now))

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The methods there are, as Allow."""
        return Response(status=204)

    def accepted_parameters(self) -> list[Parameter]:
        """Every query parameter of the current action; the schema is made from them too."""
        return [*self.takes, format_parameter(*(each.format for each in self.get_renderers()))]

    def given(self, name: str, default: Any = None) -> Any:
        return getattr(self, "parameters", {}).get(name, default)

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context()} | {
            "root": self.request.build_absolute_uri(BASE) if self.request else BASE,
            "fields": self.given("fields"),
            "asked": getattr(self, "asked", None),
            "asked_known_at": self.given("known_at"),
        }

    def finalize_response(self, request: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, self.varies_by())
        asked = request.method in ("GET", "HEAD") and response.status_code == 200
        if asked and not response.streaming:
            response["Cache-Control"] = FOR_ITS_BEARER if self.private else self._told(request)
            return self._conditional(request, response)
        return response

    def _told(self, request: Any) -> str:
        """How long caches elsewhere may keep the answer; the one in front is told more."""
        told = Lasting(self.valid_until, self.about)
        if self.lasting:
            request.META[TOLD] = told
        return told.cache_control(self.now)

    def _conditional(self, request: Any, response: Any) -> Any:
        """Tagged, or 304, once it is rendered; of what is streamed nobody knows the end."""
        if isinstance(response, StreamingHttpResponse):
            response["Cache-Control"] = "no-store"
        elif isinstance(response, Response):
            response.add_post_render_callback(lambda done: conditional(request, done))
        else:
            return conditional(request, response) or response
        return response

    def varies_by(self) -> Sequence[str]:
        """The headers of a request on which the answer depends."""
        return ["Accept"]

    def valid_only_until(self, *instants: datetime | None) -> None:
        """The clock changes this answer at the first of these instants."""
        known = [each for each in (self.valid_until, *instants) if each]
        self.valid_until = min(known, default=None)
