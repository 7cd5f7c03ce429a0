"""Rows of the UCDP Georeferenced Event Dataset, of any release since 17.1.

What its codes are taken for, and why: docs/importing-events.md.
"""

from datetime import date
from typing import NamedTuple

from ceasefires.choices import Certainty, GeoPrecision, ViolationKind
from ceasefires.rules.figures import Figures
from ceasefires.rules.vocabulary import Precision

from . import cells as read
from .cells import Cells
from .event_loading import EventFormat
from .events import Actor, Days, Event, Place, coded, days_told, point_told, read_once
from .findings import Bad

NAME = "ucdp-ged"
REQUIRED = [
    "id",
    "type_of_violence",
    "conflict_new_id",
    "side_a_new_id",
    "side_a",
    "side_b_new_id",
    "side_b",
    "where_prec",
    "latitude",
    "longitude",
    "date_prec",
    "date_start",
    "date_end",
    "best",
    "high",
    "low",
]
BY_KIND = ["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]
OPTIONAL = ["year", "code_status", "where_coordinates", "event_clarity", *BY_KIND]
LARGEST_ID = 10**12
LONGEST_NAME = 200  # of actors and places
# ETH/PRIO numbers the actors that UCDP does not list from here on, and so does UCDP by now: there
# a number alone tells nobody.
AMBIGUOUS_IDS = range(7000, 8000)
ON_CIVILIANS, OTHER = ViolationKind.ATTACK_ON_CIVILIANS.value, ViolationKind.OTHER.value

ONE_SIDED = coded("type_of_violence", {"1": False, "2": False, "3": True})
AT_BEST = coded(
    "date_prec",
    {
        "1": Precision.DAY,
        "2": Precision.WEEK,
        "3": Precision.WEEK,
        "4": Precision.MONTH,
        "5": Precision.YEAR,
    },
)
PLACED = coded(
    "where_prec",
    {
        "1": GeoPrecision.EXACT.value,
        "2": GeoPrecision.NEAR.value,
        "3": GeoPrecision.DISTRICT.value,
        "4": GeoPrecision.PROVINCE.value,
        "5": GeoPrecision.COUNTRY.value,  # a road, a river or a region may cross provinces
        "6": GeoPrecision.COUNTRY.value,
        "7": GeoPrecision.UNKNOWN.value,  # at sea or in the air: the point stands for a stretch
    },
)
CLEAR = coded("event_clarity", {"": True, "1": True, "2": False})


def identify(cells: Cells) -> str:
    return f"{NAME}:{_number(cells)}"


def event_of(cells: Cells) -> Event:
    """Raises Bad for what cannot be true, or is not understood."""
    number, sides, days = _number(cells), _sides(cells), _days(cells)
    place, deaths = _place(cells), _deaths(cells)
    return Event(
        event=f"{NAME}:{number}",
        locator=f"event {number}",
        actors=sides.actors,
        one_sided=sides.one_sided,
        attributed=sides.one_sided,
        conflict=sides.conflict,
        first=days.first,
        last=days.last,
        precision=days.precision,
        kind=ON_CIVILIANS if sides.one_sided else OTHER,
        place_name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        geo_precision=place.precision,
        killed=deaths.killed,
        certainty=deaths.certainty,
        description=sides.description,
        doubt=deaths.doubt,
    )


def keys_of(ucdp_id: str, name: str) -> Actor:
    """What identifies an actor, in the dataset and among our parties."""
    if not (ucdp_id.isascii() and ucdp_id.isdecimal()):
        return ()
    number = int(ucdp_id)
    return (f"{number} {name.casefold()}" if number in AMBIGUOUS_IDS else f"{number}",)


def _number(cells: Cells) -> int:
    read.needed(cells, "id")
    number = read.whole(cells, "id", least=1, most=LARGEST_ID)
    assert number is not None
    return number


class Sides(NamedTuple):
    actors: tuple[Actor, Actor]
    one_sided: bool
    conflict: str
    description: str


@read_once(
    "type_of_violence",
    "conflict_new_id",
    "side_a_new_id",
    "side_a",
    "side_b_new_id",
    "side_b",
)
def _sides(cells: Cells) -> Sides:
    one_sided, first, second = ONE_SIDED(cells), _name(cells, "side_a"), _name(cells, "side_b")
    actors = (
        keys_of(_identifier(cells, "side_a_new_id"), first),
        keys_of(_identifier(cells, "side_b_new_id"), second),
    )
    told = "" if one_sided else f"Armed force between {first} and {second}, as told by UCDP GED."
    return Sides(actors, one_sided, _identifier(cells, "conflict_new_id"), told)


def _identifier(cells: Cells, field: str) -> str:
    """Empty where the dataset has none: it writes -1 then."""
    number = read.whole(cells, field, least=-1, most=LARGEST_ID)
    return "" if number in (None, -1) else str(number)


def _name(cells: Cells, field: str) -> str:
    return read.text(cells, field, longest=LONGEST_NAME)


@read_once("date_start", "date_end", "date_prec", "year")
def _days(cells: Cells) -> Days:
    first, last = _day(cells, "date_start"), _day(cells, "date_end")
    if last < first:
        raise Bad("date_end", cells["date_end"], f"is before date_start ({first}).")
    year = read.whole(cells, "year")
    if year is not None and not first.year <= year <= last.year:
        raise Bad("year", cells["year"], f"is not that of the event's dates ({first} to {last}).")
    return days_told(first, last, AT_BEST(cells))


def _day(cells: Cells, field: str) -> date:
    read.needed(cells, field)
    day = read.day(cells, field)
    assert day is not None
    return day


@read_once("latitude", "longitude", "where_prec", "where_coordinates")
def _place(cells: Cells) -> Place:
    name, precision = _name(cells, "where_coordinates"), PLACED(cells)
    latitude, longitude = point_told(cells)
    if precision == GeoPrecision.UNKNOWN:
        return Place(name, None, None, precision)
    return Place(name, latitude, longitude, precision)


class Deaths(NamedTuple):
    killed: Figures
    certainty: str
    doubt: str


@read_once("low", "best", "high", *BY_KIND, "event_clarity", "code_status")
def _deaths(cells: Cells) -> Deaths:
    low, best, high = (read.whole(cells, name) for name in ("low", "best", "high"))
    _ordered(cells, "low", low, "best", best)
    _ordered(cells, "best", best, "high", high)
    _ordered(cells, "low", low, "high", high)
    return Deaths((low, best, high), _certainty(cells), _doubt(cells, best))


def _ordered(cells: Cells, less: str, least: int | None, more: str, most: int | None) -> None:
    if least is not None and most is not None and least > most:
        raise Bad(less, cells[less], f"is more than {more} ({most}).")


def _certainty(cells: Cells) -> str:
    checked = cells["code_status"].casefold() in ("", "clear")
    return (Certainty.STATED if CLEAR(cells) and checked else Certainty.HEDGED).value


def _doubt(cells: Cells, best: int | None) -> str:
    """Where the deaths that it lists by kind are not as many as its best estimate."""
    listed = [number for name in BY_KIND if (number := read.whole(cells, name)) is not None]
    if best is None or len(listed) < len(BY_KIND) or sum(listed) == best:
        return ""
    return f"the deaths listed by kind add up to {sum(listed)}."


UCDP_GED = EventFormat(
    name=NAME,
    publisher="Uppsala Conflict Data Program",
    title="UCDP Georeferenced Event Dataset",
    link="https://ucdp.uu.se/downloads/",
    licence="CC BY 4.0",
    required=REQUIRED,
    optional=OPTIONAL,
    identify=identify,
    event_of=event_of,
    keys_of=lambda party: keys_of(party.ucdp_id, party.name),
)
