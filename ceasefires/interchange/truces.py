"""What is recorded, as events are matched with it: who is who, and which ceasefires there are."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ceasefires.choices import Scope
from ceasefires.models import Ceasefire, Party
from ceasefires.rules.facts import Facts
from ceasefires.rules.fuzzy import END_OF_TIME
from ceasefires.rules.matching import Lineage, Register, Truce, sides_by_party, stretches_of
from ceasefires.rules.vocabulary import Declaration
from ceasefires.states import known_facts, lineages_of, without_acts

from .events import Actor


class Known(NamedTuple):
    """A party of ours, and its coalitions; without an ``id``: none."""

    id: int | None = None
    lineage: Lineage = ()


NOBODY = Known()


class Directory:
    """Our parties, by what identifies them in a dataset. What fits two of them tells neither."""

    def __init__(self, keys_of: Callable[[Party], Iterable[str]]) -> None:
        parties = {party.pk: party for party in Party.objects.all()}
        lineages = lineages_of(parties)
        found = defaultdict(set)
        for pk, party in parties.items():
            for key in keys_of(party):
                found[key].add(pk)
        only = {key: next(iter(pks)) for key, pks in found.items() if len(pks) == 1}
        self._known = {key: Known(pk, lineages[pk]) for key, pk in only.items()}

    def party(self, actor: Actor) -> Known:
        """By the first of an actor's identifiers that we know."""
        return next((self._known[key] for key in actor if key in self._known), NOBODY)


def register() -> Register:
    """All ceasefires, with the windows that the derivation gives them from what is recorded."""
    ceasefires = list(without_acts(Ceasefire.objects.select_related("conflict").order_by("pk")))
    facts = known_facts(ceasefires, END_OF_TIME)
    return Register(_truce(each, facts[each.pk]) for each in ceasefires if each.pk in facts)


def time_zones() -> dict[int, ZoneInfo]:
    """The zone of each ceasefire, whether it is matched with anything or not."""
    return {pk: ZoneInfo(name) for pk, name in Ceasefire.objects.values_list("pk", "time_zone")}


def _truce(ceasefire: Ceasefire, facts: Facts) -> Truce:
    return Truce(
        ceasefire=ceasefire.pk,
        conflict=ceasefire.conflict_id,
        conflict_id=ceasefire.conflict.ucdp_id,
        zone=ZoneInfo(ceasefire.time_zone),
        unilateral=ceasefire.declaration == Declaration.UNILATERAL,
        partial=ceasefire.scope == Scope.PARTIAL,
        sides=sides_by_party(facts),
        stretches=stretches_of(facts),
    )
