"""How many writes a client gets a minute."""

from typing import Any

from django.conf import settings
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import SimpleRateThrottle

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
