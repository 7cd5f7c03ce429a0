"""Answers kept in front of Django, and given again while nothing has changed (docs/adr/0013)."""

from .layer import PageCache

__all__ = ["PageCache"]
