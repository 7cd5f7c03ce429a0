"""Rows made of what was selected are what the serializers make of records."""

from contextlib import closing

import pytest
from django.db import InternalError

from ceasefires.api.fields.references import BASE
from ceasefires.api.rows import Rows, streamed
from ceasefires.api.views.claims import CLAIM_VIEWS, DemandView
from ceasefires.api.views.entities import PartyView, SourceView
from ceasefires.api.views.violations import ViolationView
from ceasefires.models import Ceasefire, Participation, Party
from tests import factories
from tests.factories import instant
from tests.meanwhile import Meanwhile

from .filter_cases import RESOURCES

VIEWS = {
    view.resource: view
    for view in (*CLAIM_VIEWS, PartyView, SourceView, ViolationView)
    if view is not DemandView
}
CONTEXT = {"root": f"http://testserver{BASE}"}


@pytest.mark.django_db
@pytest.mark.parametrize("resource", VIEWS)
@pytest.mark.parametrize("known_at", [None, instant("2014-08-07T00:00Z")])
def test_what_is_selected_is_what_the_serializer_shows(resource, known_at):
    RESOURCES[resource].make_rows()
    view = VIEWS[resource]
    queryset = view.queryset.order_by("pk")
    if resource == "violations":
        queryset = queryset.as_known(known_at)
    serializer = view.serializer_class(context=CONTEXT | {"asked_known_at": known_at})
    rows = Rows(serializer, serializer.fields)
    cells = list(rows.selected(queryset))
    made = [dict(serializer.to_representation(each)) for each in queryset]
    assert [rows.shown(each) for each in cells] == made and len(made) >= 2
    assert [list(each) for each in cells] == [rows.cells(each) for each in made]


@pytest.mark.django_db(transaction=True)
def test_what_goes_with_the_rows_is_of_the_same_instant():
    for _ in range(2):
        factories.make_participation()
    truces = Ceasefire.objects.order_by("pk").prefetch_related("participations")
    with closing(streamed(truces, 1)) as rows:
        first = next(rows)
        Meanwhile(Participation.objects.all().delete).begin()
        second = next(rows)
    assert [len(each.participations.all()) for each in (first, second)] == [1, 1]
    assert not Participation.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_streams_rows_writes_nothing():
    factories.make_party()
    with closing(streamed(Party.objects.order_by("pk"))) as rows:
        next(rows)
        with pytest.raises(InternalError, match="read-only transaction"):
            factories.make_party()
