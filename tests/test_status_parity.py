"""The rules exist once, in Python; where SQL must know them too, both give the same answers."""

import pytest
from django.db import transaction

from tests.parity.compare import Grid
from tests.parity.timeline import ODD_DAYS

SIZE = 260


@pytest.fixture(scope="module", params=enumerate(ODD_DAYS, 1), ids=list(ODD_DAYS))
def grid(request, django_db_setup, django_db_blocker):
    """One zone's fact sets, stored once for all the questions asked of them."""
    seed, zone = request.param
    with django_db_blocker.unblock(), transaction.atomic():
        yield Grid(seed, zone, SIZE)
        transaction.set_rollback(True)


def hold_equal(grid, differences):
    message = grid.explain(list(differences))
    assert not message, message


def test_phases_are_those_of_the_rules(grid):
    hold_equal(grid, grid.phases_differ())


def test_acts_are_placed_as_by_the_rules(grid):
    hold_equal(grid, grid.places_differ())


def test_status_and_compliance_are_annotated_as_derived(grid):
    hold_equal(grid, grid.states_differ(questions=30, sample=80))


def test_status_and_compliance_are_annotated_as_derived_now(grid):
    hold_equal(grid, grid.live_states_differ(questions=10, sample=80))


def test_the_deciding_acts_alone_give_the_state(grid):
    hold_equal(grid, grid.few_acts_differ(questions=3, sample=60))
