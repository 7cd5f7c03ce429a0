"""Where an act lies in relation to a window, and whether its author then was bound."""

from collections.abc import Iterable
from dataclasses import dataclass

from .facts import Act, Facts, Participation
from .fuzzy import YES, Span
from .status import UNDECIDED, Phase
from .vocabulary import EndType, Relation, RelationBasis
from .window import ending_of, window_of


@dataclass(frozen=True, slots=True)
class Placed:
    """An act's relation to the window, and what decided it."""

    relation: Relation
    basis: RelationBasis = RelationBasis.COMPUTED


def place(act: Act, phases: Iterable[Phase]) -> Placed:
    """The relation that the instants decide; where they cannot, the one that sources state.

    A stated relation that the instants rule out, or that another report contradicts, decides
    nothing.
    """
    possible = _possible(act.occurred, phases)
    if len(possible) == 1:
        return Placed(next(iter(possible)))
    stated = {each.relation for each in act.stated} & possible
    if len(stated) == 1:
        return Placed(stated.pop(), RelationBasis.STATED)
    return Placed(Relation.INDETERMINATE)


def _possible(occurred: Span | None, phases: Iterable[Phase]) -> frozenset[Relation]:
    if occurred is None:
        anywhere = frozenset[Relation]().union(*(each.relations for each in phases))
        return anywhere if len(anywhere) == 1 else UNDECIDED
    touched = (
        each.relations for each in phases if occurred.low < each.high and occurred.reaches(each.low)
    )
    return frozenset().union(*touched)


def bound(act: Act, facts: Facts) -> bool | None:
    """Whether the act's author then was bound by the ceasefire.

    None where that is not known: nobody is named, no declaring party is listed, or the author's
    part ended at an instant that leaves it open. Of a party and its coalitions the nearest one
    that declared the ceasefire decides.
    """
    by_party = {each.party: each for each in facts.participations}
    if not act.lineage or not by_party:
        return None
    author = next((by_party[party] for party in act.lineage if party in by_party), None)
    return _was_bound(author, act.occurred, facts) if author else False


def _was_bound(author: Participation, occurred: Span | None, facts: Facts) -> bool | None:
    ending = ending_of(author.end, window_of(facts).scheduled_end, author.evidence)
    if ending.type is EndType.NEVER_EFFECTIVE:
        return False
    if occurred is None:
        return None if ending.known else True
    if ending.end.passed(occurred.low) == YES:
        return False
    return None if occurred.reaches(ending.doubt.low) else True


def counts(act: Act, facts: Facts, phases: Iterable[Phase]) -> bool:
    """Whether an act bears on compliance: during the window, and not by a party not bound."""
    return place(act, phases).relation is Relation.DURING and bound(act, facts) is not False
