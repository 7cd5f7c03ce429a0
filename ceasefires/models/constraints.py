"""Named database constraints that several models share."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db.models import CheckConstraint, F, Q
from django.db.models.functions import Now

from ceasefires.choices import Precision, Vocabulary

EARLIEST, LATEST = datetime(1800, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
# A comparison with null refuses nothing, so that null is ruled out beside it.
SENSIBLE = {"gte": EARLIEST, "isnull": False, "lt": LATEST}
NO_TIME, A_CENTURY = timedelta(0), timedelta(days=36525)


KNOWN_PRECISIONS = [each.value for each in Precision if each is not Precision.UNKNOWN]


def check(name: str, condition: Q, message: str) -> CheckConstraint:
    return CheckConstraint(name=name, condition=condition, violation_error_message=message)


def fuzzy_instants(model: str, *names: str) -> list[CheckConstraint]:
    """A precision with every instant, none without, and years that anyone could mean."""
    return [
        check(
            f"{model}_{name}_fuzzy",
            Q(**{f"{name}_at__isnull": True, f"{name}_precision": Precision.UNKNOWN.value})
            | Q(**{f"{name}_at__{how}": value for how, value in SENSIBLE.items()})
            & Q(**{f"{name}_precision__in": KNOWN_PRECISIONS}),
            f"{name}: give an instant between 1800 and 2200 with its precision, or neither.",
        )
        for name in names
    ]


def vocabularies(model: str, **fields: type[Vocabulary]) -> list[CheckConstraint]:
    """Each field holds a value of its vocabulary (or, where it may be empty, none)."""
    return [
        check(
            f"{model}_{name}_vocabulary",
            Q(**{f"{name}__in": ["", *(member.value for member in vocabulary)]}),
            f"{name}: not a value of its vocabulary.",
        )
        for name, vocabulary in fields.items()
    ]


def filled(model: str, *names: str) -> list[CheckConstraint]:
    """Text that must say something."""
    return [
        check(f"{model}_{name}_filled", ~Q(**{name: ""}), f"{name}: must not be empty.")
        for name in names
    ]


def estimates(model: str, *names: str) -> list[CheckConstraint]:
    return [
        check(
            f"{model}_{name}_ordered",
            Q(**{f"{name}_low__lte": F(f"{name}_best")})
            & Q(**{f"{name}_best__lte": F(f"{name}_high")})
            & Q(**{f"{name}_low__lte": F(f"{name}_high")}),
            f"{name}: lowest ≤ most likely ≤ highest.",
        )
        for name in names
    ]


def whole_quantity(model: str) -> CheckConstraint:
    """A quantity is given with its unit and qualifier, or not at all."""
    return check(
        f"{model}_quantity_whole",
        Q(quantity_value__isnull=True, quantity_unit="", quantity_qualifier="")
        | Q(quantity_value__isnull=False) & ~Q(quantity_unit="") & ~Q(quantity_qualifier=""),
        "quantity: give value, unit and qualifier, or none of them.",
    )


def already_public(model: str, names: Iterable[str]) -> list[CheckConstraint]:
    """What is recorded is public: an instant of becoming known lies in the past."""
    return [
        check(
            f"{model}_{name}_past",
            Q(**{f"{name}__lte": Now()}),
            f"{name}: must not lie in the future.",
        )
        for name in names
    ]


def whole_end(model: str) -> list[CheckConstraint]:
    """An end has a type; what has none has no instant either."""
    return [
        check(
            f"{model}_end_whole",
            ~Q(end_type="") | Q(ended_at__isnull=True, ended_known_from__isnull=True),
            "end_type: an end that is dated or known needs its type.",
        )
    ]


def public_slug(model: str) -> CheckConstraint:
    """A slug is lower-case words joined by hyphens; as a filter's value it stands for itself."""
    return check(
        f"{model}_slug_form",
        Q(slug__regex="^[a-z0-9]+(-[a-z0-9]+)*$") & ~Q(slug="unknown"),
        "slug: lower-case letters and digits in words joined by hyphens, and not “unknown”.",
    )
