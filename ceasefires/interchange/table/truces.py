"""Tables of ceasefires: each row is one, with the parties to it and where it was read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import attrgetter
from string import ascii_lowercase
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ceasefires import actions
from ceasefires.choices import (
    Answer,
    CeasefireClass,
    Declaration,
    EndType,
    Enforcement,
    FollowsAs,
    Purpose,
    Role,
    Scope,
)
from ceasefires.interchange import cells
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import Origin
from ceasefires.interchange.reading import Line
from ceasefires.models import Ceasefire, Citation, Conflict, Participation, Party, Source

from .rows import (
    Found,
    Part,
    Row,
    Wrong,
    changed,
    duration,
    fuzzy,
    instant,
    one_of,
    reference,
    several_of,
    taken,
    text,
    words,
)

SIDE = re.compile(r"side_([a-z])")
ROLES = {f"{role}s": role for role in (Role.MEDIATOR, Role.GUARANTOR, Role.MONITOR)}


def time_zone(row: Row, name: str) -> str:
    given = row.cells[name]
    try:
        return ZoneInfo(given).key if given else ""
    except (ZoneInfoNotFoundError, OSError, ValueError):
        raise Bad(name, given, "is not an IANA time zone such as Asia/Gaza.") from None


PARTS = [
    text(Ceasefire, "name", needed=True),
    reference("conflict", Conflict, needed=True),
    Part("time_zone", time_zone, "time_zone"),
    one_of("declaration", Declaration, Declaration.UNKNOWN),
    one_of("ceasefire_class", CeasefireClass, CeasefireClass.UNKNOWN),
    several_of("purposes", Purpose),
    one_of("scope", Scope, Scope.UNKNOWN),
    one_of("written", Answer, Answer.UNCLEAR),
    one_of("implementation_mechanism", Answer, Answer.UNCLEAR),
    one_of("enforcement", Enforcement, Enforcement.UNCLEAR),
    fuzzy("declared"),
    fuzzy("effective"),
    fuzzy("scheduled_end"),
    duration("planned_duration"),
    fuzzy("ended"),
    one_of("end_type", EndType, ""),
    instant("ended_known_from"),
    instant("known_from")._replace(shown=()),
    one_of("follows_as", FollowsAs, ""),
    text(Ceasefire, "ethprio_id", name="identifiers_ethprio"),
    text(Ceasefire, "pax_id", name="identifiers_pax"),
    text(Ceasefire, "ucdp_id", name="identifiers_ucdp"),
]
SLUG = text(Ceasefire, "slug", needed=True)
READ_IN = [reference("source", Source, needed=True), text(Citation, "locator", needed=True)]


class Member(NamedTuple):
    """A party to a ceasefire, and as what."""

    party: Party
    role: str
    side: str


@dataclass
class Told:
    """A ceasefire, as its row tells of it; ``follows`` is a slug, perhaps that of a later row."""

    origin: Origin
    line: int
    slug: str
    values: dict[str, Any]
    members: list[Member]
    read_in: dict[str, Any]
    follows: str | None  # None: there is no such column


class Truces:
    """Finds ceasefires again by slug; adds, and changes, what differs."""

    def __init__(self) -> None:
        self.met: dict[str, int] = {}  # by slug, the line
        self.waiting: list[Told] = []  # for the ceasefire that they follow

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        found, told = Found(), []
        for line in lines:
            try:
                told.append(self._read(Row.of(line.number, line.cells, found), origin))
            except Wrong as wrong:
                origin.refuse(line.number, *wrong.faults)
        self._store(origin, told)

    def finish(self) -> None:
        """Rows that wait for one another, in turn; what they wait for may not be there at all."""
        while self.waiting:
            waiting, self.waiting = self.waiting, []
            for origin, rows in groupby(waiting, attrgetter("origin")):
                with origin.recorded():
                    self._store(origin, [*rows])
            if len(self.waiting) == len(waiting):
                for each in waiting:
                    told = f"there is no ceasefire with the slug “{each.follows}”."
                    each.origin.refuse(each.line, Bad("follows", each.follows, told))
                return

    def _store(self, origin: Origin, rows: Sequence[Told]) -> None:
        followed = [each.follows for each in rows if each.follows]
        there = Ceasefire.objects.in_bulk(followed, field_name="slug")
        for each in rows:
            if each.follows is not None:
                each.values["follows"] = there.get(each.follows)
        self.waiting += [each for each in rows if each.follows and each.follows not in there]
        ready = [each for each in rows if not each.follows or each.follows in there]
        for each, bad in origin.store(ready, partial(self._write, origin)):
            origin.refuse(each.line, bad)

    def _read(self, row: Row, origin: Origin) -> Told:
        row.zone = _zone(row)
        sourced = any(row.cells[part.name] for part in READ_IN)
        values = taken(row, [SLUG, *PARTS], READ_IN if sourced else ())
        slug = values.pop("slug")
        if self.met.setdefault(slug, row.number) != row.number:
            told = f"is the ceasefire of line {self.met[slug]} too: tell of it once."
            raise Wrong([Bad("slug", slug, told)])
        read_in = {name: values.pop(name) for name in ("source", "locator") if sourced}
        if not values.get("time_zone", "given"):
            del values["time_zone"]  # that of the conflict, then
        parties, follows = values.pop(MEMBERS, []), row.cells.get("follows")
        return Told(origin, row.number, slug, values, parties, read_in, follows)

    def _write(self, origin: Origin, rows: Sequence[Told]) -> None:
        for told in rows:
            there = Ceasefire.objects.filter(slug=told.slug).first()
            differs = _changed(there, told) if there else _added(told)
            if there is None:
                origin.counts.created += 1
            elif differs:
                origin.counts.updated += 1
            else:
                origin.counts.unchanged += 1


def _zone(row: Row) -> str:
    """Of its local times: its own, else that of its conflict; UTC where that is not known."""
    there = row.found(Ceasefire, row.cells["slug"]) or row.found(Conflict, row.cells["conflict"])
    try:
        return time_zone(row, "time_zone") or getattr(there, "time_zone", "UTC")
    except Bad:
        return "UTC"  # and the row is refused for it


def _added(told: Told) -> bool:
    ceasefire = Ceasefire(slug=told.slug)
    if "conflict" not in told.values:
        raise actions.Refused(ceasefire, "conflict", "is needed: there is no such ceasefire yet.")
    changed(ceasefire, _with_end(ceasefire, told))
    ceasefire.save(force_insert=True)
    _keep_parts(ceasefire, told)
    return True


def _changed(ceasefire: Ceasefire, told: Told) -> bool:
    """Whether anything of it was other than it is told."""
    actions.hold(ceasefire)
    ceasefire.refresh_from_db()
    values = _with_end(ceasefire, told)
    if values.get("known_from") == ceasefire.public_from:
        values.pop(
            "known_from", None
        )  # which lists show, whether it is set or follows from sources
    columns = changed(ceasefire, values)
    if columns:
        ceasefire.save(update_fields=columns)
    return _keep_parts(ceasefire, told) or bool(columns)


def _with_end(ceasefire: Ceasefire, told: Told) -> dict[str, Any]:
    """Its values. Where nobody says from when an end was public, it was with its first source."""
    values = dict(told.values)
    if told.read_in and values.get("end_type") and not values.get("ended_known_from"):
        was = {name: getattr(ceasefire, name) for name in ("ended", "end_type")}
        stays = all(values.get(name, was[name]) == was[name] for name in was)
        public = told.read_in["source"].public_from
        values["ended_known_from"] = ceasefire.ended_known_from if stays else public
    return values


def _keep_parts(ceasefire: Ceasefire, told: Told) -> bool:
    """Whether a party was not there, or on another side, or the place in the source not cited.

    Parties that are not named stay: their ends, and what was cited for them, would go with them.
    """
    parts = {(each.party_id, each.role): each for each in ceasefire.participations.all()}
    kept = [_keep_part(ceasefire, parts, each) for each in told.members]
    cited = False
    if told.read_in:
        _, cited = Citation.objects.get_or_create(ceasefire=ceasefire, **told.read_in)
    return any(kept) or cited


def _keep_part(
    ceasefire: Ceasefire, parts: dict[tuple[int, str], Participation], told: Member
) -> bool:
    part = parts.get((told.party.pk, told.role))
    if part is None:
        Participation.objects.create(ceasefire=ceasefire, **told._asdict())
        return True
    if part.side == told.side:
        return False
    part.side = told.side
    part.save(update_fields=["side"])
    return True


def members(row: Row, _: str) -> list[Member]:
    """From columns of sides and roles, or from one of all as lists export it."""
    told = [*_by_column(row), *_exported(row, MEMBERS)]
    found = [
        Member(row.referred(column, Party, slug), role, side) for column, slug, role, side in told
    ]
    if len({(each.party.pk, each.role) for each in found}) < len(found):
        raise Bad(MEMBERS, row.cells[MEMBERS], "names a party twice in one role.")
    return found


def _by_column(row: Row) -> Iterator[tuple[str, str, str, str]]:
    """Column, party, role and side."""
    for column, cell in row.cells.items():
        if side := SIDE.fullmatch(column):
            yield from ((column, slug, Role.DECLARING.value, side[1]) for slug in words(cell))
        elif column in ROLES:
            yield from ((column, slug, ROLES[column].value, "") for slug in words(cell))


def _exported(row: Row, name: str) -> Iterator[tuple[str, str, str, str]]:
    """The same of a cell such as israel:declaring:a hamas:declaring:b."""
    for each in words(row.cells[name]):
        slug, role, side = (each.split(":") + [""])[:3] if each.count(":") in (1, 2) else ("",) * 3
        if not role:
            raise Bad(name, each, "is not a party with its role, such as hamas:declaring:b.")
        yield name, slug, str(cells.choice({name: role}, name, Role)), side


MEMBERS = "participations"
MEMBER_COLUMNS = (MEMBERS, *(f"side_{each}" for each in ascii_lowercase), *ROLES)
PARTS.append(Part(MEMBERS, members, "", MEMBER_COLUMNS, ("side_a", "side_b", "mediators")))
# What lists export beside, and the service itself tells.
TOLD = {"url", "conflict_name", "follows_name", "sources", "updated"}
STATE = {
    *("state_status", "state_compliance", "state_since", "state_until", "state_projected"),
    *("state_candidates", "state_declared", "state_at", "state_known_at", "state_valid_until"),
}
COLUMNS = {
    *("slug", "follows"),
    *TOLD,
    *STATE,
    *(name for part in (*PARTS, *READ_IN) for name in part.columns),
}
