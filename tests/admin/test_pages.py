"""Every page of the admin answers, with as many queries for many rows as for one."""

import pytest
from django.contrib import admin
from django.urls import reverse

from ceasefires.models import (
    Ceasefire,
    Citation,
    NegotiationRound,
    Party,
    Phase,
    Source,
    Violation,
)
from ceasefires.models.record import Entity, Record
from tests import factories
from tests.admin.pages import values_of
from tests.factories import make_ceasefire, make_citation

pytestmark = pytest.mark.django_db

MAKERS = {
    "amendment": factories.make_amendment,
    "assessment": factories.make_assessment,
    "ceasefire": make_ceasefire,
    "citation": lambda: make_citation(ceasefire=make_ceasefire()),
    "coding": factories.make_coding,
    "conflict": factories.make_conflict,
    "delegation": factories.make_delegation,
    "demand": factories.make_demand,
    "negotiationround": factories.make_round,
    "participation": factories.make_participation,
    "party": lambda: factories.make_party(member_of=factories.make_party()),
    "report": factories.make_report,
    "source": factories.make_source,
    "statement": factories.make_statement,
    "term": factories.make_term,
    "toll": factories.make_toll,
    "violation": lambda: factories.make_violation(attributed_to=factories.make_party()),
}
REGISTERED = {
    model._meta.model_name: model for model in admin.site._registry if issubclass(model, Record)
}

ENTITIES = sorted(name for name, model in REGISTERED.items() if issubclass(model, Entity))


def test_every_model_that_people_write_is_registered():
    assert set(REGISTERED) == set(MAKERS)
    assert Phase not in admin.site._registry


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_list_takes_as_many_queries_for_20_rows_as_for_one(monitor, name):
    url = monitor.url(REGISTERED[name], "changelist")
    MAKERS[name]()
    one = monitor.queries(url)
    for _ in range(19):
        MAKERS[name]()
    assert monitor.queries(url) == one


@pytest.mark.parametrize("name", sorted(set(MAKERS) - {"citation"}))
def test_an_empty_form_takes_as_many_queries_with_20_rows_as_with_one(monitor, name):
    url = monitor.url(REGISTERED[name], "add")
    MAKERS[name]()
    one = monitor.queries(url)
    for _ in range(19):
        MAKERS[name]()
    assert monitor.queries(url) == one


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_filled_form_takes_as_many_queries_with_20_rows_as_with_one(monitor, name):
    url = monitor.url(REGISTERED[name], "change", MAKERS[name]().pk)
    one = monitor.queries(url)
    for _ in range(19):
        MAKERS[name]()
    assert monitor.queries(url) == one


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_a_form_sent_back_as_it_was_served_changes_nothing(monitor, name):
    record = MAKERS[name]()
    before = type(record).objects.values().get(pk=record.pk)
    response = monitor.change(record)
    assert response.redirect_chain, response.context["errors"]
    assert type(record).objects.values().get(pk=record.pk) == before


def violation_with_reports(count):
    violation = factories.make_violation()
    for _ in range(count):
        factories.make_report(violation=violation, attributed_to=factories.make_party())
    return violation


def ceasefire_with_parts(count):
    ceasefire = make_ceasefire()
    for _ in range(count):
        factories.make_participation(ceasefire=ceasefire)
        make_citation(ceasefire=ceasefire)
        factories.make_amendment(ceasefire=ceasefire)
        factories.make_assessment(ceasefire=ceasefire)
    return ceasefire


def round_with_parts(count):
    negotiation_round = factories.make_round()
    for _ in range(count):
        factories.make_delegation(negotiation_round=negotiation_round)
        factories.make_demand(negotiation_round=negotiation_round, party=factories.make_party())
        make_citation(negotiation_round=negotiation_round)
    return negotiation_round


@pytest.mark.parametrize("make", [violation_with_reports, ceasefire_with_parts, round_with_parts])
def test_a_form_takes_as_many_queries_with_20_parts_as_with_one(monitor, make):
    few, many = make(1), make(20)
    queries = [monitor.queries(monitor.url(type(few), "change", each.pk)) for each in (few, many)]
    assert queries[0] == queries[1]


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_every_foreign_key_is_completed_as_one_types(monitor, name):
    model_admin = admin.site._registry[REGISTERED[name]]
    for field_name in model_admin.get_autocomplete_fields(None):
        remote = REGISTERED[name]._meta.get_field(field_name).related_model
        assert admin.site._registry[remote].search_fields


