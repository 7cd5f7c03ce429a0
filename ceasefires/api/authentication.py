"""Who asks: the bearer of a token, or anyone."""

import re
from typing import Any

from django.utils import timezone
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed

from ceasefires.models import Token

from .throttling import count_failure

BEARER = re.compile(r"Bearer +([A-Za-z0-9._~+/-]{1,200}=*)", re.IGNORECASE)


class BearerAuthentication(BaseAuthentication):
    """Takes ``Authorization: Bearer <token>``; without that header anyone may ask, at no cost.

    knox's own class deletes expired tokens as it meets them; here a read writes nothing.
    """

    def authenticate(self, request: Any) -> tuple[Any, Token] | None:
        given = request.META.get("HTTP_AUTHORIZATION")
        if given is None:
            return None
        bearer = BEARER.fullmatch(given.strip())
        if not bearer:
            raise AuthenticationFailed("Give a token as “Authorization: Bearer <token>”.")
        try:
            token = _token(bearer[1])
        except AuthenticationFailed:
            count_failure(request)
            raise
        return token.user, token

    def authenticate_header(self, request: Any) -> str:
        """The challenge of a 401 (RFC 6750)."""
        refused = ', error="invalid_token"' if "HTTP_AUTHORIZATION" in request.META else ""
        return f'Bearer realm="ceasefires"{refused}'


def _token(text: str) -> Token:
    token = Token.objects.select_related("user").filter(digest=hash_token(text)).first()
    if token is None:
        raise AuthenticationFailed("This token was never issued, or it was revoked.")
    if token.expiry and token.expiry <= timezone.now():
        raise AuthenticationFailed("This token has expired. Ask for another.")
    if not token.user.is_active:
        raise AuthenticationFailed("The user of this token is deactivated.")
    return token
