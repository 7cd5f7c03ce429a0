"""Files of events for tests, with a ceasefire that they can meet."""

import csv
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ceasefires.interchange.importing import Options, Outcome, run
from ceasefires.interchange.ucdp_ged import UCDP_GED
from tests.factories import make_ceasefire, make_conflict, make_participation, make_party

# A battle on the second day of the ceasefire, between its two sides.
GED = {
    "id": "1001",
    "year": "2014",
    "code_status": "Clear",
    "type_of_violence": "1",
    "conflict_new_id": "234",
    "conflict_name": "Northland: South",
    "side_a_new_id": "121",
    "side_a": "Government of Northland",
    "side_b_new_id": "209",
    "side_b": "Southern Front",
    "where_prec": "1",
    "where_coordinates": "Middle town",
    "latitude": "31.5",
    "longitude": "34.25",
    "event_clarity": "1",
    "date_prec": "1",
    "date_start": "2014-08-06",
    "date_end": "2014-08-06",
    "deaths_a": "1",
    "deaths_b": "2",
    "deaths_civilians": "0",
    "deaths_unknown": "0",
    "best": "3",
    "high": "5",
    "low": "2",
}


def ged(**changes: object) -> dict[str, str]:
    return GED | {name: str(value) for name, value in changes.items()}


def one_sided(**changes: object) -> dict[str, str]:
    """The southern front against civilians."""
    sides = {"side_a_new_id": 209, "side_a": "Southern Front", "side_b_new_id": 9999}
    return ged(type_of_violence=3, conflict_new_id=540, side_b="Civilians", **sides) | {
        name: str(value) for name, value in changes.items()
    }


def written(path: Path, *rows: dict[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    return path


def imported(path: Path, *rows: dict[str, str], format: Any = UCDP_GED, **options: Any) -> Any:
    """What became of some rows: the outcome, and the line, field and reason of each finding."""
    told: list[Any] = []
    outcome: Outcome = run(
        format, [written(path, *rows)], Options(**options), told.append, lambda _: None
    )
    return outcome, [(each.kind, each.line, each.field, each.reason) for each in told]


def make_truce(**given: Any) -> SimpleNamespace:
    """Of the north (a) and the south (b), from 5 August 2014, 8:00 in Gaza, for three days."""
    conflict = make_conflict(ucdp_id="234")
    north = make_party(name="Government of Northland", kind="state", ucdp_id="121")
    south = make_party(name="Southern Front", ucdp_id="209")
    ceasefire = make_ceasefire(conflict=conflict, **given)
    make_participation(ceasefire=ceasefire, party=north, side="a")
    make_participation(ceasefire=ceasefire, party=south, side="b")
    return SimpleNamespace(ceasefire=ceasefire, conflict=conflict, north=north, south=south)


# A battle on the second day of the ceasefire, between its two sides.
ACLED_ROW = {
    "event_id_cnty": "NRT1001",
    "event_date": "2014-08-06",
    "year": "2014",
    "time_precision": "1",
    "disorder_type": "Political violence",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Northland (2010-)",
    "assoc_actor_1": "",
    "inter1": "State forces",
    "actor2": "SF: Southern Front",
    "assoc_actor_2": "",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "civilian_targeting": "",
    "iso": "999",
    "region": "Middle East",
    "country": "Northland",
    "admin1": "Middle",
    "admin2": "",
    "admin3": "",
    "location": "Middle town",
    "latitude": "31.5",
    "longitude": "34.25",
    "geo_precision": "1",
    "source": "Example Wire",
    "source_scale": "National",
    "notes": "",
    "fatalities": "3",
    "tags": "",
    "timestamp": "1710000000",
}


def acled(**changes: object) -> dict[str, str]:
    return ACLED_ROW | {name: str(value) for name, value in changes.items()}


def strike(**changes: object) -> dict[str, str]:
    told = {"event_type": "Explosions/Remote violence", "sub_event_type": "Air/drone strike"}
    return acled(**{**told, **changes})


def attack(**changes: object) -> dict[str, str]:
    """The southern front against civilians."""
    told = {
        "event_type": "Violence against civilians",
        "sub_event_type": "Attack",
        "actor1": "SF: Southern Front",
        "actor2": "Civilians (Northland)",
        "inter2": "Civilians",
    }
    return acled(**{**told, **changes})
