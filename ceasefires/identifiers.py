"""Identifiers of violations and claims: UUIDs of version 7, which sort by the time of making."""

import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new UUID v7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    random = secrets.randbits(74)
    high, low = random >> 62, random & ((1 << 62) - 1)
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)
