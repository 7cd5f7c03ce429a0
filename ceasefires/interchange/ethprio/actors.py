"""Who acts in the dataset: one name and kind for each actor, and the sides of a ceasefire."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from .names import ARMED_GROUP, STATE, is_government, known_as, states_in


class Actor(NamedTuple):
    """By its UCDP id; where it has none, by its name."""

    ucdp_id: str
    name: str

    @property
    def key(self) -> str:
        return self.ucdp_id or self.name


class Actors:
    """All that a file names: one may go by several names, but has one id."""

    def __init__(self, named: Iterable[Actor]) -> None:
        self._names: dict[str, Counter[str]] = {}
        for actor in named:
            self._names.setdefault(actor.ucdp_id, Counter())[actor.name] += 1
        self._without_id = self._names.pop("", Counter())
        self._ids = {self._name(each): each for each in reversed(self._names)}

    def the(self, actor: Actor) -> Actor:
        """An actor by the name that most rows give it, or by the id that others give its name."""
        ucdp_id = actor.ucdp_id or self._ids.get(actor.name, "")
        return Actor(ucdp_id, self._name(ucdp_id) if ucdp_id else actor.name)

    def kind(self, actor: Actor) -> str:
        names = self._names.get(actor.ucdp_id, {actor.name: 1})
        if any(map(is_government, names)):
            return STATE
        known = known_as(actor.name)
        return known.kind if known and known.kind != STATE else ARMED_GROUP

    def _name(self, ucdp_id: str) -> str:
        return self._names[ucdp_id].most_common(1)[0][0]


def sides(kinds: dict[Actor, str], location: str) -> dict[Actor, str]:
    """The government on side a and those who are no government on side b.

    Of several governments it is that of the place. Another one may stand on either side, and
    without one nobody is told apart: they have no letter, and so are a side of their own.
    """
    governments = [actor for actor, kind in kinds.items() if kind == STATE]
    home = governments if len(governments) == 1 else _of_place(governments, location)
    if len(home) != 1:
        return {}
    others = {actor: "b" for actor in kinds if actor not in governments}
    return {home[0]: "a"} | others


def _of_place(governments: Collection[Actor], location: str) -> list[Actor]:
    called = set(states_in(location))
    return [each for each in governments if called.intersection(states_in(each.name))]
