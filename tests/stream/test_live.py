"""What is kept of the newest changes, and how readers go on in it. No database."""

import asyncio
from typing import NamedTuple

import pytest

from ceasefires import live as module
from ceasefires.feed import BEGINNING, Batch, Position
from ceasefires.live import Live


class Told(NamedTuple):
    position: Position


def at(number):
    return Position(1, number, 0)


def batch(start, end):
    return Batch(at(start), at(end), [Told(at(each)) for each in range(start + 1, end + 1)])


def never(after, resources):
    raise AssertionError("the database was read")


async def gathered(live, start, count, resources=()):
    """The numbers of the first changes, and how many batches held them."""
    numbers, batches = [], 0
    async for found in live.follow(at(start), resources):
        numbers += [each.position.transaction for each in found.changes]
        batches += bool(found.changes)
        if len(numbers) >= count:
            return numbers, batches


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 10))


def test_who_follows_gets_what_is_told_from_then_on():
    async def story():
        live = Live(never)
        live.start(at(0))
        following = asyncio.create_task(gathered(live, 0, 5))
        await asyncio.sleep(0)
        live.tell(batch(0, 2))
        await asyncio.sleep(0)
        live.tell(batch(2, 5))
        return await following

    assert run(story()) == ([1, 2, 3, 4, 5], 2)


@pytest.mark.parametrize("start", range(6))
def test_a_reader_goes_on_wherever_it_stopped(start):
    async def story():
        live = Live(never)
        live.start(at(0))
        live.tell(batch(0, 2))
        live.tell(batch(2, 4))
        live.tell(batch(4, 7))
        return await gathered(live, start, 7 - start)

    assert run(story())[0] == list(range(start + 1, 8))


def test_a_reader_ahead_of_what_was_told_is_told_nothing_twice():
    async def story():
        live = Live(never)
        live.start(at(0))
        live.tell(batch(0, 2))
        following = asyncio.create_task(gathered(live, 5, 2))
        await asyncio.sleep(0)
        live.tell(batch(2, 7))
        return await following

    assert run(story())[0] == [6, 7]


def test_who_is_further_behind_than_is_kept_reads_on_from_the_database(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 3)
    asked = []

    def read(after, resources):
        asked.append((after, resources))
        return batch(after.transaction, after.transaction + 2)

    async def story():
        live = Live(read)
        live.start(at(0))
        for number in range(10):
            live.tell(batch(number, number + 1))
        return await gathered(live, 2, 8, ["parties"])

    assert run(story())[0] == list(range(3, 11))
    assert asked == [(at(2), ["parties"]), (at(4), ["parties"]), (at(6), ["parties"])]


def test_no_more_is_kept_than_that(monkeypatch):
    monkeypatch.setattr(module, "KEPT", 3)
    live = Live(never)
    live.start(at(0))
    for number in range(10):
        live.tell(batch(number, number + 1))
    assert [each.end for each in live.batches] == [at(8), at(9), at(10)]


def test_who_comes_before_anything_was_read_waits():
    async def story():
        live = Live(lambda after, resources: batch(2, 3))
        following = asyncio.create_task(gathered(live, 2, 2))
        await asyncio.sleep(0)
        live.start(at(3))
        await asyncio.sleep(0)
        live.tell(batch(3, 4))
        return await following

    assert run(story())[0] == [3, 4]


def test_each_beat_reaches_every_reader_once():
    async def story():
        live = Live(never)
        following = live.follow(BEGINNING, ())
        for _ in range(2):
            waiting = asyncio.create_task(anext(following))
            await asyncio.sleep(0)
            live.beat()
            assert (await waiting).changes == ()
        waiting = asyncio.create_task(anext(following))
        await asyncio.sleep(0)
        assert not waiting.done()
        live.end()
        with pytest.raises(StopAsyncIteration):
            await waiting

    run(story())
