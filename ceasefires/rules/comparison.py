"""Whether what several claims say of one thing can all be so, and whose cannot.

Two claims disagree only where they cannot both be so. Nothing is compared with a claim that says
nothing: unknown is not a value. Which of them is right is not asked, and none is weighed more.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import Any, NamedTuple

from .figures import Figures, combined
from .fuzzy import Span
from .vocabulary import Agreement, Qualifier, Verification

ROUGH = frozenset({Qualifier.APPROXIMATELY, Qualifier.ESTIMATE})
FINDINGS = frozenset({Verification.VERIFIED, Verification.UNFOUNDED, Verification.INCONCLUSIVE})

# Whether two values, which differ, can both be so; None: nothing tells.
Both = Callable[[Any, Any], bool | None]


@dataclass(frozen=True, slots=True)
class Compared:
    """``disagreeing``: the positions of the claims that another contradicts."""

    agreement: Agreement
    disagreeing: tuple[int, ...] = ()


def compared(said: Sequence[Any], both: Both) -> Compared:
    """What claims come to; ``said`` is the value that each gives, None where it gives none.

    Where each two can both be so, all can: of ranges some number lies in every one (Helly 1923).
    """
    positions: dict[Any, list[int]] = {}
    for position, value in enumerate(said):
        if value is not None:
            positions.setdefault(value, []).append(position)
    verdicts = {pair: both(*pair) for pair in combinations(positions, 2)}
    contradicted = {each for pair, verdict in verdicts.items() if verdict is False for each in pair}
    return Compared(
        _agreement(sum(map(len, positions.values())), verdicts.values()),
        tuple(sorted(position for each in contradicted for position in positions[each])),
    )


def _agreement(claims: int, verdicts: Collection[bool | None]) -> Agreement:
    if claims < 2:
        return Agreement.ONE_CLAIM if claims else Agreement.SILENT
    if False in verdicts:
        return Agreement.DISAGREE
    return Agreement.NOT_COMPARABLE if None in verdicts else Agreement.AGREE


class Number(NamedTuple):
    """What a claim lets a number be: from ``low`` to ``high``, each None where it sets no bound.

    ``about``: a rough figure. How rough, nobody says; it sets no bound.
    """

    low: int | None
    high: int | None
    about: int | None = None
    unit: str = ""


def as_given(figures: Figures, qualifier: str) -> Figures:
    """The figures of one claim, a plain one as the bound that its qualifier makes it."""
    low, best, high = figures
    if low is not None or high is not None:
        return figures
    if qualifier == Qualifier.AT_LEAST:
        return best, None, None
    return (None, None, best) if qualifier == Qualifier.AT_MOST else figures


def number(figures: Figures, qualifier: str, unit: str = "") -> Number | None:
    """What a claim's figures let the number be; None where it gives none."""
    low, best, high = as_given(figures, qualifier)
    if low is not None or high is not None:
        return Number(low, high, None, unit)
    if best is None:
        return None
    return Number(None, None, best, unit) if qualifier in ROUGH else Number(best, best, None, unit)


def span_of_all(given: Iterable[tuple[Figures, str]]) -> Figures:
    """Lowest, best and highest of all claims' figures with their qualifiers."""
    return combined(as_given(figures, qualifier) for figures, qualifier in given)


def same_number(one: Number, other: Number) -> bool | None:
    if one.unit != other.unit:
        return None
    if _apart(one, other):
        return False
    return None if _apart(_as_said(one), _as_said(other)) else True


def _as_said(rough: Number) -> Number:
    return rough if rough.about is None else Number(rough.about, rough.about)


def _apart(one: Number, other: Number) -> bool:
    return _below(one.high, other.low) or _below(other.high, one.low)


def _below(high: int | None, low: int | None) -> bool:
    return high is not None and low is not None and high < low


class Count(NamedTuple):
    """A number as of some instant; None: it is not known as of when."""

    number: Number
    as_of: Span | None


def same_count(one: Count, other: Count) -> bool | None:
    """Counts as of other instants are a series: neither speaks for or against the other."""
    verdict = same_number(one.number, other.number)
    if one.as_of and other.as_of:
        return verdict if one.as_of.overlaps(other.as_of) else None
    return verdict or None


def finding(verification: str) -> str | None:
    """What a check has found; who only alleges, or still checks, has found nothing."""
    return verification if verification in FINDINGS else None


def same_author(one: Sequence[str], other: Sequence[str]) -> bool:
    """Of two lineages: who names a coalition does not contradict one who names its member."""
    return one[0] in other or other[0] in one


def exclusive(one: Any, other: Any) -> bool:
    """Of a vocabulary from which one value holds."""
    return False


def shared(one: Collection[str], other: Collection[str]) -> bool:
    """Of a vocabulary from which several values may hold: those with none in common."""
    return not set(one).isdisjoint(other)


def within(vocabulary: Collection[str], both: Both) -> Both:
    """The same of sets of words, of which some may not be of the vocabulary and mean anything."""

    def judged(one: frozenset[str], other: frozenset[str]) -> bool | None:
        return both(one, other) or (False if one | other <= set(vocabulary) else None)

    return judged


def named(one: Collection[str], other: Collection[str]) -> bool | None:
    """Of names: others may name the same."""
    return shared(one, other) or None


def overlapping(one: Span | str, other: Span | str) -> bool | None:
    """Of instants; words that tell none mean anything."""
    if isinstance(one, Span) and isinstance(other, Span):
        return one.overlaps(other)
    return None


def lasting(one: timedelta | str, other: timedelta | str) -> bool | None:
    """Of durations; words that tell none mean anything."""
    told = isinstance(one, timedelta) and isinstance(other, timedelta)
    return False if told else None


def untold(one: str, other: str) -> None:
    """Of words that nobody has defined: others may mean the same."""
