"""The parts that the dataset gives parties in a ceasefire, and what it says besides."""

from collections.abc import Iterator
from dataclasses import dataclass

from ceasefires.choices import Role
from ceasefires.models import Party

from .codes import MEDIATED
from .directory import Parties, words_of
from .joining import Ceasefire, Told
from .names import known_as, listed
from .rows import End


@dataclass(frozen=True, slots=True)
class Wanted:
    """A party's part as the dataset has it; ``said``: the coding that would say so."""

    party: Party
    role: str
    side: str
    end: End
    said: Told


def declaring(ceasefire: Ceasefire, parties: Parties) -> Iterator[Wanted]:
    for part in ceasefire.parts:
        said = Told("party", part.actor.name, part.numbers, taken=True)
        party = parties.actor(part.actor, part.kind)
        yield Wanted(party, Role.DECLARING.value, part.side, part.end, said)


def mediating(ceasefire: Ceasefire, parties: Parties) -> Iterator[Wanted]:
    """Those of whom it is certain who they are; each once."""
    if not (told := _told_of_mediators(ceasefire)):
        return
    found = [parties.mediator(name) for name in listed(told.value)]
    for party in dict.fromkeys(each for each in found if each):
        said = Told("mediator", party.name, told.numbers, taken=True)
        yield Wanted(party, Role.MEDIATOR.value, "", End(), said)


def besides(ceasefire: Ceasefire, parties: Parties) -> list[Told]:
    """What is said and stands in no field of the record; mediators, unless all of them do."""
    mediators = _told_of_mediators(ceasefire)
    certain = mediators and all(map(parties.mediator, listed(mediators.value)))
    return [
        each for each in ceasefire.told if not each.taken and not (certain and each == mediators)
    ]


def everything(ceasefire: Ceasefire) -> Iterator[Told]:
    """All that is said; of mediators who are known by the name that their slug is made of."""
    mediators = _told_of_mediators(ceasefire)
    for each in ceasefire.told:
        names = listed(each.value) if each == mediators else []
        known = [found for name in names if (found := known_as(name))]
        for one in known:
            yield each._replace(value=words_of(one.name))
        if not names or len(known) < len(names):
            yield each


def _told_of_mediators(ceasefire: Ceasefire) -> Told | None:
    """The names that are given, where it is said that somebody mediated."""
    said = ceasefire.said.get("mediator", ())
    if len(said) != 1 or said[0] in MEDIATED.values():
        return None
    return next(each for each in ceasefire.told if (each.field, each.value) == ("mediator", *said))
