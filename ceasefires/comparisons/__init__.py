"""Who says what: claims of one thing side by side, and whether they agree.

What agrees is decided by ``ceasefires.rules.comparison``. Where the database has to find what
disagrees, its conditions are twins of those rules; a test holds them to it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Case, F, Func, Q, When

from ceasefires.choices import Agreement, Qualifier
from ceasefires.rules.comparison import FINDINGS, Both, compared, span_of_all
from ceasefires.rules.figures import NOT_REPORTED, Figures

SETS_LOW = [Qualifier.EXACT.value, Qualifier.AT_LEAST.value]
SETS_HIGH = [Qualifier.EXACT.value, Qualifier.AT_MOST.value]
FOUND = Q(verification__in=[each.value for each in FINDINGS])


@dataclass(frozen=True, slots=True)
class Outcome:
    """What claims come to on one field. ``disagreeing``: the sources that another contradicts."""

    agreement: Agreement
    disagreeing: tuple[str, ...]
    figures: Figures = NOT_REPORTED
    unit: str = ""


def outcome(claims: Sequence[Any], said: Sequence[Any], both: Both, **more: Any) -> Outcome:
    """``said`` is what each of the claims says of the field, None where it says nothing; after
    them may come what they are held against."""
    found = compared(said, both)
    own = (each for each in found.disagreeing if each < len(claims))
    sources = dict.fromkeys(claims[each].source.slug for each in own)
    return Outcome(found.agreement, tuple(sources), **more)


def span_of_claims(given: Iterable[tuple[Any, str]]) -> Figures:
    return span_of_all((tuple(figures), qualifier) for figures, qualifier in given)


def bounds(best: str, qualifier: str, low: str = "", high: str = "") -> dict[str, Case]:
    """``from`` and ``to``: the bounds that the figures of a claim set, by their columns."""
    plain = Q(**{f"{each}__isnull": True for each in (low, high) if each})
    sets_low, sets_high = (
        plain & Q(**{f"{qualifier}__in": qualifiers}) for qualifiers in (SETS_LOW, SETS_HIGH)
    )
    return {
        "from": Case(When(sets_low, then=F(best)), default=F(low) if low else None),
        "to": Case(When(sets_high, then=F(best)), default=F(high) if high else None),
    }


class Unrelated(Func):
    """Whether neither of two parties is the other's member, directly or through coalitions."""

    output_field = BooleanField()

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> Any:
        (one, _), (other, _) = map(compiler.compile, self.get_source_expressions())  # columns both
        member = "EXISTS (SELECT FROM ceasefires_lineage({}) line WHERE line.party_id = {})"
        return f"NOT ({member.format(one, other)} OR {member.format(other, one)})", []
