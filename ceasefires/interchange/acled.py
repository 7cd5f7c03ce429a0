"""Rows of ACLED's export.

What its codes are taken for, and why: docs/importing-events.md.
"""

import re
from calendar import month_name, monthrange
from datetime import date, timedelta

from ceasefires.choices import Certainty, GeoPrecision, PartyKind, ViolationKind
from ceasefires.models import Party
from ceasefires.rules.figures import Figures
from ceasefires.rules.vocabulary import Precision

from . import cells as read
from .cells import Cells
from .event_loading import EventFormat
from .events import Actor, Days, Event, Place, coded, days_told, point_told, read_once
from .findings import Bad

NAME = "acled"
REQUIRED = [
    "event_id_cnty",
    "event_date",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "actor2",
    "inter2",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "fatalities",
]
LONGEST_NAME = 200  # of actors and places
BATTLES, REMOTE, ON_CIVILIANS = (
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
)
TYPES = [BATTLES, REMOTE, ON_CIVILIANS, "Protests", "Riots", "Strategic developments"]
KINDS = {
    "Government regains territory": ViolationKind.ARMED_CLASH,
    "Non-state actor overtakes territory": ViolationKind.ARMED_CLASH,
    "Armed clash": ViolationKind.ARMED_CLASH,
    "Chemical weapon": ViolationKind.CHEMICAL_WEAPON,
    "Air/drone strike": ViolationKind.AIR_DRONE_STRIKE,
    "Suicide bomb": ViolationKind.SUICIDE_BOMB,
    "Shelling/artillery/missile attack": ViolationKind.SHELLING_ARTILLERY_MISSILE,
    "Remote explosive/landmine/IED": ViolationKind.EXPLOSIVE_MINE_IED,
    "Grenade": ViolationKind.GRENADE,
    "Sexual violence": ViolationKind.SEXUAL_VIOLENCE,
    "Attack": ViolationKind.ATTACK_ON_CIVILIANS,
    "Abduction/forced disappearance": ViolationKind.ABDUCTION,
}
LOOTING = "Looting/property destruction"
CIVILIANS = {"", "0", "7", "Civilians"}  # inter2, in words and as until 2024; empty: nobody
IDENTIFIER = re.compile(r"[A-Z]{2,4}[0-9]{1,12}")
WRITTEN_DAY = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")
MONTHS = {name: number for number, name in enumerate(month_name) if name}
# What stands behind the years may be another's: Military Forces of Yemen (2017-) Houthi.
YEARS = re.compile(r"\s*\([0-9]{4}(-[0-9]{0,4})?\)$")
FORCES = re.compile(r"(?:military forces|police forces|government) of (?:the )?(.+)")

AT_BEST = coded("time_precision", {"1": Precision.DAY, "2": Precision.WEEK, "3": Precision.MONTH})
PLACED = coded(
    "geo_precision",
    {
        "1": GeoPrecision.EXACT.value,
        "2": GeoPrecision.DISTRICT.value,
        "3": GeoPrecision.PROVINCE.value,
    },
)


def identify(cells: Cells) -> str:
    return f"{NAME}:{_identifier(cells)}"


def event_of(cells: Cells) -> Event | None:
    """None for what is no act of armed actors; raises Bad for what is not understood."""
    kind = _kind(cells)
    if kind is None:
        return None
    identifier, days, place = _identifier(cells), _days(cells), _place(cells)
    battle, alone = cells["event_type"] == BATTLES, cells["inter2"] in CIVILIANS
    return Event(
        event=f"{NAME}:{identifier}",
        locator=f"event {identifier}",
        actors=(_actor1(cells), _actor2(cells)),
        one_sided=not battle and alone,
        attributed=not battle,
        conflict="",
        first=days.first,
        last=days.last,
        precision=days.precision,
        kind=kind,
        place_name=place.name,
        latitude=place.latitude,
        longitude=place.longitude,
        geo_precision=place.precision,
        killed=_killed(cells),
        certainty=Certainty.STATED.value,
        description="",
    )


