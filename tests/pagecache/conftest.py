"""What the tests of the page cache share."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection

from .asking import Asker


@pytest.fixture
def askers(transactional_db) -> Iterator[Callable[..., Asker]]:
    """Makes page caches, each as another process would have its own."""
    made: list[Asker] = []

    def make(**given: Any) -> Asker:
        made.append(Asker(**given))
        return made[-1]

    yield make
    for each in made:
        each.cache.watch.close()


@pytest.fixture
def asker(askers) -> Asker:
    return askers()


@pytest.fixture
def another() -> Iterator[Callable[[], Any]]:
    """A maker of further connections to the same database."""
    opened: list[Any] = []

    def connect() -> Any:
        opened.append(psycopg2.connect(**connection.get_connection_params()))
        return opened[-1]

    yield connect
    for each in opened:
        each.close()
