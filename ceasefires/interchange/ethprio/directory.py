"""The conflicts and parties that the dataset names: those that are there, and new ones."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.text import slugify

from ceasefires.interchange.importing import Origin
from ceasefires.models import Citation, Conflict, Party, Source

from .actors import Actor
from .joining import Ceasefire
from .names import STATE, known_as, states_in
from .places import UTC, zone_of

LONGEST = 80  # of a slug's words; a number may follow


def words_of(text: str) -> str:
    """As a slug has them."""
    return slugify(text.replace("_", " "))[:LONGEST].strip("-")


class Slugs:
    """New public identifiers, unlike those that are taken."""

    def __init__(self, model: type[Conflict] | type[Party]) -> None:
        self._taken = {"", "unknown", *model.objects.values_list("slug", flat=True)}

    def new(self, name: str, identifier: str) -> str:
        """The name alone where that is free; else with the identifier, else with a number."""
        words = words_of(name)
        whole = f"{words}-{identifier}".strip("-")
        numbered = (f"{words or 'unnamed'}-no-{n}" for n in range(2, len(self._taken) + 3))
        slug = next(each for each in (words, whole, *numbered) if each not in self._taken)
        self._taken.add(slug)
        return slug


class Parties:
    """By UCDP id, by name, and states by what they are called."""

    def __init__(self) -> None:
        self._slugs = Slugs(Party)
        self._by_id: dict[str, Party] = {}
        self._by_name: dict[str, Party] = {}
        self._by_state: dict[str, Party] = {}
        self._by_slug: dict[str, Party] = {}
        for party in Party.objects.order_by("pk"):
            self._add(party)

    def actor(self, actor: Actor, kind: str) -> Party:
        return self.find(actor, kind) or self._made(actor.name, kind, actor.ucdp_id)

    def find(self, actor: Actor, kind: str) -> Party | None:
        """One with another UCDP id is another party, whatever it is called."""
        if not actor.ucdp_id:
            return self._named(actor.name, kind) or self._renamed(actor.name, kind)
        if found := self._by_id.get(actor.ucdp_id):
            return found
        named = self._named(actor.name, kind)
        return None if named and named.ucdp_id else named

    def mediator(self, name: str) -> Party | None:
        """Made only where it is certain who that is."""
        if not (known := known_as(name)):
            return self._named(name)
        found = self._named(known.name, known.kind) or self._named(name)
        return found or self._renamed(*known) or self._made(*known)

    def _renamed(self, name: str, kind: str) -> Party | None:
        """Whom somebody has called otherwise since an import made it: a slug stays."""
        found = self._by_slug.get(words_of(name))
        return found if found and found.kind == kind else None

    def _named(self, name: str, kind: str = "") -> Party | None:
        if found := self._by_name.get(name.casefold()):
            return found
        states = states_in(name) if kind == STATE else []
        return next((self._by_state[each] for each in states if each in self._by_state), None)

    def _made(self, name: str, kind: str, ucdp_id: str = "") -> Party:
        slug = self._slugs.new(name, ucdp_id)
        party = Party.objects.create(slug=slug, name=name, kind=kind, ucdp_id=ucdp_id)
        self._add(party)
        return party

    def _add(self, party: Party) -> None:
        if party.ucdp_id:
            self._by_id.setdefault(party.ucdp_id, party)
        self._by_name.setdefault(party.name.casefold(), party)
        self._by_slug[party.slug] = party
        for state in states_in(party.name) if party.kind == STATE else ():
            self._by_state.setdefault(state, party)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conflict is, as the most of its ceasefires in a file have it."""

    location: str
    zone: str


def places_of(ceasefires: Iterable[Ceasefire]) -> dict[str, Place]:
    """By UCDP conflict. A conflict in places of different zones has none of them."""
    found: dict[str, Counter[tuple[str, str]]] = {}
    for each in ceasefires:
        place = each.location, zone_of(each.country)
        found.setdefault(each.conflict, Counter())[place] += 1
    return {conflict: _place(counted) for conflict, counted in found.items()}


def _place(counted: Counter[tuple[str, str]]) -> Place:
    zones = {zone for _location, zone in counted}
    location, zone = counted.most_common(1)[0][0]
    return Place(location, zone if len(zones) == 1 else UTC)


class Conflicts:
    """By UCDP id; ceasefires of which the dataset names no conflict are kept together by place."""

    def __init__(self, places: dict[str, Place]) -> None:
        self._places, self._slugs = places, Slugs(Conflict)
        known = list(Conflict.objects.order_by("-pk"))
        self._by_id = {each.ucdp_id: each for each in known if each.ucdp_id}
        self._by_slug = {each.slug: each for each in known}

    def of(self, ceasefire: Ceasefire, origin: Origin) -> Conflict:
        """One that is there, or a new one, which is cited."""
        if ceasefire.conflict:
            found = self._by_id.get(ceasefire.conflict)
        else:
            found = self._by_slug.get(_unnamed(ceasefire.location))
        return found or self._made(ceasefire, origin.source())

    def _made(self, ceasefire: Ceasefire, source: Source) -> Conflict:
        if not ceasefire.conflict:
            return self._made_unnamed(ceasefire, source)
        ucdp_id, place = ceasefire.conflict, self._places[ceasefire.conflict]
        name = f"Conflict in {place.location}, UCDP {ucdp_id}"
        slug = self._slugs.new(f"{place.location} ucdp {ucdp_id}", "")
        made = Conflict.objects.create(slug=slug, name=name, time_zone=place.zone, ucdp_id=ucdp_id)
        self._by_id[ucdp_id] = made
        _cite(made, source, f"conflict {ucdp_id}", ["name", "ucdp_id"])
        return made

    def _made_unnamed(self, ceasefire: Ceasefire, source: Source) -> Conflict:
        location, slug = ceasefire.location, _unnamed(ceasefire.location)
        name = f"Ceasefires in {location} of a conflict that is not given"
        zone = zone_of(ceasefire.country)
        made = Conflict.objects.create(slug=slug, name=name, time_zone=zone)
        self._by_slug[slug] = made
        _cite(made, source, f"rows of {location} without a conflict", ["name"])
        return made


def _unnamed(location: str) -> str:
    return f"{words_of(location)}-conflict-not-given".strip("-")


def _cite(conflict: Conflict, source: Source, locator: str, fields: list[str]) -> None:
    Citation.objects.create(source=source, conflict=conflict, locator=locator, fields=fields)
