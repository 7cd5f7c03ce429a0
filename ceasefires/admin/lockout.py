"""What someone sees who failed to log in too often."""

from datetime import timedelta
from math import ceil
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

MINUTE = timedelta(minutes=1)


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]
) -> HttpResponse:
    """A page that says for how long, in the place of the log-in."""
    minutes = max(1, ceil(_left(request, credentials) / MINUTE))
    shown = {**admin.site.each_context(request), "title": "Locked out", "minutes": minutes}
    page = render(request, "admin/ceasefires/locked_out.html", shown, status=429)
    page["Retry-After"] = str(minutes * 60)
    page["Cache-Control"] = "no-store"
    return page


def _left(request: HttpRequest, credentials: dict[str, Any]) -> timedelta:
    handler: Any = AxesProxyHandler.get_implementation()
    [attempts] = handler.get_user_attempts(request, credentials)
    latest = max(attempts.values_list("attempt_time", flat=True), default=timezone.now())
    return latest + settings.AXES_COOLOFF_TIME - timezone.now()