def keys_of(name: str) -> Actor:
    """What an actor may be known by: its name, without years too, its acronym, its name in full.

    The forces of a state are its own: they are known by the state's name.
    """
    whole = " ".join(name.casefold().split())
    plain = YEARS.sub("", whole)
    acronym, _, words = plain.partition(": ")
    state = FORCES.fullmatch(plain)
    known_as = [whole, plain, acronym, words, f"state: {state[1]}" if state else ""]
    return tuple(dict.fromkeys(filter(None, known_as)))


def party_keys(party: Party) -> Actor:
    """What one of our parties may be called in the dataset."""
    name = " ".join(party.name.casefold().split())
    if party.kind != PartyKind.STATE:
        return (name,)
    return name, f"state: {name.removeprefix('government of ').removeprefix('the ')}"


@read_once("event_type", "sub_event_type")
def _kind(cells: Cells) -> str | None:
    event, sub = read.needed(cells, "event_type"), read.needed(cells, "sub_event_type")
    if event not in TYPES:
        raise Bad("event_type", event, f"is not one of: {', '.join(TYPES)}.")
    if sub == LOOTING:
        return ViolationKind.LOOTING_PROPERTY_DESTRUCTION.value
    if event not in (BATTLES, REMOTE, ON_CIVILIANS):
        return None
    if sub not in KINDS:
        raise Bad("sub_event_type", sub, f"is not one of: {', '.join(KINDS)}.")
    return KINDS[sub].value


def _identifier(cells: Cells) -> str:
    given = read.needed(cells, "event_id_cnty")
    if not IDENTIFIER.fullmatch(given):
        raise Bad("event_id_cnty", given, "is not letters and a number, such as ISR1234.")
    return given


@read_once("actor1")
def _actor1(cells: Cells) -> Actor:
    return keys_of(read.text(cells, "actor1", longest=LONGEST_NAME))


@read_once("actor2")
def _actor2(cells: Cells) -> Actor:
    return keys_of(read.text(cells, "actor2", longest=LONGEST_NAME))


@read_once("event_date", "year", "time_precision")
def _days(cells: Cells) -> Days:
    day, at_best = _day(cells), AT_BEST(cells)
    year = read.whole(cells, "year")
    if year is not None and year != day.year:
        raise Bad("year", cells["year"], f"is not that of event_date ({day}).")
    if at_best is Precision.WEEK:  # the day stands in its middle
        return days_told(day - timedelta(days=3), day + timedelta(days=3), at_best)
    if at_best is Precision.MONTH:
        _, length = monthrange(day.year, day.month)
        return days_told(day.replace(day=1), day.replace(day=length), at_best)
    return days_told(day, day, at_best)


def _day(cells: Cells) -> date:
    """Written as 2014-08-05 or as 05 August 2014."""
    given = read.needed(cells, "event_date")
    found = WRITTEN_DAY.fullmatch(given)
    if found and found[2] in MONTHS:
        given = f"{found[3]}-{MONTHS[found[2]]:02}-{int(found[1]):02}"
    day = read.day({"event_date": given}, "event_date")
    assert day is not None
    return day


@read_once("latitude", "longitude", "geo_precision", "location")
def _place(cells: Cells) -> Place:
    name = read.text(cells, "location", longest=LONGEST_NAME)
    return Place(name, *point_told(cells), PLACED(cells))


@read_once("fatalities")
def _killed(cells: Cells) -> Figures:
    """None where it says 0: that stands for none, and for none that is reported."""
    return None, read.whole(cells, "fatalities") or None, None


ACLED = EventFormat(
    name=NAME,
    publisher="Armed Conflict Location & Event Data",
    title="ACLED export",
    link="https://acleddata.com/",
    licence="ACLED's terms of use: attribution is required, and redistribution is restricted",
    required=REQUIRED,
    optional=["year"],
    identify=identify,
    event_of=event_of,
    keys_of=party_keys,
)
