"""What the database and the rules each say of a grid, side by side."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from functools import cached_property
from random import Random

from django.db import connection, transaction

from ceasefires.models import Ceasefire, Phase, Violation
from ceasefires.precedents import Row
from ceasefires.rules.derive import State, derive
from ceasefires.rules.facts import Facts
from ceasefires.rules.fuzzy import BEGINNING, END_OF_TIME, Span
from ceasefires.rules.relation import bound, place
from ceasefires.rules.status import ENDINGS, STANDING, phases
from ceasefires.rules.vocabulary import Status
from ceasefires.rules.window import Window, window_of
from ceasefires.states import Instants, states, with_facts

from .generator import Generator
from .readable import described
from .store import all_facts, store
from .timeline import INSTANT

NEVER, PENDING, UNKNOWN = Status.NEVER_EFFECTIVE, Status.PENDING, Status.UNKNOWN
FOREVER = datetime(9000, 1, 1, tzinfo=UTC)
# What the deciding acts alone cannot tell: when a later act will count.
FROM_ALL_ACTS = {"next_change"}

LOAD_ANEW = """
CREATE TEMPORARY TABLE loaded ON COMMIT DROP AS SELECT * FROM ceasefires_violation act
    WHERE NOT EXISTS (SELECT FROM ceasefires_report WHERE violation_id = act.id);
