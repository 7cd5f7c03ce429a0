"""Amendments keep to the rules of their kind, on their own page and on that of the ceasefire."""

import pytest

from ceasefires.models import Amendment
from tests.admin.pages import errors
from tests.factories import (
    exactly,
    make_amendment,
    make_ceasefire,
    make_participation,
    make_party,
    make_source,
)

pytestmark = pytest.mark.django_db

UNKNOWN = {f"{name}_precision": "unknown" for name in ("agreed", "effective", "new_scheduled_end")}
EARLY = {
    "new_scheduled_end_at_0": "2014-08-05",
    "new_scheduled_end_at_1": "05:00:00",
    "new_scheduled_end_precision": "minute",
}
LATE = EARLY | {"new_scheduled_end_at_0": "2014-08-11"}
TOO_EARLY = ["new_scheduled_end: lies before the ceasefire took effect."]
NOT_SUSPENDED = ["kind: nothing was suspended before it: record that first."]


def typed(kind, **given):
    said = {"source": make_source().pk, "locator": "1", "claimant": "X"}
    usual = {"qualifier": "exact", "certainty": "stated"}
    return said | usual | UNKNOWN | {"kind": kind} | given


def inline(*amendments):
    """New amendments typed into the page of a ceasefire that has none."""
    rows = {
        f"amendments-{number}-{name}": value
        for number, each in enumerate(amendments)
        for name, value in each.items()
    }
    return rows | {"amendments-TOTAL_FORMS": str(len(amendments))}


def test_an_extension_is_added_on_its_own_page(monitor):
    truce = make_ceasefire()
    monitor.add(Amendment, ceasefire=truce.pk, **typed("extension", **LATE))
    assert truce.amendments.get().new_scheduled_end == exactly("2014-08-11T05:00Z")


@pytest.mark.parametrize(
    ("kind", "given", "found"),
    [
        ("extension", EARLY, {"new_scheduled_end_at": TOO_EARLY}),
        ("resumption", {}, {"kind": NOT_SUSPENDED}),
    ],
)
def test_what_the_rules_refuse_is_an_error_of_its_field(monitor, kind, given, found):
    refused = monitor.add(Amendment, ceasefire=make_ceasefire().pk, **typed(kind, **given))
    assert errors(refused) == found
    assert not Amendment.objects.exists()


def test_an_amendment_is_changed_by_the_same_rules(monitor):
    amendment = make_amendment()
    assert errors(monitor.change(amendment, **EARLY)) == {"new_scheduled_end_at": TOO_EARLY}
    amendment.refresh_from_db()
    assert amendment.new_scheduled_end == exactly("2014-08-11T05:00Z")


def test_what_is_refused_of_one_amendment_of_several_is_an_error_of_that_one(monitor):
    truce = make_ceasefire()
    rows = inline(typed("extension", **LATE), typed("extension", **EARLY))
    refused = errors(monitor.change(truce, **rows))
    assert refused == {"amendments-1-new_scheduled_end_at": TOO_EARLY}
    assert not Amendment.objects.exists()


def test_what_was_suspended_on_the_same_page_is_resumed(monitor):
    truce = make_ceasefire()
    refused = monitor.change(truce, **inline(typed("resumption")))
    assert errors(refused) == {"amendments-0-kind": NOT_SUSPENDED}
    monitor.change(truce, **inline(typed("suspension"), typed("resumption")))
    assert {each.kind for each in truce.amendments.all()} == {"suspension", "resumption"}


def test_an_extension_is_held_to_when_the_page_says_that_the_ceasefire_took_effect(monitor):
    late = {"effective_at_0": "2014-08-12", "scheduled_end_at_0": "2014-08-13"}
    refused = monitor.change(make_ceasefire(), **late, **inline(typed("extension", **LATE)))
    assert errors(refused) == {"amendments-0-new_scheduled_end_at": TOO_EARLY}


def test_what_the_database_refuses_of_a_part_is_an_error_of_that_part(monitor):
    truce = make_ceasefire()
    for _ in range(2):
        make_participation(ceasefire=truce)
    ended = {"end_type": "violence", "ended_at_0": "2014-08-01", "ended_at_1": "10:00"}
    given = {f"participations-1-{name}": value for name, value in ended.items()}
    refused = monitor.change(truce, **given, **{"participations-1-ended_precision": "day"})
    [(field, [message])] = errors(refused).items()
    assert field == "participations-1-ended_at" and "after the earliest" in message


def test_the_form_that_comes_back_keeps_what_was_typed(monitor):
    rows = inline(typed("resumption", claimant="The mediator"))
    refused = monitor.change(make_ceasefire(), name="Renamed", **rows)
    page = refused.content.decode()
    assert 'value="The mediator"' in page and 'value="Renamed"' in page


def test_a_refused_page_stores_none_of_its_parts(monitor):
    truce = make_ceasefire()
    party = {"participations-TOTAL_FORMS": "1", "participations-0-party": make_party().pk}
    usual = {"participations-0-role": "declaring", "participations-0-ended_precision": "unknown"}
    assert errors(monitor.change(truce, **party, **usual, **inline(typed("resumption"))))
    assert not truce.participations.exists()
