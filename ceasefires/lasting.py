"""How long an answer stays as it is: views tell it, and whoever keeps answers heeds it."""

from datetime import datetime
from typing import NamedTuple

from django.conf import settings

TOLD = "ceasefires.lasting"  # where in a request's environment a view tells it
ENTITIES_ALONE: frozenset[int] = frozenset()  # no act, and no claim about a ceasefire, is shown


class Lasting(NamedTuple):
    """Until when, and until changes about which ceasefires, an answer stays as it is.

    ``until`` None: no clock changes it. ``about`` (primary keys) None: any change may change it.
    A change of an entity, such as a party, always may: docs/adr/0013.
    """

    until: datetime | None
    about: frozenset[int] | None

    def cache_control(self, now: datetime) -> str:
        """Of an answer that is given at ``now``; no part of it outlasts ``until``."""
        left = float("inf") if self.until is None else max(0, _seconds(now, self.until) - 1)
        age = int(min(settings.API_MAX_AGE, left))
        while_revalidating = int(min(settings.API_STALE_WHILE_REVALIDATE, left - age))
        if_error = int(min(settings.API_STALE_IF_ERROR, left - age))
        return (
            f"public, max-age={age}, stale-while-revalidate={while_revalidating}, "
            f"stale-if-error={if_error}"
        )


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()
