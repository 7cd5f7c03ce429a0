"""How much a client gets a minute: writes, whole lists, and tokens that do not hold."""

from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import SimpleRateThrottle

from tracker.clients import address

MINUTE = 60


class ToldThrottle(SimpleRateThrottle):
    """Counts what a client did within the last minute, and tells what is left."""

    num_requests: int
    now: float = 0  # when something was counted

    def headers(self) -> dict[str, str]:
        """What is left, in the fields of the IETF's draft; none where nothing was counted."""
        if not self.now:
            return {}
        left = max(0, self.num_requests - len(self.history))
        oldest = self.history[-1] if self.history else self.now
        renewed = max(0, int(oldest + MINUTE - self.now))
        return {
            "RateLimit-Policy": f'"{self.scope}";q={self.num_requests};w={MINUTE}',
            "RateLimit": f'"{self.scope}";r={left};t={renewed}',
        }


class WriteThrottle(ToldThrottle):
    """A user's writes; ordinary reads are left to caches and proxies."""

    scope = "writes"

    def get_rate(self) -> str:
        return f"{settings.WRITES_PER_MINUTE}/min"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        if request.method in SAFE_METHODS or request.user is None:
            return None
        return f"writes-of-{request.user.pk}"


class WholeListThrottle(ToldThrottle):
    """The whole lists that a user asks for, or without a token an address."""

    scope = "whole-lists"

    def get_rate(self) -> str:
        return f"{settings.WHOLE_LISTS_PER_MINUTE}/min"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        if request.user is not None:
            return f"whole-lists-of-{request.user.pk}"
        client = address(request)
        return client and f"whole-lists-from-{client}"


class FailureThrottle(SimpleRateThrottle):
    """Counts an address's tokens that did not hold, within the last minute."""

    scope = "failures"

    def get_rate(self) -> str:
        return f"{settings.TOKEN_FAILURES}/min"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        client = address(request)
        return client and f"token-failures-from-{client}"


def count_failure(request: Any) -> None:
    """Refuse another token that does not hold, where there were too many."""
    throttle: Any = FailureThrottle()
    if not throttle.allow_request(request, None):
        raise Throttled(throttle.wait(), "Too many tokens from your address did not hold.")
