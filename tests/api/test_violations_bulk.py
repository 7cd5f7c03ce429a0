"""Logging many acts at once: all of them, or none."""

import pytest

from ceasefires.models import Authorship, Report, Violation
from tests import factories

from .bodies import EXACT, act
from .writer import Writer

pytestmark = pytest.mark.django_db
BULK = "violations/bulk/"


@pytest.fixture
def monitor():
    return Writer("monitor")


def many(count, **given):
    truce, source = factories.make_ceasefire().slug, factories.make_source().slug
    said = {"source": source, "locator": "page 1", "claimant": "Example Wire"}
    same = {"ceasefire": truce, "kind": "rocket_fire", "occurred": EXACT} | given
    return [same | {"event": str(n), "reports": [said]} for n in range(count)]


def test_all_are_logged_and_answered_as_they_read_in_their_order(monitor):
    rows = monitor.create(BULK, many(3))["results"]
    assert [row["event"] for row in rows] == ["0", "1", "2"]
    assert rows == [monitor.body(f"violations/{row['id']}/") for row in rows]
    assert (Violation.objects.count(), Report.objects.count()) == (3, 3)
    assert Authorship.objects.count() == 6


def test_one_bad_row_refuses_all_and_is_named(monitor):
    rows = many(5)
    rows[3] |= {"kind": "nonsense"}
    assert monitor.objections("POST", BULK, rows) == {("#/3/kind", "unknown_value")}
    assert not Violation.objects.exists() and not Authorship.objects.exists()


def test_rows_that_only_the_constraints_refuse_are_named_too(monitor):
    rows = many(4)
    rows[1] |= {"latitude": 91.0, "longitude": 0}
    rows[3] |= {"latitude": 31.5}
    told = monitor.objections("POST", BULK, rows)
    assert {pointer for pointer, _code in told} == {"#/1/latitude", "#/3/latitude"}
    assert not Violation.objects.exists()


@pytest.mark.parametrize("rows", [[], {}, None, "x", 7, {"results": []}])
def test_what_is_no_list_of_acts_is_refused(monitor, rows):
    assert monitor.objections("POST", BULK, rows) == {("#", "not_a_list")}


def test_a_thousand_are_the_most(monitor):
    assert monitor.objections("POST", BULK, [{}] * 1001) == {("#", "not_a_list")}
    assert len(monitor.create(BULK, many(1000))["results"]) == 1000


def test_errors_end_at_a_hundred(monitor):
    response = monitor.send("POST", BULK, [{}] * 1000)
    assert response.status_code == 422
    assert len(response.json()["errors"]) == 100


def test_a_dry_run_logs_nothing(monitor):
    response = monitor.send("POST", f"{BULK}?dry_run=true", many(2))
    assert (response.status_code, len(response.json()["results"])) == (200, 2)
    assert not Violation.objects.exists()


def test_a_monitor_checks_no_act_in_bulk_either(monitor):
    rows = [act(), act(verification="verified")]
    assert monitor.send("POST", BULK, rows).status_code == 403
    assert not Violation.objects.exists()


def test_it_takes_as_many_queries_for_50_acts_as_for_one(monitor, django_assert_num_queries):
    for count in (1, 50):
        rows = many(count)
        with django_assert_num_queries(20):
            monitor.create(BULK, rows)
