"""Acts and the reports of them: to log, to report, to check."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from ceasefires.authorship import record_author
from ceasefires.choices import FiguresBasis, Precision, Verification
from ceasefires.models import Ceasefire, Report, Violation
from ceasefires.models.fields import Estimate, FuzzyInstant
from ceasefires.models.violation import REACHED
from ceasefires.rules.figures import NOT_REPORTED, combined

from .records import UNDATED, Refused, take_turn

COUNTED = ("killed", "injured")
FIGURES = [*(f"{name}_{part}" for name in COUNTED for part in Estimate._fields), "figures_basis"]


@dataclass(frozen=True, slots=True)
class Logged:
    """An act to be logged, with its first reports."""

    act: Violation
    reports: Sequence[Report] = ()


@transaction.atomic
def log(*, logged: Sequence[Logged], user: Any, at: datetime) -> None:
    """Store acts with their first reports, and who logged them."""
    for each in logged:
        _complete(each, at)
    acts = [each.act for each in logged]
    reports = [report for each in logged for report in each.reports]
    Violation.objects.bulk_create(acts)
    Report.objects.bulk_create(reports)
    record_author(*acts, *reports, user=user)


def _complete(logged: Logged, at: datetime) -> None:
    """What an act's reports say of it, where it does not say otherwise itself."""
    act = logged.act
    for report in logged.reports:
        report.violation, report.known_from = act, _public_from(report)
    public = [each.known_from for each in logged.reports]
    act.first_reported = act.first_reported or min(public, default=at)
    settle_figures(act, logged.reports)


def settle_figures(act: Violation, reports: Iterable[Report]) -> None:
    """Of an act as it is logged: its figures follow its first reports, unless it has its own."""
    told = list(reports)
    if act.figures_basis == FiguresBasis.SET:
        return
    for name in COUNTED:
        if getattr(act, name) == NOT_REPORTED:
            setattr(act, name, Estimate(*_combined(told, name)))
    if _figures(act) != [_combined(told, name) for name in COUNTED]:
        act.figures_basis = FiguresBasis.SET.value


def _public_from(report: Report) -> datetime:
    instant = report.known_from or report.source.public_from
    if instant is None:
        raise Refused(report, "known_from", f"needed: {UNDATED}")
    return instant


def add_report(*, report: Report, user: Any) -> None:
    """Store a report of an act that is there already, and who logged it."""
    with following(report):
        report.save(force_insert=True)
        record_author(report, user=user)


@contextmanager
def following(*reports: Report) -> Iterator[None]:
    """Let the acts that some reports were of, and come to be of, follow what is done inside."""
    stored = Report.objects.filter(pk__in=[each.pk for each in reports])
    public = stored.values_list("violation", "known_from")
    was = {*public}
    acts = {act for act, _instant in was} | {each.violation_id for each in reports}
    with transaction.atomic():
        hold_acts(Violation.objects.filter(pk__in=acts))
        yield
        for act in acts:
            follow_reports(act)
        for act, instant in {*public.all()} - was:
            # Public from a report that is new, or newly dated, at the latest.
            known_later = Violation.objects.filter(pk=act, first_reported__gt=instant)
            known_later.update(first_reported=instant)


def follow_reports(act_id: UUID) -> None:
    """Let the figures of an act that is held follow its reports, unless somebody has set them."""
    acts = Violation.objects.filter(pk=act_id, figures_basis=FiguresBasis.REPORTED.value)
    for act in acts:
        was = _figures(act)
        _set_figures(act, act.reports.all())
        if _figures(act) != was:
            act.save(update_fields=FIGURES)


def _set_figures(act: Violation, reports: Iterable[Report]) -> None:
    told = list(reports)
    for name in COUNTED:
        setattr(act, name, Estimate(*_combined(told, name)))


def _combined(reports: Iterable[Report], name: str) -> Any:
    return combined(getattr(each, name) for each in reports)


def _figures(act: Violation) -> list[Any]:
    return [tuple(getattr(act, name)) for name in COUNTED]


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
    standing = hold_acts(violations)
    changing = [act for act, stands in standing if stands != verification]
    instant = reached(verification, at)
    Violation.objects.filter(pk__in=changing).update(
        verification=verification.value,
        verified_at=instant.at,
        verified_precision=instant.precision,
    )
    return Verified(len(changing), len(standing) - len(changing))


def dispute(*, violations: QuerySet[Violation], at: datetime) -> Verified:
    """Open what was checked, or merely alleged, to investigation: somebody contests it."""
    return verify(violations=violations, verification=Verification.UNDER_INVESTIGATION, at=at)


def reached(verification: str, at: datetime) -> FuzzyInstant:
    """When a verification counts as reached; it is no instant while the act is open."""
    return FuzzyInstant(at, Precision.MINUTE.value) if verification in REACHED else FuzzyInstant()


def hold_acts(violations: QuerySet[Violation]) -> list[tuple[UUID, str]]:
    """Each act and its verification, held until the end of the transaction.

    Their ceasefires come first, in the order in which the database itself locks the two.
    """
    take_turn()
    ceasefires = Ceasefire.objects.filter(pk__in=violations.values("ceasefire"))
    list(ceasefires.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    acts = Violation.objects.filter(pk__in=violations.values("pk"))
    return list(acts.select_for_update().order_by("pk").values_list("pk", "verification"))
