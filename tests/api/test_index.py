"""The index: what there is, how much of it, and which version of the data."""

import pytest
from django.db import connection

from ceasefires.api.urls import router
from ceasefires.api.views import meta
from tests import factories

from .shapes import ROOT


def test_the_index_is_shown_whole(api):
    factories.make_toll()
    body = api.body("")
    counted = {"conflicts": 1, "sources": 1, "tolls": 1}
    assert body == {
        "resources": {
            name: {"url": f"{ROOT}{name}/", "count": counted.get(name, 0)}
            for name, _, _ in router.registry
        },
        "data_version": body["data_version"],
        "docs": "http://testserver/docs/",
        "schema": f"{ROOT}schema/",
    }


def test_every_address_of_the_index_leads_to_a_list(api):
    for resource in api.body("")["resources"].values():
        assert api.get(resource["url"]).json()["results"] == []


def test_without_data_the_version_says_so(api):
    assert api.body("")["data_version"] == "empty 0"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [factories.make_party, factories.make_citation])
def test_the_version_is_another_one_once_anything_has_changed(api, make):
    part = factories.make_participation()
    before = api.body("")["data_version"]
    make(**({"participation": part} if make is factories.make_citation else {}))
    assert api.body("")["data_version"] != before


def test_a_large_table_is_estimated(api, monkeypatch):
    factories.make_party()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE ceasefires_party")
    factories.make_party()
    assert api.body("")["resources"]["parties"]["count"] == 2
    monkeypatch.setattr(meta, "COUNTED_BELOW", 0)
    assert api.body("")["resources"]["parties"]["count"] == 1
