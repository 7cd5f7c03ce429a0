"""Only some fields of an object."""

import pytest

from tests import factories as make

from .five import FIVE_ROWS


@pytest.mark.parametrize("five", FIVE_ROWS, indirect=True)
def test_each_field_can_be_asked_for_alone(api, five):
    rows = api.rows(f"{five}/", ordering="updated")
    for name in rows[0]:
        some = api.rows(f"{five}/", ordering="updated", fields=name)
        assert some == [{name: row[name]} for row in rows]


@pytest.mark.parametrize("five", FIVE_ROWS, indirect=True)
def test_each_field_of_one_object_can_be_asked_for_alone(api, five):
    path = api.rows(f"{five}/")[0]["url"]
    whole = api.body(path)
    assert {name: api.body(path, fields=name)[name] for name in whole} == whole


def test_fields_come_in_the_order_of_the_object_however_asked(api):
    make.make_party(slug="one", name="One")
    for given in ("name,slug", ["name", "slug"], "slug,name,name"):
        assert api.get("parties/", {"fields": given}).content.endswith(
            b'"results":[{"slug":"one","name":"One"}]}'
        )


def test_what_is_embedded_stays_whole(api):
    part = make.make_participation()
    make.make_citation(ceasefire=part.ceasefire)
    (row,) = api.rows("ceasefires/")
    (some,) = api.rows("ceasefires/", fields="participations,sources,state")
    assert some == {name: row[name] for name in ("participations", "state", "sources")}


def test_a_field_that_only_single_objects_have_is_unknown_in_a_list(api):
    assert api.refused("violations/", {"fields": "reports"})[0]["parameter"] == "fields"


def test_what_an_object_alone_has_can_be_asked_for_alone(api):
    report = make.make_report()
    act = api.body(f"violations/{report.violation_id}/", fields="reports")
    assert act == {"reports": [api.body(f"reports/{report.pk}/")]}
