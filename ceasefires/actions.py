"""Writes that touch several rows: keyword-only, atomic verbs that take the time as an argument."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from .choices import Precision, Verification
from .models import Ceasefire, Violation
from .models.fields import FuzzyInstant
from .models.violation import REACHED


@dataclass(frozen=True, slots=True)
class Verified:
    """How many acts a verification changed, and how many stood there before."""

    changed: int
    already: int


@transaction.atomic
def verify(
    *, violations: QuerySet[Violation], verification: Verification, at: datetime
) -> Verified:
    """Set how far some acts have been checked: reached at ``at``, or open again.

    Those that stand there already keep the instant at which that was reached.
    """
    standing = _locked(violations)
    changing = [act for act, stands in standing if stands != verification]
    reached = FuzzyInstant(at, Precision.MINUTE.value)
    instant = reached if verification in REACHED else FuzzyInstant()
    Violation.objects.filter(pk__in=changing).update(
        verification=verification.value,
        verified_at=instant.at,
        verified_precision=instant.precision,
    )
    return Verified(len(changing), len(standing) - len(changing))


def _locked(violations: QuerySet[Violation]) -> list[tuple[UUID, str]]:
    """Each act and its verification, held until the end of the transaction.

    Their ceasefires come first, in the order in which the database itself locks the two.
    """
    ceasefires = Ceasefire.objects.filter(pk__in=violations.values("ceasefire"))
    list(ceasefires.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    acts = Violation.objects.filter(pk__in=violations.values("pk"))
    return list(acts.select_for_update().order_by("pk").values_list("pk", "verification"))
