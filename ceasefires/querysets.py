"""Queries that chain and read as sentences.

Throughout, ``at`` is the instant asked about and ``known_at`` the instant of knowing; ``known_at``
None means all that is recorded. What the database derives (``ceasefires.models.phase``, an act's
``relation`` and ``bound``) follows the same rules as ``ceasefires.rules``.
"""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.aggregates import BoolOr
from django.db import models
from django.db.models import Case, Exists, F, Func, Max, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, Greatest, Lag, Least

from .rules.compliance import GRAVITY, SAID_AS
from .rules.derive import WITHOUT_COMPLIANCE
from .rules.status import ENDINGS, STANDING
from .rules.vocabulary import Compliance, Relation, Status, Verification

COUNTS_FROM = Coalesce("occurred_at", "first_reported")
DERIVED = ("relation", "relation_basis", "bound")  # of an act, from all that is recorded
PENDING = Status.PENDING.value
# Claims about a ceasefire, and the instant that each tells of where it dates what it says.
CLAIMED = {
    "amendments": Coalesce("agreed_at", "effective_at"),
    "assessments": F("assessed_at_at"),
    "codings": None,
    "statements": F("made_at"),
    "terms": None,
}
OPEN = [Verification.ALLEGED.value, Verification.UNDER_INVESTIGATION.value]


class _Place(Func):
    """One column of what ``ceasefires_place`` answers for an act."""

    function = "ceasefires_place"
    output_field = models.CharField()

    def __init__(self, known_at: Value, column: str) -> None:
        arguments = ("id", "ceasefire_id", "occurred_at", "occurred_precision")
        super().__init__(*arguments, known_at, template=f"(%(function)s(%(expressions)s)).{column}")


class _Bound(Func):
    function = "ceasefires_bound"
    output_field = models.BooleanField(null=True)

    def __init__(self, known_at: Value) -> None:
        arguments = ("attributed_to_id", "ceasefire_id", "occurred_at", "occurred_precision")
        super().__init__(*arguments, known_at)


def _unless(settled: Q, column: str, reckoned: Func) -> Case:
    """A stored column where it is settled, else what the database reckons."""
    return Case(When(settled, then=F(column)), default=reckoned)


class ViolationQuerySet(models.QuerySet[Any]):
    """Reported acts."""

    def as_known(self, known_at: datetime | None) -> Self:
        """The acts then known, with ``relation_then``, ``relation_basis_then``, ``bound_then``
        and ``verification_then``."""
        if known_at is None:
            names = ("relation", "relation_basis", "bound", "verification")
            return self.annotate(**{f"{name}_then": F(name) for name in names})
        reached_later = When(verified_at__gt=known_at, then=Value(Verification.ALLEGED.value))
        instant = Value(known_at, output_field=models.DateTimeField())
        settled = self._settled(known_at)
        computed = settled & Q(relation_basis="computed") & ~Q(relation="indeterminate")
        return self.filter(first_reported__lte=known_at).annotate(
            relation_then=_unless(computed, "relation", _Place(instant, "relation")),
            relation_basis_then=_unless(
                computed, "relation_basis", _Place(instant, "relation_basis")
            ),
            bound_then=_unless(settled, "bound", _Bound(instant)),
            verification_then=Case(reached_later, default=F("verification")),
        )

    def _settled(self, known_at: datetime) -> Q:
        """Nothing that the window or its parties depend on became known later: what is stored of
        an act is as it was known then, and need not be reckoned again for each act."""
        ceasefires: Any = self.model._meta.get_field("ceasefire").related_model
        phases: Any = ceasefires._meta.get_field("phases").related_model
        latest = phases.objects.filter(known__contains=known_at, known__endswith=None)
        return Q(ceasefire_id__in=latest.values("ceasefire_id"))

    def that_count(self) -> Self:
        """Of acts ``as_known``: those during the window, by nobody known not to be bound."""
        during = self.filter(relation_then=Relation.DURING.value)
        return during.alias(maybe_bound=Coalesce("bound_then", True)).filter(maybe_bound=True)

    def up_to(self, at: datetime) -> Self:
        """Acts that count at ``at``: from their earliest instant, or undated from their report."""
        undated = Q(occurred_at__isnull=True, first_reported__lte=at)
        return self.filter(Q(occurred_at__lte=at) | undated)

    def after(self, at: datetime) -> Self:
        """Acts that do not count yet at ``at``."""
        return self.alias(counts_from=COUNTS_FROM).filter(counts_from__gt=at)

    def latest_first(self) -> Self:
        return self.order_by(COUNTS_FROM.desc(), F("id").desc())

    def earliest_first(self) -> Self:
        return self.order_by(COUNTS_FROM.asc(), F("id").asc())


