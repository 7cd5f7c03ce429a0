"""How often the database is asked: when it tells, and no more."""

from time import monotonic, sleep

import pytest

from ceasefires import feed, listening
from ceasefires.listening import Listener
from ceasefires.live import Live
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 20


class AtOnce:
    """In the place of an event loop."""

    @staticmethod
    def call_soon_threadsafe(function, *given):
        function(*given)


@pytest.fixture
def asked():
    """The positions after which the database was asked, and what it was asked for."""
    positions = []

    def read(after, resources):
        positions.append(after)
        return feed.batch(after, resources)

    live = Live(read)
    listener = Listener(live, AtOnce())
    listener.start()
    until = monotonic() + PATIENCE
    while not positions and monotonic() < until:
        sleep(0.01)
    yield positions, live
    listener.end()


def told(live, count):
    until = monotonic() + PATIENCE
    while (held := sum(len(each.changes) for each in live.batches)) < count and monotonic() < until:
        sleep(0.01)
    return held


def test_while_nothing_is_told_nothing_is_asked(asked):
    positions, live = asked
    make.make_party()
    assert told(live, 1) == 1
    sleep(3 * listening.WINDOW)  # a notice may have come while the last one was dealt with
    before = len(positions)
    sleep(10 * listening.WINDOW)
    assert len(positions) - before <= 1


def test_a_burst_is_gathered(asked):
    positions, live = asked
    before = len(positions)
    begun = monotonic()
    for number in range(100):
        make.make_party(slug=f"p{number}")
    assert told(live, 100) == 100
    assert len(positions) - before <= (monotonic() - begun) / listening.WINDOW + 2
