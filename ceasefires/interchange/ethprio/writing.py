"""Ceasefires of the dataset into the database: new, into what an import made, or beside others'."""

from collections.abc import Sequence
from functools import cached_property

from ceasefires.actions import take_turn
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import Origin
from ceasefires.models import Ceasefire, Conflict

from .columns import told_as, values_of
from .desk import Desk
from .directory import Conflicts, Parties, Place
from .history import History, made_by_imports, withdrawn_by_others
from .joining import Ceasefire as Given
from .joining import Told
from .places import UTC, zone_of
from .updating import Update
from .wanting import Wanted, besides, declaring, everything, mediating
from .wording import name_of, slug_of


class Writing:
    """One attempt at writing some ceasefires: it reads what is there anew.

    ``whole``: whether a part of which no row tells is told of no more.
    """

    def __init__(
        self, given: Sequence[Given], places: dict[str, Place], origin: Origin, whole: bool
    ) -> None:
        self.given, self.origin, self.whole = given, origin, whole
        identifiers = [each.identifier for each in given]
        self.existing = {each.ethprio_id: each for each in _held(identifiers)}
        self.own = made_by_imports(each.pk for each in self.existing.values())
        self.gone = withdrawn_by_others(set(identifiers) - set(self.existing))
        self.parties, self.conflicts = Parties(), Conflicts(places)
        self.desk = Desk(origin, self.existing.values())

    @cached_property
    def history(self) -> History:
        return History(self.own)

    def run(self) -> dict[str, list[Bad]]:
        """Notes by identifier. Who acts is found or made before who mediates, whose UCDP id
        nobody gives."""
        for given in filter(self._is_ours, self.given):
            for part in given.parts:
                self.parties.actor(part.actor, part.kind)
        for given in self.given:
            self._write(given)
        self.desk.store()
        return self.desk.notes

    def _is_ours(self, given: Given) -> bool:
        """New, or what an import has made."""
        there = self.existing.get(given.identifier)
        return there.pk in self.own if there else given.identifier not in self.gone

    def _write(self, given: Given) -> None:
        counts, there = self.origin.counts, self.existing.get(given.identifier)
        if there is None and given.identifier in self.gone:
            told = "was withdrawn here: it is not imported again."
            self.desk.note(given, Bad("uniq_id", given.identifier, told))
            counts.unchanged += 1
        elif there is None:
            self._create(given)
            counts.created += 1
        elif self._change(given, there):
            counts.updated += 1
        else:
            counts.unchanged += 1

    def _change(self, given: Given, there: Ceasefire) -> bool:
        return self._update(given, there) if there.pk in self.own else self._beside(given, there)

    def _create(self, given: Given) -> None:
        zone = zone_of(given.country)
        made = Ceasefire(
            slug=slug_of(given),
            name=name_of(given),
            conflict=self.conflicts.of(given, self.origin),
            time_zone=zone,
            ethprio_id=given.identifier,
            **values_of(given, zone),
        )
        self.desk.ceasefires.append(made)
        self.desk.cite(made, given, ["name", "conflict", "ethprio_id", *_fields(given)])
        for wanted in self._wanted(given):
            self.desk.add_part(made, given, wanted)
        self.desk.code(made, given, besides(given, self.parties))

    def _wanted(self, given: Given) -> list[Wanted]:
        return [*declaring(given, self.parties), *mediating(given, self.parties)]

    def _update(self, given: Given, there: Ceasefire) -> bool:
        """Whether anything of what an import made is no more as the dataset has it."""
        update = Update(given, there, self.desk, lambda: self.history)
        fields = update.fields(
            values_of(given, there.time_zone) | self._other_conflict(given, there)
        )
        parts = update.parts(self._wanted(given), self.whole)
        told = [*besides(given, self.parties), *update.kept]
        return self.desk.code(there, given, told) or fields or parts

    def _other_conflict(self, given: Given, there: Ceasefire) -> dict[str, Conflict]:
        """The conflict that it is to be moved to; none where it is in one of that UCDP id."""
        stays = given.conflict and there.conflict.ucdp_id == given.conflict
        return {} if stays else {"conflict": self.conflicts.of(given, self.origin)}

    def _beside(self, given: Given, there: Ceasefire) -> bool:
        """Whether the dataset says anything of a ceasefire of others that it did not say before."""
        here = {each.party_id for each in there.participations.all()}
        absent = []
        for part in given.parts:
            party = self.parties.find(part.actor, part.kind)
            if party is None or party.pk not in here:
                absent.append(Told("party", part.actor.name, part.numbers, taken=False))
        self._note_beside(given, there, absent)
        return self.desk.code(there, given, [*everything(given), *absent])

    def _note_beside(self, given: Given, there: Ceasefire, absent: list[Told]) -> None:
        told = f"is {there.slug}, which no import made: it stays, and codings stand beside it."
        self.desk.note(given, Bad("uniq_id", given.identifier, told))
        for each in absent:
            told = f"has no part in {there.slug}: that is kept as a coding."
            self.desk.note(given, Bad("actor_name", each.value, told))


def _held(identifiers: Sequence[str]) -> list[Ceasefire]:
    """Held until the end of the transaction, so that no editor's change is lost."""
    take_turn()
    found = Ceasefire.objects.filter(ethprio_id__in=identifiers).select_related("conflict")
    return list(
        found.select_for_update(no_key=True, of=("self",))
        .prefetch_related("participations__party")
        .order_by("pk")
    )


def _fields(given: Given) -> list[str]:
    """The fields of which the dataset says something."""
    values = values_of(given, UTC)
    return [field for field in values if given.said.get(told_as(field))]
