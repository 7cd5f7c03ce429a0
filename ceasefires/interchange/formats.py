"""The formats that can be imported, by name."""

from .importing import Format
from .table import TABLE

FORMATS: dict[str, Format] = {each.name: each for each in (TABLE,)}
