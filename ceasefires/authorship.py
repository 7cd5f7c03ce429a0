"""Who logged an act or a report, which is never public, and who may amend it for that reason."""

from typing import Any

from django.db.models import QuerySet

from .choices import Verification
from .models import Authorship, Report, Violation
from .models.violation import REACHED
from .roles import CHECK


def record_author(*records: Violation | Report, user: Any) -> None:
    """Remember who has just logged some records; whoever writes one calls this with it."""
    Authorship.objects.bulk_create(Authorship(**_of(each), user=user) for each in records)


def logged_by(user: Any, model: type[Violation | Report]) -> QuerySet[Authorship, Any]:
    """The keys of a user's own acts, or reports."""
    name = str(model._meta.model_name)
    own = Authorship.objects.filter(user=user, **{f"{name}__isnull": False})
    return own.values_list(name, flat=True)


def may_amend(user: Any, record: Violation | Report) -> bool:
    """Monitors amend what they logged themselves, as long as the act is alleged; editors, all."""
    if user.has_perm(CHECK):
        return True
    act = record if isinstance(record, Violation) else record.violation
    alleged = act.verification == Verification.ALLEGED
    return alleged and logged_by(user, type(record)).filter(**_of(record)).exists()


def may_report(user: Any, act: Violation) -> bool:
    """Monitors add reports of acts that are open: a report moves figures, and places the act."""
    return act.verification not in REACHED or bool(user.has_perm(CHECK))


def _of(record: Violation | Report) -> dict[str, Any]:
    return {str(record._meta.model_name): record}
