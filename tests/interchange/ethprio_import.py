"""Imports rows of ETH/PRIO's dataset as a file."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ceasefires.interchange.ethprio.loading import EthPrio
from ceasefires.interchange.findings import Finding
from ceasefires.interchange.importing import Counts, Options, run

from .ethprio_rows import written

PUBLISHED = date(2022, 10, 26)


class Imported(NamedTuple):
    """``told`` by kind, line, field and reason."""

    counts: Counts
    was_written: bool
    told: list[tuple[str, int, str, str]]


def imported(folder: Path, rows: Iterable[dict[str, str]], **options: Any) -> Imported:
    path = written(folder / "ethprio.csv", list(rows))
    return imported_file(path, **options)


def imported_file(path: Path, **options: Any) -> Imported:
    found: list[Finding] = []
    given = Options(**{"published": PUBLISHED} | options)
    outcome = run(EthPrio(), [path], given, found.append, lambda _: None)
    told = [(each.kind, each.line, each.field, each.reason) for each in found]
    return Imported(outcome.counts, outcome.written, told)
