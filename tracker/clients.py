"""Who sends a request, as far as can be told before they are known, and what they call it."""

import re
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from ceasefires.identifiers import uuid7

LONGEST_USERNAME = 150
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")


def address(request: HttpRequest) -> str | None:
    """The client's address; None where there is none, as on a Unix socket.

    Only behind a proxy (``HTTPS``) is X-Forwarded-For heeded, and of it the last entry alone: that
    one the proxy itself added, the others may be the client's inventions.
    """
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.HTTPS else ""
    return _network(forwarded.rpartition(",")[2]) or _network(request.META.get("REMOTE_ADDR", ""))


def username(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The name under which someone tries to log in, cut to what the table of failures holds."""
    given = (credentials or request.POST).get("username") or ""
    return str(given)[:LONGEST_USERNAME]


def request_id(request: HttpRequest) -> str:
    """What the client calls its request; else a new name for it, another one at each call."""
    given = request.headers.get("X-Request-ID", "")
    return given if REQUEST_ID.fullmatch(given) else str(uuid7())


def _network(text: str) -> str | None:
    """An address as one client's: of IPv6, whoever has one address has the /64 around it."""
    try:
        parsed = ip_address(text.strip())
    except ValueError:
        return None
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ip_network((int(parsed), 64), strict=False).network_address)
