"""The pages of ceasefires: their state, their parts, and what is warned of."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ceasefires.models import Ceasefire, NegotiationRound
from ceasefires.models.fields import FuzzyInstant
from tests.admin.pages import said
from tests.factories import (
    make_ceasefire,
    make_citation,
    make_conflict,
    make_party,
    make_source,
)

pytestmark = pytest.mark.django_db

UNKNOWN = "counts as unknown"


def running():
    started = FuzzyInstant(timezone.now() - timedelta(days=1), "minute")
    return make_ceasefire(effective=started, scheduled_end=FuzzyInstant())


def new(**given):
    return {"slug": "truce", "name": "Truce", "conflict": make_conflict().pk} | given


def test_the_form_of_a_ceasefire_shows_its_state_now(monitor):
    page = monitor.client.get(monitor.url(Ceasefire, "change", running().pk)).content.decode()
    assert "<b>Status</b> In force" in page
    assert "<b>Compliance</b> No reports" in page
    assert "no end or scheduled end had been reached" in page


def test_the_list_shows_and_filters_by_the_status_now(monitor):
    current = running()
    make_ceasefire()
    assert b"Expired" in monitor.listed(Ceasefire).content
    assert monitor.rows(Ceasefire, status="in_force") == {current}


def test_a_ceasefire_of_which_nobody_knew_is_saved_with_a_warning(monitor):
    assert UNKNOWN in said(monitor.add(Ceasefire, **new()))
    assert Ceasefire.objects.count() == 1


def test_a_ceasefire_with_a_citation_is_saved_without_a_warning(monitor):
    citation = {
        "citations-TOTAL_FORMS": "1",
        "citations-0-source": make_source().pk,
        "citations-0-locator": "paragraph 1",
    }
    assert UNKNOWN not in said(monitor.add(Ceasefire, **new(), **citation))


def test_a_ceasefire_known_from_some_instant_is_saved_without_a_warning(monitor):
    known = {"known_from_0": "2014-08-04", "known_from_1": "10:00"}
    assert UNKNOWN not in said(monitor.add(Ceasefire, **new(), **known))


def test_a_ceasefire_that_cites_only_an_undated_source_is_warned_of(monitor):
    ceasefire = make_ceasefire(known_from=None)
    make_citation(ceasefire=ceasefire, source=make_source(published=FuzzyInstant()))
    assert UNKNOWN in said(monitor.change(ceasefire))


def test_a_round_of_which_nobody_knew_is_saved_with_a_warning(monitor):
    response = monitor.add(NegotiationRound, slug="round", conflict=make_conflict().pk)
    assert UNKNOWN in said(response)


def test_parts_amendments_and_assessments_are_recorded_with_the_ceasefire(monitor):
    said_by = {"source": make_source().pk, "locator": "1", "claimant": "X"}
    parts = {
        "participations": {"party": make_party().pk, "role": "declaring", "side": "a"},
        "amendments": {"kind": "suspension", **said_by},
        "assessments": {"assessed": "holding", **said_by},
    }
    unknown = {"ended", "agreed", "effective", "new_scheduled_end", "assessed_at"}
    values = {"purposes": ["humanitarian", "holiday"]}
    for prefix, given in parts.items():
        values[f"{prefix}-TOTAL_FORMS"] = "1"
        values |= {f"{prefix}-0-{name}": value for name, value in given.items()}
        values |= {f"{prefix}-0-{name}_precision": "unknown" for name in unknown}
        values |= {f"{prefix}-0-qualifier": "exact", f"{prefix}-0-certainty": "stated"}
    monitor.add(Ceasefire, **new(), **values)
    ceasefire = Ceasefire.objects.get()
    assert ceasefire.purposes == ["humanitarian", "holiday"]
    assert ceasefire.participations.get().side == "a"
    assert ceasefire.amendments.get().kind == "suspension"
    assert ceasefire.assessments.get().assessed == "holding"
