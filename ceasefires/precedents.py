"""How comparable ceasefires fared, as known at an instant: found, and followed to their ends."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q, QuerySet

from .choices import Declaration, Purpose
from .models import Ceasefire, Phase
from .models.ceasefire import PURPOSES
from .rules.fuzzy import Span
from .rules.survival import Life
from .rules.vocabulary import Status

ENOUGH = 20
INSTANT, A_WEEK = timedelta(microseconds=1), timedelta(weeks=1)
FIXED, OPEN = "fixed", "open"
HAS_FIXED_DURATION = Q(ceasefire__scheduled_end_at__isnull=False) | Q(
    ceasefire__planned_duration__isnull=False
)
# To be for something else, or for nothing that is told, is nothing that two ceasefires share.
TELLING = frozenset(PURPOSES) - {Purpose.OTHER.value, Purpose.UNCLEAR.value}
WIDENED_BY = ("purposes", "declaration", "duration")  # the order in which criteria are dropped


@dataclass(frozen=True, slots=True)
class Criteria:
    """What makes another ceasefire comparable; None and empty where no source tells it."""

    declaration: str | None
    purposes: tuple[str, ...]
    duration: str

    @classmethod
    def of(cls, ceasefire: Ceasefire) -> "Criteria":
        told = ceasefire.declaration != Declaration.UNKNOWN
        fixed = ceasefire.scheduled_end.at or ceasefire.planned_duration
        return cls(
            declaration=ceasefire.declaration if told else None,
            purposes=tuple(each for each in ceasefire.purposes if each in TELLING),
            duration=FIXED if fixed else OPEN,
        )

    def conditions(self) -> dict[str, Q]:
        """Those that can be asked for, in the order in which they are dropped."""
        asked = {
            "purposes": Q(ceasefire__purposes__overlap=list(self.purposes)),
            "declaration": Q(ceasefire__declaration=self.declaration),
            "duration": HAS_FIXED_DURATION if self.duration == FIXED else ~HAS_FIXED_DURATION,
        }
        return {name: asked[name] for name in WIDENED_BY if getattr(self, name)}


class Row(NamedTuple):
    """What is derived of another ceasefire; see ``PhaseQuerySet.lives``."""

    ceasefire: int
    status: str
    is_followed: bool
    began_low: datetime | None
    began_high: datetime | None
    over_low: datetime
    over_high: datetime

    @property
    def is_never_effective(self) -> bool:
        return self.status == Status.NEVER_EFFECTIVE

    @property
    def is_undated(self) -> bool:
        """Neither followed nor still to come."""
        unknown = self.status == Status.UNKNOWN or self.began_low is None
        return unknown and not self.is_never_effective

    @property
    def began(self) -> Span:
        """Of one that can be followed."""
        assert self.began_low and self.began_high
        return Span(self.began_low, self.began_high)


@dataclass(frozen=True, slots=True)
class Precedents:
    """What became of the comparable ceasefires.

    ``ends`` counts by status those that have ended, or may have. ``undated`` are those of which no
    source tells when they took effect, or whether and when they ended: they have no ``lives``.
    """

    criteria: Criteria
    widened: tuple[str, ...]
    lives: tuple[Life, ...]
    ends: Counter[str]
    never_effective: int
    undated: int

    @property
    def censored(self) -> int:
        return len(self.lives) - self.ends.total()

    @property
    def imprecise(self) -> int:
        """Those whose duration is uncertain by a week or more."""
        return sum(each.longest.lasted - each.shortest.lasted >= A_WEEK for each in self.lives)


def precedents_of(ceasefire: Ceasefire, known_at: datetime) -> Precedents:
    """Those that share most with it and are enough, or all others; in a constant number of queries.

    ``known_at`` is no later than the present: what is still to come is no precedent.
    """
    criteria = Criteria.of(ceasefire)
    others: Any = Phase.objects.exclude(ceasefire=ceasefire)
    widened, conditions = _widened(others.followed(known_at), criteria.conditions())
    beyond = known_at + INSTANT
    rows = [Row(*row) for row in others.filter(*conditions).lives(known_at, beyond)]
    followed = [row for row in rows if row.is_followed]
    return Precedents(
        criteria=criteria,
        widened=widened,
        lives=tuple(_lives(followed, known_at, beyond)),
        ends=Counter(row.status for row in followed if row.over_low < beyond),
        never_effective=sum(row.is_never_effective for row in rows),
        undated=sum(row.is_undated for row in rows),
    )


def _widened(
    followed: QuerySet[Any], conditions: dict[str, Q]
) -> tuple[tuple[str, ...], Sequence[Q]]:
    """The names of the criteria dropped until enough are left, and the conditions that stay."""
    names, asked = tuple(conditions), list(conditions.values())
    counts = followed.aggregate(
        **{str(dropped): Count("pk", filter=Q(*asked[dropped:])) for dropped in range(len(asked))}
    )
    enough = (dropped for dropped in range(len(asked)) if counts[str(dropped)] >= ENOUGH)
    dropped = next(enough, len(asked))
    return names[:dropped], asked[dropped:]


def _lives(rows: Sequence[Row], known_at: datetime, beyond: datetime) -> Iterator[Life]:
    standing = [row.ceasefire for row in rows if row.over_low == beyond]
    heard = Ceasefire.objects.filter(pk__in=standing).with_last_heard(known_at)
    last_heard = dict(heard.values_list("pk", "last_heard"))
    for row in rows:
        if row.over_low == beyond:
            until = Span.exactly(last_heard[row.ceasefire])
            yield Life.between(row.began, until, (False, False))
        else:
            until = Span(row.over_low, row.over_high)
            yield Life.between(row.began, until, (True, row.over_high < beyond))
