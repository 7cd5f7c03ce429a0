"""ISO 8601 durations without years and months, whose length varies."""

import re
from datetime import timedelta

from django.utils.dateparse import parse_duration

ISO_8601 = re.compile(r"P[0-9DTHMS]{1,30}")


def duration(text: str) -> timedelta | None:
    """None where the text is no such duration."""
    try:
        return parse_duration(text) if ISO_8601.fullmatch(text) else None
    except OverflowError:
        return None
