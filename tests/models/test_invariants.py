"""Invariants between records, of one table or several."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from ceasefires.models import CLAIMS, Ceasefire, NegotiationRound, Participation, Party
from ceasefires.models.fields import FuzzyInstant
from tests import factories
from tests.factories import (
    exactly,
    make_ceasefire,
    make_citation,
    make_conflict,
    make_delegation,
    make_imported_source,
    make_participation,
    make_party,
    make_round,
    make_source,
    make_statement,
    make_violation,
    on_day,
)
from tests.people import make_answer

pytestmark = pytest.mark.django_db

TESTED = {
    "party_not_its_own_member",
    "party_no_cycle",
    "conflict_zone_exists",
    "ceasefire_zone_exists",
    "negotiation_round_zone_exists",
    "ceasefire_not_following_itself",
    "ceasefire_no_cycle",
    "ceasefire_ethprio_id_unique",
    "participation_unique",
    "participation_ended_after_effective",
    "delegation_unique",
    "citation_one_target",
    "citation_unique",
    "answer_unique",
    "source_file_unique",
    "violation_event_unique",
    "statement_ceasefire_of_conflict",
    "negotiation_round_ceasefires_of_conflict",
    *(f"{claim._meta.model_name}_known_from_given" for claim in CLAIMS),
}


@contextmanager
def refused(name):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        yield
    assert refusal.value.__cause__.diag.constraint_name == name


def update(record, **values):
    type(record).objects.filter(pk=record.pk).update(**values)


@pytest.mark.parametrize("make", [make_conflict, make_ceasefire, make_round])
def test_a_time_zone_exists(make):
    record = make()
    update(record, time_zone="Europe/Paris")
    name = "negotiation_round" if make is make_round else record._meta.model_name
    for unknown in ("Mars/Olympus", ""):
        with refused(f"{name}_zone_exists"):
            update(record, time_zone=unknown)


def test_a_party_is_no_member_of_itself():
    party = make_party()
    with refused("party_not_its_own_member"):
        update(party, member_of=party)


def test_membership_closes_no_cycle():
    top = make_party()
    middle = make_party(member_of=top)
    bottom = make_party(member_of=middle)
    with refused("party_no_cycle"):
        update(top, member_of=bottom)
    update(bottom, member_of=top)


def test_a_cycle_cannot_be_made_in_bulk():
    one, two = make_party(), make_party()
    one.member_of, two.member_of = two, one
    with refused("party_no_cycle"):
        Party.objects.bulk_update([one, two], ["member_of"])


def test_a_ceasefire_does_not_follow_itself():
    ceasefire = make_ceasefire()
    with refused("ceasefire_not_following_itself"):
        update(ceasefire, follows=ceasefire, follows_as="extends")


def test_following_closes_no_cycle():
    first = make_ceasefire()
    second = make_ceasefire(follows=first, follows_as="extends")
    third = make_ceasefire(follows=second, follows_as="supersedes")
    with refused("ceasefire_no_cycle"):
        update(first, follows=third, follows_as="reciprocates")
    update(third, follows=first)


def test_an_ethprio_id_is_given_once():
    make_ceasefire(ethprio_id="")
    make_ceasefire(ethprio_id="ABC-1")
    other = make_ceasefire(ethprio_id="")
    with refused("ceasefire_ethprio_id_unique"):
        update(other, ethprio_id="ABC-1")


def test_a_party_has_a_role_in_a_ceasefire_once():
    part = make_participation()
    same = {"ceasefire": part.ceasefire, "party": part.party}
    with refused("participation_unique"):
        Participation.objects.bulk_create([Participation(**same, role="declaring")])
    make_participation(**same, role="mediator")


def test_a_part_ends_after_the_ceasefire_took_effect():
    part = make_participation(end_type="violence")
    at, late_that_day = exactly(factories.EFFECTIVE), on_day("2014-08-04T21:00Z")
    with refused("participation_ended_after_effective"):
        update(part, ended_at=at.at, ended_precision=at.precision)
    update(part, ended_at=late_that_day.at, ended_precision=late_that_day.precision)
    update(part, end_type="never_effective", ended_at=at.at, ended_precision=at.precision)


def test_a_ceasefire_takes_effect_before_its_parts_end():
    part = make_participation(end_type="violence", ended=exactly("2014-08-06T05:00Z"))
    with refused("participation_ended_after_effective"):
        update(part.ceasefire, effective_at=part.ended.at)
    update(part.ceasefire, effective_at=part.ended.at - timedelta(microseconds=1))


def test_a_party_has_a_role_in_a_round_once():
    delegation = make_delegation()
    same = {"negotiation_round": delegation.negotiation_round, "party": delegation.party}
    with refused("delegation_unique"):
        make_delegation(**same)
    make_delegation(**same, role="mediator")


def test_a_citation_supports_one_record():
    ceasefire = make_ceasefire()
    with refused("citation_one_target"):
        make_citation()
    with refused("citation_one_target"):
        make_citation(ceasefire=ceasefire, conflict=ceasefire.conflict)


def test_a_place_in_a_source_is_cited_once_for_a_record():
    citation = make_citation(ceasefire=make_ceasefire(), locator="paragraph 1")
    same = {"source": citation.source, "locator": "paragraph 1"}
    with refused("citation_unique"):
        make_citation(**same, ceasefire=citation.ceasefire)
    make_citation(**same, ceasefire=make_ceasefire())


def test_a_key_has_one_answer_for_each_user():
    kept = make_answer()
    make_answer(key=kept.key)
    make_answer(user=kept.user, key="another")
    with refused("answer_unique"):
        make_answer(user=kept.user, key=kept.key)


def test_a_file_is_one_source_for_each_dataset():
    source = make_imported_source(dataset="acled")
    make_imported_source(dataset="table", file=source.file)
    with refused("source_file_unique"):
        make_imported_source(dataset="acled", file=source.file)


def test_an_event_is_one_act_in_each_ceasefire():
    act = make_violation(event="E1")
    make_violation(event="E1")
    make_violation(event="E2", ceasefire=act.ceasefire)
    make_violation(event="", ceasefire=act.ceasefire)
    make_violation(event="", ceasefire=act.ceasefire)
    with refused("violation_event_unique"):
        make_violation(event="E1", ceasefire=act.ceasefire)


def test_a_statement_is_about_a_ceasefire_of_its_conflict():
    ceasefire = make_ceasefire()
    with refused("statement_ceasefire_of_conflict"):
        make_statement(ceasefire=ceasefire, conflict=make_conflict())
    make_statement(ceasefire=ceasefire)
    make_statement()


def test_a_ceasefire_takes_its_statements_to_another_conflict():
    statement = make_statement(ceasefire=make_ceasefire())
    conflict = make_conflict()
    update(statement.ceasefire, conflict=conflict)
    statement.refresh_from_db()
    assert statement.conflict == conflict


def test_a_round_is_about_ceasefires_of_its_conflict():
    ceasefire = make_ceasefire()
    sitting = make_round(conflict=ceasefire.conflict)
    name = "negotiation_round_ceasefires_of_conflict"
    sitting.ceasefires.add(ceasefire)
    with refused(name):
        sitting.ceasefires.add(make_ceasefire())
    with refused(name):
        NegotiationRound.objects.update(conflict=make_conflict())
    with refused(name):
        Ceasefire.objects.filter(pk=ceasefire.pk).update(conflict=make_conflict())


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim._meta.model_name)
def test_a_claim_of_an_undated_source_needs_its_own_date(claim):
    name = claim._meta.model_name
    make = getattr(factories, f"make_{name}")
    undated = make_source(published=FuzzyInstant())
    with refused(f"{name}_known_from_given"):
        make(source=undated)
    make(source=undated, known_from=timezone.now() - timedelta(hours=1))


def test_a_cascade_leaves_no_broken_keys():
    statement = make_statement(ceasefire=make_ceasefire())
    make_participation(ceasefire=statement.ceasefire)
    statement.ceasefire.delete()
    connection.check_constraints()
