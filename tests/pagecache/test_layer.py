"""What the page cache asks of Django, and when."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests import factories as make
from tests.faults.blocks import eventually
from tracker.pagecache.metrics import REQUESTS

from .asking import asked


class Slow:
    """Django, which answers once it is let."""

    def __init__(self, asker):
        self.inner, self.asked = asker.cache.application, 0
        self.let, self.came = threading.Event(), threading.Event()
        asker.cache.application = self

    def __call__(self, environ, start_response):
        self.asked += 1
        self.came.set()
        assert self.let.wait(10)
        return self.answered(environ, start_response)

    def answered(self, environ, start_response):
        return self.inner(environ, start_response)


class Dying(Slow):
    """The first time."""

    def answered(self, environ, start_response):
        if self.asked == 1:
            raise RuntimeError("The renderer died.")
        return super().answered(environ, start_response)


@pytest.fixture
def pool():
    with ThreadPoolExecutor(3) as pool:
        yield pool


def test_a_page_that_several_want_at_once_is_made_once(asker, pool):
    django = Slow(asker)
    several = [pool.submit(asked, asker.cache, "parties/") for _ in range(3)]
    assert django.came.wait(10)
    django.let.set()
    bodies = {each.result().body for each in several}
    assert (len(bodies), django.asked) == (1, 1)


class Late(Slow):
    """It has read the data, and answers once it is let."""

    def __call__(self, environ, start_response):
        self.asked += 1
        if self.asked > 1:
            return self.answered(environ, start_response)
        read = self.answered(environ, start_response)
        self.came.set()
        assert self.let.wait(10)
        return read


def test_who_came_after_a_write_does_not_get_the_page_that_was_begun_before(asker, pool):
    """Though it had waited for that."""
    party = make.make_party(name="Before")
    django = Late(asker)
    first = pool.submit(asked, asker.cache, "parties/")
    assert django.came.wait(10)
    party.name = "After"
    party.save()
    second = pool.submit(asked, asker.cache, "parties/")
    eventually(lambda: asker.cache.watch._done == 2)  # it has looked, and waits
    django.let.set()
    assert b"Before" in first.result().body
    assert b"After" in second.result().body


def test_who_waits_for_a_page_whose_making_fails_makes_it(asker, pool):
    django = Dying(asker)
    first = pool.submit(asked, asker.cache, "parties/")
    assert django.came.wait(10)
    second = pool.submit(asked, asker.cache, "parties/")
    django.let.set()
    with pytest.raises(RuntimeError):
        first.result()
    assert second.result().status == "200 OK"


def test_what_is_not_kept_is_answered_to_each_who_waits(asker, pool):
    django = Slow(asker)
    several = [pool.submit(asked, asker.cache, "parties/nobody/") for _ in range(3)]
    assert django.came.wait(10)
    django.let.set()
    assert {each.result().status for each in several} == {"404 Not Found"}


def test_an_answer_larger_than_its_share_is_given_and_not_kept(askers):
    asker = askers(budget=50_000)
    assert len(asker.ask("schema/").body) > 50_000
    assert asker.ask("schema/").body == asker.past("schema/").body
    assert not asker.kept("schema/")
    assert asker.cache.pages.bytes == 0


def counted(outcome):
    return REQUESTS.labels(outcome)._value.get()


def test_it_is_counted_what_was_found(asker):
    before = {each: counted(each) for each in ("hit", "miss", "stale", "unwatched")}
    party = make.make_party()
    asker.ask("parties/")
    for _ in range(3):
        asker.ask("parties/")
    party.delete()
    asker.ask("parties/")
    grown = {each: counted(each) - before[each] for each in before}
    assert grown == {"hit": 3, "miss": 1, "stale": 1, "unwatched": 0}
