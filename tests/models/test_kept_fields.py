"""Fields that the database fills: defaults taken from a source, and the stamps of changes."""

import pytest

from ceasefires.models import CLAIMS, Assessment, Ceasefire, Source
from ceasefires.models.fields import FuzzyInstant
from tests import factories
from tests.factories import (
    exactly,
    instant,
    make_assessment,
    make_ceasefire,
    make_citation,
    make_conflict,
    make_delegation,
    make_participation,
    make_round,
    make_source,
    make_violation,
    on_day,
)

pytestmark = pytest.mark.django_db
LONG_AGO = instant("2001-01-01T00:00Z")
TEXTS = ["locator", "name", "size", "side", "publisher", "city", "description"]
MODELS = [
    *(claim._meta.model_name for claim in CLAIMS),
    *("ceasefire", "conflict", "delegation", "participation", "party", "round", "source"),
    "violation",
]


def insert_again(record, **values):
    """Write a record anew, past ``save`` and validation."""
    key = record.pk
    record.delete()
    record.pk = key
    for name, value in values.items():
        setattr(record, name, value)
    type(record).objects.bulk_create([record])
    record.refresh_from_db()
    return record


def stamped(record):
    return type(record).objects.get(pk=record.pk).updated


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim._meta.model_name)
def test_a_claim_is_known_from_its_sources_publication(claim):
    make = getattr(factories, f"make_{claim._meta.model_name}")
    record = insert_again(make(source=make_source()), known_from=None)
    assert record.known_from == instant(factories.PUBLISHED)


def test_a_claim_of_an_unpublished_source_is_known_from_when_it_was_read():
    source = make_source(published=FuzzyInstant(), accessed=LONG_AGO)
    assert insert_again(make_assessment(source=source), known_from=None).known_from == LONG_AGO


def test_a_claim_keeps_its_own_instant_of_becoming_known():
    assert insert_again(make_assessment(), known_from=LONG_AGO).known_from == LONG_AGO


def test_a_corrected_publication_moves_what_was_known_by_default():
    source = make_source()
    by_default, of_its_own = make_assessment(source=source), make_assessment(source=source)
    Assessment.objects.filter(pk=of_its_own.pk).update(known_from=LONG_AGO)
    Source.objects.update(published_at=instant("2014-08-05T00:00Z"))
    known = dict(Assessment.objects.values_list("pk", "known_from"))
    assert known == {by_default.pk: instant("2014-08-05T00:00Z"), of_its_own.pk: LONG_AGO}


def test_an_assessment_speaks_of_its_sources_date():
    source = make_source(published=on_day("2014-08-06T00:00Z"))
    assessment = insert_again(make_assessment(source=source), assessed_at=FuzzyInstant())
    assert assessment.assessed_at == on_day("2014-08-06T00:00Z")


def test_a_corrected_publication_moves_what_an_assessment_speaks_of_by_default():
    source = make_source(published=on_day("2014-08-06T00:00Z"))
    by_default = make_assessment(source=source)
    of_its_own = make_assessment(source=source, assessed_at=exactly("2014-08-06T00:00Z"))
    Source.objects.update(published_at=instant("2014-08-07T00:00Z"), published_precision="hour")
    by_default.refresh_from_db()
    of_its_own.refresh_from_db()
    assert by_default.assessed_at == FuzzyInstant(instant("2014-08-07T00:00Z"), "hour")
    assert of_its_own.assessed_at == exactly("2014-08-06T00:00Z")


@pytest.mark.parametrize("model", MODELS)
def test_a_change_is_stamped_whatever_is_written_as_its_stamp(model):
    record = getattr(factories, f"make_{model}")()
    before = stamped(record)
    column = next(name for name in TEXTS if hasattr(record, name))
    type(record).objects.filter(pk=record.pk).update(**{column: "a", "updated": LONG_AGO})
    assert stamped(record) > before


@pytest.mark.parametrize("model", MODELS)
def test_a_stamp_alone_is_not_written(model):
    record = getattr(factories, f"make_{model}")()
    before = stamped(record)
    type(record).objects.filter(pk=record.pk).update(updated=LONG_AGO)
    assert stamped(record) == before