def complete(monitor, model, field, term):
    parameters = {
        "app_label": "ceasefires",
        "model_name": model._meta.model_name,
        "field_name": field,
        "term": term,
    }
    return monitor.client.get(reverse("admin:autocomplete"), parameters)


def test_completion_finds_by_part_of_a_name(monitor):
    wanted = make_ceasefire(name="Seven hours")
    make_ceasefire(name="Other")
    found = complete(monitor, Violation, "ceasefire", "hours").json()["results"]
    assert found == [{"id": str(wanted.pk), "text": "Seven hours"}]


def test_completion_of_participations_takes_one_query_for_all_names(
    monitor, django_assert_max_num_queries
):
    for _ in range(5):
        factories.make_participation()
    with django_assert_max_num_queries(5):
        assert len(complete(monitor, Citation, "participation", "").json()["results"]) == 5


def test_a_list_counts_no_further_than_it_must(monitor, monkeypatch):
    monkeypatch.setattr("ceasefires.admin.shared.COUNTED", 3)
    for _ in range(5):
        factories.make_source()
    response = monitor.listed(Source)
    assert response.context["cl"].result_count == 3
    assert "more than 3 sources" in response.content.decode()


def test_too_many_rows_are_not_changed_at_once(monitor, monkeypatch):
    monkeypatch.setattr("ceasefires.admin.shared.COUNTED", 1)
    acts = [factories.make_violation(), factories.make_violation()]
    response = monitor.act("mark_verified", acts[0], select_across="1")
    assert "choose at most 1 at once" in response.content.decode()
    assert not Violation.objects.exclude(verification="alleged").exists()


def test_more_rows_than_a_form_usually_may_have_are_deleted_together(monitor):
    rows = [Party(slug=f"party-{n}", name="X", kind="coalition") for n in range(1001)]
    parties = Party.objects.bulk_create(rows)
    asked = monitor.act("delete_selected", parties[0], select_across="1").content.decode()
    assert asked.count('name="_selected_action"') == 1001
    monitor.act("delete_selected", *parties, post="yes", reason="Imported twice.")
    assert not Party.objects.exists()


def test_the_form_of_an_act_with_many_reports_can_be_sent(monitor):
    violation = violation_with_reports(60)
    response = monitor.change(violation, place_name="Rafah", **{"reports-59-locator": "9"})
    assert response.redirect_chain
    assert violation.reports.filter(locator="9").exists()


def test_what_protects_a_record_is_named_but_not_all_of_it(monitor):
    ceasefire = make_ceasefire()
    for _ in range(12):
        factories.make_violation(ceasefire=ceasefire)
    response = monitor.client.get(monitor.url(Ceasefire, "delete", ceasefire.pk))
    assert len(response.context["protected"]) == 10


@pytest.mark.parametrize("make", [violation_with_reports, ceasefire_with_parts, round_with_parts])
def test_a_record_that_nothing_protects_goes_with_its_parts(monitor, make):
    record = make(1)
    url = monitor.url(type(record), "delete", record.pk)
    assert monitor.client.get(url).status_code == 200
    monitor.client.post(url, {"post": "yes", "reason": "Logged twice."})
    assert not type(record).objects.exists()


def test_without_permission_there_is_no_page(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    for model in (Violation, Ceasefire, NegotiationRound):
        url = reverse(f"admin:ceasefires_{model._meta.model_name}_changelist")
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("name", ENTITIES)
def test_a_slug_is_given_once_and_never_changed(monitor, name):
    record = MAKERS[name]()
    slug = record.slug
    assert "slug" in values_of(monitor.client.get(monitor.url(type(record), "add")), f"{name}_form")
    response = monitor.change(record, slug="another")
    assert response.redirect_chain, response.context["errors"]
    record.refresh_from_db()
    assert record.slug == slug
