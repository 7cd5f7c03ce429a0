"""Bad input comes back as errors of the form, at the field that they concern; never a 500."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from ceasefires.models import (
    Amendment,
    Ceasefire,
    Citation,
    NegotiationRound,
    Participation,
    Party,
    Report,
    Toll,
    Violation,
)
from ceasefires.models.fields import FuzzyInstant
from tests.admin.pages import errors, said
from tests.factories import (
    exactly,
    make_amendment,
    make_assessment,
    make_ceasefire,
    make_citation,
    make_participation,
    make_party,
    make_report,
    make_round,
    make_source,
    make_statement,
    make_toll,
    make_violation,
)

pytestmark = pytest.mark.django_db

BAD = [
    (make_violation, {"occurred_at_0": "0000-01-01"}, "occurred_at"),
    (make_violation, {"occurred_at_0": "0001-01-01"}, "occurred_at"),
    (make_violation, {"occurred_at_0": "9999-12-31"}, "occurred_at"),
    (make_violation, {"occurred_at_0": "", "occurred_at_1": "10:00"}, "occurred_at"),
    (make_violation, {"occurred_at_0": "", "occurred_precision": "day"}, "occurred_at"),
    (make_violation, {"occurred_precision": "unknown"}, "occurred_at"),
    (make_violation, {"occurred_at_0": "2199-01-01"}, "occurred_at"),
    (make_violation, {"occurred_precision": "decade"}, "occurred_precision"),
    (make_violation, {"clock": "mars"}, "clock"),
    (make_violation, {"first_reported_0": "2199-01-01"}, "first_reported"),
    (make_violation, {"first_reported_0": "9999-12-31"}, "first_reported"),
    (make_violation, {"kind": "insult"}, "kind"),
    (make_violation, {"ceasefire": "99999999999999999999"}, "ceasefire"),
    (make_violation, {"ceasefire": "\x00"}, "ceasefire"),
    (make_violation, {"attributed_to": "x"}, "attributed_to"),
    (make_violation, {"place_name": "a\x00b"}, "place_name"),
    (make_violation, {"place_name": "x" * 201}, "place_name"),
    (make_violation, {"latitude": "91", "longitude": "0"}, "latitude"),
    (make_violation, {"latitude": "1"}, "latitude"),
    (make_violation, {"latitude": "NaN", "longitude": "1"}, "latitude"),
    (make_violation, {"latitude": "1e400", "longitude": "1"}, "latitude"),
    (make_violation, {"killed_low": "-1"}, "killed_low"),
    (make_violation, {"killed_high": "99999999999999"}, "killed_high"),
    (make_violation, {"killed_low": "3", "killed_high": "2"}, "killed_low"),
    (make_violation, {"quantity_value": "16"}, "quantity_qualifier"),
    (make_violation, {"verification": "verified"}, "verified_at"),
    (make_violation, {"verified_at_0": "2014-08-07", "verified_at_1": "10:00"}, "verified_at"),
    (make_ceasefire, {"time_zone": "Mars/Olympus"}, "time_zone"),
    (make_ceasefire, {"time_zone": "a\x00b"}, "time_zone"),
    (make_ceasefire, {"purposes": ["fun"]}, "purposes"),
    (make_ceasefire, {"planned_duration": "99999999999 00:00:00"}, "planned_duration"),
    (make_ceasefire, {"planned_duration": "-1 00:00:00"}, "planned_duration"),
    (make_ceasefire, {"scheduled_end_at_0": "2014-08-01"}, "scheduled_end_at"),
    (make_ceasefire, {"known_from_0": "0000-00-00"}, "known_from"),
    (make_ceasefire, {"follows_as": "extends"}, "follows"),
    (make_ceasefire, {"ended_at_0": "2014-08-07", "ended_at_1": "10:00"}, "ended_at"),
    (make_participation, {"side": "ß"}, "side"),
    (
        make_participation,
        {"ended_known_from_0": "2014-08-07", "ended_known_from_1": "1:00"},
        "end_type",
    ),
    (make_round, {"number": "4294967296"}, "number"),
    (make_round, {"ceasefires": ["x"]}, "ceasefires"),
    (make_toll, {"value": "9" * 30}, "value"),
    (make_toll, {"value": "-1"}, "value"),
    (make_amendment, {"kind": "suspension"}, "new_scheduled_end_at"),
    (make_report, {"stated_relation": "indeterminate"}, "stated_relation"),
    (make_report, {"violation": "x"}, "violation"),
    (make_source, {"link": "javascript:alert(1)"}, "link"),
    (make_source, {"published_at_0": "2199-01-01"}, "published_at"),
]


@pytest.mark.parametrize(("make", "values", "field"), BAD)
def test_bad_input_is_an_error_of_its_field(monitor, make, values, field):
    record = make()
    before = type(record).objects.values().get(pk=record.pk)
    assert field in errors(monitor.change(record, **values))
    assert type(record).objects.values().get(pk=record.pk) == before


@pytest.mark.parametrize("zone", ["Mars/Olympus", "Asia", "a\x00b", "../etc"])
def test_a_bad_time_zone_of_a_named_round_is_an_error_of_its_field(monitor, zone):
    sitting = make_round(city="Cairo", started=exactly("2014-08-06T10:00Z"))
    assert "time_zone" in errors(monitor.change(sitting, time_zone=zone))


def test_a_named_round_that_is_dated_but_not_how_exactly_is_an_error(monitor):
    sitting = make_round(city="Cairo", started=exactly("2014-08-06T10:00Z"))
    assert errors(monitor.change(sitting, started_precision="unknown"))


def test_what_is_no_slug_is_an_error_of_its_field(monitor):
    assert "slug" in errors(monitor.add(Ceasefire, slug="not a slug"))
    assert not Ceasefire.objects.exists()


def test_a_cycle_of_membership_is_an_error_of_its_field(monitor):
    top = make_party()
    low = make_party(member_of=make_party(member_of=top))
    assert (
        "itself, by way of others" in errors(monitor.change(top, member_of=low.pk))["member_of"][0]
    )
    assert Party.objects.get(pk=top.pk).member_of is None


def test_a_party_that_is_its_own_member_is_an_error(monitor):
    party = make_party()
    assert errors(monitor.change(party, member_of=party.pk))


def test_a_cycle_of_ceasefires_is_an_error_of_its_field(monitor):
    first = make_ceasefire()
    last = make_ceasefire(follows=first, follows_as="extends")
    response = monitor.change(first, follows=last.pk, follows_as="extends")
    assert "itself, by way of others" in errors(response)["follows"][0]


def test_a_round_about_a_ceasefire_of_another_conflict_is_an_error_of_its_field(monitor):
    response = monitor.change(make_round(), ceasefires=[make_ceasefire().pk])
    assert "of its own conflict" in errors(response)["ceasefires"][0]


def test_a_statement_about_a_ceasefire_of_another_conflict_is_an_error_of_its_field(monitor):
    response = monitor.change(make_statement(), ceasefire=make_ceasefire().pk)
    assert "of the same conflict" in errors(response)["ceasefire"][0]


def test_a_part_that_ended_before_the_ceasefire_is_an_error(monitor):
    ended = {"ended_at_0": "2014-08-01", "ended_at_1": "10:00", "ended_precision": "day"}
    response = monitor.change(make_participation(), **ended, end_type="violence")
    assert "after the earliest" in errors(response)["ended_at"][0]


def test_the_same_citation_twice_is_an_error(monitor):
    citation = make_citation(ceasefire=make_ceasefire())
    again = {
        "citations-TOTAL_FORMS": "2",
        "citations-1-source": citation.source.pk,
        "citations-1-locator": citation.locator,
    }
    found = errors(monitor.change(citation.ceasefire, **again))
    assert "recorded already" in str(found)
    assert Citation.objects.count() == 1


def test_the_same_part_twice_is_an_error(monitor):
    part = make_participation()
    again = {"participations-TOTAL_FORMS": "2", "participations-1-party": part.party.pk}
    response = monitor.change(part.ceasefire, **again, **{"participations-1-role": "declaring"})
    assert response.context["errors"]
    assert Participation.objects.count() == 1


def test_a_claim_of_a_source_without_a_date_asks_since_when_it_was_public(monitor):
    undated = make_source(published=FuzzyInstant())
    response = monitor.add(
        Toll,
        **{"conflict": make_ceasefire().conflict.pk, "measure": "killed", "group": "civilians"},
        **{"value": "1", "unit": "persons", "source": undated.pk, "locator": "1", "claimant": "X"},
    )
    assert "The source has no date" in errors(response)["known_from"][0]


def test_a_claim_is_public_from_its_source_on(monitor):
    source = make_source()
    monitor.add(
        Amendment,
        **{"ceasefire": make_ceasefire().pk, "kind": "suspension"},
        **{"source": source.pk, "locator": "1", "claimant": "X"},
    )
    assert Amendment.objects.get().known_from == source.published_at


def test_an_assessment_speaks_of_the_day_of_its_source(monitor):
    assessment = make_assessment()
    monitor.change(
        assessment,
        **{"assessed_at_at_0": "", "assessed_at_at_1": "", "assessed_at_precision": "unknown"},
    )
    assessment.refresh_from_db()
    assert assessment.assessed_at == assessment.source.published


def test_an_empty_time_zone_is_that_of_the_conflict(monitor):
    conflict = make_ceasefire().conflict
    monitor.add(NegotiationRound, slug="round", conflict=conflict.pk)
    monitor.add(Ceasefire, slug="truce", name="Truce", conflict=conflict.pk)
    assert NegotiationRound.objects.get().time_zone == conflict.time_zone
    assert Ceasefire.objects.get(slug="truce").time_zone == conflict.time_zone


QUERIES = [
    "kind__exact=%00",
    "q=%00",
    "ceasefire=x",
    "ceasefire=99999999999999999999",
    "ceasefire=%00",
    "attributed_to__isnull=maybe",
    "attributed_to=1&attributed_to=2",
    "day=0000-01-01",
    "day=0001-01-01",
    "day=9999-12-31",
    "day=tomorrow",
    "day=%F0%28",
    "relation__exact=sideways",
    "bound__exact=5",
    "p=0",
    "p=99999999999999999999",
    "o=99.-99.x",
    "all=",
    "q=" + "x" * 10_000,
    "nonsense=1",
    "id__exact=x",
]
YEARS = ["updated__year=0", "occurred_at__year=99999999999999999999", "updated__iso_year=0"]


@pytest.mark.parametrize("query", YEARS)
def test_a_list_is_not_asked_by_year(monitor, query):
    assert monitor.client.get(f"{monitor.url(Violation, 'changelist')}?{query}").status_code == 400


def test_however_many_parts_a_form_names_it_is_answered(monitor):
    given = {"reports-TOTAL_FORMS": "1000000", "reports-INITIAL_FORMS": "0"}
    response = monitor.client.post(monitor.url(Violation, "add"), given)
    assert response.status_code == 200
    assert len(response.context["inline_admin_formsets"][0].formset.forms) <= 200


@pytest.mark.parametrize("purposes", ["x", "1", "nan", "true", "1,2", ""])
def test_a_new_ceasefire_starts_whatever_purposes_its_address_suggests(monitor, purposes):
    url = f"{monitor.url(Ceasefire, 'add')}?purposes={purposes}"
    assert monitor.client.get(url).status_code == 200


@pytest.mark.parametrize("query", QUERIES)
def test_a_list_answers_whatever_it_is_asked(monitor, query):
    make_violation()
    url = monitor.url(Violation, "changelist")
    assert monitor.client.get(f"{url}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize("query", ["status=odd", "status=%00", "conflict=x", "q=%00"])
def test_the_list_of_ceasefires_answers_whatever_it_is_asked(monitor, query):
    make_ceasefire()
    url = monitor.url(Ceasefire, "changelist")
    assert monitor.client.get(f"{url}?{query}", follow=True).status_code == 200


@pytest.mark.parametrize(
    "query", ["?ceasefire=x", "?ceasefire=%00", "?ceasefire=99999999999999999999", "?id=1&kind=%00"]
)
def test_a_new_form_starts_with_what_it_can_understand(monitor, query):
    response = monitor.client.get(monitor.url(Violation, "add") + query)
    assert response.status_code == 200


def test_a_new_form_takes_the_ceasefires_of_a_round_from_its_address(monitor):
    for query in ("?ceasefires=x,1", "?ceasefires=1,2"):
        response = monitor.client.get(monitor.url(NegotiationRound, "add") + query)
        assert response.status_code == 200


@pytest.mark.parametrize("term", ["\x00", "x" * 10_000, "'\"", "%"])
def test_completion_answers_whatever_is_typed(monitor, term):
    parameters = {"app_label": "ceasefires", "model_name": "report", "field_name": "violation"}
    url = reverse("admin:autocomplete")
    assert monitor.client.get(url, parameters | {"term": term}).status_code == 200


@pytest.mark.parametrize("model", [Violation, Party, Report])
@pytest.mark.parametrize("key", ["x", "\x00", "99999999999999999999"])
def test_no_such_record_is_said_and_nothing_breaks(monitor, model, key):
    assert monitor.client.get(monitor.url(model, "change", key), follow=True).status_code == 200


@pytest.mark.parametrize("chosen", ["x", "\x00", "99999999999999999999"])
def test_an_action_on_no_such_record_changes_nothing(monitor, chosen):
    make_violation()
    response = monitor.client.post(
        monitor.url(Violation, "changelist"),
        {"action": "mark_verified", "_selected_action": [chosen]},
        follow=True,
    )
    assert "no such record" in said(response)
    assert Violation.objects.get().verification == "alleged"


def test_a_write_that_met_another_asks_to_save_once_more(monitor, monkeypatch):
    class Deadlock(Exception):
        pgcode = "40P01"

    def save(self, *args, **kwargs):
        raise OperationalError("deadlock detected") from Deadlock()

    party = make_party()
    monkeypatch.setattr(Party, "save", save)
    response = monitor.change(party, name="New name")
    assert "save once more" in str(errors(response))


RELATIONS = [("violation", "reports"), ("source", "reports"), ("ceasefire", "phases")]


@pytest.mark.parametrize(("model", "relation"), RELATIONS)
def test_nothing_completes_a_relation_that_no_form_has(monitor, model, relation):
    asked = {"app_label": "ceasefires", "model_name": model, "field_name": relation, "term": "a"}
    assert monitor.client.get(reverse("admin:autocomplete"), asked).status_code == 403


def test_the_parties_of_a_form_and_the_ceasefires_of_a_round_complete(monitor):
    make_ceasefire(name="Aaa")
    for model, field in (("violation", "attributed_to"), ("negotiationround", "ceasefires")):
        asked = {"app_label": "ceasefires", "model_name": model, "field_name": field, "term": "a"}
        assert monitor.client.get(reverse("admin:autocomplete"), asked).status_code == 200
