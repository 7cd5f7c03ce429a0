"""Reports of one act side by side."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Lower, NullIf

from ceasefires.models import Report
from ceasefires.rules.comparison import exclusive, finding, number, same_author, same_number
from ceasefires.states import Lineages, lineages_of

from . import FOUND, Outcome, Unrelated, bounds, outcome, span_of_claims

COUNTED = ("killed", "injured")


def reported_by_several(acts: QuerySet[Any], reports: QuerySet[Report]) -> QuerySet[Any]:
    """The acts of which there is more than one report among those given."""
    second = reports.filter(violation=OuterRef("pk"))[1:]
    return acts.filter(Exists(second))


def disputed(acts: QuerySet[Any], reports: QuerySet[Report]) -> QuerySet[Any]:
    """The acts of which two of the reports given disagree."""
    told = _as_told(reports.order_by())
    others = told.filter(violation=OuterRef("violation")).filter(_contradicts())
    return acts.filter(pk__in=told.filter(Exists(others)).values("violation"))


def _as_told(reports: QuerySet[Report]) -> QuerySet[Report]:
    """With what is compared of each; null where it says nothing."""
    figures = {"quantity": bounds("quantity_value", "quantity_qualifier")}
    for name in COUNTED:
        figures[name] = bounds(f"{name}_best", "qualifier", f"{name}_low", f"{name}_high")
    return reports.annotate(
        unit=Lower("quantity_unit"),
        found=Case(When(FOUND, then=F("verification"))),
        stated=NullIf("stated_relation", Value("")),
        **{f"{of}_{part}": each for of, both in figures.items() for part, each in both.items()},
    )


def _contradicts() -> Q:
    """Of two reports, taken either way round, the twin of the rules."""
    apart = {name: Q(**{f"{name}_to__lt": OuterRef(f"{name}_from")}) for name in COUNTED}
    same_unit = Q(unit=OuterRef("unit"), quantity_to__lt=OuterRef("quantity_from"))
    one_holds = Q(found__lt=OuterRef("found")) | Q(stated__lt=OuterRef("stated"))
    author = OuterRef("attributed_to")
    named = Q(attributed_to__lt=author) & Q(Unrelated("attributed_to", author))
    return apart["killed"] | apart["injured"] | same_unit | one_holds | named


def compare(acts: Sequence[Any]) -> None:
    """Set ``compared`` of acts fetched with their reports: what these come to, by field."""
    reports = [report for act in acts for report in act.reports.all()]
    named = {each.attributed_to_id for each in reports if each.attributed_to_id}
    lineages = lineages_of(named)
    for act in acts:
        act.compared = _outcomes(list(act.reports.all()), lineages)


def _outcomes(reports: list[Report], lineages: Lineages) -> dict[str, Outcome]:
    authors = [lineages.get(each.attributed_to_id or 0) for each in reports]
    findings = [finding(each.verification) for each in reports]
    stated = [each.stated_relation or None for each in reports]
    return {
        **{name: _persons(reports, name) for name in COUNTED},
        "quantity": _quantity(reports),
        "attributed_to": outcome(reports, authors, same_author),
        "verification": outcome(reports, findings, exclusive),
        "stated_relation": outcome(reports, stated, exclusive),
    }


def _persons(reports: list[Report], name: str) -> Outcome:
    given = [(getattr(each, name), each.qualifier) for each in reports]
    said = [number(*each) for each in given]
    return outcome(reports, said, same_number, figures=span_of_claims(given))


def _quantity(reports: list[Report]) -> Outcome:
    """Figures of several units have no range."""
    given = [each.quantity for each in reports]
    figures = [((None, each.value, None), each.qualifier) for each in given]
    units = [each.unit.lower() for each in given]
    said = [number(*each, unit) for each, unit in zip(figures, units, strict=True)]
    if len({*units} - {""}) != 1:
        return outcome(reports, said, same_number)
    unit = next(each.unit for each in given if each.unit)
    return outcome(reports, said, same_number, figures=span_of_claims(figures), unit=unit)
