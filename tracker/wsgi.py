"""The WSGI entry point."""

import os
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest, get_str_from_wsgi
from django.core.wsgi import get_wsgi_application
from django.http.cookie import parse_cookie
from django.utils.functional import cached_property

from tracker.pagecache import PageCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


class Request(WSGIRequest):
    """A request whose headers may be nonsense: what cannot be read of them is left out.

    Django reads these two before any of its handlers of errors is in place.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]
        except ValueError:
            self.content_type, self.content_params = "", {}

    @cached_property
    def COOKIES(self) -> dict[str, str]:  # type: ignore[override]
        """Without those that hold a NUL, which no database takes."""
        sent = parse_cookie(get_str_from_wsgi(self.environ, "HTTP_COOKIE", ""))
        return {name: value for name, value in sent.items() if "\x00" not in value}


application: Any = get_wsgi_application()
application.request_class = Request
if settings.PAGE_CACHE_BYTES:
    application = PageCache(application, below="/api/v1/", budget=settings.PAGE_CACHE_BYTES)
