"""Storing a grid's fact sets in few statements, and reading them back as facts."""

from collections.abc import Iterable
from itertools import chain

from django.db.models import Model, Prefetch

from ceasefires.models import (
    Amendment,
    Assessment,
    Ceasefire,
    Citation,
    Participation,
    Party,
    Report,
    Source,
    Violation,
)
from ceasefires.rules.facts import Facts
from ceasefires.states import facts_of, lineages_of

from .generator import FactSet, Generator

BEFORE = (Participation, Citation, Amendment)
AFTER = (Report, Assessment)


def store(generator: Generator, fact_sets: list[FactSet]) -> None:
    """Write the facts of ceasefires first, so that each is refreshed only once (deferred keys).

    Half of the acts are written before their ceasefire and placed with it, half after.
    """
    generator.conflict.save()
    Party.objects.bulk_create(generator.parties.values())
    Source.objects.bulk_create(generator.sources)
    records = list(chain.from_iterable(each.records() for each in fact_sets))
    acts = [each for each in records if isinstance(each, Violation)]
    _create(records, *BEFORE)
    Violation.objects.bulk_create(acts[::2])
    _create(records, Ceasefire)
    Violation.objects.bulk_create(acts[1::2])
    _create(records, *AFTER)


def _create(records: Iterable[Model], *models: type[Model]) -> None:
    for model in models:
        model.objects.bulk_create([each for each in records if isinstance(each, model)])


def all_facts() -> dict[int, tuple[Facts, list[Violation]]]:
    """By primary key: all that the rules take of each ceasefire, and its acts in that order."""
    acts = Prefetch("violations", Violation.objects.prefetch_related("reports__source"))
    ceasefires = Ceasefire.objects.prefetch_related(
        acts,
        "citations__source",
        "participations__party",
        "participations__citations__source",
        Prefetch("amendments", Amendment.objects.select_related("source")),
        Prefetch("assessments", Assessment.objects.select_related("source")),
    )
    lineages = lineages_of(Party.objects.values_list("pk", flat=True))
    return {
        each.pk: (facts_of(each, each.violations.all(), lineages), list(each.violations.all()))
        for each in ceasefires
    }
