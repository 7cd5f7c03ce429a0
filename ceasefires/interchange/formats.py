"""The formats that can be imported, by name."""

from .importing import Format

FORMATS: dict[str, Format] = {}
