"""Pages take no more than their budget, and are made once for all who wait for them."""

import threading
from datetime import UTC, datetime

import pytest

from ceasefires.lasting import Lasting
from tracker.pagecache.pages import LARGEST_SHARE, OVERHEAD, Flights, Page, Pages
from tracker.pagecache.watch import Seen

BODY = b"x" * 1000
TAKES = OVERHEAD + len(BODY) + 1  # with a key of one letter
BUDGET = 20 * TAKES


def page(body=BODY, look=1, about=None):
    return Page([], '"tag"', body, Lasting(None, about), datetime.now(UTC), look)


@pytest.fixture
def pages():
    return Pages(BUDGET)


def test_what_was_asked_least_recently_leaves_first(pages):
    letters = "abcdefghijklmnopqrst"
    for letter in letters:
        pages.keep((letter,), page())
    assert pages.bytes == BUDGET
    assert pages.get(("a",))
    pages.keep(("u",), page())
    assert pages.get(("b",)) is None
    assert pages.get(("a",)) and pages.get(("u",))
    assert pages.bytes == BUDGET


def test_a_page_that_is_made_anew_takes_the_place_of_the_older(pages):
    for _ in range(3):
        pages.keep(("a",), latest := page())
    assert (pages.get(("a",)), pages.bytes) == (latest, TAKES)


def test_no_page_takes_more_than_its_share(pages):
    most = BUDGET // LARGEST_SHARE - OVERHEAD - 1
    pages.keep(("a",), page(b"x" * most))
    pages.keep(("b",), page(b"x" * (most + 1)))
    assert pages.get(("a",)) and not pages.get(("b",))
    assert pages.packed(("b",), page(b"x" * (most + 1))) == b""


def test_a_compressed_body_is_made_once_and_counts(pages):
    pages.keep(("a",), kept := page())
    packed = pages.packed(("a",), kept)
    assert pages.packed(("a",), kept) is packed
    assert pages.bytes == TAKES + len(packed)
    pages.keep(("a",), page())
    assert pages.bytes == TAKES


def test_a_key_counts_too(pages):
    pages.keep(("a" * BUDGET,), page())
    assert pages.bytes == 0


def test_a_page_stands_until_what_it_is_about_has_changed():
    seen = Seen(1).at(2, frozenset({7}))
    assert not page(about=None).stands(seen)
    assert not page(about=frozenset({7, 8})).stands(seen)
    assert page(about=frozenset({8})).stands(seen)
    assert page(about=frozenset()).stands(seen)
    assert page(look=2, about=frozenset({7})).stands(seen.at(3, frozenset()))
    assert not page(look=2, about=frozenset()).stands(seen.at(3, None))


def test_what_has_changed_of_too_many_ceasefires_is_not_told_apart():
    seen = Seen(1).at(2, frozenset(range(10_001)))
    assert page(about=frozenset({20_000})).stands(seen)
    assert not page(about=frozenset({20_000})).stands(seen.at(3, frozenset({1})))


def test_of_several_who_want_a_page_one_makes_it_and_the_others_wait():
    flights, led, done = Flights(), [], threading.Event()
    assert flights.lead(("a",))

    def want():
        led.append(flights.lead(("a",)))
        done.set()

    other = threading.Thread(target=want)
    other.start()
    assert flights.lead(("b",))
    assert not done.wait(0.05)
    flights.land(("a",))
    other.join()
    assert led == [False]
    assert flights.lead(("a",))
