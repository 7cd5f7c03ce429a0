"""Verbs act on what stands, not on what was read before; whose figures were set by hand."""

from importlib import import_module

import pytest
from django.db import connection

from ceasefires.actions import Place, Refused, supersede
from ceasefires.models import Ceasefire, Violation
from tests import factories
from tests.factories import exactly

pytestmark = pytest.mark.django_db
SET_BY_HAND = import_module("ceasefires.migrations.0005_writes").SET_BY_HAND


def read_in():
    return Place(factories.make_source(), "paragraph 1")


def test_a_truce_that_has_come_to_follow_another_meanwhile_is_left_alone():
    earlier, other = factories.make_ceasefire(), factories.make_ceasefire()
    stale = factories.make_ceasefire(conflict=earlier.conflict)
    Ceasefire.objects.filter(pk=stale.pk).update(follows=other, follows_as="extends")
    with pytest.raises(Refused):
        supersede(earlier=earlier, later=stale, read_in=read_in())
    stale.refresh_from_db()
    assert (stale.follows, stale.follows_as) == (other, "extends")


def test_a_part_ends_as_the_later_truce_now_takes_effect():
    part = factories.make_participation()
    stale = factories.make_ceasefire(conflict=part.ceasefire.conflict)
    moved = exactly("2014-08-07T05:00Z")
    Ceasefire.objects.filter(pk=stale.pk).update(effective_at=moved.at)
    supersede(earlier=part.ceasefire, later=stale, read_in=read_in())
    part.refresh_from_db()
    assert part.ended == moved


@pytest.mark.parametrize(
    ("own", "reported", "basis"),
    [
        ((None, None, None), [], "reported"),
        ((None, 2, None), [], "set"),
        ((None, 2, None), [(None, None, None)], "set"),
        ((None, 2, None), [(None, 2, None)], "reported"),
        ((None, 2, None), [(None, 2, None), (None, None, None)], "reported"),
        ((None, 2, None), [(None, 3, None)], "set"),
        ((None, 2, None), [(None, 2, None), (None, 3, None)], "set"),
    ],
)
def test_figures_that_are_not_just_what_reports_give_were_set(own, reported, basis):
    act = factories.make_violation(killed=own)
    for killed in reported:
        factories.make_report(violation=act, killed=killed)
    with connection.cursor() as cursor:
        cursor.execute(SET_BY_HAND)
    assert Violation.objects.get().figures_basis == basis