class CeasefireQuerySet(models.QuerySet[Any]):
    """Ceasefires and what is derived of them."""

    def known(self, known_at: datetime) -> Self:
        """Those of which something was public at ``known_at``."""
        return self.filter(Exists(self._phases(known_at)))

    def with_status(self, at: datetime, known_at: datetime) -> Self:
        """Annotate ``status`` and ``has_window``; unknown and false where nothing was known."""
        phase = self._phases(known_at).filter(during__contains=at)
        return self.annotate(
            status=Coalesce(Subquery(phase.values("status")), Value("unknown")),
            has_window=Coalesce(Subquery(phase.values("has_window")), Value(False)),
        )

    def in_force_at(self, at: datetime, known_at: datetime) -> Self:
        return self.with_status(at, known_at).filter(status="in_force")

    def with_compliance(self, at: datetime, known_at: datetime, live: bool = False) -> Self:
        """Annotate ``compliance`` beside ``status``; ``live``: ``known_at`` is the present."""
        acts = self._acts(at, None if live else known_at)
        alleged = acts.filter(verification_then__in=OPEN)
        verified = acts.filter(verification_then=Verification.VERIFIED.value)
        without = Q(status__in=list(WITHOUT_COMPLIANCE)) | Q(has_window=False)
        said = [When(assessed=value, then=Value(means.value)) for value, means in SAID_AS.items()]
        return (
            self.with_status(at, known_at)
            .annotate(assessed=Subquery(self._assessments(at, known_at).values("assessed")[:1]))
            .annotate(
                compliance=Case(
                    When(without, then=Value(None)),
                    When(Exists(verified), then=Value(Compliance.VIOLATED.value)),
                    When(Exists(alleged), then=Value(Compliance.ALLEGED.value)),
                    *said,
                    default=Value(Compliance.NO_REPORTS.value),
                    output_field=models.CharField(null=True),
                )
            )
        )

    def with_deciding_acts(self, at: datetime, known_at: datetime | None) -> Self:
        """Annotate the ids of the acts that decide, ``verified_act`` and ``alleged_act``, and of
        those that will next, ``next_verified_act`` and ``next_alleged_act``."""
        counting = self._counting_acts(known_at)
        orders = {
            "": counting.up_to(at).latest_first(),
            "next_": counting.after(at).earliest_first(),
        }
        kinds = {"verified": [Verification.VERIFIED.value], "alleged": OPEN}
        return self.annotate(
            **{
                f"{order}{kind}_act": Subquery(
                    acts.filter(verification_then__in=values).values("id")[:1]
                )
                for order, acts in orders.items()
                for kind, values in kinds.items()
            }
        )

    def with_last_heard(self, known_at: datetime) -> Self:
        """Annotate ``last_heard``: the last instant that something said of it tells of, or at which
        an act is set against it."""
        published = Coalesce("source__published_at", "source__accessed")
        cited = self._related("citations").annotate(known_from=published)
        said = [
            cited.filter(ceasefire=OuterRef("pk")),
            cited.filter(participation__ceasefire=OuterRef("pk")),
        ]
        heard = [each.annotate(heard=F("known_from")) for each in said]
        for name, instant in CLAIMED.items():
            told = Least(instant, "known_from") if instant else F("known_from")
            heard.append(self._of(name).annotate(heard=told))
        known = [each.filter(known_from__lte=known_at).order_by("-heard") for each in heard]
        acts = self._of("violations").filter(first_reported__lte=known_at).up_to(known_at)
        return self.annotate(
            last_heard=Greatest(
                "known_from",
                *(Subquery(each.values("heard")[:1]) for each in known),
                Subquery(acts.latest_first().values_list(COUNTS_FROM)[:1]),
            )
        )

    def _phases(self, known_at: datetime) -> Any:
        return self._of("phases").filter(known__contains=known_at)

    def _acts(self, at: datetime, known_at: datetime | None) -> Any:
        return self._counting_acts(known_at).up_to(at)

    def _counting_acts(self, known_at: datetime | None) -> Any:
        return self._of("violations").as_known(known_at).that_count()

    def _assessments(self, at: datetime, known_at: datetime) -> Any:
        """What was said up to ``at`` and known by ``known_at``, the latest first."""
        gravity = [When(assessed=value, then=rank) for rank, value in enumerate(GRAVITY)]
        return (
            self._of("assessments")
            .filter(known_from__lte=known_at)
            .annotate(counts_from=Coalesce("assessed_at_at", "known_from"))
            .filter(counts_from__lte=at)
            .order_by("-counts_from", "-known_from", Case(*gravity).desc(), "-id")
        )

    def _of(self, name: str) -> Any:
        return self._related(name).filter(ceasefire_id=OuterRef("pk"))

    def _related(self, name: str) -> models.QuerySet[Any]:
        related: Any = self.model._meta.get_field(name).related_model
        manager: Any = related._default_manager
        rows: models.QuerySet[Any] = manager.all()
        return rows