def test_saving_what_was_read_before_its_parts_changed_changes_nothing():
    ceasefire = make_ceasefire()
    make_participation(ceasefire=ceasefire)
    before = stamped(ceasefire)
    ceasefire.save()
    assert stamped(ceasefire) == before


@pytest.mark.parametrize("parent", ["ceasefire", "negotiation_round"])
def test_a_part_saved_as_it_was_changes_nothing(parent):
    part = make_participation() if parent == "ceasefire" else make_delegation()
    citation = make_citation(**{parent: getattr(part, parent)})
    before = stamped(getattr(part, parent))
    part.save()
    citation.save()
    assert stamped(getattr(part, parent)) == before


def test_writing_what_is_there_changes_nothing():
    ceasefire = make_ceasefire()
    before = stamped(ceasefire)
    Ceasefire.objects.update(name=ceasefire.name)
    assert stamped(ceasefire) == before


def test_a_change_of_a_part_is_one_of_its_ceasefire():
    part = make_participation()
    for change in (
        lambda: make_participation(ceasefire=part.ceasefire),
        lambda: type(part).objects.update(role="monitor"),
        part.delete,
    ):
        before = stamped(part.ceasefire)
        change()
        assert stamped(part.ceasefire) > before


def test_a_change_of_a_delegation_is_one_of_its_round():
    delegation = make_delegation()
    before = stamped(delegation.negotiation_round)
    delegation.delete()
    assert stamped(delegation.negotiation_round) > before


def test_a_ceasefire_added_to_a_round_changes_the_round():
    ceasefire = make_ceasefire()
    sitting = make_round(conflict=ceasefire.conflict)
    before = stamped(sitting)
    sitting.ceasefires.add(ceasefire)
    added = stamped(sitting)
    sitting.ceasefires.clear()
    assert before < added < stamped(sitting)


@pytest.mark.parametrize(
    ("target", "make"),
    [
        ("conflict", make_conflict),
        ("ceasefire", make_ceasefire),
        ("participation", make_participation),
        ("negotiation_round", make_round),
    ],
)
def test_a_citation_changes_what_it_supports(target, make):
    record = make()
    before = stamped(record)
    citation = make_citation(**{target: record})
    cited = stamped(record)
    citation.delete()
    assert before < cited < stamped(record)


@pytest.mark.parametrize("make", [make_ceasefire, make_round])
def test_what_is_public_from_its_sources_changes_with_their_publication(make):
    by_default, of_its_own = make(known_from=None), make()
    source = make_source()
    for record in (by_default, of_its_own):
        name = "ceasefire" if make is make_ceasefire else "negotiation_round"
        make_citation(source=source, **{name: record})
    before = stamped(by_default), stamped(of_its_own)
    Source.objects.update(published_at=LONG_AGO)
    assert stamped(by_default) > before[0] and stamped(of_its_own) == before[1]


def test_a_derived_place_that_changes_is_stamped():
    act = make_violation()
    before = stamped(act)
    Ceasefire.objects.update(effective_at=instant("2014-08-07T05:00Z"))
    assert stamped(act) > before


def test_what_was_public_with_its_source_follows_a_corrected_publication():
    source = make_source(published=exactly("2014-08-06T00:00Z"))
    part = make_participation(
        end_type="withdrawn",
        ended=exactly("2014-08-05T12:00Z"),
        ended_known_from=source.published_at,
    )
    make_citation(participation=part, source=source)
    reported = make_violation(first_reported=source.published_at)
    factories.make_report(violation=reported, source=source)
    elsewhere = make_violation(first_reported=source.published_at)
    corrected = instant("2014-08-06T15:00Z")
    Source.objects.filter(pk=source.pk).update(published_at=corrected)
    for record in (part, reported, elsewhere):
        record.refresh_from_db()
    assert (part.ended_known_from, reported.first_reported) == (corrected, corrected)
    assert elsewhere.first_reported == instant("2014-08-06T00:00Z")
