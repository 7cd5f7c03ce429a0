"""Whoever listens is told once of each transaction that changed something, when it commits."""

import select

import psycopg2
import pytest
from django.db import connection, transaction

from ceasefires.listening import CHANNEL
from ceasefires.models import Party
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def listening():
    listener = psycopg2.connect(**connection.get_connection_params())
    listener.autocommit = True
    listener.cursor().execute(f"LISTEN {CHANNEL}")
    yield listener
    listener.close()


def notices(listening):
    """How many have come, once one has or might have."""
    select.select([listening], [], [], 0.2)
    listening.poll()
    count = len(listening.notifies)
    listening.notifies.clear()
    return count


def test_a_transaction_tells_once_however_much_it_changes(listening):
    with transaction.atomic():
        make.make_violation()
        Party.objects.bulk_create(Party(slug=each, name=each, kind="state") for each in "abc")
        assert notices(listening) == 0
    assert notices(listening) == 1


def test_a_transaction_that_changes_nothing_or_fails_tells_nothing(listening):
    Party.objects.update(name="x")
    with pytest.raises(RuntimeError), transaction.atomic():
        make.make_party()
        raise RuntimeError
    assert notices(listening) == 0