DELETE FROM ceasefires_violation WHERE id IN (SELECT id FROM loaded);
SELECT ceasefires_load_acts('loaded');
"""


@dataclass(frozen=True)
class Difference:
    ceasefire: int
    about: str
    database: object
    rules: object

    def __str__(self) -> str:
        return f"{self.about}\n  database: {self.database}\n  rules:    {self.rules}"


class Grid:
    """Stored fact sets of one zone, and what is asked of them."""

    def __init__(self, seed: int, zone: str, size: int) -> None:
        generator = Generator(seed, zone)
        self.fact_sets = {each.ceasefire.pk: each for each in generator.fact_sets(size)}
        store(generator, list(self.fact_sets.values()))
        self.timeline = generator.whole
        self.random = Random(seed)
        self.facts = all_facts()

    def asked(self, questions: int, sample: int) -> Iterator[tuple[datetime, datetime, list[int]]]:
        """Instants, each pair with some of the ceasefires to ask it of."""
        for at, known_at in self.timeline.questions(self.random, questions):
            yield at, known_at, self.random.sample(sorted(self.facts), sample)

    def explain(self, differences: list[Difference]) -> str:
        """The smallest fact set of those that differ, with its differences."""
        if not differences:
            return ""
        smallest = min({each.ceasefire for each in differences}, key=self._size)
        own = [str(each) for each in differences if each.ceasefire == smallest]
        number = len({each.ceasefire for each in differences})
        title = f"{number} of {len(self.facts)} fact sets differ; the smallest:"
        return "\n".join([title, described(self.fact_sets[smallest]), *own[:5]])

    def _size(self, key: int) -> int:
        return len(list(self.fact_sets[key].records()))

    @cached_property
    def phase_rows(self) -> dict[int, list[Phase]]:
        found = defaultdict(list)
        for row in Phase.objects.all():
            found[row.ceasefire_id].append(row)
        return found

    def phases_differ(self) -> Iterator[Difference]:
        """Every row, at each instant of knowing at and just before which something changes."""
        for key, (facts, _) in self.facts.items():
            rows = self.phase_rows[key]
            begins = {row.known.lower for row in rows}
            for known_at in {
                *self.timeline.instants,
                *begins,
                *(each - INSTANT for each in begins),
            }:
                stored = sorted(_stored(row) for row in rows if known_at in row.known)
                derived = list(_derived(facts.known(known_at)))
                if stored != derived:
                    yield Difference(key, f"phases known at {known_at}", stored, derived)

    def states_differ(self, questions: int, sample: int) -> Iterator[Difference]:
        """Status and compliance as annotated, for what was known at some instant."""
        for at, known_at, keys in self.asked(questions, sample):
            yield from self._annotated(at, known_at, keys)

    def live_states_differ(self, questions: int, sample: int) -> Iterator[Difference]:
        now = datetime.now(UTC)
        for at, _, keys in self.asked(questions, sample):
            yield from self._annotated(at, now, keys, live=True)

    def lives_differ(self) -> Iterator[Difference]:
        """Between which instants each began and was over, and whether it can be followed."""
        for known_at in self.timeline.instants:
            rows = map(Row._make, Phase.objects.lives(known_at, known_at + INSTANT))
            found = {row.ceasefire: _told(row) for row in rows}
            for key, (facts, _) in self.facts.items():
                known = facts.known(known_at)
                derived = _life(window_of(known), known_at) if known else None
                if found.get(key) != derived:
                    about = f"life known at {known_at}"
                    yield Difference(key, about, found.get(key), derived)

    def _annotated(
        self, at: datetime, known_at: datetime, keys: list[int], live: bool = False
    ) -> Iterator[Difference]:
        ceasefires = Ceasefire.objects.filter(pk__in=keys).with_compliance(at, known_at, live=live)
        for key, *found in ceasefires.values_list("pk", "status", "compliance"):
            state = derive(self.facts[key][0], at, known_at)
            if found != [state.status, state.compliance]:
                about = f"state at {at}, known at {known_at}{' (live)' if live else ''}"
                yield Difference(key, about, found, [state.status, state.compliance])

    def few_acts_differ(self, questions: int, sample: int) -> Iterator[Difference]:
        """The whole state from the deciding acts, and from all of them."""
        for at, known_at, keys in self.asked(questions, sample):
            for live in (False, True):
                known = datetime.now(UTC) if live else known_at
                instants = Instants(at, known, live)
                stored = with_facts(Ceasefire.objects.filter(pk__in=keys), instants)
                for key, few in states(stored, instants).items():
                    whole = derive(self.facts[key][0], at, known)
                    if _comparable(few) != _comparable(whole):
                        about = f"state at {at}, known at {known}, live: {live}"
                        yield Difference(key, about, _comparable(few), _comparable(whole))

    def places_differ(self) -> Iterator[Difference]:
        """Relation, basis and bound of every act, as stored and as known at each instant."""
        yield from self._places(FOREVER, None)
        for known_at in self.timeline.instants:
            yield from self._places(known_at, known_at)

    def loads_differ(self) -> Iterator[Difference]:
        """Acts that nobody has reported, each logged by itself, and the same loaded together."""
        places = ("ceasefire_id", "id", "relation", "relation_basis", "bound")
        acts = Violation.objects.filter(reports=None)
        alone = set(acts.values_list(*places))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOAD_ANEW)
            together = set(acts.values_list(*places))
            transaction.set_rollback(True)
        for key, act, *was in sorted(alone - together, key=str):
            yield Difference(key, f"place of act {act} as loaded", None, was)
        assert len(alone) == len(together)

    def _places(self, known_at: datetime, asked: datetime | None) -> Iterator[Difference]:
        columns = ("id", "relation_then", "relation_basis_then", "bound_then")
        placed = Violation.objects.as_known(asked).values_list(*columns)
        found = {act: tuple(place) for act, *place in placed}
        for key, (facts, acts) in self.facts.items():
            known = facts.known(known_at)
            if known is None:
                continue
            stretch = phases(window_of(known))
            by_id = {str(act.pk): act for act in acts}
            for act in known.acts:
                here = place(act, stretch)
                derived = (here.relation, here.basis, bound(act, known))
                identifier = by_id[act.evidence.identifier].pk
                if found[identifier] != derived:
                    about = f"place of act {act.occurred} known at {known_at}"
                    yield Difference(key, about, found[identifier], derived)


def _stored(row: Phase) -> tuple:
    low, high = row.during.lower or BEGINNING, row.during.upper or END_OF_TIME
    return (low, high, row.status, row.candidates, row.relations, row.has_window)


def _derived(known: Facts | None) -> Iterator[tuple]:
    if known is None:
        return
    window = window_of(known)
    for phase in phases(window):
        lists = sorted(phase.candidates), sorted(phase.relations)
        yield (phase.low, phase.high, phase.status, *lists, window.effective is not None)


def _told(row: Row) -> tuple:
    """Its status, and where it can be followed the dates of its life."""
    dates = (row.began, row.over_low, row.over_high) if row.is_followed else None
    return (row.status, row.is_undated, dates)


def _life(window: Window, known_at: datetime) -> tuple:
    """The same by the rules' own phases; what lies after ``known_at`` is an instant later."""
    past = [each for each in phases(window) if each.low <= known_at]
    here, beyond = past[-1].candidates, known_at + INSTANT
    never, undated = here == {NEVER}, window.effective is None or here == {UNKNOWN}
    dates = None
    if not (never or undated or PENDING in here):
        over_low = max(each.high for each in past if each.candidates <= STANDING | {PENDING})
        over_high = max(each.high for each in past if not each.candidates <= ENDINGS)
        began = Span(min(window.effective.low, over_low), min(window.effective.high, over_high))
        dates = (began, min(over_low, beyond), min(over_high, beyond))
    return (past[-1].status, undated and not never, dates)


def _comparable(state: State) -> dict[str, object]:
    names = (each.name for each in fields(state))
    return {name: getattr(state, name) for name in names if name not in FROM_ALL_ACTS}
