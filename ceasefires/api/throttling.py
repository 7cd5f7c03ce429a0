"""How many writes a user gets a minute, and how many tokens that do not hold an address."""

from typing import Any

from django.conf import settings
from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import SimpleRateThrottle

from tracker.clients import address

MINUTE = 60


class WriteThrottle(SimpleRateThrottle):
    """Counts a user's writes within the last minute; reads are left to caches and proxies."""

    scope = "writes"
    num_requests: int
    now: float = 0  # when a write was counted

    def get_rate(self) -> str:
        return f"{settings.WRITES_PER_MINUTE}/min"

    def get_cache_key(self, request: Any, view: Any) -> str | None:
        if request.method in SAFE_METHODS or request.user is None:
            return None
        return f"writes-of-{request.user.pk}"

    def headers(self) -> dict[str, str]:
        """What is left, in the fields of the IETF's draft; none where nothing was counted."""
        if not self.now:
            return {}
        left = max(0, self.num_requests - len(self.history))
        oldest = self.history[-1] if self.history else self.now
        renewed = max(0, int(oldest + MINUTE - self.now))
        return {
            "RateLimit-Policy": f'"writes";q={self.num_requests};w={MINUTE}',
            "RateLimit": f'"writes";r={left};t={renewed}',
        }


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