# A ceasefire that surely took effect, at an instant that is known, and is not lost sight of.
FOLLOWED = (
    Q(has_window=True)
    & ~Q(status__in=[Status.NEVER_EFFECTIVE.value, Status.UNKNOWN.value])
    & ~Q(candidates__contains=[PENDING])
)
BEFORE_ITS_END = [PENDING, *sorted(STANDING)]
LIFE = (
    "ceasefire_id",
    "status_then",
    "is_followed",
    "began_low",
    "began_high",
    "over_low",
    "over_high",
)


class PhaseQuerySet(models.QuerySet[Any]):
    """What is derived of ceasefires, by stretches of knowledge and of time."""

    def followed(self, known_at: datetime) -> Self:
        """Of each ceasefire that can be followed to ``known_at`` the phase that it then was in."""
        return self.filter(FOLLOWED, known__contains=known_at, during__contains=known_at)

    def up_to(self, known_at: datetime) -> Self:
        """As known then, those that had begun by then."""
        begun = Q(during__startswith=None) | Q(during__startswith__lte=known_at)
        return self.filter(begun, known__contains=known_at)

    def lives(self, known_at: datetime, beyond: datetime) -> Any:
        """Of each ceasefire ``LIFE``: the status at ``known_at``, whether it can be followed to
        then, between which instants it took effect and between which it was over for good; what
        lies after ``known_at`` is ``beyond``. A gap or a suspension that has an end is not the end.
        """
        now, until = Q(during__contains=known_at), F("during__endswith")
        ended = Least(until, Value(beyond))  # of what lasts for ever the end is null, and is left
        return (
            self.up_to(known_at)
            .order_by()
            .values("ceasefire_id")
            .annotate(
                status_then=Max("status", filter=now),
                is_followed=BoolOr(now & FOLLOWED),
                began_low=Max(until, filter=Q(candidates=[PENDING])),
                began_high=Max(until, filter=Q(candidates__contains=[PENDING])),
                over_low=Max(ended, filter=Q(candidates__contained_by=BEFORE_ITS_END)),
                over_high=Max(ended, filter=~Q(candidates__contained_by=sorted(ENDINGS))),
            )
            .values_list(*LIFE)
        )


class VersionQuerySet(models.QuerySet[Any]):
    """What the database keeps of every change."""

    def of(self, resource: str, owners: list[str]) -> Self:
        """Of some objects and what is shown as part of them, by their primary keys."""
        return self.filter(resource=resource, owner__in=owners)

    def written(self) -> Self:
        """Without what alone follows from other facts, which nobody wrote: the place of an act,
        and from when what cites a source was public."""
        placed = Q(action="updated", changed__contained_by=list(DERIVED))
        return self.exclude(placed | Q(part="sources", changed=["known_from"]))

    def with_preceding(self) -> Self:
        """Annotate ``preceding``: the number of the version of the same row before each."""
        row = [F("record"), F("pk_of_row")]
        return self.annotate(preceding=Window(Lag("id"), partition_by=row, order_by="id"))
