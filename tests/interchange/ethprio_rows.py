"""Rows in the columns of ETH/PRIO's dataset, written for tests."""

import csv
from pathlib import Path
from typing import Any

from ceasefires.interchange.ethprio import codes
from ceasefires.interchange.ethprio.rows import Row, read

# A unilateral ceasefire of a government, of which no more than its dates is known.
PLAIN = dict.fromkeys(codes.REQUIRED, "-1") | {
    "id": "1",
    "uniq_id": "93001",
    "cc": "93",
    "location": "Nicaragua",
    "actor_name": "Government of Nicaragua",
    "ucdp_actor_id": "14",
    "side": "1",
    "fixed_time": "0",
    "mediator_send": "0",
    "link_id1": "0",
    **dict.fromkeys(codes.PURPOSES, "0"),
    **dict.fromkeys([*codes.RAW, *codes.RAW_OF_ACTOR], "0"),
}
GOVERNMENT = {"ucdp_actor_id": "14", "actor_name": "Government of Nicaragua"}
REBELS = {"ucdp_actor_id": "759", "actor_name": "Contra/FDN"}


def dated(column: str, date: str) -> dict[str, str]:
    """Its three columns, of a date such as 1994/1/-1."""
    parts = zip(("yr", "month", "day"), date.split("/"), strict=True)
    return {f"{column}_{name}": part for name, part in parts}


def cells(*, declared: str = "1994/1/12", effective: str = "1994/1/12", end: str = "-1/-1/-1",
          **given: Any) -> dict[str, str]:  # fmt: skip
    dates = dated("cf_dec", declared) | dated("cf_effect", effective) | dated("end", end)
    return PLAIN | dates | {name: str(value) for name, value in given.items()}


def row(**given: Any) -> Row:
    number = int(given.get("id", 1))
    return read(number + 1, cells(**given))


def both(**given: Any) -> list[dict[str, str]]:
    """A bilateral ceasefire: a row of the government, and one of the rebels."""
    first = int(given.pop("id", 1))
    shared = {"side": "2"} | given
    return [cells(id=first, **GOVERNMENT, **shared), cells(id=first + 1, **REBELS, **shared)]


def written(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path
