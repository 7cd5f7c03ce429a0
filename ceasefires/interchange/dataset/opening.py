"""An export that is to be read back: nothing of it is taken before all of it is what it says."""

import os
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson

from ceasefires.interchange.reading import (
    LONGEST_LINE,
    Line,
    Opened,
    Unreadable,
    digest_of,
    readable,
)

from .package import DESCRIPTOR, NAME, resource_name, resource_path
from .tables import TABLES, Table

FORM = "ndjson"
LARGEST_DESCRIPTOR = 10_000_000  # bytes
OWN = {resource_name(table.name, FORM): table for table in TABLES}


def files(folder: Path) -> list[Path]:
    """Its tables in the order in which they are taken, once each is as ``datapackage.json`` says.

    Raises Unreadable.
    """
    listed = _listed(folder)
    return [_checked(folder, each, listed[name]) for name, each in OWN.items() if name in listed]


def _listed(folder: Path) -> dict[str, dict[str, Any]]:
    """The resources of its tables as lines of JSON, by name."""
    descriptor = _descriptor(folder / DESCRIPTOR)
    resources = descriptor.get("resources")
    if descriptor.get("name") != NAME or not isinstance(resources, list):
        raise Unreadable(f"{folder / DESCRIPTOR} is not of an export: name the folder of one.")
    listed: dict[str, dict[str, Any]] = {}
    for each in resources:
        if not isinstance(each, dict) or each.get("format") not in ("csv", FORM):
            raise Unreadable(f"{DESCRIPTOR}: lists what is neither CSV nor lines of JSON.")
        if each["format"] == FORM:
            listed[_name(each, listed)] = each
    return listed


def _descriptor(path: Path) -> dict[str, Any]:
    try:
        with readable(path) as file:
            descriptor = orjson.loads(file.read(LARGEST_DESCRIPTOR))
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{path} is not JSON: {error}.") from None
    return descriptor if isinstance(descriptor, dict) else {}


def _name(resource: dict[str, Any], listed: dict[str, Any]) -> str:
    """Its name, which says already where it is to be found."""
    name = resource.get("name")
    if not isinstance(name, str) or name not in OWN or name in listed:
        raise Unreadable(f"{DESCRIPTOR}: {str(name)[:100]!r} is no table, or is listed twice.")
    expected = resource_path(OWN[name].name, FORM)
    if resource.get("path") != expected:
        raise Unreadable(f"{DESCRIPTOR}: the path of {name} must be {expected}.")
    return name


def _checked(folder: Path, table: Table, resource: dict[str, Any]) -> Path:
    path = folder / resource_path(table.name, FORM)
    with readable(path) as file:
        digest, size = digest_of(file, path), os.fstat(file.fileno()).st_size
    if (size, f"sha256:{digest}") != (resource.get("bytes"), resource.get("hash")):
        raise Unreadable(f"{path} has changed: it is not as {DESCRIPTOR} says. Fetch it again.")
    return path


class JsonLines:
    """The rows of a table. ``read`` of ``size`` bytes have been so far."""

    def __init__(self, file: Opened, table: Table) -> None:
        self.file, self.table = file, table
        self.columns = [each.name for each in table.columns]
        self.read, self.size = 0, os.fstat(file.raw.fileno()).st_size

    def __iter__(self) -> Iterator[Line]:
        within = self.table.within
        return in_order(self._lines(), within.key, within.name) if within else self._lines()

    def _lines(self) -> Iterator[Line]:
        number = 0
        while text := self.file.raw.readline(LONGEST_LINE + 1):
            number += 1
            self.read += len(text)
            if len(text) > LONGEST_LINE:
                raise Unreadable(f"{self.file.name}: line {number} is too long for a row.")
            yield _line(number, text)


def _line(number: int, text: bytes) -> Line:
    try:
        cells = orjson.loads(text.rstrip())
    except orjson.JSONDecodeError as error:
        return Line(number, {}, f"is not JSON (character {error.pos + 1}: {error.msg}).")
    if not isinstance(cells, dict):
        return Line(number, {}, "is not an object of JSON.")
    return Line(number, cells)


def in_order(lines: Iterable[Line], key: str, target: str) -> Iterator[Line]:
    """Each after the one that it refers to; a circle has no first, and is at fault."""
    every = list(lines)
    keys = {_text(line, key) for line in every} - {""}
    waiting: dict[str, list[Line]] = defaultdict(list)
    ready = deque[Line]()
    for line in every:
        meant = _text(line, target)
        (waiting[meant] if meant in keys else ready).append(line)
    while ready:
        yield (line := ready.popleft())
        ready.extend(waiting.pop(_text(line, key), ()))
    for line in _by_number(waiting.values()):
        yield Line(line.number, {}, f"{target} leads back to the row itself, in a circle.")


def _text(line: Line, name: str) -> str:
    found: object = line.cells.get(name)
    return found if isinstance(found, str) else ""


def _by_number(groups: Iterable[Sequence[Line]]) -> list[Line]:
    return sorted((line for group in groups for line in group), key=lambda line: line.number)
